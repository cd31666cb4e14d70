"""A sign taught on site: consent first, between visits only, and what the eyes say is shown."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.effects import Teach
from terminal.visit.events import LessonChanged, Start, TeachSign, TeachStep
from terminal.visit.machine import step
from terminal.visit.state import State, Teaching


def opened() -> State:
    return step(State(staff_text="居住证"), TeachSign(gloss=" 居住证 "))[0]


def test_a_lesson_opens_with_the_question_for_consent_and_watches_nothing() -> None:
    state, effects = step(State(staff_text="居住证"), TeachSign(gloss=" 居住证 "))
    assert state.teaching == Teaching("居住证")
    assert state.staff_text == ""
    assert effects == ()


def test_consent_begins_the_lesson() -> None:
    state, effects = step(opened(), TeachStep(act="consent"))
    assert [(type(e), e.act, e.gloss) for e in effects if isinstance(e, Teach)] == [(Teach, "begin", "居住证")]
    assert state.teaching is not None
    assert state.teaching.step == "countdown"


def test_without_consent_nothing_is_told_to_the_eyes() -> None:
    state, effects = step(opened(), TeachStep(act="stop"))
    assert state.teaching is None
    assert effects == ()


def test_what_the_eyes_say_is_shown() -> None:
    news = LessonChanged(gloss="居住证", step="asked", kept=2, problem="another-sign", looks_like="身份证")
    state, _ = step(step(opened(), TeachStep(act="consent"))[0], news)
    assert state.teaching == Teaching("居住证", "asked", 2, 0, "another-sign", "身份证")
    assert step(state, LessonChanged(gloss="别的", step="done"))[0].teaching == state.teaching


def test_no_lesson_begins_during_a_visit_or_another_lesson() -> None:
    busy, _ = step(State(), Start(visit_id="v1"))
    assert step(busy, TeachSign(gloss="居住证"))[0].teaching is None
    assert step(opened(), TeachSign(gloss="护照"))[0].teaching == Teaching("居住证")


def test_a_visitor_who_comes_before_consent_keeps_it_from_beginning() -> None:
    busy, _ = step(opened(), Start(visit_id="v1"))
    _, effects = step(busy, TeachStep(act="consent"))
    assert not [effect for effect in effects if isinstance(effect, Teach)]


def test_a_lesson_that_is_over_can_be_undone_or_closed() -> None:
    done = replace(opened(), teaching=Teaching("居住证", "done", 5))
    _, effects = step(done, TeachStep(act="undo"))
    assert [effect.act for effect in effects if isinstance(effect, Teach)] == ["undo"]
    assert step(done, TeachStep(act="close"))[0].teaching is None
    under_way = replace(opened(), teaching=Teaching("居住证", "signing", 1))
    assert step(under_way, TeachStep(act="close"))[0].teaching == under_way.teaching
