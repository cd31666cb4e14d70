"""A call for somebody who went from here before: told over the next visit, in the line that holds no target."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Box, Icon, Node, Row, Text
from terminal.visit.state import Phase, ShownNumber, State

CALLED_BAND_S = 60.0
"""How long it stands there: three calls last so long (contract 10)."""


def called_earlier(state: State) -> ShownNumber | None:
    """The number of an earlier visitor that is called now: perhaps they still look at this screen."""
    own = state.visit.ticket.ticket_id if state.visit.ticket else ""
    if state.phase in (Phase.IDLE, Phase.LEAVING):
        return None
    known = (n for n in reversed(state.numbers) if n.since and n.called and not n.missed and n.ticket_id != own)
    return next((n for n in known if state.now - n.called < CALLED_BAND_S), None)


def band(number: ShownNumber, look: Look, *, crowded: bool) -> Node:
    """In place of the hall's name, the date and the time; the state of camera and microphone stays beside it.

    ``crowded``: both of them stand there.
    """
    words = look.say(_key(look, crowded=crowded), number=number.number, window=number.window)
    text = Text(words, "small", "on_primary", bold=True, lines=1, fit=True, grow=1)
    picture = None if look.outgrown else Icon("light", 44, "on_primary")  # the words need its room
    above = 4 if not look.drop else 0
    return Box(Row((picture, text), gap=14), fill="primary", radius=30, pad=(above, 22, above, 16), grow=1)


def _key(look: Look, *, crowded: bool) -> str:
    """As many words as a standing panel has room for."""
    if look.landscape or not (look.large or crowded):
        return "called.earlier"
    return "called.earlier_least" if look.large and crowded else "called.earlier_short"
