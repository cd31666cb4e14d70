"""A disk that is full: told as unavailable, nothing half-written, and it goes on by itself when there is room."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, select
from sqlalchemy.engine import Engine
from starlette.testclient import TestClient

from hall.app import build
from hall.check.answers import checked
from hall.content import load_content
from hall.house import House
from hall.settings import HallSettings
from hall.setup import prepare, write_keys
from hall.storage.tables.feedback import Enquiry
from hall.storage.tables.operation import AuditLine, Counter, EventRow, Head, Remembered

CLOCK = "2026-11-23T10:00:00+08:00"
ROOMY = 1_000_000


class Disk:
    """A hall in this process whose database may not grow beyond so many pages."""

    def __init__(self, house: House, http: TestClient) -> None:
        self.house, self.http, self.pages = house, http, ROOMY

    def full(self) -> None:
        with self.house.database.reading() as session:
            self.pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()

    def ask(self, number: int) -> Any:
        body = {"kind": "question", "text": f"第{number}个问题" + "长" * 1_500, "reply_way": "screen"}
        key = {"Idempotency-Key": f"0123456789abcdef-{number}"}
        return checked(self.http.post("/v1/enquiries", json=body, headers=key))

    def rows(self) -> dict[str, int]:
        with self.house.database.reading() as session:
            counted = {
                table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
                for table in (Enquiry, Remembered, AuditLine, EventRow, Counter)
            }
            head = session.scalars(select(Head)).one()
            assert head.audit_seq == counted["audit"]
            return counted


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    settings = HallSettings(data=tmp_path, test_mode=True, clock=CLOCK)
    house = House.open(settings, load_content())
    prepare(house)
    write_keys(house, tmp_path / "keys.json", "http://hall.invalid")
    key = json.loads((tmp_path / "keys.json").read_text("utf-8"))["terminal"]
    with TestClient(build(house), headers={"Authorization": f"Bearer {key}"}) as http:
        made = Disk(house, http)

        def limit(connection: Connection) -> None:
            if str(tmp_path) in str(connection.engine.url):
                connection.exec_driver_sql(f"PRAGMA max_page_count={made.pages}")

        event.listen(Engine, "begin", limit)
        try:
            yield made
        finally:
            made.pages = ROOMY
            event.remove(Engine, "begin", limit)


def test_a_full_disk_is_told_and_nothing_is_half_written(disk: Disk) -> None:
    assert disk.ask(0).status == 201
    disk.full()
    taken, number = 1, 0
    while True:  # the last free places of the last pages may still take some
        number += 1
        before = disk.rows()
        got = disk.ask(number)
        if got.status != 201:
            break
        taken += 1
        assert number < 200
    assert (got.status, got.code) == (503, "unavailable")
    assert int(got.headers["retry-after"]) >= 1
    assert disk.rows() == before
    assert checked(disk.http.get("/v1/hall")).status == 200, "questions are still answered"
    assert disk.ask(number).status == 503
    assert checked(disk.http.get("/v1/windows")).status == 200
    disk.pages = ROOMY
    again = disk.ask(number)
    assert again.status == 201, "the same key works when there is room"
    assert again.body["number"].endswith(f"{taken + 1:03d}"), "no number was used up"
    assert disk.rows()["enquiries"] == taken + 1
