"""Pictures of the clerk's screen: the desk in a conversation, and a visitor who calls a person."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from staff_compare import MOST, difference, same

from content import matters
from content.reading import Text
from terminal.ui.canvas import off_screen
from terminal.ui.layout import lay_out
from terminal.ui.live import LiveSources, Picture
from terminal.ui.look import Clock, staff_look
from terminal.ui.staff import staff_view
from terminal.ui.staff.examples import staff_examples
from terminal.visit.state import State

SCALE = 0.5


def picture_of(state: State) -> Picture:
    """The clerk's screen at half size; the visitor's screen in it is a plain tint."""
    look = staff_look(
        state.staff_language,
        hall=Text("政务服务中心", "Service hall"),
        clock=Clock(2026, 11, 23, 0, 10, 26),
        matters=matters.load(),
        theme=state.staff_theme,
    )
    tree = staff_view(state, look)
    tint = np.full((213, 120, 3), (222, 237, 233), np.uint8)
    sources = LiveSources(pictures={"visitor-screen": lambda: tint})
    items = lay_out(tree, look).items
    return off_screen(items, look, sources, now=state.now, scale=SCALE, ground=tree.ground)


@pytest.mark.parametrize("name", ["staff_main", "staff_help", "staff_help_elsewhere", "staff_move"])
def test_the_screen_looks_as_its_reference(name: str, tmp_path: Path) -> None:
    same(picture_of(staff_examples()[name]), name, tmp_path)


def test_the_comparison_sees_another_screen() -> None:
    """A test of pictures that cannot fail is none: the two references are far from each other."""
    examples = staff_examples()
    share, _ = difference(picture_of(examples["staff_main"]), picture_of(examples["staff_help"]))
    assert share > 5 * MOST
