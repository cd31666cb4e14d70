"""Weigh the evidence of phrases: fit a model's `wuai.json` on a folder of recordings kept for development.

    python -m models.training.speech.calibrate MODEL DIR [--sample COUNT]

Closed sets of 100 texts as `recognition.evaluate_speech` draws them, quiet and in babble. A trial counts as true when
the right phrase came out, as false when none of the texts was said. Wrong phrases are left out: counted as false they
taught it to trust the margin alone, and twice as much foreign speech passed. The bias is then moved so that 95 % of the
true requests in quiet pass.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recognition.speech.acceptance import Acceptance
from recognition.speech.decoding import ACCEPTED_FROM
from recognition.speech.engine import TRAITS_FILE
from recognition.speech.recognizer import SpeechRecognizer
from recognition.speech.results import Alternative
from recognition.speech_recordings import Sounds, read_manifest, sample
from recognition.speech_table import print_table
from recognition.speech_trials import Trial, closed_sets, figures, trials

KEPT = 0.95
FIRST_GUESS = Acceptance(ratio=4.0, distance=-4.0, margin=0.5, bias=5.0)
BABBLE_DB = 10.0
LONGEST = 20  # syllables; long texts are never in doubt and would outweigh the short ones


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, metavar="COUNT", help="only so many recordings of each kind and length")
    options = parser.parse_args()
    if not (options.model / TRAITS_FILE).exists():
        write_traits(options.model, FIRST_GUESS)
    recognizer = SpeechRecognizer(options.model)
    rows = [r for r in read_manifest(options.folder) if not r.mandarin or r.length not in ("0", "21-99")]
    rows = sample(rows, options.sample) if options.sample else rows
    sets = closed_sets(rows, 100)
    quiet = list(trials(recognizer, rows, sets, Sounds(rows, None)))
    loud = list(trials(recognizer, [r for r in rows if r.mandarin], sets, Sounds(rows, BABBLE_DB)))
    fitted = fit(quiet)
    write_traits(options.model, fitted)
    print(fitted)
    print_table(
        {
            str(options.model): {
                "quiet": {"of_100": figures([judged(t, fitted) for t in quiet])},
                f"{BABBLE_DB:g} dB": {"of_100": figures([judged(t, fitted) for t in loud])},
            }
        }
    )


def judged(trial: Trial, acceptance: Acceptance) -> Trial:
    """The same trial under other weights."""
    heard = trial.heard
    if heard.evidence is None:
        return trial
    taken = () if heard.rejected else (Alternative(heard.phrase_id or "", heard.text, 1.0),)
    ranked = (*taken, *heard.alternatives)
    sure = acceptance.confidence(heard.evidence)
    text = ranked[0].text if sure >= ACCEPTED_FROM else ""
    return replace(trial, heard=replace(heard, text=text, confidence=sure, alternatives=ranked))


def fit(done: list[Trial]) -> Acceptance:
    """Logistic regression by Newton's method with a little ridge; true and false weigh the same in total."""
    judged_ones = [t for t in done if t.heard.evidence is not None and (t.nearest or t.wanted is None)]
    x = np.array([_facts(t) for t in judged_ones])
    y = np.array([float(t.nearest) for t in judged_ones])
    share = np.where(y > 0, 0.5 / y.sum(), 0.5 / (1 - y).sum())
    w = np.zeros(4)
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (share * (p - y)) + 1e-3 * w
        curve = (x * (share * p * (1 - p))[:, None]).T @ x + 1e-3 * np.eye(4)
        w -= np.linalg.solve(curve, gradient)
    true = np.array([_facts(t) for t in done if t.wanted is not None and t.heard.evidence is not None])
    w[3] -= float(np.quantile(true @ w, 1 - KEPT))
    return Acceptance(*(round(float(value), 3) for value in w))


def write_traits(model: Path, acceptance: Acceptance) -> None:
    traits = {"units": 1, "acceptance": asdict(acceptance)}
    (model / TRAITS_FILE).write_text(json.dumps(traits, indent=1) + "\n", encoding="ascii")


def _facts(trial: Trial) -> NDArray[np.float64]:
    evidence = trial.heard.evidence
    assert evidence is not None
    return np.array([evidence.ratio, evidence.distance, evidence.margin, 1.0])


if __name__ == "__main__":
    main()
