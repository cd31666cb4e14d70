"""Pictures of the visitor's screens: one a kind of layout, nobody on the stage, compared with tolerance."""

from __future__ import annotations

from pathlib import Path

import pytest
from staff_compare import MOST, difference, same

from terminal.ui.examples import examples
from terminal.ui.gallery import LANDSCAPE, PORTRAIT, Shot, draw
from terminal.ui.live import LiveSources
from terminal.visit.events import Language, Theme

SCALE = 0.25
SHOTS = (
    Shot("idle"),
    Shot("sign"),
    Shot("confirm"),
    Shot("matter", Theme.HIGH_CONTRAST),
    Shot("ticket", Theme.DARK),
    Shot("called"),
    Shot("evaluating_chosen"),
    Shot("choosing", Theme.ELDERLY),
    Shot("timeout", language=Language.EN),
    Shot("booking_times", size=LANDSCAPE),
    Shot("choosing", low=True),
    Shot("checkin_code"),
    Shot("checkin_early", Theme.ELDERLY),
    Shot("checkin_cancel", Theme.ELDERLY),
    Shot("ticket_booked"),
    Shot("comeback_which", language=Language.EN, size=LANDSCAPE),
    Shot("comeback_mine", Theme.ELDERLY, size=LANDSCAPE),
    Shot("waiting"),
    Shot("waiting", Theme.ELDERLY, size=LANDSCAPE),
    Shot("remote_called"),
    Shot("remote_called_read", size=LANDSCAPE),
    Shot("remote_called_waiting", Theme.ELDERLY),
    Shot("conversing", Theme.ELDERLY),
)


@pytest.mark.parametrize("shot", SHOTS, ids=[shot.name for shot in SHOTS])
def test_the_screen_looks_as_agreed(shot: Shot, tmp_path: Path) -> None:
    picture = draw(shot, examples()[shot.screen], LiveSources(), SCALE)
    same(picture, f"visitor_{shot.name}", tmp_path)


def test_a_strip_more_is_seen() -> None:
    """The comparison can fail: the same screen with its help strip is not the screen without."""
    with_strip = draw(Shot("help"), examples()["help"], LiveSources(), SCALE)
    without = draw(Shot("confirm"), examples()["confirm"], LiveSources(), SCALE)
    assert difference(with_strip, without)[0] > MOST


def test_portrait_and_landscape_are_different_layouts() -> None:
    upright = draw(Shot("idle", size=PORTRAIT), examples()["idle"], LiveSources(), SCALE)
    lying = draw(Shot("idle", size=LANDSCAPE), examples()["idle"], LiveSources(), SCALE)
    assert upright.shape == (480, 270, 3)
    assert lying.shape == (270, 480, 3)
