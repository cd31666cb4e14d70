"""A list of sessions loads one page of those that the asker may see, however many lie there from thirty days."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, inspect, select, text
from starlette.testclient import TestClient

from hall.app import build
from hall.content import load_content
from hall.desk import sessionview
from hall.house import House
from hall.keys import Caller, issue
from hall.rules import dispatch
from hall.settings import HallSettings
from hall.setup import prepare
from hall.storage.tables.talks import RemoteSession

CLOCK = "2026-11-23T10:00:00+08:00"
STATES = (*dispatch.WAITING, *dispatch.LIVE, *dispatch.OVER)
MANY = 320


def rows(now: object) -> Iterator[RemoteSession]:
    """Sessions of every state, some of them of in-1, some rung at, some being handed over to."""
    for number in range(MANY):
        theirs = "in-1" if number % 5 == 0 else "in-2"
        yield RemoteSession(
            id=f"rs-{number}", place_no=number, state=STATES[number % len(STATES)], terminal_id="t-1", place="-",
            requested_at=now, waiting_since=now, wanted={}, video=True, briefing={}, offers=[], rung=[], joined={},
            clerks=[], interpreter_id=theirs, second_id="in-1" if number % 7 == 0 else None,
            ringing="in-1" if number % 11 == 0 else None,
            hand_over={"to": "in-1", "state": "asked"} if number % 13 == 0 else None,
        )  # fmt: skip


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House.open(HallSettings(data=tmp_path, test_mode=True, clock=CLOCK), load_content())
    prepare(house)
    house.database.write(lambda session: session.add_all(rows(house.clock.now())))
    yield house
    house.database.close()


@pytest.fixture
def loaded() -> Iterator[list[object]]:
    """Every session that is read from a database meanwhile."""
    seen: list[object] = []

    def note(talk: object, _: object) -> None:
        seen.append(talk)

    event.listen(RemoteSession, "load", note)
    yield seen
    event.remove(RemoteSession, "load", note)


@pytest.mark.parametrize("scope", ["admin", "interpreter", "clerk"])
def test_a_page_loads_itself_and_pages_miss_nobody(house: House, loaded: list[object], scope: str) -> None:
    caller = Caller("k", scope, "in-1" if scope == "interpreter" else "0215")
    with house.database.reading() as session:
        everyone = session.scalars(select(RemoteSession).order_by(RemoteSession.place_no)).all()
        expected = [talk.id for talk in everyone if sessionview.may_see(talk, caller) and talk.state != "finished"]
    key = issue(house.database.url, scope, caller.owner)
    found, cursor = [], ""
    wanted = "".join(f"&state={state}" for state in STATES if state != "finished")
    with TestClient(build(house), headers={"Authorization": f"Bearer {key}"}) as http:
        while True:
            loaded.clear()
            page = http.get(f"/v1/remote-sessions?limit=50{wanted}{cursor}").json()
            assert len(loaded) <= 51
            found += [talk["id"] for talk in page["items"]]
            if "next_cursor" not in page:
                break
            cursor = f"&cursor={page['next_cursor']}"
    assert found == expected


def test_a_database_of_before_gets_the_index(house: House) -> None:
    house.database.write(lambda session: session.execute(text("DROP INDEX sessions_state")))
    house.database.create()
    with house.database.reading() as session:
        assert "sessions_state" in {index["name"] for index in inspect(session.connection()).get_indexes("sessions")}
