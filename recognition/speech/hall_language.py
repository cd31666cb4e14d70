"""The language model of captions with what is said in this hall: made once for each content, then kept on disk.

Making it takes some seconds (tests/bench/captions.py says how many); the model as shipped already knows the talk of the
content it was packed with, told by `TALK`. A changed text of the screens alone makes no new one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from recognition.speech.language_model import NGRAMS, count_ngrams, language_model, read_ngrams, read_vocabulary

TALK = "talk.sha256"
"""In a model's graph: key of the hall whose talk its own Gr.fst was made with."""
KEPT = 2
"""Files kept: that of the content in use and the one before it."""

Talk = Iterable[tuple[float, str]]
"""Weight and sentence."""


def hall_language(model: Path, key: str, talk: Callable[[], Talk], folder: Path) -> Path | None:
    """Gr.fst for the hall of this key in `folder`, made of its talk if it is not there yet.

    None where the model's own will do: it was made for this hall, or has no counts to add anything to.
    """
    graph = model / "graph"
    if not (graph / NGRAMS).is_file() or _own_key(graph) == key:
        return None
    counts = hashlib.sha256((graph / NGRAMS).read_bytes()).hexdigest()
    path = folder / f"{counts[:16]}-{key[:16]}.fst"
    if not path.is_file():
        _make(graph, talk(), path)
    return path


def _own_key(graph: Path) -> str:
    path = graph / TALK
    return path.read_text(encoding="ascii").strip() if path.is_file() else ""


def _make(graph: Path, talk: Talk, path: Path) -> None:
    vocabulary = read_vocabulary(graph)
    ngrams = read_ngrams(graph)
    ngrams.update(count_ngrams(talk, vocabulary.shares.__contains__))
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_suffix(".part")
    language_model(vocabulary, ngrams).write(made)
    made.replace(path)
    for old in sorted(path.parent.glob("*.fst"), key=lambda kept: kept.stat().st_mtime)[:-KEPT]:
        old.unlink()
