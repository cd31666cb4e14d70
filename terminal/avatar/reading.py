"""The whole round trip: a sign performed, drawn, tracked, and read by the recogniser; which ones fail, and why.

    python -m terminal.avatar.reading [GLOSS ...] [--page docs/signs-round-trip.md]

Without glosses every sign of the lexicon (about 0.7 s each). A drawing that is read proves plumbing, not that people
sign so; the list tells where drawing, tracking or prototypes are weak.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from content.signer import Lexicon, load_lexicon
from recognition.landmarks import LandmarkTracker
from recognition.signs import SignRecognizer
from recognition.signs.forms import canonical_glosses
from terminal.avatar.tracking import RoundTrip, followed

# Why a sign is not read, in the order they are looked for.
HANDS_LOST, HANDS_WRONG, PAIR, NEAR, UNKNOWN, OTHER = (
    "hands not found",
    "hands found elsewhere",
    "minimal pair",
    "right one among the alternatives",
    "nothing near enough",
    "taken for another sign",
)
# A page of many signs is written on the way too, so that an interrupted run is not lost.
WRITE_EVERY = 40


@dataclass(frozen=True, slots=True)
class Read:
    """How one drawn sign was read; `why` is empty where it was read rightly."""

    gloss: str
    trip: RoundTrip
    guess: str
    confidence: float
    why: str


def read_sign(gloss: str, tracker: LandmarkTracker, recognizer: SignRecognizer) -> Read:
    """One sign through drawing, tracker and recogniser."""
    lexicon = load_lexicon()
    trip, points = followed(gloss, tracker)
    seen = recognizer.classify(points, 4 / 3)
    guess = seen.gloss or ""
    alternatives = tuple(a.gloss for a in seen.alternatives)
    why = "" if _same(gloss, guess, lexicon) else _why(gloss, trip, guess, alternatives, lexicon)
    return Read(gloss, trip, guess, seen.confidence, why)


def _same(gloss: str, guess: str, lexicon: Lexicon) -> bool:
    """The same sign, another form of it, or one that looks the same."""
    if not guess:
        return False
    canonical = canonical_glosses()
    forms = {canonical[form] for form in lexicon.variants(lexicon.concept(gloss))}
    return canonical.get(guess, guess) in forms


def _why(gloss: str, trip: RoundTrip, guess: str, alternatives: Sequence[str], lexicon: Lexicon) -> str:
    if trip.found < 0.7:
        return HANDS_LOST
    if trip.loses_hands:
        return HANDS_WRONG
    pairs = {r.other for r in lexicon.sign(gloss).relations if r.kind == "minimal_pair"}
    if guess in pairs or (guess and gloss in {r.other for r in lexicon.sign(guess).relations}):
        return PAIR
    if any(_same(gloss, other, lexicon) for other in alternatives):
        return NEAR
    return UNKNOWN if not guess else OTHER


def page(reads: Sequence[Read]) -> str:
    """The list as Markdown: the figures, the reasons, the signs that fail."""
    wrong = [read for read in reads if read.why]
    reasons = Counter(read.why for read in wrong)
    lines = [
        "# Round trip of every sign",
        "",
        "Each sign performed, drawn as a soft camera picture, tracked by MediaPipe and read among all signs.",
        "A drawing that is read proves plumbing, not that people sign so. Made by:",
        "`python -m terminal.avatar.reading --page docs/signs-round-trip.md`",
        "",
        f"{len(reads)} signs, {len(reads) - len(wrong)} read rightly ({1 - len(wrong) / len(reads):.3f}).",
        "",
        "| why not | signs |",
        "|---|---|",
        *(f"| {reason} | {count} |" for reason, count in reasons.most_common()),
        "",
        "| sign | read as | confidence | why | hands found | error (palm lengths) |",
        "|---|---|---|---|---|---|",
        *(_row(read) for read in sorted(wrong, key=lambda read: (read.why, read.gloss))),
    ]
    return "\n".join(lines) + "\n"


def _row(read: Read) -> str:
    error = "-" if read.trip.error_palms is None else f"{read.trip.error_palms:.2f}"
    return (
        f"| {read.gloss} | {read.guess or 'unknown'} | {read.confidence:.2f} | {read.why} "
        f"| {read.trip.found:.2f} | {error} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("glosses", nargs="*")
    parser.add_argument("--page", type=Path)
    asked = parser.parse_args()
    recognizer = SignRecognizer.load()
    reads: list[Read] = []
    with LandmarkTracker() as tracker:
        for gloss in asked.glosses or load_lexicon().glosses:
            reads.append(read_sign(gloss, tracker, recognizer))
            if asked.page and len(reads) % WRITE_EVERY == 0:
                asked.page.write_text(page(reads), encoding="utf-8")
    if asked.page:
        asked.page.write_text(page(reads), encoding="utf-8")
    else:
        print(page(reads))


if __name__ == "__main__":
    main()
