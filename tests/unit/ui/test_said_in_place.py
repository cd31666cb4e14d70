"""What a page says is about what is on it: digits, numbers, devices, what was not done; and a time chosen again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.matters import load
from terminal.ui.examples import CLOCK, HALL, examples
from terminal.ui.layout import lay_out
from terminal.ui.look import visitor_look
from terminal.ui.placed import Placed
from terminal.ui.scene import Local
from terminal.ui.visitor import visitor_view
from terminal.visit.effects import Tell
from terminal.visit.events import ChooseSlot, HallSilent, Submit, Tick, Way
from terminal.visit.machine import step
from terminal.visit.state import Booking, CheckingIn, Meaning, Phase, State, Visit


def placed(state: State, local: dict[str, str] | None = None) -> Placed:
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), size=(1080.0, 1920.0))
    return lay_out(visitor_view(state, look), look, local)


def words(state: State) -> str:
    """Everything that can be read on the screen."""
    return "\n".join(str(getattr(item.node, "text", "")) for item in placed(state).items)


def test_a_doubtful_digit_of_a_bookings_code_is_named() -> None:
    """It read "最后一位像是 ，": the digits of the other page were taken."""
    draft = Visit(visit_id="v", way=Way.SIGN, check_in=CheckingIn("code", "4071"), notice="booking.digit_doubtful")
    assert "最后一位像是 1" in words(State(phase=Phase.CHECK_IN, visit=draft))
    typed = Booking(examples()["booking_number"].visit.booking.slots, "26-10", "3102")
    other = examples()["booking_number"].with_visit(booking=typed, notice="booking.digit_doubtful")
    assert "最后一位像是 2" in words(other)


@pytest.mark.parametrize(
    ("way", "said"), [(Way.SIGN, "手语"), (Way.SPEAK, "说话"), (Way.TYPE, "写字"), (Way.TOUCH, "写字")]
)
@pytest.mark.parametrize("phase", [Phase.ASKING, Phase.ENQUIRY])
def test_who_sends_off_nothing_is_told_in_the_words_of_their_way(phase: Phase, way: Way, said: str) -> None:
    state, _ = step(State(phase=phase, visit=Visit(visit_id="v", way=way)), Submit(at=1.0))
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), size=(1080.0, 1920.0))
    assert said in look.say(state.visit.notice)


UNANSWERED = {
    "ticket": (Phase.MATTER, "hall.no_number"),
    "slots": (Phase.MATTER, "hall.away"),
    "book": (Phase.BOOKING, "hall.not_booked"),
    "find": (Phase.CHECK_IN, "hall.away"),
    "check_in": (Phase.CHECK_IN, "hall.not_checked_in"),
    "come_back": (Phase.COMING_BACK, "hall.away"),
    "enquiry": (Phase.ENQUIRY, "hall.away"),
}


@pytest.mark.parametrize("asked", UNANSWERED)
def test_a_silent_hall_is_told_by_what_was_asked_of_it(asked: str) -> None:
    """没有取到号 was said also to who had asked for no number."""
    phase, key = UNANSWERED[asked]
    visit = Visit(visit_id="v", way=Way.SPEAK, meaning=Meaning("id_card_lost"), pending="v-1", pending_what=asked)
    for event in (HallSilent(at=1.0, effect_id="v-1", kept=False), Tick(at=20.0)):
        state, effects = step(State(phase=phase, visit=visit), event)
        assert [effect.key for effect in effects if isinstance(effect, Tell)] == [key]
        assert (state.visit.notice, state.visit.pending) == ("hall.away", "")


def test_who_is_not_understood_in_time_is_not_told_of_the_hall() -> None:
    visit = Visit(visit_id="v", way=Way.SPEAK, pending="v-1", pending_what="understand")
    state, _ = step(State(phase=Phase.ASKING, visit=visit), Tick(at=20.0))
    assert (state.visit.saying.key, state.visit.notice) == ("ask.not_understood", "")


def test_a_missed_number_and_none_are_not_said_to_be_valid() -> None:
    ticket = examples()["waiting"].visit.ticket
    assert ticket is not None
    leaving = State(phase=Phase.LEAVING, visit=Visit(visit_id="v", ticket=ticket))
    assert "还有效" in words(leaving)
    assert "还有效" not in words(leaving.with_visit(ticket=replace(ticket, missed=True)))
    assert "还有效" not in words(leaving.with_visit(ticket=None))
    called = replace(ticket, called=90.0, window="6")
    assert "还有效" not in words(leaving.with_visit(ticket=called)), "it is called now, and lost to who goes"


def test_the_time_chosen_before_leads_on_when_it_is_chosen_again() -> None:
    """换个时间, then the same time: the page of times stayed, with nothing to go on with."""
    state = examples()["booking_number"]
    chosen = state.visit.booking.slot_id
    again = [t for t in placed(state, {"booking": "times"}).targets if t.intent == ChooseSlot(slot_id=chosen)]
    assert [target.then for target in again] == [Local(key="booking", value="number")]
