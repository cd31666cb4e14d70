"""Everything the embedding is trained on, as sequences of frame features.

Real rows only where the licence permits it (`use` = train), each once as it is and several times
augmented; synthetic performers of every form of the lexicon; performances through the real landmark
extractor. Classes of different sources are kept apart by a prefix: "no" in one language is not another's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from content.signer import Lexicon, load_lexicon
from models.training.signs.invented import invented_lexicon
from models.training.signs.synthetic import (
    Take,
    random_between,
    random_end,
    random_held,
    random_rest,
    random_restless,
    random_start,
    random_take,
)
from recognition.signs.augment import augmented
from recognition.signs.embedding import sequence
from recognition.signs.forms import BETWEEN, canonical_glosses
from recognition.signs.normalise import Array, EmptyTakeError, to_body_frame

# Files of recorded rows that may be trained on (their rows with `use` = train).
RECORDINGS = ("asl7_words_dev", "asl_cafe14_dev", "ksl13_sessions_dev", "words_mit_enrol_dev", "csl_numbers_dev")
# Signs that are also seen as a hand alone, held still.
HELD = ("number", "letter")
# Takes of an invented sign, and of the end of a sign that goes somewhere.
INVENTED_TAKES, END_TAKES = 6, 20


@dataclass(frozen=True, slots=True, eq=False)
class Sequences:
    """x (N, FRAMES, COLUMNS) float16; names (N,), such as "asl7:hello" or "csl:身份证"."""

    x: Array
    names: NDArray[Any]


def real(paths: Iterable[Path], copies: int, rng: np.random.Generator) -> Sequences:
    """Rows that may be trained on, each with `copies` augmented copies."""
    return _collect(take for path in paths for take in _rows(path, copies, rng))


def synthetic(takes: int, rng: np.random.Generator) -> Sequences:
    """`takes` new performers of every form of the lexicon, rests, and windows between signs."""
    lexicon = load_lexicon()
    forms = list(dict.fromkeys(canonical_glosses().values()))
    makers: list[Callable[[Lexicon, np.random.Generator], Take]]
    makers = [partial(random_take, gloss) for gloss in forms for _ in range(takes)]
    held = [form for form in forms if lexicon.sign(form).category in HELD]
    makers += [partial(random_held, gloss) for gloss in held for _ in range(takes)]
    makers += [random_rest] * (10 * takes) + [random_between] * (takes * len(forms) // 10)
    makers += [random_restless] * (takes * len(forms) // 10) + [random_start] * (takes * len(forms) // 10)
    return described(make(lexicon, rng) for make in makers)


def beyond(rng: np.random.Generator) -> Sequences:
    """Performances of signs that no language has, and ends of signs: what is near to signs of the lexicon."""
    invented, lexicon = invented_lexicon(), load_lexicon()
    glosses = [gloss for gloss in invented.glosses for _ in range(INVENTED_TAKES)]
    takes = [random_take(gloss, invented, rng) for gloss in glosses]
    takes += [random_end(gloss, lexicon, rng) for gloss in travelling(lexicon) for _ in range(END_TAKES)]
    return described(takes)


def travelling(lexicon: Lexicon) -> list[str]:
    """Signs that end elsewhere than they begin."""
    return [gloss for gloss, sign in lexicon.signs.items() if sign.parts[-1].location_end]


def described(takes: Iterable[Take]) -> Sequences:
    """Performances as the network sees them."""
    return _collect((f"csl:{take.gloss}", take.points, take.aspect) for take in takes)


def tracked(path: Path, copies: int, rng: np.random.Generator) -> Sequences:
    """Performances that went through drawing and the landmark extractor, with augmented copies."""
    rows = np.load(path)
    takes = []
    for x, length, label, aspect in zip(rows["x"], rows["lengths"], rows["labels"], rows["aspect"], strict=True):
        take = x[:length].astype(np.float32)
        takes.append((f"csl:{label}", take, float(aspect)))
        takes += [(f"csl:{label}", augmented(take, float(aspect), rng), 1.0) for _ in range(copies)]
    return _collect(takes)


def joined(parts: Sequence[Sequences]) -> Sequences:
    """All of them, one after the other."""
    return Sequences(np.concatenate([part.x for part in parts]), np.concatenate([part.names for part in parts]))


def kept(path: Path, make: Callable[[], Sequences]) -> Sequences:
    """Made once, read afterwards."""
    if not path.is_file():
        made = make()
        np.savez(path, x=made.x, names=made.names)
    return read(path)


def read(path: Path) -> Sequences:
    rows = np.load(path)
    return Sequences(rows["x"], rows["names"])


def _rows(path: Path, copies: int, rng: np.random.Generator) -> Iterator[tuple[str, Array, float]]:
    rows = np.load(path)
    prefix = path.stem.split("_")[0] + path.stem.split("_")[1]
    for i in np.flatnonzero((rows["use"] == "train") & (rows["split"] != "foreign")):
        label, take = str(rows["labels"][i]), rows["x"][i][: rows["lengths"][i]].astype(np.float32)
        name = f"csl:{label}" if prefix == "cslnumbers" else "csl:_idle" if label == "_idle" else f"{prefix}:{label}"
        yield name, take, float(rows["aspect"][i])
        for _ in range(copies):
            yield name, augmented(take, float(rows["aspect"][i]), rng), 1.0


def _collect(takes: Iterable[tuple[str, Array, float]]) -> Sequences:
    x, names = [], []
    for name, points, aspect in takes:
        found = _described(points, aspect)
        if found is not None:
            x.append(found)
            names.append(name)
    return Sequences(np.array(x, np.float16), np.array(names))


def _described(points: Array, aspect: float) -> Array | None:
    try:
        return sequence(to_body_frame(points, aspect)).astype(np.float16)
    except EmptyTakeError:
        return None


def is_sign(name: str) -> bool:
    """Windows between signs have no class of their own."""
    return name != f"csl:{BETWEEN}"
