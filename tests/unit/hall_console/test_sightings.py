"""An interpreter whose machine and hall process died together: the session does not stay open for ever."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from hall.due import sightings
from hall.storage.database import Database
from hall.storage.tables.talks import RemoteSession, Sighting

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
WALL_S = 1_000_000.0


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path / 'hall.db'}")
    made.create()
    made.write(lambda session: session.add(_talk()))
    made.write(lambda session: sightings.came(session, "rs-1", WALL_S))
    yield made
    made.close()


def _talk() -> RemoteSession:
    return RemoteSession(
        id="rs-1", place_no=1, state="processing", terminal_id="t-1", place="1", requested_at=NOW, waiting_since=NOW,
        wanted={}, video=True, briefing={}, rung=[], offers=[], interpreter_id="i-1", clerks=[],
        joined={"visitor": True, "interpreter": True}, live_since=NOW,
    )  # fmt: skip


def _swept(database: Database, after_s: float) -> tuple[list[str], list[str]]:
    """Types of the events and sessions that are told, so long after the last sign of life."""
    moment = NOW + timedelta(seconds=after_s)
    events, told = database.write(lambda session: sightings.sweep(session, moment, WALL_S + after_s))
    return [event.type for event in events], [session_id for session_id, _ in told]


def _state(database: Database) -> tuple[bool, datetime | None]:
    with database.reading() as session:
        talk = session.get_one(RemoteSession, "rs-1")
        return talk.joined["interpreter"], talk.gone_since


def test_a_socket_that_nobody_vouches_for_is_lost(database: Database) -> None:
    assert _swept(database, sightings.UNSEEN_S - 1) == ([], [])
    assert _state(database) == (True, None)
    assert _swept(database, sightings.UNSEEN_S + 1) == (["session.changed"], ["rs-1"])
    assert _state(database) == (False, NOW + timedelta(seconds=sightings.UNSEEN_S + 1))
    assert _swept(database, sightings.UNSEEN_S + 60) == ([], []), "it is lost once"


def test_a_socket_that_is_vouched_for_stays(database: Database) -> None:
    for after_s in range(0, 300, int(sightings.EVERY_S)):
        database.write(lambda session, at=WALL_S + after_s: sightings.still_here(session, ["rs-1"], at))
        assert _swept(database, after_s + 1) == ([], [])


def test_a_socket_that_left_by_itself_is_not_swept(database: Database) -> None:
    gone_since = NOW + timedelta(seconds=5)

    def leaves(session: Session) -> None:
        session.get_one(RemoteSession, "rs-1").gone_since = gone_since
        sightings.left(session, "rs-1")

    database.write(leaves)
    assert _swept(database, 100) == ([], [])
    assert _state(database)[1] == gone_since


def test_a_process_that_was_too_busy_to_vouch_gets_its_interpreter_back(database: Database) -> None:
    _swept(database, sightings.UNSEEN_S + 1)
    events, told = database.write(lambda session: sightings.still_here(session, ["rs-1"], WALL_S + 40))
    assert _state(database) == (True, None)
    assert [event.type for event in events] == ["session.changed"]
    [(session_id, participants)] = told
    assert (session_id, participants[0]["joined"]) == ("rs-1", True), "the visitor went on reading that nobody is there"
    assert database.write(lambda session: sightings.still_here(session, ["rs-1"], WALL_S + 41)) == ([], [])
    assert _swept(database, 50) == ([], [])


def test_nobody_is_lost_because_the_hall_slept_or_its_clock_was_set(database: Database) -> None:
    asleep_s = 3 * sightings.UNSEEN_S
    database.write(lambda session: sightings.excuse(session, WALL_S + asleep_s + 1, asleep_s))
    assert _swept(database, asleep_s + 1) == ([], [])
    assert _swept(database, asleep_s + sightings.UNSEEN_S + 2)[1] == ["rs-1"], "who is silent from then on is"


def test_a_session_that_is_over_is_forgotten(database: Database) -> None:
    def ends(session: Session) -> None:
        session.get_one(RemoteSession, "rs-1").state = "pending"

    database.write(ends)
    assert _swept(database, 100) == ([], [])
    with database.reading() as session:
        assert session.get(Sighting, "rs-1") is None
