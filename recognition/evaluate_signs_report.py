"""All figures of the sign recogniser as pictures and a table.

    python -m recognition.evaluate_signs_report SIGNS_FOLDER OUT [--drawn TAKES.npz ...]

Writes bars.png (every figure beside baseline and goal), confusion-*.png (what was taken for what), reliability-*.png
(how often a confidence is right: the shipped model on Chinese numbers of people it never saw and, with --drawn, on
drawn signers it was not trained on), and figures.json; there also what is read in takes of no sign of ours and how
lessons judge takes (`recognition.sign_trust`).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from content.signer import load_lexicon
from recognition import sign_trust
from recognition.charts import Bar, bars, calibration_error, confusion, reliability
from recognition.evaluate import score
from recognition.sign_bars import ASKED
from recognition.signs import SignRecognizer
from recognition.signs.forms import canonical_glosses
from recognition.signs.protocols import Score
from recognition.signs.recognition import SURE_CONFIDENCE

CONFUSIONS = {
    ("asl7_words_dev", "signers"): ("asl7", "asl7: people never seen"),
    ("csl_numbers_dev", "signers"): ("numbers", "Chinese numbers: people never seen"),
    ("ksl13_sessions_dev", "sessions"): ("ksl13", "ksl13: other sessions"),
}
# Confidence and right or wrong of takes, and their confidence if they were any window of a stream.
Read = tuple[NDArray[Any], NDArray[Any], NDArray[Any]]
# People who taught signs, by vocabulary.
LESSONS = ("words_mit_enrol_dev", "isl_words_enrol_dev", "ksl13_sessions_dev")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("signs", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--drawn", type=Path, nargs="*", default=[])
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    figures = asked_figures(args.signs, args.out)
    recognizer = SignRecognizer.load()
    sure = {"numbers": ("Chinese numbers, shipped model", numbers(recognizer, args.signs / "csl_numbers_dev.npz"))}
    if args.drawn:
        sure["drawn"] = ("drawn and tracked signers, shipped model", drawn(recognizer, args.drawn))
    for name, (title, (confidence, right, window)) in sure.items():
        reliability(args.out / f"reliability-{name}.png", title, confidence, right, window)
        figures[f"reliability-{name}"] = {
            "takes": len(right),
            "right": round(float(right.mean()), 4),
            "sure": round(float((confidence >= SURE_CONFIDENCE).mean()), 4),
            "right_when_sure": round(float(right[confidence >= SURE_CONFIDENCE].mean()), 4),
            "calibration_error": round(calibration_error(confidence, right), 4),
            "calibration_error_as_any_window": round(calibration_error(window, right), 4),
        }
        print(name, figures[f"reliability-{name}"], flush=True)
    figures |= trusted(recognizer, args.signs, args.drawn)
    (args.out / "figures.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def trusted(recognizer: SignRecognizer, folder: Path, drawn: Sequence[Path]) -> dict[str, object]:
    """What is read where there is no sign of ours, in single pictures, and in lessons."""
    moving = [take for file in drawn for take in sign_trust.unlabelled(file)]
    found: dict[str, object] = {
        "no sign: foreign signs of asl7": sign_trust.no_sign(
            recognizer, sign_trust.foreign(folder / "asl7_words_dev.npz")
        ),
        "stills of CSL words": sign_trust.stills(recognizer, folder / "csl_stills23_dev.npz"),
    }
    if moving:
        found["no sign: drawn people who move"] = sign_trust.no_sign(recognizer, moving)
    for stem in LESSONS:
        found[f"lessons: {stem}"] = sign_trust.teaching(recognizer, folder / f"{stem}.npz")
    for name, figure in found.items():
        print(name, figure, flush=True)
    return found


def asked_figures(folder: Path, out: Path) -> dict[str, object]:
    """Runs every protocol once; draws the bars and the confusions."""
    done: dict[tuple[str, str], tuple[Score, dict[str, object]]] = {}
    rows: list[Bar] = []
    figures: dict[str, object] = {}
    for asked in ASKED:
        key = asked.file, asked.protocol
        if key not in done:
            done[key] = score(folder / f"{asked.file}.npz", asked.protocol)
        ours = float(str(done[key][1][asked.figure]))
        rows.append(Bar(asked.label, asked.baseline, asked.goal, ours))
        figures[asked.label] = asdict(asked) | {"ours": ours}
        print(f"{asked.label}: {ours:.3f} (baseline {asked.baseline}, goal {asked.goal})", flush=True)
    bars(out / "bars.png", "Sign recogniser on recorded people", rows)
    for key, (name, title) in CONFUSIONS.items():
        confusion(out / f"confusion-{name}.png", title, done[key][0].truth, done[key][0].guess)
    return figures


def numbers(recognizer: SignRecognizer, file: Path) -> Read:
    """The shipped model on number hands of people it was not trained on."""
    rows = np.load(file)
    chosen = np.flatnonzero(rows["split"] == "eval")
    return _read(recognizer, rows, chosen, {*map(str, range(11)), "3-index", "10-fist"})


def drawn(recognizer: SignRecognizer, files: Sequence[Path]) -> Read:
    """The same on drawn takes (`terminal.avatar.recording`), among all signs."""
    opened = [np.load(file) for file in files]
    parts = [_read(recognizer, rows, np.flatnonzero(~np.char.startswith(rows["labels"], "_")), None) for rows in opened]
    confidence, right, window = (np.concatenate(part) for part in zip(*parts, strict=True))
    return confidence, right, window


def _read(recognizer: SignRecognizer, rows: np.lib.npyio.NpzFile, chosen: NDArray[Any], among: set[str] | None) -> Read:
    x, lengths, labels, aspect = (rows[name] for name in ("x", "lengths", "labels", "aspect"))
    confidence, right, window = list[float](), list[bool](), list[float]()
    for i in chosen:
        take = x[i][: lengths[i]].astype(np.float32)
        seen = recognizer.classify(take, float(aspect[i]), among)
        reading = recognizer.whole(seen)
        for told, one in ((confidence, reading), (window, seen)):
            told.append(one.confidence if one.gloss is not None else 0.0)
        right.append(_concept(reading.gloss) == _concept(str(labels[i])))
    return np.array(confidence, float), np.array(right, bool), np.array(window, float)


def _concept(gloss: str | None) -> str:
    """The word above its forms: 10 for 10-fist, and one word for signs that look the same."""
    lexicon = load_lexicon()
    return "" if gloss is None else canonical_glosses()[lexicon.concept(gloss)]


if __name__ == "__main__":
    main()
