"""Several processes of one hall on PostgreSQL: their signalling rooms are one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from hall.check.callers import Load, Simulation
from hall.check.desk import MONDAY, Desk, Person
from hall.check.postgres import binaries, own_server
from hall.check.talks import ask, close_code, join, live, ready, seat_token, until
from hall.embedded import RunningHall, running_hall

pytestmark = pytest.mark.postgres
# Longer than a notification may be: an SDP with many candidates.
LONG_SDP = "v=0\r\n" + "a=candidate:1 1 udp 2122260223 192.0.2.1 54321 typ host 中\r\n" * 300


class Pair:
    """Two processes of one hall: the desk of the first, and the same people at the second."""

    def __init__(self, first: Desk, second: Desk) -> None:
        self.desk, self._second = first, second

    def begin(self) -> None:
        self.desk.begin()
        self._second.at(f"{MONDAY}T10:00:00")

    def there(self, person: Person) -> Person:
        return Person(self._second.http, person.secret, person.owner)

    def live(self) -> str:
        """A running session; its path."""
        return live(self.desk, self.there(self.desk.interpreters[0]))


@pytest.fixture(scope="module")
def three_halls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[RunningHall]]:
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed: apt install postgresql")
    with ExitStack() as stack:
        url = stack.enter_context(own_server())
        yield [stack.enter_context(running_hall(tmp_path_factory.mktemp("hall"), database=url)) for _ in range(3)]


@pytest.fixture(scope="module")
def halls(three_halls: list[RunningHall]) -> Pair:
    first, second = (Desk(hall.url, hall.keys["admin"]) for hall in three_halls[:2])
    return Pair(first, second)


@pytest.fixture
def pair(halls: Pair) -> Pair:
    halls.begin()
    return halls


def test_of_many_calls_at_once_none_is_lost_and_none_given_twice(three_halls: list[RunningHall]) -> None:
    load = Load(interpreters=20, calls=60, calls_per_hour=200, compressed=150, not_noticed=0)
    urls = [hall.url for hall in three_halls]
    outcome = asyncio.run(Simulation(urls, three_halls[0].keys["admin"], load).run())
    assert len(outcome.asked_at) == len(outcome.taken) == 60
    assert (outcome.unfinished, outcome.doubled, outcome.failed) == ([], [], [])


def test_messages_reach_the_other_process_in_order_also_long_ones(pair: Pair) -> None:
    path = pair.live()
    with ExitStack() as stack:
        visitor = join(stack, seat_token(pair.desk.terminal, path, "visitor"))
        interpreter = join(stack, seat_token(pair.there(pair.desk.interpreters[0]), path, "interpreter"))
        assert {p["role"]: p["joined"] for p in until(visitor, "joined")["participants"]}["interpreter"]
        interpreter.send(json.dumps({"type": "offer", "to": "visitor", "sdp": LONG_SDP}))
        for number in range(20):
            interpreter.send(json.dumps({"type": "candidate", "to": "visitor", "candidate": {"candidate": number}}))
        assert until(visitor, "offer") == {"type": "offer", "to": "visitor", "from": "interpreter", "sdp": LONG_SDP}
        heard = [until(visitor, "candidate")["candidate"]["candidate"] for _ in range(20)]
        assert heard == list(range(20))
        visitor.send(json.dumps({"type": "text", "text": "身份证", "client_seq": 1}))
        assert until(interpreter, "text")["seq"] == until(visitor, "text")["seq"] == 1


def test_a_newer_socket_in_another_process_replaces_the_older(pair: Pair) -> None:
    path = pair.live()
    with ExitStack() as stack:
        older = join(stack, seat_token(pair.desk.terminal, path, "visitor"))
        newer = join(stack, seat_token(pair.there(pair.desk.terminal), path, "visitor"))
        assert close_code(older) == 4409
        interpreter = join(stack, seat_token(pair.desk.interpreters[0], path, "interpreter"))
        interpreter.send(json.dumps({"type": "quality", "to": "visitor", "fps": 25}))
        assert until(newer, "quality")["fps"] == 25


def test_the_end_closes_the_sockets_of_every_process(pair: Pair) -> None:
    path = pair.live()
    with ExitStack() as stack:
        visitor = join(stack, seat_token(pair.desk.terminal, path, "visitor"))
        interpreter = join(stack, seat_token(pair.there(pair.desk.interpreters[0]), path, "interpreter"))
        pair.there(pair.desk.clerk).post(f"{path}/end", {"reason": "done"})
        assert (close_code(visitor), close_code(interpreter)) == (4410, 4410)


def test_what_happens_in_one_process_is_told_by_the_streams_of_the_other(pair: Pair) -> None:
    with pair.there(pair.desk.interpreters[0]).events(query="?types=session.ringing&types=snapshot") as events:
        assert next(events)[1] == "snapshot"
        ready(pair.desk.interpreters[0])
        ask(pair.desk.terminal)
        assert next(events)[1] == "session.ringing"
