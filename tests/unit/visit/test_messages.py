"""A signed message through the pure machine: asked, filmed, watched, sent, and every way in which it is thrown away."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from terminal.runtime.privacy import masked
from terminal.visit.effects import PrintAnswerCode
from terminal.visit.events import (
    Back,
    CallChanged,
    CallInterpreter,
    CallPerson,
    ChooseWay,
    Confirm,
    Deny,
    DeviceChanged,
    EnterDigits,
    Event,
    GiveConsent,
    Leave,
    MessageChanged,
    RecordMessage,
    RefuseConsent,
    Start,
    Status,
    Tick,
    WatchMessage,
    Way,
)
from terminal.visit.machine import step
from terminal.visit.message import CAMERA_S, COUNTDOWN_S, LONGEST_S, SENDING_S
from terminal.visit.state import Message, Phase, State
from terminal.visit.wants import MessageWish, wants

SENT = {"number": "V20261124-001", "due": "2026-11-25T17:00:00+08:00", "delete_at": "2026-12-01T17:00:00+08:00"}
CODE = "https://hall.example/answer#vm-1.secret"


class Booth:
    """A state with a clock moved by hand, and the worker's answers about the film that is wanted."""

    def __init__(self) -> None:
        self.state = State()

    def happens(self, *events: Event) -> Booth:
        for event in events:
            self.state, _ = step(self.state, replace(event, at=self.state.now + 0.2))
        return self

    def passes(self, seconds: float) -> Booth:
        for _ in range(round(seconds)):
            self.state, _ = step(self.state, Tick(at=self.state.now + 1.0))
        return self

    def worker(self, news: str, **facts: object) -> Booth:
        return self.happens(MessageChanged(film_id=self.message.film_id, state=news, **facts))  # type: ignore[arg-type]

    @property
    def message(self) -> Message:
        assert self.state.visit.message is not None
        return self.state.visit.message

    @property
    def wish(self) -> MessageWish | None:
        return wants(self.state).message

    @property
    def act(self) -> str:
        return self.wish.act if self.wish else ""


def nobody() -> Booth:
    """A visitor who typed, asked for an interpreter, and nobody is on duty."""
    booth = Booth().happens(Start(visit_id="v"), ChooseWay(way=Way.TYPE), CallInterpreter(), GiveConsent())
    return booth.happens(CallChanged(state="nobody", reason="closed", hours="11-24 09:00-17:00"))


def filmed() -> Booth:
    """As far as the film being watched."""
    booth = nobody().happens(RecordMessage(), GiveConsent()).worker("ready").passes(COUNTDOWN_S + 1)
    return booth.happens(Confirm()).worker("made", seconds=9)


def test_nothing_is_filmed_before_the_visitor_agrees_to_its_being_kept() -> None:
    booth = nobody().happens(RecordMessage())
    assert (booth.state.phase, booth.act, wants(booth.state).mirror) == (Phase.MESSAGE, "warm", False)
    booth.happens(RefuseConsent())
    assert (booth.state.phase, booth.wish) == (Phase.REMOTE, None)
    assert booth.state.visit.call is not None
    assert booth.state.visit.call.state == "nobody", "the other choices are there again"


def test_a_message_is_offered_only_where_nobody_comes() -> None:
    booth = Booth().happens(Start(visit_id="v"), ChooseWay(way=Way.TYPE), CallInterpreter(), GiveConsent())
    assert booth.happens(RecordMessage()).state.phase is Phase.REMOTE
    booth = nobody()
    booth.state = replace(booth.state, training=True)
    assert booth.happens(RecordMessage()).state.phase is Phase.REMOTE


def test_filming_waits_for_the_camera_and_counts_down_from_three() -> None:
    booth = nobody().happens(RecordMessage(), GiveConsent()).passes(COUNTDOWN_S + 1)
    assert (booth.message.step, booth.act, wants(booth.state).mirror) == ("countdown", "ready", True)
    booth.worker("ready").passes(1)
    assert (booth.message.step, booth.act) == ("recording", "record")


def test_a_camera_that_never_comes_is_told_and_can_be_tried_again() -> None:
    booth = nobody().happens(RecordMessage(), GiveConsent()).passes(CAMERA_S)
    assert (booth.message.step, booth.wish, wants(booth.state).camera) == ("lost", None, False)
    before = booth.message.film_id
    booth.happens(RecordMessage())
    assert booth.message.step == "countdown"
    assert booth.message.film_id != before


def test_a_minute_is_the_longest_film_and_no_idle_clock_runs_while_somebody_signs() -> None:
    booth = nobody().happens(RecordMessage(), GiveConsent()).worker("ready").passes(COUNTDOWN_S + 1)
    booth.passes(LONGEST_S - 5)
    assert booth.message.step == "recording"
    assert booth.state.visit.warned is None
    booth.passes(6)
    assert (booth.message.step, booth.act, wants(booth.state).camera) == ("closing", "close", False)


