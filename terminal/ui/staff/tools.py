"""The right column: phrases, papers, the pad, the devices; each always in the same place."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Column
from terminal.ui.staff import device_list, pad_card, papers, phrase_keys
from terminal.ui.staff.frame import Frame
from terminal.ui.staff.widgets import GAP
from terminal.visit.state import State


def tools(state: State, look: Look) -> Column:
    """The column; without room for both, papers go before devices (their worst stays in the header)."""
    frame = Frame.of(look)
    room = frame.inner_height - phrase_keys.HEIGHT - pad_card.HEIGHT - 2 * GAP
    for_papers = room - device_list.LEAST - GAP if frame.wide else room
    taken = papers.height(state, look, for_papers)
    left = room - taken - (GAP if taken else 0)
    return Column(
        (
            phrase_keys.phrase_keys(state, look),
            papers.papers(state, look, for_papers),
            pad_card.pad_card(state, look),
            device_list.device_list(state, look, left) if left >= device_list.LEAST else None,
        ),
        gap=GAP,
        width=frame.tools_width,
    )
