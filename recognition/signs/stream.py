"""Signs out of a running stream of landmarks.

While hands are up, windows of several lengths that end now are read every tenth of a second; the best path through all
of them tells the signs (`Segmentation`). A sign is told shortly after its end; where what follows makes another path
better, the signs told last are replaced. Hands down for a moment end the signing; a stretch of signing without any
sign gives one unknown. Pure apart from the recogniser: time comes with the landmarks.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from recognition.landmarks.landmarks import Landmarks
from recognition.signs.activity import hands_up
from recognition.signs.compounds import joined
from recognition.signs.decoding import decode
from recognition.signs.forms import words
from recognition.signs.gestures import Gesture, GestureReader
from recognition.signs.grammar import START, Grammar, request_grammar
from recognition.signs.numbers import NumberEntry
from recognition.signs.recognition import UNKNOWN, Alternative, Recognition, raised
from recognition.signs.recognizer import SignRecognizer
from recognition.signs.segments import Segment, Segmentation

# How often windows are read, and how long they are: signs in sentences last 0.4 to 0.8 s (corpus median
# 0.53 s), isolated ones up to 2 s, compounds somewhat longer.
HOP_S = 0.1
WINDOWS_S = (0.4, 0.6, 0.85, 1.2, 1.7, 2.4)
# Digits are held still, so a long window that reaches over two of them reads as the first and hides the second.
DIGIT_WINDOWS_S = (0.4, 0.6)
# Who is asked for a number signs digits: the odds of one are half as high again as among all that hands may do (log
# odds; of 184 signed digits 2 instead of 3 in error, and none in 30 films of hands that only move; with 0.7 two).
DIGIT_EXPECTED = 0.4
# A sign is told when it ended this long ago and nothing better came; with the next reading that keeps sign to chip
# under 300 ms.
SETTLE_S = 0.1
# Windows may begin this long before hands are up, and end this long after they went down.
MARGIN_S = 0.2
# Hands down for this long end the signing (hands rest for 0.3-0.6 s between utterances).
END_S = 0.6
# A sign that ended this long ago stays as it was told: what follows so much later says nothing about it, and who signs
# on for minutes costs no more than who signs for seconds.
SETTLED_S = 10.0
# A stretch of signing shorter than this without a sign was a scratch or a passing hand, not an unknown sign.
UNKNOWN_AFTER_S = 0.7
# An unknown sign is shown with what it may have been, down to this confidence.
MAY_HAVE_BEEN = 0.15


class Mode(Enum):
    """What the dialogue expects: signs; digits only; gestures only."""

    WORDS = "words"
    NUMBER = "number"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class SignSpotted:
    """A sign was made between `started` and `ended`; an unknown one has no gloss.

    `replaces` counts the signs told last that this one and those after it stand for (补, then 补办).
    """

    at: float
    started: float
    ended: float
    recognition: Recognition
    replaces: int = 0


@dataclass(frozen=True, slots=True)
class GestureSpotted:
    """A steering gesture was completed; `value` counts fingers, 0 for the others."""

    at: float
    gesture: Gesture
    value: int = 0


@dataclass(frozen=True, slots=True)
class SigningEnded:
    """The hands went down after signing."""

    at: float


SignEvent = SignSpotted | GestureSpotted | SigningEnded


class SignStream:
    """Feed it every tracked picture; it answers with what was just completed. One thread."""

    def __init__(self, recognizer: SignRecognizer, mode: Mode = Mode.WORDS, grammar: Grammar | None = None) -> None:
        """`grammar` of words; that of the lexicon's requests where none is given."""
        self._recognizer = recognizer
        self._grammar = grammar or request_grammar()
        self._mode = mode
        self._vocabulary = words() | frozenset(recognizer.taught)
        self._gestures = GestureReader()
        self._recent: deque[Landmarks] = deque()
        self._next_read = 0.0
        self._up_since: float | None = None
        self._up_last = 0.0
        self._before: str | None = START
        self._number = NumberEntry()
        self._begin_stretch()

    def expect(self, mode: Mode) -> None:
        """Changes what may come out, from the next picture on."""
        self._mode = mode
        self._before = START
        self._number = NumberEntry()
        self._begin_stretch()

    @property
    def unsettled(self) -> int:
        """How many signs of the running stretch were told and may still be replaced."""
        return len(self._told)

    @property
    def number(self) -> NumberEntry:
        """The number signed since it was asked for; a waving palm takes its last digit back."""
        return self._number

    def feed(self, landmarks: Landmarks) -> list[SignEvent]:
        """Events completed with this picture; usually none."""
        if self._recent and landmarks.at <= self._recent[-1].at:
            return []  # a frozen or repeated picture says nothing new
        self._remember(landmarks)
        events: list[SignEvent] = []
        gesture = self._gestures.feed(landmarks, among_words=self._mode is Mode.WORDS)
        if gesture is not None and (gesture[0] is not Gesture.FINGERS or self._mode is Mode.CHOICE):
            if gesture[0] is Gesture.NO and self._number.text:
                self._number.drop()  # of a number it means the last digit; what follows is read anew
                self._begin_stretch()
                self._up_since = landmarks.at
            else:
                events.append(GestureSpotted(landmarks.at, *gesture))
        if self._mode is not Mode.CHOICE and self._read(landmarks.at):
            events += self._tell(landmarks.at, landmarks.at - SETTLE_S)
        return events + self._ended(landmarks.at)

    def _begin_stretch(self) -> None:
        """Hands that come up begin a new stretch; what was told before stays."""
        self._segments = Segmentation(self._grammar if self._mode is Mode.WORDS else None, self._before)
        self._told: list[SignSpotted] = []
        self._settled = 0
        self._may_have_been: dict[str, float] = {}

    def _remember(self, landmarks: Landmarks) -> None:
        self._recent.append(landmarks)
        while self._recent[0].at < landmarks.at - WINDOWS_S[-1] - HOP_S:
            self._recent.popleft()
        if hands_up(landmarks):
            self._up_last = landmarks.at
            if self._up_since is None:
                self._up_since = landmarks.at
                self._begin_stretch()

    def _read(self, at: float) -> bool:
        """Reads the windows that end now, while hands are up or just went down; whether it was time to."""
        if self._up_since is None or at < self._next_read:
            return False
        self._next_read = at + HOP_S
        lengths = DIGIT_WINDOWS_S if self._mode is Mode.NUMBER else WINDOWS_S
        for length in lengths if at - self._up_last <= MARGIN_S else ():
            begin = at - length
            segment = self._window(begin, at) if begin >= self._up_since - MARGIN_S else None
            if segment is not None:
                self._segments.add(segment)
        return True

    def _window(self, begin: float, at: float) -> Segment | None:
        pictures = [landmarks for landmarks in self._recent if landmarks.at >= begin]
        if sum(landmarks.has_hands for landmarks in pictures) < max(3, 0.4 * len(pictures)):
            return None
        take = np.stack([landmarks.points for landmarks in pictures])
        among = self._number.choices if self._mode is Mode.NUMBER else self._vocabulary
        recognition = self._recognizer.classify(take, pictures[-1].aspect, among)
        if self._mode is Mode.NUMBER:
            recognition = raised(recognition, DIGIT_EXPECTED)
        if recognition.gloss is not None:
            self._doubt(Alternative(recognition.gloss, recognition.confidence))
            return Segment(pictures[0].at, at, recognition)
        for alternative in recognition.alternatives[:1]:
            self._doubt(alternative)
        return None

    def _doubt(self, reading: Alternative) -> None:
        if reading.confidence >= max(MAY_HAVE_BEEN, self._may_have_been.get(reading.gloss, 0.0)):
            self._may_have_been[reading.gloss] = reading.confidence

    def _tell(self, at: float, until: float) -> list[SignEvent]:
        """The signs that ended before `until` and were not told yet, in the place of those that read otherwise now."""
        now = self._signs(until)
        same = 0
        while same < min(len(now), len(self._told)) and now[same].gloss == self._told[same].recognition.gloss:
            same += 1
        whole = self._recognizer.whole
        new = [SignSpotted(at, sign.started, sign.ended, whole(sign.recognition)) for sign in now[same:]]
        events = self._replaced(same, new) if new else []
        self._settle([sign for sign in now if sign.ended <= at - SETTLED_S])
        return events

    def _settle(self, signs: Sequence[Segment]) -> None:
        """These first signs of the stretch, all told, stay as they are."""
        if signs:
            self._segments.settle(signs[-1].ended)
            self._before = signs[-1].gloss
            self._settled += len(signs)
            del self._told[: len(signs)]

    def _replaced(self, kept: int, new: list[SignSpotted]) -> list[SignEvent]:
        """Tells `new` signs in the place of all told and not settled but the first `kept`."""
        away = len(self._told) - kept
        new = [replace(new[0], replaces=away), *new[1:]]
        self._told[kept:] = new
        if self._mode is Mode.NUMBER:
            for _ in range(away):
                self._number.drop()
            for spotted in new:
                self._number.add(spotted.recognition)
        return list(new)

    def _signs(self, until: float) -> list[Segment]:
        """The signs that ended before `until` and are not settled, weighed by each other, parts joined to compounds."""
        path = [segment for segment in self._segments.path() if segment.ended <= until]
        if self._mode is not Mode.WORDS:
            return path
        weighed = decode([segment.recognition for segment in path], self._grammar, self._before)
        signs: list[Segment] = []
        for segment, recognition in zip(path, weighed, strict=True):
            signs.append(replace(segment, recognition=recognition))
            whole = joined([sign.recognition for sign in signs])
            if whole is not None:
                first = signs[-whole[1]]
                signs[-whole[1] :] = [Segment(first.started, segment.ended, whole[0])]
        return signs

    def _ended(self, at: float) -> list[SignEvent]:
        if self._up_since is None or at - self._up_last < END_S:
            return []
        started, self._up_since = self._up_since, None
        spotted = self._tell(at, at)
        final = self._signs(at)
        if len(final) < len(self._told):  # what came last was the way down
            kept = max(len(final) - 1, 0)
            spotted += self._replaced(kept, [replace(self._told[kept], at=at)])
        if self._told:
            self._before = self._told[-1].recognition.gloss
        elif not self._settled and self._up_last - started >= UNKNOWN_AFTER_S and self._mode is not Mode.CHOICE:
            spotted = [SignSpotted(at, started, self._up_last, self._unknown())]
        return [*spotted, SigningEnded(at)] if spotted or self._told or self._settled else []

    def _unknown(self) -> Recognition:
        """A sign that was not read, with the best three that it may have been."""
        likeliest = sorted(self._may_have_been.items(), key=lambda item: -item[1])[:3]
        return replace(UNKNOWN, alternatives=tuple(Alternative(*item) for item in likeliest))
