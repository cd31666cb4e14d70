"""Due work is looked at every second for as long as the hall runs: it must not read every row that is kept.

After a month of a busy hall's tickets and bookings each second's look held the one writer of SQLite for half of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from hall.clock import SHANGHAI
from hall.content import load_content
from hall.due.steward import PARTS
from hall.house import House
from hall.settings import HallSettings
from hall.setup import prepare

GROW = ("tickets", "appointments", "services", "evaluations", "sessions", "help_calls", "audit", "events", "remembered")
"""Tables with a row or more for every visitor, kept for weeks or years."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    settings = HallSettings(data=tmp_path)
    made = House.open(settings, load_content(settings.content))
    prepare(made)
    yield made
    made.database.close()


def _reads_much(step: str, statement: str) -> bool:
    """The whole table, or all of it that is older than a moment where that is not what goes. The index of evaluations
    with a contact holds no others."""
    goes = statement.startswith("DELETE") or "evaluations_contact" in step
    older = not goes and re.search(r" \(\w+<\?\)$", step) is not None
    return step in [f"SCAN {table}" for table in GROW] or (older and step.split()[1] in GROW)


def _turn(house: House, part: str, now: datetime, session: Session) -> None:
    PARTS[part](house, session, now, False)


@pytest.mark.parametrize("part", PARTS)
def test_no_turn_of_due_work_reads_a_whole_table(house: House, part: str) -> None:
    now = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
    scans: list[str] = []

    def planned(connection: Connection, _cursor: object, statement: str, values: object, *_: object) -> None:
        if statement.startswith(("EXPLAIN", "BEGIN", "PRAGMA")):
            return
        plan = connection.connection.cursor()
        plan.execute(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]
        steps = [str(row[3]) for row in plan.fetchall()]
        scans.extend(f"{step}: {statement}" for step in steps if _reads_much(step, statement))

    event.listen(house.database._engine, "before_cursor_execute", planned)
    for moment in (now, now + timedelta(seconds=1)):
        house.database.write(partial(_turn, house, part, moment))
    assert not scans, "\n".join(scans)
