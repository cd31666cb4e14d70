"""A person one touch away: the visitor's silent call, here and at the other terminals of the hall, and who goes."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.effects import CallHelp, EndHelp, GoToHelp
from terminal.visit.events import CallPerson, CancelHelp, ClerkGoes, HelpAnswered, HelpElsewhereChanged, Way
from terminal.visit.moves import active, do, told_besides
from terminal.visit.state import Help, HelpElsewhere, State
from terminal.visit.table import Result, anywhere

HELP_WAITS_S = 600.0
"""So long a call keeps a visit open, and itself where nobody is in front any more (our judgement)."""
HELP_ANSWERED_S = 20.0
"""How long "somebody is coming" stays on the screen (our judgement)."""


@anywhere(CallPerson)
def call_person(state: State, event: CallPerson) -> Result:
    """Silent: light and text at the clerk's desk, never a voice line. A second touch does not cancel."""
    if calling(state):
        return active(state), ()
    state = active(state).with_visit(help=Help("called", state.now))
    way = (state.visit.way or Way.TOUCH).value
    state, effects = do(state, CallHelp, phase=state.phase.value, way=way)
    state, told = told_besides(state, "help.coming")
    return state, effects + told


@anywhere(CancelHelp)
def cancel_help(state: State, event: CancelHelp) -> Result:
    return ended(active(state))


@anywhere(HelpAnswered)
def help_answered(state: State, event: HelpAnswered) -> Result:
    """The hall says that somebody comes; where our own clerk said so already, nothing is new."""
    return _answered(state, event.who) if calling(state) else (state, ())


@anywhere(ClerkGoes)
def clerk_goes(state: State, event: ClerkGoes) -> Result:
    """To the visitor here first; else to whoever has waited longest at another terminal."""
    if calling(state):
        state, told = _answered(state, event.who)
        state, gone = do(state, GoToHelp, help_id="")
        return state, gone + told
    if not state.hall.help_elsewhere:
        return state, ()
    return do(state, GoToHelp, help_id=state.hall.help_elsewhere[0].help_id)


@anywhere(HelpElsewhereChanged)
def help_elsewhere_changed(state: State, event: HelpElsewhereChanged) -> Result:
    waiting = tuple(sorted((HelpElsewhere(*call) for call in event.calls), key=lambda call: call.since))
    return replace(state, hall=replace(state.hall, help_elsewhere=waiting)), ()


def calling(state: State) -> bool:
    """Whether the visitor here calls and nobody has said that they come."""
    return state.visit.help is not None and state.visit.help.state == "called"


def waits(state: State) -> bool:
    """Whether the visitor here calls, and somebody may still come: nobody is sent away meanwhile."""
    help_ = state.visit.help
    return help_ is not None and calling(state) and state.now - help_.since < HELP_WAITS_S


def ended(state: State) -> Result:
    """No person is needed any more: no other clerk sets out in vain."""
    if state.visit.help is None:
        return state, ()
    return do(state.with_visit(help=None), EndHelp)


def faded(state: State) -> Result:
    """Whoever said that they come has come."""
    help_ = state.visit.help
    if help_ is None or help_.state != "answered" or state.now - help_.since <= HELP_ANSWERED_S:
        return state, ()
    return ended(state)


def _answered(state: State, who: str) -> Result:
    """The idle clock begins anew: nobody is sent away while somebody is on the way to them."""
    return told_besides(active(state).with_visit(help=Help("answered", state.now, who)), "help.answered")
