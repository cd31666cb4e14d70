"""Which found hand is the signer's own left and which the right.

The hand model's own word on left and right was trained on selfie pictures; in camera view it is
swapped, and it errs on hands seen edge-on or crossed. So each hand is followed from picture to picture,
and what the hand model and the looks at the body said about it is added up.
Hands that cannot be the signer's (a clerk's hand in the picture, a passer-by) are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recognition.landmarks.landmarks import Points
from recognition.landmarks.layout import LEFT_SHOULDER, LEFT_WRIST, RIGHT_SHOULDER, RIGHT_WRIST

# An outstretched arm spans about 1.7 shoulder widths from the shoulder's middle to the wrist plus half
# a shoulder; beyond this a hand is somebody else's (our judgement).
REACH_SHOULDER_WIDTHS = 2.4
# Wrist to middle knuckle against shoulder width: about 0.25 on a person facing the camera, more when turned
# or leaning over. A body with smaller shoulders than that was imagined (seen where the head is out of the picture).
PALM_SHOULDER_WIDTHS = 0.7
# A hand is the one of the picture before if it moved at most so fast: 2 picture heights a second, and a
# little for the model's unsteadiness (our judgement; folded hands lie about 0.15 heights apart).
FASTEST_PER_S, UNSTEADY = 2.0, 0.04
# What was known of a hand weighs this much in the next picture; half is forgotten in about fourteen pictures.
MEMORY = 0.95
# What the hand model says in one picture counts so much: little where a body was seen, which errs far less
# (measured on rendered signers: the model names the wrong side for hands seen from the back in most pictures).
WORD_WEIGHT, WORD_WEIGHT_BESIDE_BODY = 1.0, 0.1
# A look at the body counts so much, when the hand lies at one of its wrists.
BODY_WEIGHT = 4.0
# A hand that just came in is judged by the last look at the body until the next one, at this weight.
STALE_WEIGHT = 1.0
# Two finds are one hand when the points lie this close, in diagonals of the larger box, and one box holds this
# share of the other: seen on drawn and real signers at 0.1 to 0.35; two fists side by side lie 0.6 apart.
SAME_HAND, INSIDE = 0.36, 0.5
# A hand not seen for so long is forgotten.
FORGET_S = 0.4


@dataclass(frozen=True, slots=True, eq=False)
class FoundHand:
    """One hand as the hand model gives it: points (21, 3), `right` = own right hand in camera view."""

    points: Points
    right: bool
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    left: FoundHand | None = None
    right: FoundHand | None = None


@dataclass(slots=True, eq=False)
class _Track:
    """A hand followed from picture to picture; `evidence` above 0 speaks for the right one."""

    hand: FoundHand
    seen_at: float
    evidence: float = 0.0
    new: bool = True


class SideKeeper:
    """Follows up to a few hands and decides, from all that was seen of each, which is left and which right."""

    def __init__(self) -> None:
        self._tracks: list[_Track] = []
        self._now: list[_Track] = []

    def follow(self, hands: Sequence[FoundHand], aspect: float, at: float) -> bool:
        """Takes in the hands of this picture, joined to those before, the nearest first. Whether one is new."""
        self._tracks = [track for track in self._tracks if at - track.seen_at <= FORGET_S]
        hands = self._without_doubles(hands, aspect)
        pairs = sorted(
            ((_distance(hand.points[0], track.hand.points[0], aspect), i, j)
             for i, hand in enumerate(hands) for j, track in enumerate(self._tracks))
        )  # fmt: skip
        joined: dict[int, _Track] = {}
        for distance, i, j in pairs:
            reach = UNSTEADY + FASTEST_PER_S * (at - self._tracks[j].seen_at)
            if distance < min(reach, 0.25) and i not in joined and self._tracks[j] not in joined.values():
                joined[i] = self._tracks[j]
        new = len(joined) < len(hands)
        for i, hand in enumerate(hands):
            if i not in joined:
                joined[i] = _Track(hand, at)
                self._tracks.append(joined[i])
            joined[i].hand, joined[i].seen_at = hand, at
        self._now = list(joined.values())
        return new

    def settle(self, pose: Points | None, fresh: bool, aspect: float) -> Sides:
        """Left and right hand of the picture taken in last.

        Parameters
        ----------
        pose : (33, 3), the last body seen, or None; `fresh` when it was seen in this very picture.
        """
        tracks = [track for track in self._now if pose is None or _within_reach(track.hand, pose, aspect)]
        for track in tracks:
            word = WORD_WEIGHT if pose is None else WORD_WEIGHT_BESIDE_BODY
            heard = word * (track.hand.score if track.hand.right else -track.hand.score)
            seen = _body_says(track.hand, pose, aspect) if pose is not None and (fresh or track.new) else 0.0
            track.evidence = MEMORY * track.evidence + heard + (BODY_WEIGHT if fresh else STALE_WEIGHT) * seen
            track.new = False
        return _sides(tracks)

    def _without_doubles(self, hands: Sequence[FoundHand], aspect: float) -> list[FoundHand]:
        """Drops a second find of the same hand; the one nearer to where a hand was just seen stays."""
        kept: list[FoundHand] = []
        for hand in sorted(hands, key=lambda hand: (self._jump(hand, aspect), -hand.score)):
            if not any(_same_hand(hand, other, aspect) for other in kept):
                kept.append(hand)
        return kept

    def _jump(self, hand: FoundHand, aspect: float) -> float:
        """Distance of the points from the nearest hand of the pictures before; 1 where there is none."""
        stretch = np.array((aspect, 1.0), np.float32)
        ways = [(hand.points[:, :2] - track.hand.points[:, :2]) * stretch for track in self._tracks]
        return min((float(np.linalg.norm(way, axis=1).mean()) for way in ways), default=1.0)


def _sides(tracks: Sequence[_Track]) -> Sides:
    """The two best-known hands, one a side."""
    tracks = sorted(tracks, key=lambda track: track.evidence)
    if len(tracks) >= 2:
        return Sides(tracks[0].hand, tracks[-1].hand)
    if not tracks:
        return Sides()
    return Sides(right=tracks[0].hand) if tracks[0].evidence > 0 else Sides(left=tracks[0].hand)


def _same_hand(a: FoundHand, b: FoundHand, aspect: float) -> bool:
    """Whether two finds are the same hand: one box in the other and the points close together."""
    stretch = np.array((aspect, 1.0), np.float32)
    first, second = a.points[:, :2] * stretch, b.points[:, :2] * stretch
    size = max(float(np.linalg.norm(np.ptp(points, axis=0))) for points in (first, second))
    # A hand seen edge-on has a thin box: a tenth of its size is added all around.
    low = np.maximum(first.min(0), second.min(0)) - 0.1 * size
    high = np.minimum(first.max(0), second.max(0)) + 0.1 * size
    areas = [float(np.prod(np.ptp(points, axis=0) + 0.2 * size)) for points in (first, second)]
    inside = float(np.prod(np.maximum(high - low, 0))) / max(min(areas), 1e-9)
    return inside > INSIDE and float(np.linalg.norm(first - second, axis=1).mean()) < SAME_HAND * size


def _body_says(hand: FoundHand, pose: Points, aspect: float) -> float:
    """-1 at the body's left wrist, +1 at its right one, 0 in between."""
    left, right = (_distance(hand.points[0], pose[wrist], aspect) for wrist in (LEFT_WRIST, RIGHT_WRIST))
    return (left - right) / max(left + right, 1e-3)


def body_fits(hands: Sequence[FoundHand], pose: Points, aspect: float) -> bool:
    """Whether hands of this size can belong to a body (33, 3) of that size."""
    palm = max((_distance(hand.points[0], hand.points[9], aspect) for hand in hands), default=0.0)
    return palm <= PALM_SHOULDER_WIDTHS * _distance(pose[LEFT_SHOULDER], pose[RIGHT_SHOULDER], aspect)


def _within_reach(hand: FoundHand, pose: Points, aspect: float) -> bool:
    middle = (pose[LEFT_SHOULDER] + pose[RIGHT_SHOULDER]) / 2
    return _distance(hand.points[0], middle, aspect) <= REACH_SHOULDER_WIDTHS * _shoulder_width(pose, aspect)


def _shoulder_width(pose: Points, aspect: float) -> float:
    # A person turned sideways has narrow shoulders in the picture; 0.08 of its height keeps the scale sane.
    return max(_distance(pose[LEFT_SHOULDER], pose[RIGHT_SHOULDER], aspect), 0.08)


def _distance(a: Points, b: Points, aspect: float) -> float:
    return float(np.hypot((a[0] - b[0]) * aspect, a[1] - b[1]))
