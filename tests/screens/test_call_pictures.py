"""Pictures of the call: waiting with offers, nobody there, the question of the hand-over, a broken line at the desk."""

from __future__ import annotations

from pathlib import Path

import pytest
from staff_compare import MOST, difference, same
from test_staff_pictures import picture_of

from terminal.ui.examples import examples
from terminal.ui.gallery import LANDSCAPE, Shot, draw
from terminal.ui.live import LiveSources
from terminal.ui.staff.examples import staff_examples
from terminal.visit.events import Theme

SCALE = 0.25
SHOTS = (
    Shot("remote_offers"),
    Shot("remote_nobody", Theme.ELDERLY),
    Shot("remote_hand_over", size=LANDSCAPE),
    Shot("message_consent"),
    Shot("message_sent", Theme.ELDERLY, size=LANDSCAPE),
)


@pytest.mark.parametrize("shot", SHOTS, ids=[shot.name for shot in SHOTS])
def test_the_visitors_screen_looks_as_agreed(shot: Shot, tmp_path: Path) -> None:
    same(draw(shot, examples()[shot.screen], LiveSources(), SCALE), f"visitor_{shot.name}", tmp_path)


def test_the_clerks_screen_says_what_is_broken(tmp_path: Path) -> None:
    same(picture_of(staff_examples()["staff_call_lost"]), "staff_call_lost", tmp_path)


def test_a_broken_line_looks_unlike_a_call() -> None:
    examples_ = staff_examples()
    share, _ = difference(picture_of(examples_["staff_call_lost"]), picture_of(examples_["staff_remote"]))
    assert share > MOST
