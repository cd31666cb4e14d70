"""Giving a number back: never by a wave, never by 返回 alone, always asked; and the goodbye says what is true."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal.intents import of_gesture
from terminal.visit.effects import Effect, LeaveQueue, TakeTicket
from terminal.visit.events import (
    Back,
    Confirm,
    Deny,
    Event,
    GestureSeen,
    GiveNumberBack,
    Leave,
    TakeNumber,
    Tick,
    TicketCalled,
    TicketIssued,
    TicketMissed,
    Way,
)
from terminal.visit.machine import step
from terminal.visit.state import Appointment, Consent, Meaning, Phase, Role, State, Ticket, Visit
from terminal.visit.wants import wants

TICKET = Ticket("t1", "A012", "公安", 2, 8)
SIGNER = Visit(visit_id="v", way=Way.SIGN, consent=Consent(camera=True), meaning=Meaning("id_card_lost"), ticket=TICKET)
WITH_NUMBER = [Phase.TICKET, Phase.WAITING]


class Story:
    """A state and the effects so far; events come a second after another."""

    def __init__(self, state: State) -> None:
        self.state, self.effects = state, list[Effect]()

    def sees(self, *events: Event) -> Story:
        for event in events:
            self.state, effects = step(self.state, replace(event, at=self.state.now + 1))
            self.effects += effects
        return self

    def signs(self, kind: str) -> Story:
        event = of_gesture(GestureSeen(kind=kind), self.state)
        return self.sees(event) if event is not None else self

    @property
    def left(self) -> list[str]:
        return [effect.ticket_id for effect in self.effects if isinstance(effect, LeaveQueue)]


@pytest.fixture(params=WITH_NUMBER, ids=lambda phase: phase.value)
def holder(request: pytest.FixtureRequest) -> Story:
    return Story(State(phase=request.param, visit=SIGNER))


def test_a_wave_leaves_the_number_alone(holder: Story) -> None:
    """Waving somebody over, or the spoken 不, used to end the visit and leave the queue."""
    before = holder.state.phase
    holder.signs("no").signs("no")
    assert (holder.state.phase, holder.state.visit.ticket, holder.left) == (before, TICKET, [])


def test_giving_back_is_asked_first_and_signed(holder: Story) -> None:
    holder.sees(GiveNumberBack())
    visit = holder.state.visit
    assert (visit.saying.key, dict(visit.saying.args)) == ("waiting.giving_back", {"number": "A012"})
    assert (visit.giving_back, visit.ticket, holder.left) == (True, TICKET, [])


@pytest.mark.parametrize("answer", [Deny(), Back()], ids=["no", "back"])
def test_a_no_keeps_the_number_and_says_it_again(holder: Story, answer: Event) -> None:
    before = holder.state.phase
    holder.sees(GiveNumberBack(), answer)
    visit = holder.state.visit
    assert (holder.state.phase, visit.giving_back, visit.ticket, holder.left) == (before, False, TICKET, [])
    assert visit.saying.key == ("ticket.number" if before is Phase.TICKET else "waiting.please_wait")


def test_a_wave_at_the_question_is_a_no_and_a_thumb_up_a_yes(holder: Story) -> None:
    holder.sees(GiveNumberBack()).signs("no")
    assert holder.left == []
    holder.sees(GiveNumberBack()).signs("yes")
    assert (holder.left, holder.state.visit.ticket) == (["t1"], None)


def test_back_from_the_number_asks_and_a_yes_leads_to_the_matter() -> None:
    story = Story(State(phase=Phase.TICKET, visit=SIGNER)).sees(Back())
    assert (story.state.phase, story.left) == (Phase.TICKET, [])
    story.sees(Confirm())
    assert (story.state.phase, story.left, story.state.visit.ticket) == (Phase.MATTER, ["t1"], None)
    assert story.state.visit.saying.key == "matter.bring"
    story.sees(TakeNumber())
    assert isinstance(story.effects[-1], TakeTicket), "another one may be taken"


def test_a_booked_time_is_not_given_back() -> None:
    appointment = Appointment("a", "2026-11-24T09:30:00+08:00")
    story = Story(State(phase=Phase.TICKET, visit=replace(SIGNER, ticket=None, appointment=appointment)))
    story.sees(GiveNumberBack())
    assert not story.state.visit.giving_back
    assert story.sees(Back()).state.phase is Phase.MATTER
    assert story.left == []


def test_while_it_is_asked_the_number_page_waits_and_a_call_comes_through() -> None:
    story = Story(State(phase=Phase.TICKET, visit=SIGNER)).sees(GiveNumberBack(), *(Tick() for _ in range(40)))
    assert (story.state.phase, story.state.visit.giving_back) == (Phase.TICKET, True)
    story.sees(TicketCalled(ticket_id="t1", number="A012", window="3", call_count=1))
    assert (story.state.phase, story.state.visit.giving_back) == (Phase.CALLED, False)


def test_what_is_listened_for_follows_the_question() -> None:
    speaker = replace(SIGNER, way=Way.SPEAK, consent=Consent(microphone=True))
    story = Story(State(phase=Phase.WAITING, visit=speaker))
    assert wants(story.state).question == "commands"
    assert wants(story.sees(GiveNumberBack()).state).question == "yes_no"


def test_who_gave_the_number_back_is_not_told_that_it_is_valid() -> None:
    story = Story(State(phase=Phase.WAITING, visit=SIGNER)).sees(GiveNumberBack(), Confirm())
    visit = story.state.visit
    assert (story.state.phase, visit.ticket, visit.saying.key) == (Phase.LEAVING, None, "leaving.given_back")


@pytest.mark.parametrize("ways_out", [(Leave(),), (Back(), Leave())], ids=["at once", "from the waiting page"])
def test_who_leaves_with_a_missed_number_is_not_told_that_it_is_valid(ways_out: tuple[Event, ...]) -> None:
    story = Story(State(phase=Phase.WAITING, visit=SIGNER)).sees(TicketMissed(ticket_id="t1"), *ways_out)
    assert story.state.phase is Phase.LEAVING
    assert story.state.visit.ticket is not None
    assert story.state.visit.ticket.missed
    called = TicketCalled(ticket_id="t1", number="A012", window="3", call_count=1)
    again = Story(State(phase=Phase.WAITING, visit=SIGNER)).sees(TicketMissed(ticket_id="t1"), Back(), called)
    assert again.state.visit.ticket is not None
    assert not again.state.visit.ticket.missed, "called once more it is valid"


def test_a_number_that_turns_out_missed_at_the_desk_is_missed() -> None:
    issued = TicketIssued(
        effect_id="v-1", ticket_id="t9", number="A019", zone_zh="", ahead=0, wait_minutes=0, state="missed"
    )
    checking = Visit(visit_id="v", way=Way.TOUCH, pending="v-1")
    story = Story(State(phase=Phase.CHECK_IN, role=Role.GUIDE, visit=checking)).sees(issued)
    assert story.state.phase is Phase.COMING_BACK
    assert story.state.visit.ticket is not None
    assert story.state.visit.ticket.missed
