"""The example adapter: the terminal's own client against a hall whose numbers come from another machine."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn

from hall.app import build
from hall.check.answers import checked
from hall.content import load_content
from hall.examples.adapter import QueueAdapter
from hall.examples.queue_machine import QueueMachine
from hall.house import House
from hall.settings import HallSettings
from hall.setup import prepare, write_keys
from terminal.services import HallClient, Ok, Refused, intent_key


class Set:
    """Machine, adapter and hall, wired together."""

    def __init__(self, folder: Path) -> None:
        self.machine = QueueMachine()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.server = uvicorn.Server(uvicorn.Config(self.machine.app(), log_level="error"))
        self.thread = threading.Thread(target=self.server.run, args=([self.listening],))
        self.thread.start()
        port = self.listening.getsockname()[1]
        self.adapter = QueueAdapter(httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False), {"B": "03"})
        settings = HallSettings(data=folder, test_mode=True, clock="2026-11-23T10:00:00+08:00")
        self.house = House.open(settings, load_content())
        self.house.handlers = self.adapter.handlers()
        prepare(self.house)
        write_keys(self.house, folder / "keys.json", "http://hall")
        self.keys = json.loads((folder / "keys.json").read_text("utf-8"))
        self.transport = httpx.ASGITransport(build(self.house))

    def client(self) -> HallClient:
        return HallClient("http://hall", self.keys["terminal"], transport=self.transport)


@pytest.fixture
def wired(tmp_path: Path) -> Iterator[Set]:
    made = Set(tmp_path)
    yield made
    made.server.should_exit = True
    made.thread.join(10)
    made.listening.close()
    made.house.database.close()


def test_a_number_of_the_machine_is_a_ticket_of_the_contract(wired: Set) -> None:
    async def run() -> None:
        async with wired.client() as terminal:
            key = intent_key()
            first = await terminal.take_ticket(key, zone_id="B")
            again = await terminal.take_ticket(key, zone_id="B")
            other = await terminal.take_ticket(intent_key(), zone_id="B")
            assert isinstance(first, Ok)
            assert isinstance(again, Ok)
            assert isinstance(other, Ok)
            assert (first.value.number, again.value.number, other.value.number) == ("B0001", "B0001", "B0002")
            assert (other.value.ahead, other.value.wait is not None and other.value.wait.measured) == (1, False)
            read = await terminal.ticket(first.value.id)
            assert isinstance(read, Ok)
            assert isinstance(await terminal.take_ticket(intent_key(), zone_id="A"), Refused)

    asyncio.run(run())
    assert len(wired.machine.rows) == 2


def test_a_repetition_that_never_reached_our_memory_still_gets_one_number(wired: Set) -> None:
    """The machine gave a number, our answer was lost with our transaction: the serial finds it again."""
    wired.machine.take("0123456789abcdef0123", "03")

    async def run() -> None:
        async with wired.client() as terminal:
            answer = await terminal.take_ticket("0123456789abcdef0123", zone_id="B")
            assert isinstance(answer, Ok)
            assert answer.value.number == "B0001"

    asyncio.run(run())


def test_the_machines_states_are_told_in_the_contracts_words_and_as_events(wired: Set) -> None:
    async def run() -> None:
        async with wired.client() as terminal:
            taken = await terminal.take_ticket(intent_key(), zone_id="B")
            assert isinstance(taken, Ok)
            for state, window in ((1, 5), (2, 0), (4, 0)):
                wired.machine.set(0, state, window)
                wired.adapter.take_changes(wired.house)
            read = await terminal.ticket(taken.value.id)
            assert isinstance(read, Ok)
            assert (read.value.state, read.value.window_id) == ("finished", "w5")
            assert isinstance(await terminal.leave(taken.value.id), Refused)

    asyncio.run(run())
    told = [(event.type, event.data["state"]) for event in wired.house.hub.after(0)]
    assert told == [("ticket.called", "called"), ("ticket.changed", "processing"), ("ticket.changed", "finished")]


def test_every_answer_of_the_adapter_keeps_the_contract(wired: Set) -> None:
    async def run() -> None:
        headers = {"Authorization": f"Bearer {wired.keys['terminal']}", "Idempotency-Key": "0123456789abcdef"}
        async with httpx.AsyncClient(base_url="http://hall", transport=wired.transport, headers=headers) as http:
            ticket = checked(await http.post("/v1/tickets", json={"zone_id": "B"})).body
            checked(await http.get(f"/v1/tickets/{ticket['id']}"))
            assert checked(await http.get("/v1/tickets/v-99")).code == "not_found"
            checked(await http.delete(f"/v1/tickets/{ticket['id']}"))

    asyncio.run(run())
