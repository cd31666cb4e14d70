"""A hall with a certificate of its own: requests, events and the call's signalling trust it by `ca_file` only."""

from __future__ import annotations

import asyncio
import queue
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hall.cert import AUTHORITY, CERTIFICATE, KEY, make
from hall.embedded import RunningHall, running_hall
from terminal.call.desk import Desk
from terminal.call.signalling import Room
from terminal.call.wishes import CallParts, Dial
from terminal.links.hall import HallLink
from terminal.links.reach import HallAccess
from terminal.runtime.settings import NO_HALL, HallSettings, Loaded, Settings, TerminalSettings
from terminal.services import Away, Ok, TrustError
from terminal.start import trusting
from terminal.visit.effects import TakeTicket
from terminal.visit.events import Event, HallReachable, TicketIssued

WAIT_S = 30.0


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("certificate"), ["127.0.0.1"])


@pytest.fixture(scope="module")
def secure(tls: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHall]:
    more = ("--cert", str(tls / CERTIFICATE), "--key", str(tls / KEY))
    with running_hall(tmp_path_factory.mktemp("hall"), clock="2026-11-23T10:00:00+08:00", more=more) as started:
        assert started.url.startswith("https://")
        yield started


def access(hall: RunningHall, ca_file: str) -> HallAccess:
    keys = hall.keys
    return HallAccess(hall.url, keys["terminal"], keys["clerk"], keys["terminal_id"], "3", ca_file)


def parts(hall: RunningHall, ca_file: str) -> CallParts:
    size = (320, 240)
    keys = hall.keys["terminal"], hall.keys["clerk"]
    return CallParts(hall.url, *keys, "", size, "", "", size, "clips:", "recorder:", ca_file=ca_file)


def heard(said: queue.Queue[Event], kind: type[Event]) -> Event:
    until = time.monotonic() + WAIT_S
    while True:
        event = said.get(timeout=max(0.1, until - time.monotonic()))
        if isinstance(event, kind):
            return event


def test_the_terminals_link_trusts_the_named_authority_only(secure: RunningHall, tls: Path, tmp_path: Path) -> None:
    reachable = {}
    for name, ca_file in (("own", str(tls / AUTHORITY)), ("stranger", "")):
        said: queue.Queue[Event] = queue.Queue()
        link = HallLink(access(secure, ca_file), said.put, tmp_path / name)
        try:
            first = heard(said, HallReachable)
            assert isinstance(first, HallReachable)
            reachable[name] = first.reachable
            if ca_file:
                link.perform(TakeTicket(effect_id="v-1", matter_id="", zone_id="A", talk_way="touch"))
                assert isinstance(heard(said, TicketIssued), TicketIssued)
        finally:
            link.close()
    assert reachable == {"own": True, "stranger": False}


def test_the_calls_requests_and_its_signalling_are_encrypted_and_checked(secure: RunningHall, tls: Path) -> None:
    async def call() -> None:
        stranger = Desk(parts(secure, ""))
        assert isinstance(await stranger.open(Dial("v-call-stranger")), Away)
        desk = Desk(parts(secure, str(tls / AUTHORITY)))
        opened = await desk.open(Dial("v-call-own"))
        assert isinstance(opened, Ok), opened
        _, ticket = opened.value
        assert ticket.url.startswith("wss://")
        heard: list[str] = []
        up = asyncio.Event()

        async def note(message: object) -> None:
            heard.append(str(message))

        async def renew() -> None:
            return None

        strange = Room(replace(ticket), renew, note, lambda _: pytest.fail("joined without trust"), stranger.tls)
        running = [asyncio.create_task(strange.run())]
        await asyncio.sleep(1.0)
        room = Room(ticket, renew, note, lambda on: up.set() if on else None, desk.tls)
        running.append(asyncio.create_task(room.run()))
        async with asyncio.timeout(WAIT_S):
            await up.wait()
        assert "visitor" in heard[0]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await desk.end("visitor_left")
        await desk.aclose()
        await stranger.aclose()

    asyncio.run(call())


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_an_authority_that_cannot_be_read_is_told_at_the_start(
    secure: RunningHall, tmp_path: Path, content: str | None
) -> None:
    named = tmp_path / "authority.pem"
    if content is not None:
        named.write_text(content)
    with pytest.raises(TrustError, match="hall-ca-unreadable"):
        HallLink(access(secure, str(named)), lambda _: None, tmp_path / "outbox")


def test_a_terminal_that_cannot_trust_its_hall_starts_without_it_and_says_why(tmp_path: Path) -> None:
    """The start ended there, again and again, and both screens stayed black."""
    hall = HallSettings(url="https://hall.example", ca_file=str(tmp_path / "gone.pem"))
    loaded = trusting(Loaded(Settings(hall=hall, terminal=TerminalSettings(window="3"))))
    assert (loaded.settings.hall.url, loaded.settings.terminal.window) == (NO_HALL, "3")
    assert "hall-ca-unreadable" in loaded.problems[0]
    assert trusting(Loaded(Settings())) == Loaded(Settings())
