"""Lessons in the eyes' process: signs taught on site are loaded, taught, kept and undone here."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from recognition.landmarks import Landmarks
from recognition.signs import SignModelError, SignRecognizer
from recognition.signs.taught import TaughtSign, TaughtSigns
from recognition.signs.teaching import Lesson, LessonView, Step
from terminal.visit.events import LessonChanged

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Lecture:
    """What to do about a lesson: begin, keep, again, stop, undo."""

    act: str
    gloss: str


class Classroom:
    """One lesson at a time; what was taught is read again when its file changed."""

    def __init__(self, recognizer: SignRecognizer, path: Path | None) -> None:
        self._recognizer = recognizer
        self._path = path
        self._lesson: Lesson | None = None
        self._told: LessonView | None = None
        self._read_at = -1.0

    @property
    def open(self) -> bool:
        return self._lesson is not None

    def refresh(self) -> None:
        """Teaches the recogniser what is in the file, where it is newer than what is known."""
        if self._path is None:
            return
        changed = self._path.stat().st_mtime if self._path.is_file() else 0.0
        if changed == self._read_at:
            return
        self._read_at = changed
        try:
            TaughtSigns(self._path).teach(self._recognizer)
        except SignModelError as error:
            logger.warning("signs taught on site are not known: %s", error)

    def obey(self, lecture: Lecture) -> Iterator[LessonChanged]:
        """Follows the staff's word; yields what changed."""
        if lecture.act == "begin" and self._path is not None:
            self._lesson, self._told = Lesson(self._recognizer, lecture.gloss), None
            self._lesson.consent()
        elif lecture.act == "undo":
            yield from self._undo(lecture.gloss)
        elif self._lesson is not None and lecture.act in ("keep", "again"):
            self._lesson.answer(keep=lecture.act == "keep")
            yield from self._news(time.monotonic())
        elif lecture.act == "stop":
            yield from self.stop()

    def stop(self) -> Iterator[LessonChanged]:
        """Ends a lesson under way; nothing of it is kept."""
        if self._lesson is not None:
            self._lesson.stop()
            yield from self._news(time.monotonic())

    def feed(self, landmarks: Landmarks) -> Iterator[LessonChanged]:
        """A picture of the lesson."""
        if self._lesson is not None:
            self._lesson.feed(landmarks)
            yield from self._news(landmarks.at)

    def _news(self, at: float) -> Iterator[LessonChanged]:
        lesson = self._lesson
        if lesson is None or lesson.view == self._told:
            return
        view = self._told = lesson.view
        step, kept = view.step, view.kept
        if step is Step.DONE and not self._keep(lesson):
            step, kept = Step.STOPPED, 0
        if step in (Step.DONE, Step.STOPPED):
            self._lesson = None
        yield LessonChanged(
            at=at, gloss=view.gloss, step=step.value, kept=kept, seconds=view.seconds,
            problem=view.problem.value, looks_like=view.looks_like,
        )  # fmt: skip

    def _keep(self, lesson: Lesson) -> bool:
        """Whether it is on disk and known: a full disk or a damaged file must not end the eyes."""
        assert self._path is not None  # begun only with a file
        at = datetime.now(UTC).isoformat(timespec="seconds")
        try:
            TaughtSigns(self._path).add(TaughtSign(lesson.view.gloss, lesson.takes, lesson.aspect, at))
        except (OSError, SignModelError) as error:
            logger.warning("a taught sign could not be kept: %s", error)
            return False
        self.refresh()
        return True

    def _undo(self, gloss: str) -> Iterator[LessonChanged]:
        try:
            undone = self._path is not None and TaughtSigns(self._path).undo(gloss)
        except (OSError, SignModelError) as error:
            logger.warning("a taught sign could not be taken away: %s", error)
            return
        if undone:
            self._read_at = -1.0
            self.refresh()
            yield LessonChanged(at=time.monotonic(), gloss=gloss, step="undone")
