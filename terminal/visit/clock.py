"""What time alone does: warnings and time-outs in front of a visitor, the wipe, the quiet start page."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.effects import PlayCue, Wipe
from terminal.visit.events import Confirm, Theme, Tick
from terminal.visit.helping import calling, ended, faded, waits
from terminal.visit.matter import leave_ticket
from terminal.visit.moves import do, enter, tell, unanswered, wiped
from terminal.visit.numbers import left_number, put_down
from terminal.visit.senses import missed
from terminal.visit.state import Comfort, Phase, ShownNumber, State
from terminal.visit.table import Result, anywhere, on

IDLE_S = 60.0
ELDERLY_IDLE_S = 120.0
WARNING_S = 30.0
"""Idle warning and its count-down (rule A-17)."""
SERVED_IDLE_S = 300.0
"""The same while the clerk deals with the matter: both are quiet while papers are read and forms are filled in (our
judgement). It still ends: who went away, and whose clerk forgot them, leaves nothing on the screen."""
LEAVING_S = 4.0
"""How long "all about you is gone" stays (our judgement)."""
MOVED_S = 20.0
"""Where to go now is read as a number is, and stays as long; or until it was read, or somebody else is called here."""
TICKET_S = 20.0
"""A number is read and printed; then a service point goes on to the waiting screen (our judgement)."""
PENDING_S = 12.0
"""The hall's own time-outs end at 10 s (contract 5); this guards against an answer that never comes at all."""
NUMBER_SHOWN_S = 180.0
"""A called number leaves the idle screen after three calls over 60 s and time to walk (contract 10, our judgement)."""
WAITING_SHOWN_S = 4 * 3600.0
"""A number that nobody calls or misses leaves the idle screen too: half a day of a hall (our judgement)."""
MOST_NUMBERS = 4
UNTIMED = (Phase.WAITING, Phase.CALLED)
"""Where the idle timer stands still: the visitor waits for the hall, or a person is with them."""


@on(Phase.IDLE, Tick)
def idle_tick(state: State, event: Tick) -> Result:
    fresh = tuple(n for n in state.numbers if _shown(state, n))
    if fresh != state.numbers:
        state = replace(state, numbers=fresh)
    if calling(state) and not waits(state):
        return ended(state)
    return faded(_as_for_everybody(state))


def _as_for_everybody(state: State) -> State:
    """Language, sizes and loudness chosen on the start page are for who chose them, and not for the next one."""
    quiet = state.now - state.visit.last_active >= IDLE_S and not calling(state)
    return state.with_visit(comfort=Comfort()) if quiet and state.visit.comfort != Comfort() else state


def _shown(state: State, number: ShownNumber) -> bool:
    """For a while; the one that was called here until it came or was missed, or the clerk could do neither."""
    if not number.called:
        return state.now - number.since < WAITING_SHOWN_S
    if state.now - number.called < NUMBER_SHOWN_S:
        return True
    called = any(t.ticket_id == number.ticket_id and t.state == "called" for t in state.hall.queue)
    return called and number.window == state.window


@on(Phase.LEAVING, Tick, to=(Phase.IDLE,))
def leaving_tick(state: State, event: Tick) -> Result:
    """At the end everything about the visitor is gone, here and in every part that held some of it."""
    ticket = state.visit.ticket
    next_one = any(n.window == state.window and n.called >= state.since for n in state.numbers)
    read = ticket is not None and ticket.moved and not next_one
    if state.now - state.since < (MOVED_S if read else LEAVING_S) or (read and state.speaking):
        return state, ()
    return _forget(state)


@on(Phase.LEAVING, Confirm, to=(Phase.IDLE,))
def read_it(state: State, event: Confirm) -> Result:
    """知道了: who has read where to go makes room for the next one."""
    return _forget(state)


def _forget(state: State) -> Result:
    state = replace(state, numbers=_with_own(state))
    state, wipe = do(state, Wipe)
    return wiped(state), wipe


def _with_own(state: State) -> tuple[ShownNumber, ...]:
    """The numbers shown, with the one that the visitor goes with while it is still to be called."""
    ticket = state.visit.ticket
    known = ticket is None or any(n.ticket_id == ticket.ticket_id for n in state.numbers)
    if ticket is None or known or ticket.service_id or ticket.missed or ticket.called:
        return state.numbers
    return (ShownNumber(ticket.ticket_id, ticket.number, since=state.now), *state.numbers)[:MOST_NUMBERS]


@anywhere(Tick, to=(Phase.LEAVING, Phase.WAITING))
def busy_tick(state: State, event: Tick) -> Result:
    visit = state.visit
    if visit.pending and state.now - visit.pending_since > PENDING_S:
        return unanswered(state)
    read = state.now - state.since > TICKET_S and not state.speaking and not visit.giving_back
    if state.phase is Phase.TICKET and visit.ticket and read:
        return leave_ticket(state, Confirm(at=event.at))
    state, gone = missed(state)
    state, come = faded(state)
    state, effects = _idle_clock(state)
    return state, gone + come + effects


def _idle_clock(state: State) -> Result:
    visit = state.visit
    if (
        state.phase in UNTIMED
        or (visit.call is not None and visit.call.on)
        or visit.held
        or waits(state)
        or state.speaking
        or visit.pending
    ):
        return state, ()
    if visit.warned is not None:
        return _close_or_wait(state, visit.warned)
    if state.now - visit.last_active < _patience(state):
        return state, ()
    if left_number(state) is not None:  # nobody is sent away from a number that they wait for
        return leave_ticket(put_down(state), Confirm(at=state.now))
    state, told = tell(state.with_visit(warned=state.now), "timeout.still_there", urgent=True)
    state, cue = do(state, PlayCue, name="timeout")
    return state, told + cue


def _patience(state: State) -> float:
    """How long nobody has to do anything before the warning."""
    ticket = state.visit.ticket
    if state.phase is Phase.CONVERSING and ticket is not None and ticket.service_id:
        return SERVED_IDLE_S
    return ELDERLY_IDLE_S if state.visit.comfort.theme is Theme.ELDERLY else IDLE_S


def _close_or_wait(state: State, warned: float) -> Result:
    if state.now - warned < WARNING_S:
        return state, ()
    return tell(enter(state, Phase.LEAVING), "leaving.wiped")
