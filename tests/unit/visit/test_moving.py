"""转窗口: the clerk sends a visitor's number on to another window, and the visitor learns where to go."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal.visit.clock import LEAVING_S, MOVED_S
from terminal.visit.effects import Effect, MoveTicket, PrintTicket, Tell, Wipe
from terminal.visit.events import (
    ChooseWindow,
    ClerkMoves,
    Confirm,
    Event,
    HallRefused,
    HallSilent,
    Leave,
    OtherWindowsChanged,
    SkipRating,
    StaffPage,
    Tick,
    TicketCalled,
    TicketMoved,
    Way,
)
from terminal.visit.machine import step
from terminal.visit.moving import chosen
from terminal.visit.state import Phase, ShownNumber, State, Ticket, Visit

WINDOWS = OtherWindowsChanged(
    windows=(
        ("w5", "5", (("社保医保区", "Insurance"),)),
        ("w16", "16", (("公安出入境区", "Police"), ("社保医保区", "Insurance"))),
    )
)
SERVED = Ticket("t27", "D027", "综合区", 0, 0, window="6", service_id="s-1")


class Story:
    """The machine; effects are kept until they are looked for."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.effects: list[Effect] = []

    def happens(self, *events: Event, after_s: float = 0.1) -> None:
        for event in events:
            self.state, effects = step(self.state, replace(event, at=self.state.now + after_s))
            self.effects += effects

    def asked(self) -> MoveTicket:
        return next(effect for effect in reversed(self.effects) if isinstance(effect, MoveTicket))

    def told(self) -> list[str]:
        return [effect.key for effect in self.effects if isinstance(effect, Tell)]

    def hall_moves(self) -> None:
        asked = self.asked()
        self.happens(
            TicketMoved(
                effect_id=asked.effect_id,
                ticket_id=asked.ticket_id,
                window="5",
                zone_zh="社保医保区",
                ahead=2,
                wait_minutes=9,
            )
        )


@pytest.fixture
def story() -> Story:
    visit = Visit(visit_id="v-1", way=Way.SPEAK, ticket=SERVED)
    state = State(phase=Phase.CONVERSING, window="6", visit=visit, open_ticket="t27", staff_page="move", now=50.0)
    made = Story(state)
    made.happens(WINDOWS)
    return made


def test_the_clerk_types_the_window_and_the_visitor_is_sent_there(story: Story) -> None:
    story.happens(ChooseWindow(text="5"))
    window = chosen(story.state)
    assert window is not None
    story.happens(ClerkMoves(window_id=window.window_id))
    assert (story.asked().ticket_id, story.asked().window_id) == ("t27", "w5")
    assert story.state.phase is Phase.CONVERSING, "nobody is sent away before the hall has said yes"
    story.hall_moves()
    ticket = story.state.visit.ticket
    assert story.state.phase is Phase.LEAVING
    assert ticket is not None
    assert (ticket.number, ticket.window, ticket.moved) == ("D027", "5", True)
    said = next(effect for effect in story.effects if isinstance(effect, Tell) and effect.key == "leaving.moved")
    assert dict(said.args) == {"number": "D027", "window": "5"}
    assert said.aloud
    (slip,) = (effect for effect in story.effects if isinstance(effect, PrintTicket))
    assert (slip.number, slip.window, slip.zone_zh) == ("D027", "5", "社保医保区")


def test_afterwards_the_desk_is_free_and_the_visitor_forgotten(story: Story) -> None:
    story.happens(ClerkMoves(window_id="w5"))
    story.hall_moves()
    desk = story.state
    assert (desk.open_ticket, desk.staff_page, desk.move_to, desk.served_today) == ("", "main", "", 1)
    story.happens(Tick(), after_s=LEAVING_S + 1)
    assert story.state.phase is Phase.LEAVING, "where to go stays as long as a number does"
    story.happens(Tick(), after_s=MOVED_S)
    assert (story.state.phase, story.state.visit.ticket) == (Phase.IDLE, None)
    assert any(isinstance(effect, Wipe) for effect in story.effects)


def test_who_has_read_it_makes_room_at_once(story: Story) -> None:
    story.happens(ClerkMoves(window_id="w5"))
    story.hall_moves()
    story.happens(Confirm())
    assert story.state.phase is Phase.IDLE


def test_the_next_one_called_here_need_not_wait_for_it(story: Story) -> None:
    story.happens(ClerkMoves(window_id="w5"))
    story.hall_moves()
    story.happens(TicketCalled(ticket_id="t28", number="D028", window="6", call_count=1))
    story.happens(Tick(), after_s=LEAVING_S + 1)
    assert story.state.phase is Phase.IDLE


def test_a_number_that_was_called_here_in_vain_long_ago_takes_no_time_to_read(story: Story) -> None:
    """A wrong number, called before and not yet missed, made the page vanish after four seconds."""
    story.state = replace(story.state, numbers=(ShownNumber("t9", "D009", "6", called=10.0),))
    story.happens(ClerkMoves(window_id="w5"))
    story.hall_moves()
    story.happens(Tick(), after_s=LEAVING_S + 1)
    assert story.state.phase is Phase.LEAVING


def test_what_the_hall_refuses_is_the_clerks_to_read_and_the_visitor_stays(story: Story) -> None:
    story.happens(ClerkMoves(window_id="w5"))
    refusal = HallRefused(effect_id=story.asked().effect_id, code="wrong_state", zh="现在不能转。", en="Not now.")
    story.happens(refusal)
    assert story.state.refused == ("现在不能转。", "Not now.")
    assert story.state.phase is Phase.CONVERSING
    assert story.told() == []
    story.happens(ChooseWindow(text="16"))
    assert story.state.refused == ("", "")


def test_while_the_hall_is_away_nobody_is_sent_anywhere(story: Story) -> None:
    story.happens(ClerkMoves(window_id="w5"))
    story.happens(HallSilent(effect_id=story.asked().effect_id, kept=False))
    assert (story.state.phase, story.state.clerk_asked) == (Phase.CONVERSING, "")
    story.happens(ClerkMoves(window_id="w5"))
    story.hall_moves()
    assert story.state.phase is Phase.LEAVING


def test_a_window_that_is_not_open_is_no_place_to_go(story: Story) -> None:
    before = story.state
    story.happens(ChooseWindow(text="9"))
    assert chosen(story.state) is None
    story.happens(ClerkMoves(window_id="w9"))
    assert [effect for effect in story.effects if isinstance(effect, MoveTicket)] == []
    assert story.state.visit == before.visit


def test_a_visitor_who_left_before_the_answer_is_not_called_back(story: Story) -> None:
    """The hall has moved the number all the same: at this desk its service is over."""
    story.happens(ClerkMoves(window_id="w5"), Leave(), SkipRating())
    left = story.state.phase
    story.hall_moves()
    assert story.state.phase is left
    assert "leaving.moved" not in story.told()
    assert (story.state.open_ticket, story.state.clerk_asked, story.state.staff_page) == ("", "", "main")


def test_escape_forgets_what_was_typed(story: Story) -> None:
    story.happens(ChooseWindow(text="5"), StaffPage(page="main"))
    assert (story.state.move_to, story.state.staff_page) == ("", "main")
