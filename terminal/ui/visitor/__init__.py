"""The visitor's screens: pure functions from state and look to a tree, one file a screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from terminal.ui.look import Look
from terminal.ui.scene import Screenful
from terminal.ui.visitor import (
    asking,
    booking,
    called,
    check_in,
    choosing,
    coming_back,
    confirming,
    consent,
    conversing,
    enquiry,
    evaluating,
    faults,
    giving_back,
    guide,
    idle,
    leaving,
    matter,
    message,
    remote,
    theme,
    ticket,
    waiting,
)
from terminal.ui.visitor.clerks_words import with_clerks_words
from terminal.ui.visitor.overlays import with_overlays
from terminal.visit.state import Phase, State

View = Callable[[State, Look], Screenful]

VIEWS: Mapping[Phase, View] = {
    Phase.IDLE: idle.view,
    Phase.CHOOSING: choosing.view,
    Phase.CONSENT: consent.view,
    Phase.ASKING: asking.view,
    Phase.CONFIRMING: confirming.view,
    Phase.MATTER: matter.view,
    Phase.BOOKING: booking.view,
    Phase.CHECK_IN: check_in.view,
    Phase.COMING_BACK: coming_back.view,
    Phase.TICKET: ticket.view,
    Phase.WAITING: waiting.view,
    Phase.CALLED: called.view,
    Phase.CONVERSING: conversing.view,
    Phase.REMOTE: remote.view,
    Phase.MESSAGE: message.view,
    Phase.EVALUATING: evaluating.view,
    Phase.THEME: theme.view,
    Phase.ENQUIRY: enquiry.view,
    Phase.GUIDE: guide.view,
    Phase.LEAVING: leaving.view,
}
_FAULTS = ("camera", "microphone")


def visitor_view(state: State, look: Look) -> Screenful:
    """The screen of this state, with what lies over it."""
    device = state.visit.notice.removeprefix("fault.")
    if state.phase is Phase.ASKING and state.visit.notice.startswith("fault.") and device in _FAULTS:
        screen = faults.view(state, look, device)
    elif state.visit.giving_back:
        screen = giving_back.view(state, look)
    else:
        screen = VIEWS[state.phase](state, look)
    return with_clerks_words(with_overlays(screen, state, look), state, look)


__all__ = ["VIEWS", "visitor_view"]
