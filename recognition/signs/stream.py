"""Signs out of a running stream of landmarks.

While hands are up, windows of several lengths that end now are read every tenth of a second. A window
that no later overlapping one beats becomes a sign; hands down for a moment end the signing. Transitions
between signs and single odd windows give nothing; a stretch of signing without any sign gives one unknown.
Doubtful signs are weighed by what follows what in requests: each as it comes, all together when the hands go down.
Pure apart from the recogniser: time comes with the landmarks.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from recognition.landmarks.landmarks import Landmarks
from recognition.signs.activity import hands_up
from recognition.signs.compounds import joined
from recognition.signs.decoding import decode
from recognition.signs.forms import components, words
from recognition.signs.gestures import Gesture, GestureReader
from recognition.signs.grammar import START, request_grammar
from recognition.signs.numbers import NumberEntry
from recognition.signs.recognition import UNKNOWN, Recognition
from recognition.signs.recognizer import SignRecognizer

# How often windows are read, and how long they are: signs in sentences last 0.4 to 0.8 s (corpus median
# 0.53 s), isolated ones up to 2 s, compounds somewhat longer.
HOP_S = 0.1
WINDOWS_S = (0.4, 0.6, 0.85, 1.2, 1.7, 2.4)
# A sign is told when it ended this long ago and nothing better overlaps it; keeps sign to chip under 300 ms.
SETTLE_S = 0.2
# Signs of one stretch may overlap by this share of the shorter one.
OVERLAP = 0.35
# The same sign again, or the last part of a compound, so soon after it was told is its echo.
ECHO_S = 0.25
# Among words nobody says the same one twice running; a repeated movement is read twice. Digits do repeat.
SAME_WORD_S = 0.8
# Hands down for this long end the signing (hands rest for 0.3-0.6 s between utterances).
END_S = 0.6
# A stretch of signing shorter than this without a sign was a scratch or a passing hand, not an unknown sign.
UNKNOWN_AFTER_S = 0.7
# Signs below this confidence are transitions more often than signs.
MIN_CONFIDENCE = 0.35


class Mode(Enum):
    """What the dialogue expects: signs; digits only; gestures only."""

    WORDS = "words"
    NUMBER = "number"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class SignSpotted:
    """A sign was made between `started` and `ended`; an unknown one has no gloss.

    `replaces` counts the signs told last that turned out to be parts of this compound (补, then 补办).
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

    def __init__(self, recognizer: SignRecognizer, mode: Mode = Mode.WORDS) -> None:
        self._recognizer = recognizer
        self._mode = mode
        self._vocabulary = words() | frozenset(recognizer.taught)
        self._gestures = GestureReader()
        self._recent: deque[Landmarks] = deque()
        self._best: SignSpotted | None = None
        self._next_read = 0.0
        self._recently_told: deque[SignSpotted] = deque(maxlen=4)
        self._up_since: float | None = None
        self._up_last = 0.0
        self._told = False
        # Signs of this stretch as they were seen, and as they were told; the sign before the stretch.
        self._seen: list[Recognition] = []
        self._chips: list[SignSpotted] = []
        self._before: str | None = START
        self._number = NumberEntry()

    def expect(self, mode: Mode) -> None:
        """Changes what may come out, from the next picture on."""
        self._mode = mode
        self._best = None
        self._seen, self._chips, self._before = [], [], START
        self._number = NumberEntry()

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
                self._number.drop()  # of a number it means the last digit
            else:
                events.append(GestureSpotted(landmarks.at, *gesture))
        if self._mode is not Mode.CHOICE:
            self._read(landmarks.at)
            events += self._settled(landmarks.at)
        return events + self._ended(landmarks.at)

    def _remember(self, landmarks: Landmarks) -> None:
        self._recent.append(landmarks)
        while self._recent[0].at < landmarks.at - WINDOWS_S[-1] - HOP_S:
            self._recent.popleft()
        if hands_up(landmarks):
            self._up_last = landmarks.at
            if self._up_since is None:
                self._up_since, self._told = landmarks.at, False

    def _read(self, at: float) -> None:
        """Reads the windows that end now and keeps the best that is not taken by a sign already told."""
        if self._up_since is None or at < self._next_read or at - self._up_last > SETTLE_S:
            return
        self._next_read = at + HOP_S
        for length in WINDOWS_S:
            begin = at - length
            if begin < self._up_since - SETTLE_S:
                continue
            found = self._window(begin, at)
            if found is not None and self._fits(found) and (self._best is None or self._beats(found, self._best)):
                self._best = found

    def _window(self, begin: float, at: float) -> SignSpotted | None:
        pictures = [landmarks for landmarks in self._recent if landmarks.at >= begin]
        if sum(landmarks.has_hands for landmarks in pictures) < max(3, 0.4 * len(pictures)):
            return None
        take = np.stack([landmarks.points for landmarks in pictures])
        among = self._number.choices if self._mode is Mode.NUMBER else self._vocabulary
        recognition = self._recognizer.classify(take, pictures[-1].aspect, among)
        if recognition.gloss is None or recognition.confidence < MIN_CONFIDENCE:
            return None
        return SignSpotted(at, pictures[0].at, at, recognition)

    def _fits(self, found: SignSpotted) -> bool:
        """Not in the time of a sign already told, unless it contains that; not a part of the compound just told."""
        gloss = str(found.recognition.gloss)
        for told in self._recently_told:
            other = str(told.recognition.gloss)
            overlap = told.ended - found.started
            shorter = min(found.ended - found.started, told.ended - told.started)
            if overlap > OVERLAP * shorter and other not in components().get(gloss, ()):
                return False
            if overlap > -self._echo_s and gloss == other:
                return False
            if overlap > -ECHO_S and gloss in components().get(other, ()):
                return False
        return True

    @property
    def _echo_s(self) -> float:
        return SAME_WORD_S if self._mode is Mode.WORDS else ECHO_S

    def _beats(self, found: SignSpotted, best: SignSpotted) -> bool:
        """A better window; one beside the best so far has to wait until that is told."""
        overlap = min(found.ended, best.ended) - max(found.started, best.started)
        return overlap > 0 and found.recognition.confidence > best.recognition.confidence

    def _settled(self, at: float) -> list[SignEvent]:
        best = self._best
        if best is None or at - best.ended < SETTLE_S:
            return []
        best = replace(best, at=at, recognition=self._weighed([*self._seen, best.recognition])[-1])
        inside = components().get(str(best.recognition.gloss), ())
        parts = [told for told in self._recently_told if told.ended > best.started]
        told = replace(best, replaces=sum(str(told.recognition.gloss) in inside for told in parts))
        seen = self._best.recognition if self._best else best.recognition
        told, seen = self._joined(told, seen)
        self._keep(told, seen)
        self._best, self._told = None, True
        self._recently_told.append(told)
        if self._mode is Mode.NUMBER:
            self._number.add(told.recognition)
        return [told]

    def _joined(self, told: SignSpotted, seen: Recognition) -> tuple[SignSpotted, Recognition]:
        """The compound that this sign completes, in the place of its parts; else the sign itself."""
        kept = self._chips[: max(len(self._chips) - told.replaces, 0)]
        whole = joined([*(chip.recognition for chip in kept), told.recognition]) if self._mode is Mode.WORDS else None
        if whole is None:
            return told, seen
        recognition, count = whole
        started = [*kept, told][-count].started
        more = told.replaces + count - 1
        return replace(told, recognition=recognition, started=started, replaces=more), recognition

    def _weighed(self, readings: list[Recognition]) -> list[Recognition]:
        """Readings in the light of each other; digits have no grammar."""
        return decode(readings, request_grammar(), self._before) if self._mode is Mode.WORDS else readings

    def _keep(self, told: SignSpotted, seen: Recognition) -> None:
        kept = max(len(self._chips) - told.replaces, 0)
        self._chips = [*self._chips[:kept], told]
        self._seen = [*self._seen[:kept], seen]

    def _ended(self, at: float) -> list[SignEvent]:
        if self._up_since is None or at - self._up_last < END_S:
            return []
        started, self._up_since = self._up_since, None
        self._recently_told.clear()
        unknown = not self._told and self._up_last - started >= UNKNOWN_AFTER_S and self._mode is not Mode.CHOICE
        spotted: list[SignEvent] = [SignSpotted(at, started, self._up_last, UNKNOWN)] if unknown else []
        spotted += self._told_better(at)
        return [*spotted, SigningEnded(at)] if self._told or unknown else []

    def _told_better(self, at: float) -> list[SignEvent]:
        """The signs of the stretch from the first on that reads otherwise now that all are known."""
        final = self._weighed(self._seen)
        changed = [i for i, (chip, now) in enumerate(zip(self._chips, final, strict=True))
                   if chip.recognition.gloss != now.gloss]  # fmt: skip
        chips, self._chips, self._seen = self._chips, [], []
        if final:
            self._before = final[-1].gloss
        if not changed:
            return []
        again = [replace(chip, at=at, recognition=now, replaces=0) for chip, now in zip(chips, final, strict=True)]
        tail = again[changed[0] :]
        return [replace(tail[0], replaces=len(tail)), *tail[1:]]
