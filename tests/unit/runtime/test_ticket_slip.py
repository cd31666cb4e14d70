"""The slip of a number, through the printer that writes files."""

from __future__ import annotations

from pathlib import Path

from content.matters import load
from content.reading import Text
from hardware.printer import printer_from
from terminal.slips import Slips
from terminal.visit.effects import PrintBooking, PrintTicket
from terminal.visit.state import State


def printed(folder: Path, window: str) -> str:
    """What stands on the slip of D027."""
    slips = Slips(printer_from(f"folder:{folder}"), load(), Text(zh="大厅", en="Hall"), lambda event: None)
    slip = {"number": "D027", "zone_zh": "社保医保区", "ahead": 2, "matter_id": "id_card_lost"}
    slips.print(PrintTicket(effect_id="e-1", **slip, window=window), State())
    slips.close(timeout_s=30.0)
    (written,) = folder.glob("*.txt")
    return written.read_text("utf-8")


def test_a_number_that_was_sent_on_says_where_to_go(tmp_path: Path) -> None:
    text = printed(tmp_path, "5")
    for part in ("D027", "请到 5 号窗口", "前面还有 2 人"):
        assert part in text


def test_a_new_number_names_no_window(tmp_path: Path) -> None:
    assert "号窗口" not in printed(tmp_path, "")


def test_a_booked_time_is_on_paper_with_its_code_place_and_what_to_bring(tmp_path: Path) -> None:
    slips = Slips(printer_from(f"folder:{tmp_path}"), load(), Text(zh="大厅", en="Hall"), lambda event: None)
    booked = {"starts": "2026-11-26T10:30:00+08:00", "code": "40718825", "matter_id": "id_card_lost"}
    slips.print(PrintBooking(effect_id="e-1", **booked), State())
    slips.close(timeout_s=30.0)
    (written,) = tmp_path.glob("*.txt")
    text = written.read_text("utf-8")
    lines = text.splitlines()
    assert lines[:2] == ["大厅", "10:30"]
    for part in (
        "11 月 26 日 周四 上午\n",
        "预约码 40718825",
        "到公安出入境区",
        "请带好",
        "来不了，请用预约码取消",
    ):
        assert part in text
    assert "40718825" in lines, "the code for the scanner"
