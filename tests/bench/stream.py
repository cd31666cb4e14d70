"""Requests signed in one go, out of a running stream: words in error, whole requests right, how far the words shown as
sure can be trusted, sign to chip.

    ./wuai bench stream

Every request of the lexicon is performed by the kinematic signer with another speed, picture rate, noise and lost
hands; the grammar is counted anew without the request that it reads. Landmarks are the signer's own with noise: no
picture is drawn, no person is in it. It compares ways to read a stream, and says nothing of people.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from statistics import median, quantiles

import numpy as np

from content.signer import Camera, Style, load_lexicon, perform
from recognition.charts import calibration_error
from recognition.landmarks import Landmarks
from recognition.signs import Certainty, Recognition, SignRecognizer, SignSpotted, SignStream
from recognition.signs.forms import canonical_glosses
from recognition.signs.grammar import Grammar

RATES_HZ = (25, 15, 10)
HANDS = slice(33, 54), slice(54, 75)
LOST = 0.05
"""Share of pictures in which a hand is not found."""


def filmed(glosses: Sequence[str], rng: np.random.Generator) -> list[Landmarks]:
    """One request as a tracker might give it."""
    rate = float(rng.choice(RATES_HZ))
    played = perform(glosses, style=Style(rest="down", speed=float(rng.uniform(0.7, 1.15))))
    times = np.arange(0, played.duration_s + 0.8, 1 / rate)
    times = times + rng.uniform(-0.3, 0.3, len(times)) / rate
    points = played.landmarks(times, Camera())
    points[..., :2] += rng.normal(0, 0.0035, (*points.shape[:2], 2))
    for hand in HANDS:
        points[points[:, hand, 1].mean(1) > 1.02, hand] = np.nan
        points[rng.random(len(times)) < LOST, hand] = np.nan
    return [Landmarks(at=float(at), points=p.astype(np.float32)) for at, p in zip(times, points, strict=True)]


def read(film: Sequence[Landmarks], spotter: SignStream) -> tuple[list[Recognition], list[float], int]:
    """The signs that stay, seconds from the end of each sign's window to its chip, signs that were replaced."""
    signs, waits, replaced = list[Recognition](), list[float](), 0
    for picture in film:
        for event in spotter.feed(picture):
            if isinstance(event, SignSpotted):
                signs = [*signs[: len(signs) - event.replaces], event.recognition]
                replaced += event.replaces
                waits += [event.at - event.ended] if not event.replaces else []
    return [sign for sign in signs if sign.gloss is not None], waits, replaced


def errors(meant: Sequence[str], read: Sequence[str]) -> int:
    """Words added, left out or changed (edit distance)."""
    row = list(range(len(read) + 1))
    for word in meant:
        before, row = row, [row[0] + 1]
        for place, other in enumerate(read):
            row.append(min(before[place + 1] + 1, row[place] + 1, before[place] + (word != other)))
    return row[-1]


def trust(told: Sequence[tuple[float, bool, bool]]) -> str:
    """How far told signs can be trusted: confidence, shown as sure, among the signs that were made."""
    confidence, sure, made = (np.array(column) for column in zip(*told, strict=True))
    return (
        f"{len(told)}, {made.mean():.3f} of them made; shown as sure {sure.mean():.3f}, of these made "
        f"{made[sure].mean():.3f}; calibration error {calibration_error(confidence, made):.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    lexicon, same, recognizer = load_lexicon(), canonical_glosses(), SignRecognizer.load()

    def concept(gloss: str) -> str:
        return same.get(lexicon.concept(gloss), gloss)

    requests = [tuple(lexicon.resolve(word) for word in request.glosses) for request in lexicon.requests.values()]
    rng, wrong, right, all_waits, all_replaced = np.random.default_rng(1), 0, 0, list[float](), 0
    told: list[tuple[float, bool, bool]] = []
    for request in requests:
        left_out = Grammar.of(other for other in requests if other != request)
        signs, waits, replaced = read(filmed(request, rng), SignStream(recognizer, grammar=left_out))
        meant, words = [concept(word) for word in request], [concept(str(sign.gloss)) for sign in signs]
        amiss = errors(meant, words)
        for sign, word in zip(signs, words, strict=True):
            told.append((sign.confidence, sign.state is Certainty.SURE, word in meant))
        wrong, right = wrong + amiss, right + (amiss == 0)
        all_waits, all_replaced = all_waits + waits, all_replaced + replaced
    total = sum(map(len, requests))
    print(f"requests:            {len(requests)}, {total} signs; the grammar does not know the request it reads")
    print(f"signs in error:      {wrong / total:.3f} (added, left out, changed)")
    print(f"whole requests right: {right}")
    print(f"told signs:          {trust(told)}")
    print(f"end of window to chip: median {median(all_waits):.2f} s, p95 {quantiles(all_waits, n=20)[-1]:.2f} s")
    print(f"chips replaced later: {all_replaced}")


if __name__ == "__main__":
    main()
