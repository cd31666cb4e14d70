"""转窗口: the clerk sends the number in front on to another window of the hall. It keeps its number.

The visitor goes only when the hall has said yes: until then nothing changes, and a no is the clerk's to read. The
service here is over; it is not asked about, for the visitor's matter goes on, and the next window asks.
"""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.effects import MoveTicket, PrintTicket
from terminal.visit.events import ChooseWindow, ClerkMoves, OtherWindowsChanged, TicketMoved
from terminal.visit.moves import do, enter, tell
from terminal.visit.state import OtherWindow, Phase, State
from terminal.visit.table import Result, anywhere, on

PAGE = "move"
"""The clerk's page for it."""
LONGEST_NAME = 20
"""Signs of what stands on a window (our judgement)."""


@anywhere(OtherWindowsChanged)
def windows_changed(state: State, event: OtherWindowsChanged) -> Result:
    windows = tuple(OtherWindow(*row) for row in event.windows)
    return replace(state, hall=replace(state.hall, windows=windows)), ()


@on(Phase.CONVERSING, ChooseWindow)
def choose(state: State, event: ChooseWindow) -> Result:
    return replace(state, move_to=event.text[:LONGEST_NAME], refused=("", "")), ()


def chosen(state: State) -> OtherWindow | None:
    """The open window on which stands what was typed, or None."""
    return next((window for window in state.hall.windows if window.name == state.move_to.strip()), None)


@on(Phase.CONVERSING, ClerkMoves)
def move(state: State, event: ClerkMoves) -> Result:
    """To a window that is open; pressed twice it is the same wish, and the hall moves the number once."""
    ticket = state.visit.ticket
    if ticket is None or event.window_id not in {window.window_id for window in state.hall.windows}:
        return state, ()
    fields = {"ticket_id": ticket.ticket_id, "window_id": event.window_id}
    state, effects = do(replace(state, refused=("", "")), MoveTicket, **fields)
    return replace(state, clerk_asked=effects[0].effect_id), effects


@on(Phase.CONVERSING, TicketMoved, to=(Phase.LEAVING,))
def moved(state: State, event: TicketMoved) -> Result:
    """The visitor is told where to go, large, signed, spoken and on paper; the terminal is free for the next one."""
    ticket = state.visit.ticket
    if ticket is None or ticket.ticket_id != event.ticket_id:
        return moved_behind(state, event)
    ticket = replace(
        ticket,
        window=event.window,
        zone_zh=event.zone_zh,
        ahead=event.ahead,
        wait_minutes=event.wait_minutes,
        service_id="",
        moved=True,
    )
    state, _ = moved_behind(state, event)
    state = replace(state, served_today=state.served_today + (not state.training))
    matter = state.visit.meaning.matter_id if state.visit.meaning else ""
    state = enter(state, Phase.LEAVING, ticket=ticket)
    state, told = tell(state, "leaving.moved", urgent=True, number=ticket.number, window=ticket.window)
    slip = {"number": ticket.number, "zone_zh": ticket.zone_zh, "ahead": ticket.ahead, "matter_id": matter}
    state, printed = do(state, PrintTicket, **slip, window=ticket.window)
    return state, told + printed


@anywhere(TicketMoved)
def moved_behind(state: State, event: TicketMoved) -> Result:
    """The visitor did not wait for the hall's answer; the number is at the other window all the same."""
    open_ticket = "" if state.open_ticket == event.ticket_id else state.open_ticket
    asked = "" if state.clerk_asked == event.effect_id else state.clerk_asked
    page = "main" if state.staff_page == PAGE else state.staff_page
    return replace(state, open_ticket=open_ticket, clerk_asked=asked, staff_page=page, move_to=""), ()
