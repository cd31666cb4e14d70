"""The desk against a real hall: the window is paused and opened, interpreters are known before one is called."""

from __future__ import annotations

import asyncio

from small_hall import SmallHall, busy, small_hall

from hall.embedded import RunningHall
from terminal.links.desk import enquiries, interpreters, set_window, window
from terminal.services import HallClient, Refused, intent_key
from terminal.services.line import Ask
from terminal.visit.events import EnquiriesChanged, InterpretersChanged, WindowChanged


def test_the_window_is_paused_and_opened_again(hall: RunningHall) -> None:
    async def desk() -> list[object]:
        async with HallClient(hall.url, hall.keys["clerk"]) as clerk:
            name = (await clerk.windows()).value[0].id  # type: ignore[union-attr]
            paused = await set_window(clerk, name, "paused")
            seen = await window(clerk, name)
            again = await set_window(clerk, name, "paused")
            return [paused, seen, again, await set_window(clerk, name, "open")]

    states = asyncio.run(desk())
    assert states == [WindowChanged(state=state) for state in ("paused", "paused", "paused", "open")]


def test_a_terminals_own_key_may_not_pause_a_window(hall: RunningHall) -> None:
    async def desk() -> object:
        async with HallClient(hall.url, hall.keys["terminal"]) as terminal:
            name = (await terminal.windows()).value[0].id  # type: ignore[union-attr]
            return await set_window(terminal, name, "paused")

    assert isinstance(asyncio.run(desk()), Refused)


def test_interpreters_are_listed_with_their_state(hall: RunningHall) -> None:
    async def look() -> InterpretersChanged | None:
        async with (
            HallClient(hall.url, hall.keys["terminal"]) as terminal,
            HallClient(hall.url, hall.keys["interpreter"]) as interpreter,
        ):
            await interpreter.line.ask(_ready())
            return await interpreters(terminal)

    found = asyncio.run(look())
    assert found is not None
    assert "ready" in [status for _, status in found.people]


def test_what_could_not_be_got_done_is_counted_where_the_hall_counts_it(hall: RunningHall) -> None:
    async def look() -> list[EnquiriesChanged | None]:
        async with (
            HallClient(hall.url, hall.keys["terminal"]) as terminal,
            HallClient(hall.url, hall.keys["clerk"]) as clerk,
            HallClient("http://127.0.0.1:9", "nobody") as gone,
        ):
            before = await enquiries(clerk)
            told = {"kind": "cannot_get_it_done", "text": "跑了两次", "reply_way": "at_hall"}
            await terminal.line.ask(Ask("POST", "/v1/enquiries", told, key=intent_key()))
            return [before, await enquiries(clerk), await enquiries(terminal), await enquiries(gone)]

    none, one = EnquiriesChanged(open=0, late=0), EnquiriesChanged(open=1, late=0)
    assert asyncio.run(look()) == [none, one, none, None], "a refusal is as from a hall that knows no such count"


def test_a_hall_that_is_asked_too_often_has_not_counted_none() -> None:
    async def look() -> EnquiriesChanged | None:
        with small_hall(SmallHall()) as overrun:
            overrun.answers["GET /enquiries/open"] = lambda _before: busy(5)
            async with HallClient(overrun.url, "k") as clerk:
                return await enquiries(clerk)

    assert asyncio.run(look()) is None


def _ready() -> object:
    return Ask("PUT", "/v1/interpreters/me/status", {"status": "ready"})
