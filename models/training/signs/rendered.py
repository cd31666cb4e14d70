"""Synthetic performances through the real landmark extractor: drawn signer -> MediaPipe -> takes.

    python -m models.training.signs.rendered OUT.npz [--seed 1] [--takes 1]

Slow (about 1.5 s a take on one core), so it is done once and kept; the file has the format of the
recordings the recogniser is measured on (x, lengths, labels, aspect).
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from content.signer import Lexicon, Performance, load_lexicon, perform
from models.training.signs.synthetic import random_style
from recognition.landmarks import LandmarkTracker
from recognition.signs.forms import IDLE, canonical_glosses
from recognition.signs.normalise import Array

FRAMES = 64
RATE_HZ = 20
# Of every performance one rest is kept as "no sign" in so many cases.
REST_SHARE = 0.15


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--signs", type=int, default=10_000, help="so many signs, drawn by lot")
    parser.add_argument("--only", nargs="*", help="these signs instead")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng, lexicon, start = np.random.default_rng(args.seed), load_lexicon(), time.monotonic()
    glosses = rng.permutation(list(dict.fromkeys(canonical_glosses().values())))[: args.signs]
    glosses = rng.permutation(args.only) if args.only else glosses
    rows: list[tuple[str, Array]] = []
    with LandmarkTracker() as tracker:
        for pair in np.array_split(glosses, max(len(glosses) // 2, 1)):
            rows += record([str(gloss) for gloss in pair], lexicon, tracker, rng)
            save(args.out, rows)
    print(f"{len(rows)} takes in {time.monotonic() - start:.0f} s")


def record(
    glosses: list[str], lexicon: Lexicon, tracker: LandmarkTracker, rng: np.random.Generator
) -> list[tuple[str, Array]]:
    """Takes cut from one drawn sentence at the signs' own times."""
    from terminal.avatar.frames import FrameSource

    style = replace(random_style(rng), lead_s=0.5, tail_s=0.5)
    played = perform(glosses, style=style, lexicon=lexicon)
    source = FrameSource(played)
    tracker.reset()
    times = np.arange(0, played.duration_s, 1 / RATE_HZ)
    points = np.array([tracker.track(source(float(t)), float(t)).points for t in times])
    return cut(played, times, points, rng)


def cut(played: Performance, times: Array, points: Array, rng: np.random.Generator) -> list[tuple[str, Array]]:
    takes: list[tuple[str, Array]] = []
    for span in played.spans:
        begin, end = span.start_s - rng.uniform(-0.03, 0.15), span.end_s + rng.uniform(-0.05, 0.15)
        takes.append((span.gloss, points[(times >= begin) & (times <= end)][:FRAMES]))
    if rng.random() < REST_SHARE:
        takes.append((IDLE, points[times <= played.spans[0].start_s - 0.3]))
    return [take for take in takes if len(take[1]) >= 4]


def save(path: Path, rows: list[tuple[str, Array]]) -> None:
    x = np.full((len(rows), FRAMES, 75, 3), np.nan, np.float16)
    for row, (_, points) in zip(x, rows, strict=True):
        row[: len(points)] = points
    lengths = np.array([len(points) for _, points in rows], np.int16)
    labels = np.array([gloss for gloss, _ in rows])
    np.savez(path, x=x, lengths=lengths, labels=labels, aspect=np.full(len(rows), 4 / 3, np.float32))


if __name__ == "__main__":
    main()
