"""A lesson: somebody shows a sign five times, and the recogniser knows it.

A machine that is fed with tracked pictures: consent, a countdown, a take that ends when the hands go down, a check,
the next take. A take that is no use is told why and made again; one that looks like another sign is asked about.
Pure: time comes with the landmarks, nothing is stored here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from recognition.landmarks.framing import DARK
from recognition.landmarks.landmarks import Landmarks
from recognition.signs.activity import hands_up
from recognition.signs.normalise import Array, EmptyTakeError
from recognition.signs.recognition import Certainty
from recognition.signs.recognizer import SignRecognizer

TAKES = 5
COUNTDOWN_S = 3.0
# A take begins when hands come up and ends when they have been down for so long; a sign lasts at most four seconds.
DOWN_S, LONGEST_S, SHORTEST_S = 0.5, 4.0, 0.3
# Hands are raised before a sign and lowered after it: so much is cut off each end of a take.
TRIM_S = 0.2
# How long the result of a take is shown before the next one.
SHOWN_S = 1.2
# Hands must be found in this share of a take, and at most this share may be cut by the rim.
HANDS_FOUND, HANDS_CUT = 0.6, 0.3
# Takes less alike (cosine) are asked about: 90 to 95 of a hundred takes of another sign are, and 3 to 15 of a hundred
# of the same sign (measured on recorded people of three vocabularies; docs/model-signs.md).
ALIKE = 0.4


class Step(Enum):
    """Where a lesson is; the value is the key of its words."""

    CONSENT = "consent"
    COUNTDOWN = "countdown"
    SHOW = "show"
    SIGNING = "signing"
    CHECKED = "checked"
    ASKED = "asked"
    DONE = "done"
    STOPPED = "stopped"


class Problem(Enum):
    """Why a take is made again, or asked about."""

    NONE = ""
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    HANDS_LOST = "hands-lost"
    HANDS_CUT = "hands-cut"
    TOO_DARK = "too-dark"
    TWO_PEOPLE = "two-people"
    UNLIKE_OTHERS = "unlike-others"
    ANOTHER_SIGN = "another-sign"


@dataclass(frozen=True, slots=True)
class LessonView:
    """What to show: step, takes kept so far, seconds left of a countdown, what was wrong, which sign it looked like."""

    gloss: str
    step: Step = Step.CONSENT
    kept: int = 0
    seconds: int = 0
    problem: Problem = Problem.NONE
    looks_like: str = ""


class Lesson:
    """One sign being taught. Feed it pictures; it answers with what to show."""

    def __init__(self, recognizer: SignRecognizer, gloss: str, takes: int = TAKES) -> None:
        self._recognizer = recognizer
        self._wanted = takes
        self._view = LessonView(gloss)
        self._since: float | None = None
        self._down_since: float | None = None
        self._pictures: list[Landmarks] = []
        self._takes: list[Array] = []
        self._vectors: list[Array] = []
        self._aspect = 4 / 3

    @property
    def view(self) -> LessonView:
        return self._view

    @property
    def takes(self) -> tuple[Array, ...]:
        """The takes kept so far, (T, 75, 3) each."""
        return tuple(self._takes)

    @property
    def aspect(self) -> float:
        return self._aspect

    def consent(self) -> None:
        """The person agrees to be recorded as landmarks; the countdown begins with the next picture."""
        if self._view.step is Step.CONSENT:
            self._go(Step.COUNTDOWN)

    def answer(self, keep: bool) -> None:
        """After "another sign?": keep the take, or make it again."""
        if self._view.step is Step.ASKED:
            if keep:
                self._keep()
            else:
                self._go(Step.SHOW)

    def stop(self) -> None:
        """Ends the lesson; nothing is kept."""
        self._takes, self._vectors, self._pictures = [], [], []
        self._view = LessonView(self._view.gloss, Step.STOPPED)

    def feed(self, landmarks: Landmarks) -> LessonView:
        """Takes in a picture; -> what to show now."""
        if self._since is None:
            self._since = landmarks.at
        passed = landmarks.at - self._since
        if self._view.step is Step.COUNTDOWN:
            self._view = replace(self._view, seconds=max(int(np.ceil(COUNTDOWN_S - passed)), 0))
            if passed >= COUNTDOWN_S:
                self._go(Step.SHOW)
        elif self._view.step is Step.SHOW and hands_up(landmarks):
            self._go(Step.SIGNING)
            self._pictures, self._down_since = [landmarks], None
        elif self._view.step is Step.SIGNING:
            self._sign(landmarks, passed)
        elif self._view.step is Step.CHECKED and passed >= SHOWN_S and not hands_up(landmarks):
            self._go(Step.SHOW)
        return self._view

    def _go(self, step: Step, problem: Problem = Problem.NONE, looks_like: str = "") -> None:
        self._view = LessonView(self._view.gloss, step, len(self._takes), 0, problem, looks_like)
        self._since = None

    def _sign(self, landmarks: Landmarks, passed: float) -> None:
        self._pictures.append(landmarks)
        if hands_up(landmarks):
            self._down_since = None
        elif self._down_since is None:
            self._down_since = landmarks.at
        down = self._down_since
        if (down is not None and landmarks.at - down >= DOWN_S) or passed > LONGEST_S:
            self._check(self._pictures if down is None else [p for p in self._pictures if p.at <= down])

    def _check(self, pictures: list[Landmarks]) -> None:
        self._pictures = pictures
        problem = flaw(pictures)
        if problem is not Problem.NONE:
            self._go(Step.CHECKED, problem)
            return
        doubt, looks_like = self._doubt(take_of(pictures), pictures[-1].aspect)
        if doubt is Problem.NONE:
            self._keep()
        else:
            self._go(Step.ASKED, doubt, looks_like)

    def _doubt(self, take: Array, aspect: float) -> tuple[Problem, str]:
        """Whether a take looks like another sign than the others, or than the gloss says."""
        try:
            vector = self._recognizer.vector(take, aspect)
        except EmptyTakeError:
            return Problem.HANDS_LOST, ""
        seen = self._recognizer.classify(take, aspect)
        other = seen.gloss if seen.gloss not in (None, self._view.gloss) else ""
        if self._vectors and max(float(vector @ kept) for kept in self._vectors) < ALIKE:
            return Problem.UNLIKE_OTHERS, other or ""
        if not self._vectors and other and seen.state is not Certainty.UNCLEAR:
            return Problem.ANOTHER_SIGN, other
        return Problem.NONE, ""

    def _keep(self) -> None:
        take, aspect = take_of(self._pictures), self._pictures[-1].aspect
        self._takes.append(take)
        self._vectors.append(self._recognizer.vector(take, aspect))
        self._aspect = aspect
        self._go(Step.DONE if len(self._takes) >= self._wanted else Step.CHECKED)


def take_of(pictures: list[Landmarks]) -> Array:
    """(T, 75, 3) of pictures, without the raising and lowering of the hands."""
    begin, end = pictures[0].at + TRIM_S, pictures[-1].at - TRIM_S
    inner = [picture for picture in pictures if begin <= picture.at <= end]
    kept = inner if len(inner) >= 0.4 * len(pictures) else pictures
    return np.stack([picture.points for picture in kept]).astype(np.float32)


def flaw(pictures: list[Landmarks]) -> Problem:
    """What makes a take useless, the first that holds."""
    span = pictures[-1].at - pictures[0].at
    if span < SHORTEST_S or len(pictures) < 5:
        return Problem.TOO_SHORT
    if span > LONGEST_S:
        return Problem.TOO_LONG
    if np.mean([picture.brightness for picture in pictures]) < DARK:
        return Problem.TOO_DARK
    if np.mean([picture.bodies > 1 for picture in pictures]) > 0.5:
        return Problem.TWO_PEOPLE
    if np.mean([picture.has_hands for picture in pictures]) < HANDS_FOUND:
        return Problem.HANDS_LOST
    return Problem.HANDS_CUT if np.mean([_cut(picture) for picture in pictures]) > HANDS_CUT else Problem.NONE


def _cut(landmarks: Landmarks) -> bool:
    """A quarter of a found hand lies outside the picture."""
    hands = [hand for hand in (landmarks.left, landmarks.right) if np.isfinite(hand[0, 0])]
    outside = [np.mean(((hand[:, :2] < 0) | (hand[:, :2] > 1)).any(1)) for hand in hands]
    return any(share > 0.25 for share in outside)
