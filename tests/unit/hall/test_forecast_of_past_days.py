"""The forecast is made of past days: a day that is not over is none of them."""

from __future__ import annotations

from hall.check.desk import Desk


def test_a_morning_is_no_past_day_for_tomorrow(desk: Desk) -> None:
    """Whoever asked first in the morning fixed tomorrow's forecast, and tomorrow's best time, to one visitor."""
    desk.ticket()
    early = desk.terminal.get("/v1/load/forecast", params={"date": "2026-11-24"}).body
    assert early["basis"] == {"method": "assumed", "days": 0}
    for _ in range(3):
        desk.ticket()
    desk.at("2026-11-24T08:30:00")
    today = desk.terminal.get("/v1/load/forecast", params={"date": "2026-11-24"}).body
    assert today["basis"] == {"method": "past_days", "days": 1}
    [ten] = [bar for bar in today["bars"] if bar["start"].endswith("T10:00:00+08:00")]
    assert ten["waiting"] == 4
