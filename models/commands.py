"""What `wuai models …` does, as functions: each returns lines to print, or raises ModelError."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from models.errors import ModelError
from models.fetch import Progress, Trust, fetch
from models.manifest import ModelEntry
from models.store import ModelStore

MEGABYTE = 1e6


def list_models(store: ModelStore) -> Iterator[str]:
    """One line a model: a star for the one in use, then name, kind, size, licence, where it is."""
    for state in store.states():
        entry = state.entry
        size = f"{entry.size_bytes / MEGABYTE:.1f} MB"
        where = str(state.unpacked) if state.unpacked else "shipped" if entry.shipped else "not fetched"
        checked = (entry.sha256 or "no SHA-256 stated")[:16]
        yield f"{'*' if state.in_use else ' '} {entry.name:28} {entry.kind:8} {size:>10}  {checked:17} {where}"
        yield f"    {entry.title}; {entry.licence}"


def verify_models(store: ModelStore, name: str | None = None) -> tuple[bool, list[str]]:
    """(all is well, lines)."""
    problems = store.verify(name)
    if not problems:
        return True, ["All models are as they were made."]
    return False, [f"{p.name}: {p.problem}\n    {p.hint}" for p in problems]


def use_model(store: ModelStore, kind: str, choice: str) -> list[str]:
    """A name of the list or a folder."""
    return [f"{kind}: {store.use(kind, choice)}"]


def fetch_model(
    store: ModelStore,
    name: str,
    from_file: Path | None = None,
    progress: Progress | None = None,
    trust: Trust | None = None,
) -> list[str]:
    """Fetch or import; says what it is and how to use it. Without `progress` and `trust` the console shows and asks."""
    entry = store.entry(name)
    folder = fetch(
        store, name, from_file=from_file, progress=progress or console_progress, trust=trust or partial(ask, entry)
    )
    return [f"{entry.name} ({entry.licence}) is in {folder}", f"Use it: wuai models use {entry.kind} {entry.name}"]


def console_progress(here: int, total: int | None) -> None:
    """One line on standard error, written over."""
    whole = f" of {total / MEGABYTE:.1f}" if total else ""
    end = "\n" if here == total else "\r"
    print(f"{here / MEGABYTE:8.1f}{whole} MB", end=end, file=sys.stderr, flush=True)


def ask(entry: ModelEntry, found: str) -> bool:
    """Whether the operator takes a file of which nobody states the SHA-256. No console: no."""
    print(
        f"{entry.name}: SHA-256 {found}\nNo sum is stated that it could be compared with. Its source: {entry.address}",
        file=sys.stderr,
    )
    return sys.stdin.isatty() and input("Use this file? Type yes: ").strip().lower() == "yes"


def train_model(kind: str, arguments: list[str]) -> int:
    """Run a model's training recipe in a process of its own; -> its exit status."""
    recipes = {"speech": "models.training.speech", "signs": "models.training.signs"}
    if kind not in recipes:
        raise ModelError(
            "model-recipe-unknown", message=f"There is no recipe for {kind}.", hint=f"Known: {', '.join(recipes)}"
        )
    return subprocess.call([sys.executable, "-m", recipes[kind], *arguments])
