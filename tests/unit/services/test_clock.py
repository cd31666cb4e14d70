"""The terminal's clock against the hall's: the way to the hall is not counted, what is more than 5 s apart is told."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from terminal.links.health import clock_told
from terminal.visit.events import Status

HALL = "2026-11-23T10:00:00+08:00"


@pytest.mark.parametrize(
    ("sent_s", "took_s", "status"),
    [(0.0, 0.0, Status.OK), (-2.0, 4.0, Status.OK), (-5.0, 0.0, Status.OK), (6.0, 0.0, Status.FAULT)],
)
def test_only_what_is_more_than_five_seconds_apart_is_told(sent_s: float, took_s: float, status: Status) -> None:
    sent = datetime.fromisoformat(HALL) + timedelta(seconds=sent_s)
    assert clock_told(sent, took_s, HALL).status is status


def test_it_says_by_how_much_and_which_way() -> None:
    sent = datetime.fromisoformat("2026-11-23T01:58:50+00:00")
    assert clock_told(sent, 2.0, HALL).detail == "-69 s"
