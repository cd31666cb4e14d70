"""Gestures that steer the screens for people who cannot touch: thumb up, waving palm, one to five fingers.

Read from the geometry of the hand, not learned: anybody may make them, in either hand. Pure; time comes
with the landmarks. A gesture counts when it is held, and once until the hand changes.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum

import numpy as np

from recognition.landmarks.landmarks import Landmarks, Points

# Held long enough not to be a sign passing through (a sign in a sentence lasts about half a second).
THUMB_HOLD_S, FINGERS_HOLD_S = 0.6, 0.8
# Among words a thumb ends the sentence, and signs (好, 对, the end of 你好) have one too: held longer, and still.
THUMB_HOLD_AMONG_WORDS_S, STILL_PALMS = 0.9, 0.5
# A wave: the open palm turns back at least this often within this time, each sweep at least so wide.
WAVE_TURNS, WAVE_WITHIN_S, WAVE_SWEEP_PALMS = 3, 1.6, 0.5
# Cosine between neighbouring bones above which a joint is straight (about 45 degrees).
STRAIGHT = 0.7


class Gesture(Enum):
    """YES: thumb up. NO: waving palm, also "stop". FINGERS: one to five fingers held up."""

    YES = "yes"
    NO = "no"
    FINGERS = "fingers"


@dataclass(frozen=True, slots=True)
class HandReading:
    """One hand in one picture: which fingers (index to little) stand, the thumb, where the hand points."""

    fingers: tuple[bool, bool, bool, bool]
    thumb: bool
    thumb_up: bool
    upright: bool

    @property
    def open_palm(self) -> bool:
        return all(self.fingers) and self.upright

    @property
    def count(self) -> int:
        """Fingers shown, 0 when the hand does not point up or shows the thumb alone."""
        shown = sum(self.fingers)
        return (shown + (shown == 4 and self.thumb)) if self.upright else 0


def read_hand(hand: Points, aspect: float) -> HandReading:
    """Reads one hand (21, 3) of a picture with this width / height."""
    marks = hand * np.array([aspect, 1, aspect], np.float32)
    palm = float(np.linalg.norm(marks[9] - marks[0])) or 1.0
    fingers = tuple(_stands(marks, first) for first in (5, 9, 13, 17))
    thumb_way = marks[4] - marks[2]
    thumb_long = float(np.linalg.norm(marks[4] - marks[17])) > palm and _straight(marks[[2, 3, 4]])
    curled = not any(fingers)
    above = marks[4, 1] < marks[[5, 6, 8, 12, 16, 20], 1].min() - 0.15 * palm
    return HandReading(
        fingers=fingers,  # type: ignore[arg-type]
        thumb=thumb_long,
        thumb_up=curled and bool(above) and -thumb_way[1] > 0.8 * float(np.linalg.norm(thumb_way[:2])),
        upright=bool(marks[9, 1] < marks[0, 1] - 0.5 * palm),
    )


def _stands(marks: Points, first: int) -> bool:
    """A finger stretched away from the wrist; `first` is its knuckle."""
    reach = np.linalg.norm(marks[[first + 1, first + 3]] - marks[0], axis=1)
    return _straight(marks[[first, first + 1, first + 3]]) and bool(reach[1] > 1.15 * reach[0])


def _straight(joints: Points) -> bool:
    bones = np.diff(joints, axis=0)
    return float(bones[0] @ bones[1]) > STRAIGHT * float(np.linalg.norm(bones[0]) * np.linalg.norm(bones[1]))


class GestureReader:
    """Reports each gesture once when it has been held, or waved, long enough."""

    def __init__(self) -> None:
        self._held: tuple[Gesture, int] | None = None
        self._since = 0.0
        self._told = False
        self._where = np.zeros(2, np.float32)
        self._wave: deque[tuple[float, float, float]] = deque()

    def feed(self, landmarks: Landmarks, among_words: bool = False) -> tuple[Gesture, int] | None:
        """The gesture completed in this picture with its value (fingers 1-5, else 0), or None.

        `among_words`: signs are watched for too, so that a thumb counts only when it is clearly held.
        """
        hand = _raised_hand(landmarks)
        reading = None if hand is None else read_hand(hand, landmarks.aspect)
        if hand is not None and reading is not None and reading.open_palm:
            if self._waved(hand, landmarks):
                return Gesture.NO, 0
        else:
            self._wave.clear()
        if among_words and hand is not None:
            self._restart_when_moved(hand, landmarks)
        return self._hold(_static(reading), landmarks.at, among_words)

    def _restart_when_moved(self, hand: Points, landmarks: Landmarks) -> None:
        marks = hand[[0, 9], :2] * np.array([landmarks.aspect, 1], np.float32)
        if np.linalg.norm(marks[0] - self._where) > STILL_PALMS * np.linalg.norm(marks[1] - marks[0]):
            self._where, self._since = marks[0], landmarks.at

    def _hold(self, shown: tuple[Gesture, int] | None, at: float, among_words: bool) -> tuple[Gesture, int] | None:
        if shown != self._held:
            self._held, self._since, self._told = shown, at, False
        if shown is None or self._told:
            return None
        thumb = THUMB_HOLD_AMONG_WORDS_S if among_words else THUMB_HOLD_S
        needed = thumb if shown[0] is Gesture.YES else FINGERS_HOLD_S
        if at - self._since < needed:
            return None
        self._told = True
        return shown

    def _waved(self, hand: Points, landmarks: Landmarks) -> bool:
        palm = float(np.hypot((hand[9, 0] - hand[0, 0]) * landmarks.aspect, hand[9, 1] - hand[0, 1]))
        # The tip of the middle finger moves in a wave from the elbow as well as in one from the wrist.
        self._wave.append((landmarks.at, float(hand[12, 0]) * landmarks.aspect, palm))
        while self._wave[0][0] < landmarks.at - WAVE_WITHIN_S:
            self._wave.popleft()
        sweep = WAVE_SWEEP_PALMS * float(np.median([width for _, _, width in self._wave]))
        if _turns([x for _, x, _ in self._wave], sweep) < WAVE_TURNS:
            return False
        self._wave.clear()
        self._held, self._told = (Gesture.FINGERS, 5), True
        return True


def _static(reading: HandReading | None) -> tuple[Gesture, int] | None:
    if reading is None:
        return None
    if reading.thumb_up:
        return Gesture.YES, 0
    return (Gesture.FINGERS, reading.count) if reading.count else None


def _raised_hand(landmarks: Landmarks) -> Points | None:
    """The higher hand, when it is above the elbows' height; hands in the lap steer nothing."""
    hands = [hand for hand in (landmarks.left, landmarks.right) if np.isfinite(hand).all()]
    if not hands:
        return None
    hand = min(hands, key=lambda marks: float(marks[0, 1]))
    shoulders, elbows = landmarks.pose[[11, 12], 1], landmarks.pose[[13, 14], 1]
    if np.isfinite(shoulders).all() and np.isfinite(elbows).all():
        line = float(elbows.max()) + 0.3 * float(elbows.max() - shoulders.mean())
        return hand if float(hand[9, 1]) < line else None
    return hand


def _turns(way: list[float], sweep: float) -> int:
    """How often a path turns back after a sweep of at least this width."""
    turns, direction, extreme = 0, 0, way[0]
    for x in way[1:]:
        if direction == 0 and abs(x - way[0]) > sweep:
            direction, extreme = (1 if x > way[0] else -1), x
        elif direction * (x - extreme) > 0:
            extreme = x
        elif direction * (extreme - x) > sweep:
            turns, direction, extreme = turns + 1, -direction, x
    return turns
