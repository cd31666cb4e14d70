"""The desk: queue, the visitor with the conversation, tools. Nothing moves from its place."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Column, Node, Row
from terminal.ui.staff import visitor
from terminal.ui.staff.frame import MARGIN, Frame
from terminal.ui.staff.left_column import queue_column
from terminal.ui.staff.talk import talk
from terminal.ui.staff.tools import tools
from terminal.ui.staff.widgets import GAP
from terminal.visit.state import State


def main_page(state: State, look: Look) -> Node:
    """Everything under the header (our design)."""
    frame = Frame.of(look)
    talking = frame.inner_height - visitor.height(look) - GAP
    middle = Column((visitor.visitor(state, look), talk(state, look, talking)), gap=GAP, grow=1)
    columns = (queue_column(state, look), middle, None if frame.narrow else tools(state, look))
    return Row(columns, gap=MARGIN, pad=frame.pad, align="stretch", grow=1)