def test_the_film_is_watched_again_and_taken_again_before_it_is_sent() -> None:
    booth = filmed()
    assert (booth.message.step, booth.act, booth.message.plays) == ("review", "play", 1)
    assert booth.happens(WatchMessage()).message.plays == 2
    first = booth.message.film_id
    booth.happens(RecordMessage()).happens(MessageChanged(film_id=first, state="made", seconds=3))
    assert booth.message.step == "countdown", "a late word about the film before changes nothing"


def test_it_is_sent_with_a_number_or_without_and_the_answer_is_told() -> None:
    booth = filmed().happens(Confirm())
    assert booth.message.step == "contact"
    booth.happens(EnterDigits(digits="123"), Confirm())
    assert booth.message.step == "contact", "this is no phone number"
    booth.happens(EnterDigits(digits="13900000000"), Confirm())
    assert (booth.act, booth.wish.contact if booth.wish else "") == ("send", "13900000000")
    booth.worker("sent", **SENT)
    assert (booth.message.step, booth.message.number, booth.message.contact) == ("sent", "V20261124-001", "")
    assert booth.wish is None, "nothing is left in the worker"
    assert booth.message.code == "", "a hall that gives none"
    assert booth.happens(Confirm()).state.phase is Phase.ASKING
    assert filmed().happens(Confirm(), Confirm()).message.step == "sending", "without a number"


def test_the_code_of_the_answer_is_shown_printed_and_never_in_the_journal() -> None:
    booth = filmed().happens(Confirm(), Confirm())
    told = MessageChanged(film_id=booth.message.film_id, state="sent", **SENT, address=CODE, at=booth.state.now + 1)
    state, effects = step(booth.state, told)
    assert state.visit.message is not None
    assert state.visit.message.code == CODE
    (slip,) = [effect for effect in effects if isinstance(effect, PrintAnswerCode)]
    assert slip.address == CODE
    assert "secret" not in repr((state, effects, masked(told)))
    state, _ = step(state, Confirm(at=state.now + 1))
    assert "secret" not in str(asdict(state)), "gone with the message"


def test_a_hall_that_is_away_keeps_the_film_and_the_same_key() -> None:
    booth = filmed().happens(Confirm(), Confirm())
    key = booth.message.send_id
    booth.worker("away")
    assert (booth.message.step, booth.act) == ("away", "keep")
    booth.happens(Confirm())
    assert (booth.act, booth.message.send_id) == ("send", key)
    booth.passes(SENDING_S)
    assert booth.message.step == "away", "an answer that never comes is no answer"
    assert booth.happens(Deny()).wish is None


def test_what_the_hall_refuses_is_told_in_its_own_words() -> None:
    booth = filmed().happens(Confirm(), Confirm()).worker("refused", refusal=("太长了", "too long"))
    assert (booth.message.refusal, booth.wish) == (("太长了", "too long"), None)


@pytest.mark.parametrize("step_", ["recording", "review", "sending"])
def test_a_worker_that_dies_takes_the_film_with_it_and_the_visitor_is_told(step_: str) -> None:
    booth = filmed() if step_ != "recording" else nobody().happens(RecordMessage(), GiveConsent()).worker("ready")
    if step_ == "recording":
        booth.passes(COUNTDOWN_S + 1)
    if step_ == "sending":
        booth.happens(Confirm(), Confirm())
    assert booth.message.step == step_
    booth.happens(DeviceChanged(device="message", status=Status.FAULT))
    assert (booth.message.step, booth.wish) == ("lost", None)


def test_a_film_that_is_made_outlives_every_other_device() -> None:
    booth = filmed()
    for device in ("camera", "microphone", "printer"):
        booth.happens(DeviceChanged(device=device, status=Status.FAULT))
    booth.happens(DeviceChanged(device="message", status=Status.OK))
    assert (booth.message.step, booth.act) == ("review", "play")


@pytest.mark.parametrize("road", [Leave(), Back(), Deny()])
def test_every_road_away_throws_the_film_away(road: Event) -> None:
    booth = filmed().happens(road)
    assert booth.wish is None
    assert booth.state.phase is not Phase.MESSAGE


def test_who_walks_away_leaves_no_film_and_a_person_is_one_touch_away() -> None:
    booth = filmed().happens(CallPerson())
    assert booth.state.visit.help is not None
    assert booth.message.step == "review"
    booth.passes(800)
    assert (booth.state.phase, booth.state.visit.message, booth.wish) == (Phase.IDLE, None, None)


def test_the_phone_number_is_in_no_journal_and_in_no_log() -> None:
    typed = masked(EnterDigits(digits="13900000000"))
    assert isinstance(typed, EnterDigits)
    assert typed.digits == "0" * 11
    booth = filmed().happens(Confirm(), EnterDigits(digits="13900000000"), Confirm())
    assert "13900000000" not in repr(booth.message) + repr(booth.wish)
