"""The slip with the code that opens the answer to a signed message, through the printer that writes files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from content.matters import load
from content.reading import Text
from hardware.printer import printer_from
from terminal.slips import Slips
from terminal.visit.effects import PrintAnswerCode
from terminal.visit.events import DeviceChanged, Event, Language, Status
from terminal.visit.state import State

CODE = "https://hall.example/answer#vm-1.abcdefgh"


@pytest.mark.parametrize(
    ("language", "said"), [(Language.ZH, "谁有这张纸，谁就能看"), (Language.EN, "Whoever has this")]
)
def test_the_slip_holds_the_code_and_says_who_can_use_it_how_long(
    tmp_path: Path, language: Language, said: str
) -> None:
    troubles: list[Event] = []
    slips = Slips(printer_from(f"folder:{tmp_path}"), load(), Text(zh="大厅", en="Hall"), troubles.append)
    state = State()
    state = state.with_visit(comfort=replace(state.visit.comfort, language=language))
    effect = PrintAnswerCode(
        effect_id="e-1",
        number="V20261124-001",
        due="2026-11-25T17:00:00+08:00",
        delete_at="2026-12-01T17:00:00+08:00",
        address=CODE,
    )
    slips.print(effect, state)
    slips.close(timeout_s=30.0)
    (written,) = tmp_path.glob("*.txt")
    text = written.read_text("utf-8")
    for part in (CODE, "V20261124-001", "2026-11-25 17:00", "2026-12-01 17:00", said):
        assert part in text
    assert [trouble.status for trouble in troubles if isinstance(trouble, DeviceChanged)] == [Status.SIMULATED]
