"""The code for the phone on the visitor's screen: readable in every look, and in no printed state."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from terminal.ui.examples import examples
from terminal.ui.gallery import LANDSCAPE, PORTRAIT, Shot, draw
from terminal.ui.live import LiveSources
from terminal.visit.events import Theme


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE])
def test_the_code_can_be_read_from_the_screen(theme: Theme, size: tuple[float, float]) -> None:
    state = examples()["remote_phone"]
    assert state.visit.call is not None
    picture = np.ascontiguousarray(
        np.asarray(draw(Shot("remote_phone", theme, size=size), state, LiveSources(), 1.0))[:, :, :3]
    )
    assert cv2.QRCodeDetector().detectAndDecode(picture)[0] == state.visit.call.phone_code


def test_the_address_is_in_no_printed_state() -> None:
    assert "hall.example" not in repr(examples()["remote_phone"].visit.call)
