"""Signs performed, drawn, tracked and kept as recordings: what the recogniser learns from besides synthetic landmarks.

    python -m terminal.avatar.recording OUT.npz [--seed 1] [--signs N] [--only GLOSS ...] [--restless N]

About 1.5 s a take on one core, so it is done once and kept; the file has the format of the recordings the recogniser
is measured on (x, lengths, labels, aspect). Every pair of signs has a new performer, clothes, wall and frame rate.
`--restless` records so many movements that are no signs instead (talking, scratching).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from content.signer import Lexicon, Performance, load_lexicon, perform
from content.signer.performers import random_style
from models.training.signs.restless import restless_lexicon
from recognition.landmarks import LandmarkTracker
from recognition.signs.forms import BETWEEN, IDLE, canonical_glosses
from terminal.avatar.frames import FrameSource
from terminal.avatar.palette import VARIANTS, Palette

Array = NDArray[np.float32]

FRAMES = 64
RATES_HZ = (12, 16, 20, 25)
# Of every performance one rest, and the way from one sign into the next, is kept as "no sign" in so many cases.
REST_SHARE, BETWEEN_SHARE = 0.15, 0.3
# A file is written after so many pairs, so that an interrupted run is not lost.
SAVE_EVERY = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--signs", type=int, default=10_000, help="so many signs, drawn by lot")
    parser.add_argument("--only", nargs="*", help="these signs instead")
    parser.add_argument("--restless", type=int, default=0, help="so many movements that are no signs instead")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng, start = np.random.default_rng(args.seed), time.monotonic()
    lexicon = restless_lexicon(args.seed, args.restless) if args.restless else load_lexicon()
    forms = list(args.only or (lexicon.glosses if args.restless else dict.fromkeys(canonical_glosses().values())))
    glosses = [str(gloss) for gloss in rng.permutation(forms)[: args.signs]]
    rows: list[tuple[str, Array]] = []
    for done, takes in enumerate(recorded(glosses, lexicon, rng), 1):
        rows += [(BETWEEN, take) for _, take in takes] if args.restless else takes
        if done % SAVE_EVERY == 0:
            save(args.out, rows)
            print(f"{2 * done} of {len(glosses)} signs, {time.monotonic() - start:.0f} s", flush=True)
    save(args.out, rows)
    print(f"{len(rows)} takes in {time.monotonic() - start:.0f} s", flush=True)


def recorded(glosses: Sequence[str], lexicon: Lexicon, rng: np.random.Generator) -> Iterator[list[tuple[str, Array]]]:
    """Takes of each pair of signs, with their gloss."""
    with LandmarkTracker() as tracker:
        for begin in range(0, len(glosses), 2):
            yield record(glosses[begin : begin + 2], lexicon, tracker, rng)


def record(
    glosses: Sequence[str], lexicon: Lexicon, tracker: LandmarkTracker, rng: np.random.Generator
) -> list[tuple[str, Array]]:
    """Takes cut from one drawn sentence at the signs' own times."""
    style = replace(random_style(rng), lead_s=0.5, tail_s=0.5)
    played = perform(glosses, style=style, lexicon=lexicon)
    source = FrameSource(played, variant=random_clothes(rng), background=_tone(rng, 0x70, 0xF0))
    tracker.reset()
    times = np.arange(0, played.duration_s, 1 / rng.choice(RATES_HZ))
    points = np.array([tracker.track(source(float(t)), float(t)).points for t in times])
    return cut(played, times, points, rng)


def random_clothes(rng: np.random.Generator) -> Palette:
    """Somebody drawn with thin outlines, a shirt of any colour and a skin of several tones."""
    skin, shade = ((0xF2C6A4, 0xDFA583), (0xE6B48E, 0xCE946C), (0xD9A27A, 0xBE8159))[rng.integers(3)]
    shirt = _tone(rng, 0x18, 0xB0)
    fold, line = (_darker(shirt, share) for share in (0.75, 0.45))
    cut: Literal["bob", "short"] = "short" if rng.integers(2) else "bob"
    return replace(VARIANTS["visitor"], skin=skin, shade=shade, shirt=shirt, fold=fold, shirt_line=line,
                   collar=_darker(shirt, 0.6), hair_cut=cut)  # fmt: skip


def _tone(rng: np.random.Generator, low: int, high: int) -> int:
    red, green, blue = (int(part) for part in rng.integers(low, high, 3))
    return red << 16 | green << 8 | blue


def _darker(colour: int, share: float) -> int:
    red, green, blue = (int((colour >> shift & 0xFF) * share) for shift in (16, 8, 0))
    return red << 16 | green << 8 | blue


def cut(
    played: Performance, times: NDArray[np.float64], points: Array, rng: np.random.Generator
) -> list[tuple[str, Array]]:
    """The takes of a performance, begun and ended a little early or late, sometimes a rest or what lies between."""
    takes: list[tuple[str, Array]] = []
    for span in played.spans:
        begin, end = span.start_s - rng.uniform(-0.03, 0.15), span.end_s + rng.uniform(-0.05, 0.15)
        takes.append((span.gloss, points[(times >= begin) & (times <= end)][:FRAMES]))
    if rng.random() < REST_SHARE:
        takes.append((IDLE, points[times <= played.spans[0].start_s - 0.3]))
    if len(played.spans) > 1 and rng.random() < BETWEEN_SHARE:
        first, second = ((span.start_s + span.end_s) / 2 for span in played.spans[:2])
        takes.append((BETWEEN, points[(times >= first) & (times <= second)][:FRAMES]))
    return [take for take in takes if len(take[1]) >= 4]


def save(path: Path, rows: Sequence[tuple[str, Array]]) -> None:
    """Writes the takes in the format of the recordings."""
    x = np.full((len(rows), FRAMES, 75, 3), np.nan, np.float16)
    for row, (_, points) in zip(x, rows, strict=True):
        row[: len(points)] = points
    lengths = np.array([len(points) for _, points in rows], np.int16)
    labels = np.array([gloss for gloss, _ in rows])
    np.savez_compressed(path, x=x, lengths=lengths, labels=labels, aspect=np.full(len(rows), 4 / 3, np.float32))


if __name__ == "__main__":
    main()
