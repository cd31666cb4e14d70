"""A lesson: five takes, checked, asked about, kept as landmarks, undone."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from content.signer import Camera, Style, perform
from recognition.landmarks import Landmarks
from recognition.signs import SignModelError, SignRecognizer
from recognition.signs.recordings import read_recordings
from recognition.signs.taught import TaughtSign, TaughtSigns
from recognition.signs.teaching import Lesson, LessonView, Problem, Step

RATE_HZ = 25


@pytest.fixture(scope="module")
def recognizer() -> SignRecognizer:
    return SignRecognizer.load()


def shown(gloss: str, seed: int = 0, begin: float = 0.0) -> list[Landmarks]:
    """Somebody signs a gloss once, hands down before and after."""
    rng = np.random.default_rng(seed)
    played = perform([gloss], style=Style(rest="down", jitter=0.5, rng=rng, tail_s=2.5))
    times = np.arange(0, played.duration_s, 1 / RATE_HZ)
    points = played.landmarks(times, Camera())
    for hand in (slice(33, 54), slice(54, 75)):
        points[points[:, hand, 1].mean(1) > 1.02, hand] = np.nan
    return [Landmarks(at=begin + float(at), points=p) for at, p in zip(times, points, strict=True)]


def show(lesson: Lesson, *glosses: str) -> list[LessonView]:
    """Feeds performances one after the other; the different views on the way."""
    views: list[LessonView] = []
    begin = 0.0
    for seed, gloss in enumerate(glosses):
        pictures = shown(gloss, seed, begin)
        begin = pictures[-1].at + 1 / RATE_HZ
        for picture in pictures:
            view = lesson.feed(picture)
            if not views or views[-1] != view:
                views.append(view)
    return views


def ready(recognizer: SignRecognizer, gloss: str) -> Lesson:
    """A lesson whose countdown is over."""
    lesson = Lesson(recognizer, gloss)
    lesson.consent()
    nothing = np.full((75, 3), np.nan, np.float32)
    for at in np.arange(-4, 0, 0.1):
        lesson.feed(Landmarks(at=float(at), points=nothing))
    assert lesson.view.step is Step.SHOW
    return lesson


def test_nothing_is_recorded_before_consent(recognizer: SignRecognizer) -> None:
    lesson = Lesson(recognizer, "预约")
    show(lesson, "预约")
    assert lesson.view.step is Step.CONSENT
    assert lesson.takes == ()


def test_five_takes_end_a_lesson(recognizer: SignRecognizer) -> None:
    lesson = ready(recognizer, "预约")
    views = show(lesson, *["预约"] * 5)
    assert lesson.view.step is Step.DONE
    assert len(lesson.takes) == 5
    assert [view.kept for view in views if view.step is Step.CHECKED] == [1, 2, 3, 4]


def test_the_countdown_counts_from_three(recognizer: SignRecognizer) -> None:
    lesson = Lesson(recognizer, "预约")
    lesson.consent()
    nothing = np.full((75, 3), np.nan, np.float32)
    seconds = [lesson.feed(Landmarks(at=i / 10, points=nothing)).seconds for i in range(30)]
    assert list(dict.fromkeys(seconds)) == [3, 2, 1]


def test_a_take_of_another_sign_is_asked_about_and_made_again(recognizer: SignRecognizer) -> None:
    lesson = ready(recognizer, "预约")
    show(lesson, "预约", "预约", "身份证")
    assert lesson.view.step is Step.ASKED
    assert lesson.view.problem is Problem.UNLIKE_OTHERS
    lesson.answer(keep=False)
    assert lesson.view.step is Step.SHOW
    assert lesson.view.kept == 2


def test_a_first_take_that_is_surely_another_sign_is_asked_about(recognizer: SignRecognizer) -> None:
    lesson = ready(recognizer, "预约")
    show(lesson, "身份证")
    assert (lesson.view.problem, lesson.view.looks_like) == (Problem.ANOTHER_SIGN, "身份证")
    lesson.answer(keep=True)
    assert lesson.view.kept == 1


@pytest.mark.parametrize(
    ("change", "problem"),
    [({"brightness": 0.05}, Problem.TOO_DARK), ({"bodies": 2}, Problem.TWO_PEOPLE)],
)
def test_a_useless_take_is_told_why(recognizer: SignRecognizer, change: dict[str, float], problem: Problem) -> None:
    lesson = ready(recognizer, "预约")
    views = [lesson.feed(replace(picture, **change)) for picture in shown("预约")]  # type: ignore[arg-type]
    assert problem in {view.problem for view in views}
    assert lesson.takes == ()


def test_a_lesson_that_is_stopped_keeps_nothing(recognizer: SignRecognizer) -> None:
    lesson = ready(recognizer, "预约")
    show(lesson, "预约", "预约")
    lesson.stop()
    assert (lesson.takes, lesson.view.step) == ((), Step.STOPPED)


def test_a_taught_sign_works_at_once_after_a_restart_and_not_after_undo(tmp_path: Path) -> None:
    path = tmp_path / "signs" / "taught.npz"
    recognizer = SignRecognizer.load()
    lesson = ready(recognizer, "我们的暗号")
    show(lesson, *["打印机"] * 5)
    for _ in range(20):  # its form is that of a known sign: asked, and kept all the same
        lesson.answer(keep=True)
        if lesson.view.step is Step.DONE:
            break
        show(lesson, "打印机")
    TaughtSigns(path).add(TaughtSign("我们的暗号", lesson.takes, lesson.aspect, "2026-01-01T00:00:00+00:00"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    store = TaughtSigns(path)
    store.teach(recognizer)
    assert recognizer.taught == ("我们的暗号",)
    take = np.stack([picture.points for picture in shown("打印机", seed=9)[20:60]])
    assert recognizer.classify(take, 4 / 3, among={"我们的暗号"}).gloss == "我们的暗号"
    assert store.undo("我们的暗号")
    store.teach(recognizer)
    assert recognizer.taught == ()
    assert not path.exists()
    assert not store.undo("我们的暗号")


def test_what_is_kept_can_be_read_as_recordings(tmp_path: Path) -> None:
    path = tmp_path / "taught.npz"
    takes = tuple(np.stack([p.points for p in shown("预约", seed)]) for seed in range(5))
    TaughtSigns(path).add(TaughtSign("预约", takes, 4 / 3, "2026-01-01T00:00:00+00:00"))
    rows = read_recordings(path)
    assert rows.labels.tolist() == ["预约"] * 5
    assert np.isfinite(rows.take(0)).any()


def test_a_damaged_file_of_taught_signs_is_told(tmp_path: Path) -> None:
    path = tmp_path / "taught.npz"
    path.write_bytes(b"no archive")
    with pytest.raises(SignModelError) as caught:
        TaughtSigns(path)
    assert caught.value.code == "recordings-damaged"
    assert caught.value.hint
