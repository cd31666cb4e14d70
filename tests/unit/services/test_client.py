"""The client against a real hall, and against halls that are slow, broken or gone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import httpx

from hall.embedded import RunningHall
from terminal.services import Away, HallClient, Ok, Refused, intent_key, person_ref
from terminal.services.client import evaluation_body
from terminal.services.line import Ask

T = TypeVar("T")
ID = "990000200002290036"


def with_clients(hall: RunningHall, act: Callable[[HallClient, HallClient], Awaitable[T]]) -> T:
    async def run() -> T:
        async with (
            HallClient(hall.url, hall.keys["terminal"]) as terminal,
            HallClient(hall.url, hall.keys["clerk"]) as clerk,
        ):
            return await act(terminal, clerk)

    return asyncio.run(run())


def value(answer: Any) -> Any:
    assert isinstance(answer, Ok), answer
    return answer.value


def test_a_whole_visit_from_number_to_evaluation(hall: RunningHall) -> None:
    async def visit(terminal: HallClient, clerk: HallClient) -> None:
        ticket = value(await terminal.take_ticket(intent_key(), matter_id="id_card_lost", talk_ways=["sign"]))
        assert ticket.number.startswith("A")
        assert ticket.ahead is not None
        assert ticket.wait is not None
        called = value(await clerk.call_next(intent_key(), "w1"))
        assert called.id == ticket.id
        assert called.raw["talk_ways"] == ["sign"]
        arrived = value(await clerk.arrive(intent_key(), ticket.id))
        value(await clerk.finish(intent_key(), ticket.id))
        now = value(await terminal.line.ask(Ask("GET", "/v1/hall")))["now"]
        body = {"outcome": "level", "level": "satisfied", "source": "pad", "stage": "done", "made_at": now}
        rated = body | {"service_id": arrived.service_id}
        given = value(await terminal.line.ask(Ask("POST", "/v1/evaluations", rated, key=intent_key())))
        assert given["given"]

    with_clients(hall, visit)


def test_a_booking_is_made_found_and_cancelled(hall: RunningHall) -> None:
    async def visit(terminal: HallClient, _clerk: HallClient) -> None:
        settings = value(await terminal.settings("t-1"))
        person = person_ref(ID, settings["person_key"])
        assert ID not in str(person)
        free = [slot for slot in value(await terminal.slots("id_card_lost")) if slot.bookable]
        booked = value(await terminal.book(intent_key(), free[-1].id, "id_card_lost", person))
        assert booked.state == "confirmed"
        assert [found.id for found in value(await terminal.lookup(code=booked.code))] == [booked.id]
        assert [found.id for found in value(await terminal.lookup(person=person))] == [booked.id]
        again = await terminal.book(intent_key(), free[-1].id, "id_card_lost", person)
        assert isinstance(again, Refused)
        assert again.code == "per_id_day_limit"
        assert again.zh
        assert value(await terminal.cancel(intent_key(), booked.id)).state == "deleted"

    with_clients(hall, visit)


def test_the_same_key_gives_the_same_number(hall: RunningHall) -> None:
    async def visit(terminal: HallClient, _clerk: HallClient) -> None:
        key = intent_key()
        first = await terminal.take_ticket(key, zone_id="B")
        second = await terminal.take_ticket(key, zone_id="B")
        assert isinstance(second, Ok)
        assert second.replayed
        assert value(first).number == second.value.number

    with_clients(hall, visit)


def test_lists_are_kept_and_told_with_their_age_when_the_hall_goes_away(hall: RunningHall) -> None:
    reachable = True

    async def through(request: httpx.Request) -> httpx.Response:
        if not reachable:
            raise httpx.ConnectError("gone", request=request)
        return await network.handle_async_request(request)

    network = httpx.AsyncHTTPTransport()

    async def run() -> None:
        nonlocal reachable
        transport = httpx.MockTransport(through)
        async with HallClient(hall.url, hall.keys["terminal"], transport=transport) as terminal:
            live = await terminal.matters()
            assert isinstance(live, Ok)
            assert live.age_s == 0
            assert len(live.value) > 40
            unchanged = await terminal.matters()
            assert isinstance(unchanged, Ok)
            assert unchanged.value == live.value
            reachable = False
            kept = await terminal.matters()
            assert isinstance(kept, Ok)
            assert kept.age_s > 0
            assert kept.value == live.value
            assert await terminal.load() == Away("no-connection")

    asyncio.run(run())


def test_a_silent_hall_is_tried_with_the_same_key_and_then_given_up(monkeypatch: Any) -> None:
    """After ten seconds the visitor is told the truth; meanwhile nothing but the one key may go out."""
    keys: list[str] = []
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("terminal.services.line.asyncio.sleep", sleep)

    def refuse(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["idempotency-key"])
        raise httpx.ConnectError("nobody there", request=request)

    async def run() -> None:
        async with HallClient("http://hall.invalid", "k", transport=httpx.MockTransport(refuse)) as terminal:
            answer = await terminal.take_ticket("0123456789abcdef", zone_id="A")
            assert answer == Away("no-connection")

    asyncio.run(run())
    assert keys == ["0123456789abcdef"] * 4
    assert slept == [1.0, 2.0, 4.0]


def test_five_failures_open_the_breaker_and_ready_closes_it() -> None:
    now_s = 0.0
    asked: list[str] = []
    answers = httpx.Response(502, json={})

    def hall(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return answers

    async def run() -> None:
        nonlocal answers, now_s
        transport = httpx.MockTransport(hall)
        async with HallClient("http://hall.invalid", "k", transport=transport, clock_s=lambda: now_s) as terminal:
            for _ in range(5):
                assert await terminal.settings("t-1") == Away("server-error")
            assert await terminal.settings("t-1") == Away("breaker-open")
            assert len(asked) == 5
            now_s += 1.0
            assert await terminal.settings("t-1") == Away("breaker-open")
            assert asked[-1] == "/ready"
            now_s += 2.0
            answers = httpx.Response(200, json={"ready": True})
            assert isinstance(await terminal.settings("t-1"), Ok)
            assert asked[-2:] == ["/ready", "/v1/terminals/t-1/settings"]

    asyncio.run(run())


def test_rubbish_is_a_hall_that_is_away_never_an_exception() -> None:
    rubbish = [
        httpx.Response(200, content=b"<html>maintenance</html>"),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"id": 3}),
        httpx.Response(409, json={"code": "slot_full"}),
        httpx.Response(404, content=b"\xff\xfe"),
        httpx.Response(200, content=b"[" * 100_000),
    ]
    for response in rubbish:

        async def run(response: httpx.Response = response) -> None:
            transport = httpx.MockTransport(lambda _request: response)
            async with HallClient("http://hall.invalid", "k", transport=transport) as terminal:
                assert await terminal.ticket("tk-1") == Away("broken-answer")

        asyncio.run(run())


def test_a_window_of_nobody_answers_none(hall: RunningHall) -> None:
    async def visit(_terminal: HallClient, clerk: HallClient) -> None:
        assert value(await clerk.call_next(intent_key(), "w11")) is None

    with_clients(hall, visit)


def test_help_is_called_acknowledged_and_done(hall: RunningHall) -> None:
    async def visit(terminal: HallClient, clerk: HallClient) -> None:
        called = value(await terminal.call_help(intent_key(), "sign_talk", talk_ways=["sign"]))
        waiting = value(await clerk.help_calls())
        assert called.id in [asked.id for asked in waiting]
        assert value(await clerk.acknowledge(intent_key(), called.id, eta_seconds=60)).eta_seconds == 60
        assert value(await terminal.help_done(intent_key(), called.id)).state == "finished"

    with_clients(hall, visit)


def test_the_load_names_every_zone(hall: RunningHall) -> None:
    async def visit(terminal: HallClient, _clerk: HallClient) -> None:
        load = value(await terminal.load())
        assert next(zone.name.zh for zone in load) == "公安出入境区"

    with_clients(hall, visit)


def test_an_evaluation_without_a_press_says_none() -> None:
    from datetime import UTC, datetime

    body = evaluation_body(outcome="none", source="pad", made_at=datetime(2026, 11, 23, 2, tzinfo=UTC), service_id="s")
    assert body["outcome"] == "none"
    assert "level" not in body
