"""The visitor's screen as it is now, large: for pages on which the clerk does something with it."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import Box, Column, Live, Node, Row, Text
from terminal.ui.staff.frame import MARGIN, Frame
from terminal.ui.staff.visitor import SCREEN
from terminal.ui.staff.widgets import card
from terminal.visit.state import Phase, State

_AROUND = 110
"""Height of the card's heading and padding."""
_LEAST = 420
"""Width that the heading needs."""
_SHAPE = 9 / 16
"""Width of a standing screen as a share of its height."""


def visitor_screen(state: State, look: Look) -> Node | None:
    """The card with the picture, as high as the page; nothing of it while the visitor rates (our decision)."""
    frame = Frame.of(look)
    if frame.narrow:
        return None
    tall = frame.inner_height - _AROUND
    rating = state.phase is Phase.EVALUATING
    label = look.say("staff.visitor.rating_hidden" if rating else "staff.visitor.miniature")
    shown = None if rating else Live(SCREEN, radius=16, fallback="desk", grow=1)
    picture = Box(
        Column((shown,)), "sunken", line="ink", line_width=5, radius=22, pad=6, width=tall * _SHAPE, height=tall
    )
    inner = Column((Text(label.replace("\n", " "), "h2", lines=1, fit=True), Row((picture,), justify="center")), gap=14)
    return replace(card(look, inner), width=max(tall * _SHAPE, _LEAST) + 2 * MARGIN)
