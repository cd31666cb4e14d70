"""How many tickets and bookings a second the hall carries, and whether any is lost or doubled.

    ./wuai bench hall_load                      SQLite, one process
    ./wuai bench hall_load --postgres --processes 3
    ./wuai bench hall_load --kill               kill -9 in the middle of 1,000 bookings, start again, finish

A busy hall's peak is 0.33 tickets a second (6,000 a day); the goal is 200 times that on one process.
The clients run on the same machine and take their share of it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from hall.check.postgres import own_server
from hall.embedded import RunningHall, running_hall

CLOCK = "2026-11-23T09:30:00+08:00"
BOOKINGS_OF_THE_KILL = 1_000
PEAK_HZ = 6_000 / (5 * 3600)


class Line:
    """A kept connection that speaks just enough HTTP/1.1: the client should cost little."""

    def __init__(self, url: str, key: str) -> None:
        self._host, _, port = url.removeprefix("http://").partition(":")
        self._port, self._key = int(port), key
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, body: Any = None, intent: str | None = None) -> tuple[int, Any]:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        raw = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self._key}\r\n"
        head += f"Content-Length: {len(raw)}\r\n"
        head += "Content-Type: application/json\r\n" if raw else ""
        head += f"Idempotency-Key: {intent}\r\n" if intent else ""
        try:
            self._writer.write(head.encode() + b"\r\n" + raw)
            return await self._answer()
        except (OSError, asyncio.IncompleteReadError, ValueError):
            self.close()
            raise ConnectionError from None

    async def _answer(self) -> tuple[int, Any]:
        assert self._reader is not None
        head = await self._reader.readuntil(b"\r\n\r\n")
        status = int(head[9:12])
        length = next((int(h[15:]) for h in head.lower().split(b"\r\n") if h.startswith(b"content-length:")), 0)
        raw = await self._reader.readexactly(length)
        return status, json.loads(raw) if raw else None

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None


@dataclass
class Tally:
    """Latencies in seconds, and what the hall answered."""

    latencies_s: list[float] = field(default_factory=list)
    cpu_s: float = 0.0
    made: list[Any] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)

    def line(self, name: str, seconds: float) -> str:
        if not self.latencies_s:
            return f"{name}: none"
        ms = sorted(value * 1000 for value in self.latencies_s)
        p99 = ms[min(len(ms) - 1, int(len(ms) * 0.99))]
        rate = len(self.made) / seconds
        return (
            f"{name}: {len(self.made)} made, {rate:.0f}/s ({rate / PEAK_HZ:.0f} x peak), median "
            f"{statistics.median(ms):.1f} ms, p99 {p99:.1f} ms, refused {dict(self.refused)}; "
            f"{1000 * self.cpu_s / len(ms):.1f} ms of CPU each: {len(ms) / self.cpu_s:.0f}/s on a core of its own"
        )


def cpu_s(halls: list[RunningHall]) -> float:
    """Processor time that the halls have used: does not depend on what else the machine is busy with."""
    ticks = 0
    for hall in halls:
        fields = Path(f"/proc/{hall.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def saturate(
    halls: list[RunningHall], clients: int, seconds: float, one: Callable[[Line], Awaitable[tuple[int, Any]]]
) -> Tally:
    """So many clients ask as fast as they are answered."""
    tally, end = Tally(), time.monotonic() + seconds

    async def client(hall: RunningHall) -> None:
        line = Line(hall.url, hall.keys["terminal"])
        while (started := time.monotonic()) < end:
            status, answer = await one(line)
            tally.latencies_s.append(time.monotonic() - started)
            if status == 201:
                tally.made.append(answer)
            else:
                tally.refused[answer["code"]] += 1
        line.close()

    before_s = cpu_s(halls)
    await asyncio.gather(*(client(halls[n % len(halls)]) for n in range(clients)))
    tally.cpu_s = cpu_s(halls) - before_s
    return tally


async def tickets(halls: list[RunningHall], clients: int, seconds: float) -> Tally:
    zones = iter("ABCDEFG" * 1_000_000)

    async def one(line: Line) -> tuple[int, Any]:
        return await line.ask("POST", "/v1/tickets", {"zone_id": next(zones)}, uuid.uuid4().hex)

    tally = await saturate(halls, clients, seconds, one)
    numbers = sorted((ticket["number"][0], int(ticket["number"][1:])) for ticket in tally.made)
    for zone in "ABCDEFG":
        mine = [number for letter, number in numbers if letter == zone]
        assert mine == list(range(1, len(mine) + 1)), f"zone {zone}: numbers lost or doubled"
    return tally


async def bookings(halls: list[RunningHall], clients: int, seconds: float) -> Tally:
    slots = await bookable(halls[0])
    wanted = iter(slots * 3)

    async def one(line: Line) -> tuple[int, Any]:
        slot_id, matter_id = next(wanted)
        return await line.ask(
            "POST", "/v1/appointments", booking(slot_id, matter_id, uuid.uuid4().hex), uuid.uuid4().hex
        )

    tally = await saturate(halls, clients, seconds, one)
    places = Counter(slot_id for slot_id, _ in slots)
    for slot_id, count in Counter(made["slot"]["id"] for made in tally.made).items():
        assert count <= places[slot_id], f"{slot_id}: booked {count} times, {places[slot_id]} places"
    return tally


async def kill_in_the_middle(data: Path) -> str:
    """Send 1,000 bookings, kill the hall after about half, start it again, send all again with the same keys."""
    intents: list[tuple[str, str, str, str]] = []
    answered: dict[str, str] = {}
    with running_hall(data, clock=CLOCK) as hall:
        await open_wide(hall)
        for slot_id, matter_id in (await bookable(hall))[:BOOKINGS_OF_THE_KILL]:
            intents.append((uuid.uuid4().hex, slot_id, matter_id, uuid.uuid4().hex))
        waiting = iter(intents)

        async def client() -> None:
            line = Line(hall.url, hall.keys["terminal"])
            for intent, slot_id, matter_id, person in waiting:
                if len(answered) >= len(intents) // 2:
                    hall.process.kill()
                try:
                    status, made = await line.ask(
                        "POST", "/v1/appointments", booking(slot_id, matter_id, person), intent
                    )
                except ConnectionError:
                    return
                if status == 201:
                    answered[intent] = made["id"]

        await asyncio.gather(*(client() for _ in range(8)))
        before = len(answered)
        assert 0 < before < len(intents), "the hall was not killed in the middle"
    with running_hall(data, clock=CLOCK) as hall:
        line = Line(hall.url, hall.keys["terminal"])
        final = {}
        for intent, slot_id, matter_id, person in intents:
            status, made = await line.ask("POST", "/v1/appointments", booking(slot_id, matter_id, person), intent)
            assert status == 201, made
            final[intent] = made["id"]
            query = {"person": {"ref": reference(person)}}
            _, found = await line.ask("POST", "/v1/appointments/lookup", query)
            assert [item["id"] for item in found["items"]] == [made["id"]], "lost or doubled"
        assert all(final[intent] == kept for intent, kept in answered.items()), "an answered booking was lost"
    return f"kill -9 after {before} of {len(intents)} answered: all {len(final)} there once, none lost, none doubled"


def booking(slot_id: str, matter_id: str, person: str) -> dict[str, Any]:
    return {"slot_id": slot_id, "matter_id": matter_id, "person": {"ref": reference(person)}}


def reference(person: str) -> str:
    return "p1_" + (person * 2)[:43]


async def bookable(hall: RunningHall) -> list[tuple[str, str]]:
    """Every free place of every time: (slot, matter)."""
    line, found = Line(hall.url, hall.keys["terminal"]), []
    for matter_id in ("id_card_lost", "social_card_new", "marriage", "fund_withdraw", "sole_trader", "legal_aid"):
        _, listed = await line.ask("GET", f"/v1/slots?matter_id={matter_id}")
        found += [[(slot["id"], matter_id)] * slot["free"] for slot in listed["items"] if slot["bookable"]]
    line.close()
    return [place for round_ in _rounds(found) for place in round_]


def _rounds(places: list[list[tuple[str, str]]]) -> Iterator[list[tuple[str, str]]]:
    """One place of each time, then the second of each: neighbours in the list want different times."""
    for n in range(max(map(len, places), default=0)):
        yield [times[n] for times in places if n < len(times)]


async def open_wide(hall: RunningHall) -> None:
    line = Line(hall.url, hall.keys["admin"])
    status, answer = await line.ask("POST", "/v1/test/reset", {"rules": {"quota_percent": 100}})
    assert status == 204, answer
    line.close()


async def measure(halls: list[RunningHall], clients: int, seconds: float) -> list[str]:
    await open_wide(halls[0])
    lines = [(await tickets(halls, clients, seconds)).line("tickets", seconds)]
    await open_wide(halls[0])
    return [*lines, (await bookings(halls, clients, seconds)).line("bookings", seconds)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgres", action="store_true", help="a PostgreSQL server of our own instead of SQLite")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--kill", action="store_true")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if options.kill:
            print(asyncio.run(kill_in_the_middle(folder)))
            return
        database = stack.enter_context(own_server()) if options.postgres else None
        halls = [
            stack.enter_context(running_hall(folder / str(n), clock=CLOCK, database=database))
            for n in range(options.processes)
        ]
        kind = "PostgreSQL" if options.postgres else "SQLite"
        print(f"{kind}, {options.processes} process(es), {options.clients} clients, {options.seconds:.0f} s each")
        for line in asyncio.run(measure(halls, options.clients, options.seconds)):
            print(line)


if __name__ == "__main__":
    main()
