"""The left column, the same on every page that has it: who is served, and who waits."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Column
from terminal.ui.staff import phrase_keys, serving
from terminal.ui.staff.frame import Frame
from terminal.ui.staff.queue import queue
from terminal.ui.staff.widgets import GAP
from terminal.visit.state import State


def queue_column(state: State, look: Look) -> Column:
    """Who is served, and under it who waits; at the largest text the phrases instead."""
    frame = Frame.of(look)
    left = frame.inner_height - serving.HEIGHT - GAP
    under = phrase_keys.phrase_keys(state, look) if frame.narrow else queue(state, look, left)
    return Column((serving.serving(state, look), under), gap=GAP, width=frame.queue_width)
