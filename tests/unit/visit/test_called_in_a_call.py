"""An interpreter is called from the page of a number, and the number is called while they talk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from terminal.visit.effects import (
    BeginService,
    CallNextTicket,
    Effect,
    FinishService,
    PrintTicket,
    Tell,
    TellInterpreter,
)
from terminal.visit.events import (
    Back,
    BookTime,
    CallChanged,
    CallInterpreter,
    ChooseMatter,
    ChooseWay,
    ClerkAsksEvaluation,
    ClerkBegins,
    ClerkCallsNext,
    ClerkFinishes,
    ClerkSays,
    Confirm,
    Deny,
    Event,
    GiveConsent,
    GiveNumberBack,
    GoToWindow,
    HangUp,
    Leave,
    RecordMessage,
    RefuseConsent,
    ServiceBegan,
    Start,
    TakeNumber,
    Tick,
    TicketCalled,
    TicketIssued,
    TicketMissed,
    Way,
)
from terminal.visit.machine import step
from terminal.visit.moves import wiped
from terminal.visit.numbers import asked_to_go
from terminal.visit.state import Call, Phase, Role, State, Ticket, Visit
from terminal.visit.wants import wants

ISSUED = TicketIssued(effect_id="", ticket_id="t27", number="C027", zone_zh="综合区", ahead=1, wait_minutes=5)
CALLED = TicketCalled(ticket_id="t27", number="C027", window="6", call_count=1)
HERE = replace(CALLED, window="16")
MISSED = TicketMissed(ticket_id="t27")
ENDS = [HangUp(), Back(), Leave(), CallChanged(state="ended")]


class Story:
    """A state with a clock moved by hand and what was asked of the outside."""

    def __init__(self, role: Role = Role.BOTH) -> None:
        self.state, self.effects = State(role=role, window="16"), list[Effect]()

    def happens(self, *events: Event, after_s: float = 0.5) -> Story:
        for event in events:
            self.state, effects = step(self.state, replace(event, at=self.state.now + after_s))
            self.effects += effects
        return self

    def passes(self, seconds: float) -> Story:
        for _ in range(round(seconds)):
            self.happens(Tick(), after_s=1.0)
        return self

    @property
    def phase(self) -> Phase:
        return self.state.phase

    @property
    def told(self) -> str:
        return self.state.visit.saying.key

    @property
    def call(self) -> Call:
        assert self.state.visit.call is not None
        return self.state.visit.call

    @property
    def ticket(self) -> Ticket:
        assert self.state.visit.ticket is not None
        return self.state.visit.ticket

    def news(self) -> list[tuple[int, str, str, str]]:
        return [(e.seq, e.news, e.number, e.window) for e in self.effects if isinstance(e, TellInterpreter)]

    def count(self, kind: type[Effect]) -> int:
        return sum(isinstance(effect, kind) for effect in self.effects)


def with_number(role: Role = Role.BOTH) -> Story:
    """On the page of the number itself."""
    story = Story(role).happens(Start(visit_id="v"), ChooseWay(way=Way.TYPE), ChooseMatter(matter_id="id_card_lost"))
    story.happens(Confirm(), TakeNumber())
    story.happens(replace(ISSUED, effect_id=story.state.visit.pending))
    assert story.phase is Phase.TICKET
    return story


def waits() -> Story:
    return with_number().happens(Confirm())


def asked() -> Story:
    return waits().happens(CallInterpreter())


def rings() -> Story:
    return asked().happens(GiveConsent(), CallChanged(state="ringing"))


def talks() -> Story:
    return rings().happens(CallChanged(state="connected", interpreter="03"))


# --- calling one ---------------------------------------------------------------------------------------------------


def test_who_waits_with_a_number_calls_an_interpreter_after_a_yes_of_its_own() -> None:
    story = asked()
    assert (story.phase, story.state.visit.consent.asked, wants(story.state).call) == (Phase.CONSENT, "transmit", None)
    story.happens(GiveConsent())
    wish = wants(story.state).call
    assert wish is not None
    assert (story.phase, wish.briefing.matter_id, wish.briefing.ticket_id) == (Phase.REMOTE, "id_card_lost", "t27")


@pytest.mark.parametrize("answer", [RefuseConsent(), Back()])
def test_a_no_leads_back_to_the_waiting_page(answer: Event) -> None:
    story = asked().happens(answer)
    assert (story.phase, story.told, story.ticket.number) == (Phase.WAITING, "waiting.please_wait", "C027")


@pytest.mark.parametrize("end", ENDS)
def test_after_the_call_the_visitor_waits_on(end: Event) -> None:
    story = talks().happens(end)
    assert (story.phase, story.told, story.ticket.number) == (Phase.WAITING, "waiting.please_wait", "C027")
    assert wants(story.state).call is None
    assert story.happens(CALLED).phase is Phase.CALLED


@pytest.mark.parametrize("role", [Role.BOTH, Role.GUIDE])
def test_from_the_page_of_the_number_it_comes_back_there(role: Role) -> None:
    story = with_number(role).happens(CallInterpreter(), GiveConsent(), CallChanged(state="connected"), HangUp())
    assert (story.phase, story.told) == (Phase.TICKET, "ticket.number")


def test_a_booked_time_is_no_number_and_calls_nobody() -> None:
    state = State(phase=Phase.TICKET, visit=Visit(visit_id="v"))
    assert step(state, CallInterpreter(at=1.0))[0].phase is Phase.TICKET


def test_calling_answers_no_question_about_giving_the_number_back() -> None:
    story = waits().happens(GiveNumberBack(), CallInterpreter(), RefuseConsent())
    assert (story.phase, story.state.visit.giving_back, story.ticket.number) == (Phase.WAITING, False, "C027")


# --- called meanwhile ----------------------------------------------------------------------------------------------


def test_a_number_called_while_the_consent_is_asked_takes_its_place() -> None:
    story = asked().happens(CALLED)
    assert (story.phase, story.told, story.state.visit.consent.asked) == (Phase.CALLED, "called.your_turn", "")
    assert story.happens(Back()).phase is Phase.WAITING


@pytest.mark.parametrize("where", [rings, talks])
def test_a_number_called_in_a_call_is_told_to_both_sides_and_cuts_nobody_off(where: Callable[[], Story]) -> None:
    story = where()
    story.effects.clear()
    story.happens(CALLED)
    assert (story.phase, story.told, asked_to_go(story.state)) == (Phase.REMOTE, "called.your_turn", True)
    assert wants(story.state).call is not None
    assert story.news() == [(1, "called", "C027", "6")]
    assert [(e.number, e.window) for e in story.effects if isinstance(e, PrintTicket)] == [("C027", "6")]
    assert [e.urgent for e in story.effects if isinstance(e, Tell)] == [True]
    assert [(n.number, n.window) for n in story.state.numbers] == [("C027", "6")]


def test_the_same_call_of_a_number_is_told_once_and_the_next_one_again() -> None:
    story = talks().happens(CALLED, CALLED, Deny())
    assert (len(story.news()), asked_to_go(story.state)) == (1, False)
    story.happens(replace(CALLED, call_count=2))
    assert (len(story.news()), asked_to_go(story.state)) == (2, True)
    assert story.count(PrintTicket) == 2, "the number's own slip, and one for where to go"


def test_the_counters_own_lines_go_on_beside_it() -> None:
    story = talks().happens(ClerkSays(text="您好"), CALLED, ClerkSays(text="请坐"))
    assert [line.key for line in story.state.visit.lines] == ["clerk-1", "clerk-3"]
    assert story.news() == [(2, "called", "C027", "6")]


def test_somebody_elses_number_is_only_known() -> None:
    story = talks().happens(replace(CALLED, ticket_id="t1", number="A001"))
    assert (story.news(), asked_to_go(story.state)) == ([], False)
    assert [n.number for n in story.state.numbers] == ["A001"]


@pytest.mark.parametrize("go", [GoToWindow(), Confirm(), HangUp(), CallChanged(state="ended")])
def test_one_key_leads_to_the_called_number_and_ends_the_call(go: Event) -> None:
    story = talks().happens(CALLED, go)
    assert (story.phase, story.told, story.ticket.window) == (Phase.CALLED, "called.your_turn", "6")
    assert wants(story.state).call is None
    assert story.count(BeginService) == 0


def test_who_talks_on_first_goes_when_they_like() -> None:
    story = talks().happens(CALLED, Deny()).passes(120)
    assert (story.phase, story.call.live) == (Phase.REMOTE, True)
    assert story.happens(GoToWindow()).phase is Phase.CALLED


@pytest.mark.parametrize("key", [GoToWindow(), Confirm(), Deny()])
def test_before_the_number_is_called_these_keys_end_no_call(key: Event) -> None:
    assert talks().happens(key).phase is Phase.REMOTE


def test_where_nobody_comes_the_called_number_fills_the_page() -> None:
    story = rings().happens(CallChanged(state="nobody", reason="away"), CALLED)
    assert (story.phase, story.news()) == (Phase.CALLED, [])


# --- at this window the interpreter comes along --------------------------------------------------------------------


@pytest.mark.parametrize("begin", [GoToWindow(), Confirm(), ClerkBegins()])
def test_at_this_window_the_service_begins_with_the_interpreter_there(begin: Event) -> None:
    story = talks().happens(HERE, begin)
    assert [e.ticket_id for e in story.effects if isinstance(e, BeginService)] == ["t27"]
    story.happens(ServiceBegan(ticket_id="t27", service_id="s1"))
    assert (story.phase, story.call.live, story.state.open_ticket) == (Phase.REMOTE, True, "t27")
    assert story.state.numbers == ()
    assert story.happens(HangUp()).phase is Phase.CONVERSING


def test_then_the_clerk_finishes_as_in_any_call_at_the_counter() -> None:
    story = talks().happens(HERE, ClerkBegins(), ServiceBegan(ticket_id="t27", service_id="s1"), ClerkFinishes())
    assert (story.phase, story.count(FinishService)) == (Phase.EVALUATING, 1)


def test_called_again_after_nobody_came_the_way_back_is_the_conversation() -> None:
    story = talks().happens(HERE, ClerkBegins(), ServiceBegan(ticket_id="t27", service_id="s1"))
    story.happens(CallChanged(state="nobody", reason="away"), CallInterpreter(), CallChanged(state="ended"))
    assert story.phase is Phase.CONVERSING


def test_a_service_that_begins_while_the_consent_is_asked_is_the_conversation() -> None:
    story = waits().happens(HERE, Confirm(), Back(), CallInterpreter(), ServiceBegan(ticket_id="t27", service_id="s1"))
    assert (story.phase, story.state.open_ticket) == (Phase.CONVERSING, "t27")


# --- missed --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", [*ENDS, GoToWindow(), Confirm()])
def test_a_number_missed_in_the_call_can_queue_again_after_it(end: Event) -> None:
    story = talks().happens(CALLED, Deny(), MISSED)
    assert (story.phase, story.told, asked_to_go(story.state)) == (Phase.REMOTE, "waiting.missed", True)
    assert [news for _, news, _, _ in story.news()] == ["called", "missed"]
    story.happens(end)
    assert (story.phase, story.told) == (Phase.COMING_BACK, "waiting.missed")
    story.happens(Confirm())
    story.happens(replace(ISSUED, effect_id=story.state.visit.pending))
    assert (story.phase, story.ticket.called, story.ticket.missed) == (Phase.WAITING, 0.0, False)


def test_a_missed_number_that_is_called_once_more_is_called() -> None:
    story = talks().happens(CALLED, MISSED, Deny(), CALLED)
    assert (story.told, asked_to_go(story.state), story.ticket.missed) == ("called.your_turn", True, False)


@pytest.mark.parametrize("quiet", [asked, lambda: rings().happens(CallChanged(state="nobody", reason="closed"))])
def test_a_number_missed_where_nobody_talks_is_told_at_once(quiet: Callable[[], Story]) -> None:
    assert quiet().happens(MISSED).phase is Phase.COMING_BACK


# --- nothing is lost -----------------------------------------------------------------------------------------------


def test_the_clerks_next_call_ends_no_call_of_who_waits() -> None:
    story = talks().happens(ClerkCallsNext(), ClerkFinishes(), ClerkAsksEvaluation())
    assert (story.phase, story.count(CallNextTicket), story.count(FinishService)) == (Phase.REMOTE, 1, 0)


@pytest.mark.parametrize("way_out", [BookTime(), RecordMessage()])
def test_where_nobody_comes_no_way_out_loses_the_number(way_out: Event) -> None:
    story = rings().happens(CallChanged(state="nobody", reason="away"), way_out)
    assert (story.phase in (Phase.WAITING, Phase.REMOTE), story.ticket.number) == (True, "C027")
    assert story.happens(CALLED).phase is Phase.CALLED


@pytest.mark.parametrize("where", [asked, lambda: rings().happens(CallChanged(state="nobody", reason="away"))])
def test_the_idle_clock_leads_back_to_the_number_and_sends_nobody_away(where: Callable[[], Story]) -> None:
    story = where().passes(200)
    assert (story.phase, story.state.visit.call, story.state.visit.consent.asked) == (Phase.WAITING, None, "")
    assert story.happens(CALLED).phase is Phase.CALLED


def test_nothing_of_it_outlives_the_visit() -> None:
    assert wiped(talks().happens(CALLED, Deny()).state).visit.call is None
