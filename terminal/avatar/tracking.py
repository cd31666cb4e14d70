"""The round trip: signs performed, drawn, filmed by the generated camera and found again by the real tracker.

    python -m terminal.avatar.tracking 身份证 丢 补办      (no gloss: the whole lexicon)

Reports for each sign how often the right number of hands was found and how far the found joints lie from the drawn
ones. It tells which signs lose their hands; that a tracker follows a drawing is no proof that people can read it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from content.signer import Style, load_lexicon, perform
from recognition.landmarks import LandmarkTracker
from terminal.avatar.frames import FrameSource

RATE_HZ = 15.0
LEFT, RIGHT = slice(33, 54), slice(54, 75)
# A hand counts as being in the picture when this share of its joints is.
_VISIBLE = 0.9
# A sign loses hands when fewer of them are found, or they are found elsewhere than drawn (palm lengths).
FOUND_ENOUGH, NEAR_ENOUGH = 0.7, 0.35


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """One sign: frames of its span, share of shown hands that were found, share of frames with the right number,
    mean distance of found joints in palm lengths (None: nothing found)."""

    gloss: str
    frames: int
    found: float
    right_number: float
    error_palms: float | None

    @property
    def loses_hands(self) -> bool:
        return self.found < FOUND_ENOUGH or self.error_palms is None or self.error_palms > NEAR_ENOUGH


@dataclass(frozen=True, slots=True)
class _Frame:
    shown: int
    found: int
    errors: tuple[float, ...]
    points: NDArray[np.float32]


def round_trip(gloss: str, tracker: LandmarkTracker, style: Style = Style(rest="down")) -> RoundTrip:  # noqa: B008
    """Perform one gloss before the tracker."""
    return followed(gloss, tracker, style)[0]


def followed(
    gloss: str,
    tracker: LandmarkTracker,
    style: Style = Style(rest="down"),  # noqa: B008
) -> tuple[RoundTrip, NDArray[np.float32]]:
    """The same, with what the tracker found during the sign (T, 75, 3)."""
    source = FrameSource(perform([gloss], style=style))
    tracker.reset()
    frames = list(_frames(source, tracker))
    points = np.stack([frame.points for frame in frames])
    shown = sum(f.shown for f in frames)
    found = sum(min(f.shown, f.found) for f in frames)
    errors = [e for f in frames for e in f.errors]
    right_number = float(np.mean([f.shown == f.found for f in frames]))
    error = round(float(np.mean(errors)), 3) if errors else None
    return RoundTrip(gloss, len(frames), round(found / max(shown, 1), 3), round(right_number, 3), error), points


def _frames(source: FrameSource, tracker: LandmarkTracker) -> Iterator[_Frame]:
    """Every frame of the span; frames before it only warm the tracker up, as a running camera would."""
    span = source.performance.spans[0]
    aspect = source.size[0] / source.size[1]
    for t_s in np.arange(max(0.0, span.start_s - 0.4), span.end_s, 1.0 / RATE_HZ):
        seen = tracker.track(source(float(t_s)), float(t_s)).points
        if t_s < span.start_s:
            continue
        drawn = source.truth(float(t_s))
        shown = [drawn[hand] for hand in (LEFT, RIGHT) if _in_picture(drawn[hand])]
        found = [seen[hand] for hand in (LEFT, RIGHT) if np.isfinite(seen[hand, 0]).all()]
        yield _Frame(len(shown), len(found), tuple(_error(f, shown, aspect) for f in found if shown), seen)


def _in_picture(hand: NDArray[np.float32]) -> bool:
    return bool(((hand[:, :2] > 0) & (hand[:, :2] < 1)).all(axis=1).mean() >= _VISIBLE)


def _error(found: NDArray[np.float32], shown: Sequence[NDArray[np.float32]], aspect: float) -> float:
    """Mean distance to the nearest drawn hand in its palm lengths (as the hand would be seen flat)."""
    stretch = np.array((aspect, 1.0))
    palm = 102.0 / FrameSource.HEIGHT
    return min(float(np.linalg.norm((found[:, :2] - hand[:, :2]) * stretch, axis=1).mean()) / palm for hand in shown)


def report(trips: Iterable[RoundTrip]) -> str:
    """A table, the signs that lose hands first."""
    rows = sorted(trips, key=lambda t: (not t.loses_hands, t.found, -(t.error_palms or 9.0)))
    lines = [f"{'sign':<10} found  right number  error (palm lengths)"]
    for t in rows:
        error = "-" if t.error_palms is None else f"{t.error_palms:.2f}"
        lost = "   loses hands" if t.loses_hands else ""
        lines.append(f"{t.gloss:<10} {t.found:>5.0%}  {t.right_number:>12.0%}  {error:>8}{lost}")
    errors = [t.error_palms for t in rows if t.error_palms is not None]
    found, number = (float(np.mean([getattr(t, name) for t in rows])) for name in ("found", "right_number"))
    lines.append(
        f"{len(rows)} signs: hands found {found:.1%}, right number {number:.1%}, "
        f"error {np.mean(errors):.3f} palm lengths, {sum(t.loses_hands for t in rows)} lose hands"
    )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m terminal.avatar.tracking", description=__doc__)
    parser.add_argument("glosses", nargs="*", help="signs to check; none: all")
    parser.add_argument("--json", action="store_true", help="one JSON line a sign instead of the table")
    asked = parser.parse_args()
    trips = []
    with LandmarkTracker() as tracker:
        for gloss in asked.glosses or load_lexicon().glosses:
            trips.append(round_trip(gloss, tracker))
            if asked.json:
                print(json.dumps(asdict(trips[-1]), ensure_ascii=False), flush=True)
    if not asked.json:
        print(report(trips))


if __name__ == "__main__":
    main()
