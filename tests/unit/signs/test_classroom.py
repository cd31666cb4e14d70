"""Lessons in the eyes' process: begun, kept on disk, known at once, undone."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from content.signer import Camera, Style, perform
from recognition.landmarks import Landmarks
from recognition.signs import SignRecognizer
from recognition.signs.taught import TaughtSigns
from terminal.visit.events import LessonChanged
from terminal.workers.lessons import Classroom, Lecture


def pictures(gloss: str, seed: int, begin: float) -> list[Landmarks]:
    """One performance with hands down before and after; long rests for countdown and results."""
    style = Style(rest="down", jitter=0.4, rng=np.random.default_rng(seed), lead_s=3.5, tail_s=2.0)
    played = perform([gloss], style=style)
    times = np.arange(0, played.duration_s, 1 / 20)
    points = played.landmarks(times, Camera())
    for hand in (slice(33, 54), slice(54, 75)):
        points[points[:, hand, 1].mean(1) > 1.02, hand] = np.nan
    return [Landmarks(at=begin + float(at), points=p) for at, p in zip(times, points, strict=True)]


def lesson(classroom: Classroom, glosses: list[str]) -> list[LessonChanged]:
    news, begin = list(classroom.obey(Lecture("begin", "暗号"))), 0.0
    for seed, gloss in enumerate(glosses):
        for picture in pictures(gloss, seed, begin):
            news += classroom.feed(picture)
            if news and news[-1].step == "asked":
                news += classroom.obey(Lecture("keep", "暗号"))
            begin = picture.at + 0.05
    return news


def test_a_lesson_is_kept_known_at_once_and_undone(tmp_path: Path) -> None:
    path, recognizer = tmp_path / "taught.npz", SignRecognizer.load()
    classroom = Classroom(recognizer, path)
    news = lesson(classroom, ["预约"] * 5)
    assert (news[-1].step, news[-1].kept) == ("done", 5)
    assert not classroom.open
    assert recognizer.taught == ("暗号",)
    assert len(TaughtSigns(path).lessons) == 1
    assert [event.step for event in classroom.obey(Lecture("undo", "暗号"))] == ["undone"]
    assert recognizer.taught == ()
    assert not path.exists()


def test_another_process_knows_what_was_taught(tmp_path: Path) -> None:
    path, other = tmp_path / "taught.npz", SignRecognizer.load()
    lesson(Classroom(SignRecognizer.load(), path), ["预约"] * 5)
    Classroom(other, path).refresh()
    assert other.taught == ("暗号",)


def test_a_lesson_that_is_stopped_keeps_nothing(tmp_path: Path) -> None:
    classroom = Classroom(SignRecognizer.load(), tmp_path / "taught.npz")
    lesson(classroom, ["预约"])
    assert [event.step for event in classroom.obey(Lecture("stop", "暗号"))] == ["stopped"]
    assert not (tmp_path / "taught.npz").exists()


def test_a_damaged_file_keeps_nobody_from_signing(tmp_path: Path) -> None:
    path, recognizer = tmp_path / "taught.npz", SignRecognizer.load()
    path.write_bytes(b"no archive")
    Classroom(recognizer, path).refresh()
    assert recognizer.taught == ()
    assert recognizer.glosses


def test_a_lesson_that_cannot_be_kept_is_not_said_to_be(tmp_path: Path) -> None:
    """A file where the folder should be stands for a disk that is full."""
    (tmp_path / "full").touch()
    classroom = Classroom(SignRecognizer.load(), tmp_path / "full" / "taught.npz")
    news = lesson(classroom, ["预约"] * 5)
    assert (news[-1].step, news[-1].kept) == ("stopped", 0)
    assert not classroom.open


def test_a_damaged_file_is_no_end_of_the_eyes(tmp_path: Path) -> None:
    (tmp_path / "taught.npz").write_bytes(b"x" * 300)
    classroom = Classroom(SignRecognizer.load(), tmp_path / "taught.npz")
    assert list(classroom.obey(Lecture("undo", "暗号"))) == []
    assert lesson(classroom, ["预约"] * 5)[-1].step == "stopped"
