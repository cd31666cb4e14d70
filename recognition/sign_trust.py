"""What the shipped sign recogniser makes of takes that are no sign of its own, and of takes that teach it one.

Figures for the model card (`recognition.evaluate_signs_report` prints and writes them).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from content.signer import load_lexicon
from recognition.signs import SignRecognizer
from recognition.signs.forms import canonical_glosses, words
from recognition.signs.normalise import EmptyTakeError
from recognition.signs.recognition import MAYBE_CONFIDENCE, Certainty
from recognition.signs.recordings import Recordings, read_recordings
from recognition.signs.teaching import ALIKE

# Takes of a lesson that are kept before one is judged.
KEPT = 3


def no_sign(recognizer: SignRecognizer, takes: list[tuple[NDArray[np.float32], float]]) -> dict[str, float]:
    """Share of takes (points, aspect) without a sign of ours that are read as one, and that are shown as sure."""
    seen = [recognizer.whole(recognizer.classify(take, aspect, words())) for take, aspect in takes]
    read = [each.gloss is not None and each.confidence >= MAYBE_CONFIDENCE for each in seen]
    sure = [each.gloss is not None and each.state is Certainty.SURE for each in seen]
    return {"takes": len(seen), "read": round(float(np.mean(read)), 4), "sure": round(float(np.mean(sure)), 4)}


def unlabelled(file: Path) -> list[tuple[NDArray[np.float32], float]]:
    """Takes of a drawn file (`terminal.avatar.recording`) that hold no sign."""
    rows = np.load(file)
    chosen = np.flatnonzero(np.char.startswith(rows["labels"], "_"))
    return [(rows["x"][i][: rows["lengths"][i]].astype(np.float32), float(rows["aspect"][i])) for i in chosen]


def foreign(file: Path) -> list[tuple[NDArray[np.float32], float]]:
    """Takes of a recorded file with the split `foreign`."""
    rows = read_recordings(file)
    return [(rows.take(int(i)), float(rows.aspect[i])) for i in np.flatnonzero(rows.split == "foreign")]


def stills(recognizer: SignRecognizer, file: Path, every: int = 3) -> dict[str, float]:
    """Single pictures of CSL words that the lexicon has, read among all signs; each `every`th, neighbours are alike."""
    lexicon, same = load_lexicon(), canonical_glosses()
    rows, meant = read_recordings(file), np.load(file)["zh"]
    chosen = [i for i in range(0, len(rows), every) if str(meant[i]) in lexicon]
    right = []
    for i in chosen:
        seen = recognizer.classify(rows.take(i), float(rows.aspect[i])).gloss
        right.append(seen is not None and same[lexicon.concept(seen)] == same[lexicon.concept(str(meant[i]))])
    return {"takes": len(chosen), "right": round(float(np.mean(right)), 4)}


def teaching(recognizer: SignRecognizer, file: Path, seed: int = 0) -> dict[str, float]:
    """After `KEPT` takes of a sign by one person: how many takes of that person's other signs are asked about, and of
    the same sign (in vain)."""
    rows, rng = read_recordings(file), np.random.default_rng(seed)
    right: list[bool] = []
    wrong: list[bool] = []
    for who in sorted(set(rows.signers[rows.signs])):
        vectors, labels = _vectors(recognizer, rows, str(who))
        for label in sorted(set(labels)):
            own = rng.permutation(np.flatnonzero(labels == label))
            if len(own) > KEPT:
                nearest = (vectors @ vectors[own[:KEPT]].T).max(1)
                right += (nearest[own[KEPT:]] < ALIKE).tolist()
                wrong += (nearest[labels != label] < ALIKE).tolist()
    asked = {"other_sign_asked": float(np.mean(wrong)), "same_sign_asked": float(np.mean(right))}
    return {"takes": len(right) + len(wrong)} | {name: round(share, 4) for name, share in asked.items()}


def _vectors(recognizer: SignRecognizer, rows: Recordings, who: str) -> tuple[NDArray[np.float32], NDArray[np.str_]]:
    found, labels = [], []
    for i in np.flatnonzero(rows.signs & (rows.signers == who)):
        try:
            found.append(recognizer.vector(rows.take(int(i)), float(rows.aspect[i])))
        except EmptyTakeError:
            continue
        labels.append(str(rows.labels[i]))
    return np.array(found), np.array(labels)
