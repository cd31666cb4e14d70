"""Bring an official model in: over the network when the operator asks for it, or from a file brought along.

A download that breaks off goes on where it stopped. Nothing is fetched unless this is called.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from models.archive import sha256_of, unpack
from models.errors import ModelError
from models.manifest import ModelEntry
from models.store import NEEDED, ModelStore

Progress = Callable[[int, int | None], None]
"""Bytes here, bytes in all (None where the server does not say)."""
Trust = Callable[[str], bool]
"""The SHA-256 that a file has -> whether the operator takes it for the right one."""

BLOCK = 1 << 18
TIMEOUT_S = 30.0


def silent(_here: int, _total: int | None) -> None:
    """Shows nothing."""


def nobody(_sum: str) -> bool:
    """Takes no file whose sum is unknown."""
    return False


def fetch(
    store: ModelStore,
    name: str,
    *,
    from_file: Path | None = None,
    progress: Progress = silent,
    trust: Trust = nobody,
) -> Path:
    """-> the unpacked folder. A file brought along is copied first and checked like a download.

    Where nobody states the SHA-256 that the file should have, `trust` is asked with the file's own; refused, nothing is
    unpacked and the file is kept.
    """
    entry = store.entry(name)
    target = store.folder_for(name)
    if entry.shipped:
        return store.unpack_shipped(entry)
    target.parent.mkdir(parents=True, exist_ok=True)
    archive = target.with_name(name + ".zip")
    if from_file is not None:
        _copy(from_file, archive)
    else:
        download(str(entry.address), archive, progress)
    _check(entry, archive, trust)
    unpack(archive, target, partial(_check_kind, entry))
    archive.unlink()
    return target


def download(address: str, target: Path, progress: Progress = silent) -> None:
    """To `target`, by way of `target.part`, which a later call continues."""
    import httpx

    part = target.with_name(target.name + ".part")
    here = part.stat().st_size if part.exists() else 0
    try:
        headers = {"Range": f"bytes={here}-"} if here else {}
        with httpx.stream("GET", address, headers=headers, follow_redirects=True, timeout=TIMEOUT_S) as reply:
            if reply.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE and here:
                os.replace(part, target)  # it was whole already
                return
            reply.raise_for_status()
            resumed = reply.status_code == httpx.codes.PARTIAL_CONTENT
            here = here if resumed else 0
            rest = reply.headers.get("Content-Length")
            total = here + int(rest) if rest else None
            with part.open("ab" if resumed else "wb") as file:
                for block in reply.iter_bytes(BLOCK):
                    file.write(block)
                    here += len(block)
                    progress(here, total)
    except (httpx.HTTPError, OSError) as reason:
        raise ModelError(
            "model-fetch-failed",
            message="The model could not be fetched.",
            context=f"{address}: {reason} ({here} bytes are kept)",
            hint="Run the command again to go on, or bring the file along: `wuai models fetch NAME --from FILE`.",
        ) from reason
    os.replace(part, target)


def _copy(source: Path, target: Path) -> None:
    try:
        if source.resolve() != target.resolve():  # kept from a fetch before
            shutil.copyfile(source, target)
    except OSError as reason:
        raise ModelError(
            "model-file-unreadable", message="The file cannot be read.", context=f"{source}: {reason}",
            hint="Name the zip file as it was downloaded.",
        ) from reason  # fmt: skip


def _check(entry: ModelEntry, archive: Path, trust: Trust) -> None:
    found = sha256_of(archive)
    if entry.sha256 is None and not trust(found):
        raise ModelError(
            "model-unchecked", message="Nobody has said that this is the right file, so it is not used.",
            context=f"{archive}: SHA-256 {found}; none is stated for {entry.name}",
            hint="Compare it with what the maker says, then run `wuai models fetch` with `--from` this file and agree.",
        )  # fmt: skip
    if entry.sha256 and found != entry.sha256:
        archive.unlink()
        raise ModelError(
            "model-damaged", message="The file is not the model it should be.",
            context=f"SHA-256 {found}, expected {entry.sha256}", hint="Fetch it again.",
        )  # fmt: skip


def _check_kind(entry: ModelEntry, folder: Path) -> None:
    missing = [name for name in NEEDED[entry.kind] if not (folder / name).is_file()]
    if missing:
        raise ModelError(
            "model-damaged", message=f"The archive holds no {entry.kind} model.",
            context=f"{entry.name}: without {', '.join(missing)}", hint="Fetch it again, or bring the right file.",
        )  # fmt: skip
