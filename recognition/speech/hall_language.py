"""The language model of captions with what is said in this hall: made once for each content, then kept on disk.

Making it takes some five seconds (tests/bench/captions.py says how long); the model as shipped already knows the talk
of the content it was packed with, told by `TALK`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from recognition.speech.language_model import NGRAMS, count_ngrams, language_model, read_ngrams, read_vocabulary

TALK = "talk.sha256"
"""In a model's graph: which talk its own Gr.fst was made with."""
KEPT = 2
"""Files kept: that of the content in use and the one before it."""

Talk = Iterable[tuple[float, str]]
"""Weight and sentence."""


def talk_key(talk: Talk) -> str:
    return hashlib.sha256("\n".join(f"{weight:.4g} {text}" for weight, text in talk).encode()).hexdigest()


def hall_language(model: Path, talk: Talk, folder: Path) -> Path | None:
    """Gr.fst for this talk in `folder`, made if it is not there yet.

    None where the model's own will do: it was made with the same talk, or has no counts to add anything to.
    """
    graph = model / "graph"
    if not (graph / NGRAMS).is_file():
        return None
    rows = list(talk)
    key = talk_key(rows)
    if not rows or _own_key(graph) == key:
        return None
    counts = hashlib.sha256((graph / NGRAMS).read_bytes()).hexdigest()
    path = folder / f"{counts[:16]}-{key[:16]}.fst"
    if not path.is_file():
        _make(graph, rows, path)
    return path


def _own_key(graph: Path) -> str:
    path = graph / TALK
    return path.read_text(encoding="ascii").strip() if path.is_file() else ""


def _make(graph: Path, talk: list[tuple[float, str]], path: Path) -> None:
    vocabulary = read_vocabulary(graph)
    ngrams = read_ngrams(graph)
    ngrams.update(count_ngrams(talk, vocabulary.shares.__contains__))
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_suffix(".part")
    language_model(vocabulary, ngrams).write(made)
    made.replace(path)
    for old in sorted(path.parent.glob("*.fst"), key=lambda kept: kept.stat().st_mtime)[:-KEPT]:
        old.unlink()
