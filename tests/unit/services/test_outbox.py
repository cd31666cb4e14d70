"""What must not be lost is not lost, and not readable by others."""

from __future__ import annotations

import asyncio
import json
import stat
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.embedded import RunningHall
from terminal.services import HallClient, Outbox, OutboxPump, Refused
from terminal.services.policy import OUTBOX_KEPT_S, OUTBOX_LONGEST_S, backoff_s

PLANTED = "排队太久PLANTED"
BODY = {"kind": "suggestion", "text": PLANTED, "reply_way": "screen"}
NOW = 1_790_000_000.0


def test_the_file_is_private_and_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    outbox = Outbox.at(path)
    outbox.put("key-0123456789abcdef", "createEnquiry", "/v1/enquiries", BODY, NOW)
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
        assert PLANTED.encode() not in file.read_bytes()
        assert json.dumps(PLANTED).strip('"').encode() not in file.read_bytes()
    assert [parcel.body for parcel in outbox.due(NOW)] == [BODY]


def test_a_delivered_row_leaves_nothing_behind(tmp_path: Path) -> None:
    outbox = Outbox.at(tmp_path / "outbox.db")
    outbox.put("key-0123456789abcdef", "createEnquiry", "/v1/enquiries", BODY, NOW)
    outbox.remove("key-0123456789abcdef")
    assert len(outbox) == 0
    assert outbox.due(NOW) == []
    assert all(b"key-0123456789abcdef" not in file.read_bytes() for file in tmp_path.iterdir())


def test_it_survives_a_restart_and_forgets_no_key(tmp_path: Path) -> None:
    first = Outbox.at(tmp_path / "outbox.db")
    first.put("key-0123456789abcdef", "createEnquiry", "/v1/enquiries", BODY, NOW)
    first.put("key-0123456789abcdef", "createEnquiry", "/v1/enquiries", {"other": "body"}, NOW)
    first.close()
    second = Outbox.at(tmp_path / "outbox.db")
    assert [(parcel.key, parcel.body) for parcel in second.due(NOW)] == [("key-0123456789abcdef", BODY)]


def test_what_was_put_in_first_goes_first(tmp_path: Path) -> None:
    outbox = Outbox.at(tmp_path / "outbox.db")
    for key, put_at in (("key-2", NOW), ("key-1", NOW - 5.0), ("key-3", NOW)):
        outbox.put(key, "createEnquiry", "/v1/enquiries", BODY, put_at)
    assert [parcel.key for parcel in outbox.due(NOW)] == ["key-1", "key-2", "key-3"]


def test_a_row_of_another_terminal_is_dropped(tmp_path: Path) -> None:
    Outbox.at(tmp_path / "outbox.db").put("key-0123456789abcdef", "createEnquiry", "/v1/enquiries", BODY, NOW)
    (tmp_path / "outbox.key").unlink()
    stolen = Outbox.at(tmp_path / "outbox.db")
    assert stolen.due(NOW) == []
    assert len(stolen) == 0


@given(tries=st.integers(1, 100), chance=st.floats(0, 1))
def test_the_gap_doubles_with_jitter_and_never_passes_five_minutes(tries: int, chance: float) -> None:
    gap_s = backoff_s(tries, 1.0, OUTBOX_LONGEST_S, chance)
    whole = min(OUTBOX_LONGEST_S, 2.0 ** (tries - 1))
    assert whole / 2 <= gap_s <= whole


class Story:
    """What the pump told."""

    def __init__(self) -> None:
        self.delivered: list[str] = []
        self.dropped: list[tuple[str, Refused | None]] = []

    def pump(self, client: HallClient, outbox: Outbox, now: list[float]) -> OutboxPump:
        return OutboxPump(
            client,
            outbox,
            on_delivered=lambda key, _operation: self.delivered.append(key),
            on_dropped=lambda key, _operation, refusal: self.dropped.append((key, refusal)),
            wall_clock=lambda: now[0],
            chance=lambda: 1.0,
        )


def test_an_evaluation_arrives_once_although_the_answer_was_lost(hall: RunningHall, tmp_path: Path) -> None:
    """The hall stores it, the line breaks before the answer: the next try must not make a second one."""
    network = httpx.AsyncHTTPTransport()
    lose_answer = True

    async def through(request: httpx.Request) -> httpx.Response:
        nonlocal lose_answer
        response = await network.handle_async_request(request)
        if lose_answer and request.url.path == "/v1/evaluations":
            lose_answer = False
            raise httpx.ReadError("line broke", request=request)
        return response

    outbox, story, now = Outbox.at(tmp_path / "outbox.db"), Story(), [NOW]

    async def run() -> None:
        async with HallClient(hall.url, hall.keys["admin"]) as admin:
            before = len((await admin.line.http.get("/v1/evaluations?window_id=w16&limit=200")).json()["items"])
            made_at = (await admin.line.http.get("/v1/hall")).json()["now"]
            body = {"window_id": "w16", "outcome": "level", "level": "satisfied", "stage": "done", "source": "screen"}
            outbox.put("evaluation-0123456789", "createEvaluation", "/v1/evaluations", body | {"made_at": made_at}, NOW)
            transport = httpx.MockTransport(through)
            async with HallClient(hall.url, hall.keys["terminal"], transport=transport) as client:
                pump = story.pump(client, outbox, now)
                await pump.once()
                assert story.delivered == []
                assert len(outbox) == 1
                await pump.once()
                assert len(outbox) == 1, "not yet due"
                now[0] += 1.0
                await pump.once()
            after = len((await admin.line.http.get("/v1/evaluations?window_id=w16&limit=200")).json()["items"])
            assert after - before == 1

    asyncio.run(run())
    assert story.delivered == ["evaluation-0123456789"]
    assert len(outbox) == 0


def test_what_the_hall_refuses_for_good_is_dropped_and_told(hall: RunningHall, tmp_path: Path) -> None:
    outbox, story = Outbox.at(tmp_path / "outbox.db"), Story()
    outbox.put("evaluation-0123456789", "createEvaluation", "/v1/evaluations", {"outcome": "level"}, NOW)

    async def run() -> None:
        async with HallClient(hall.url, hall.keys["terminal"]) as client:
            await story.pump(client, outbox, [NOW]).once()

    asyncio.run(run())
    assert [(key, refusal.code) for key, refusal in story.dropped if refusal] == [("evaluation-0123456789", "invalid")]
    assert len(outbox) == 0


def test_after_seven_days_a_row_is_given_up(tmp_path: Path) -> None:
    story = Story()
    with closing(Outbox.at(tmp_path / "outbox.db")) as before:
        before.put("key-0123456789abcdef", "createEnquiry", "/v1/enquiries", BODY, NOW)
    outbox = Outbox.at(tmp_path / "outbox.db")

    async def run() -> None:
        async with HallClient("http://hall.invalid", "k") as client:
            await story.pump(client, outbox, [NOW + OUTBOX_KEPT_S]).once()

    asyncio.run(run())
    assert story.dropped == [("key-0123456789abcdef", None)]
    assert len(outbox) == 0


YEARS_S = 6 * 365 * 24 * 3600.0


@pytest.mark.parametrize("moved_s", [YEARS_S, -YEARS_S], ids=["behind", "ahead"])
def test_a_clock_that_was_wrong_by_years_and_is_set_right_costs_nothing(tmp_path: Path, moved_s: float) -> None:
    """A machine without a battery begins in 2020: what was given then was too old as soon as the network told the time.
    One that was ahead kept what it was given until its clock had come so far again."""
    outbox, story, sent = Outbox.at(tmp_path / "outbox.db"), Story(), []
    outbox.put("key-0123456789abcdef", "createEnquiry", "/v1/enquiries", BODY, NOW)

    def take(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(201, json={})

    async def run() -> None:
        async with HallClient("http://x.invalid", "k", transport=httpx.MockTransport(take)) as client:
            await story.pump(client, outbox, [NOW + moved_s]).once()

    asyncio.run(run())
    assert (len(sent), story.dropped, len(outbox)) == (1, [], 0)


def test_after_the_clock_was_set_back_tries_come_apart_as_ever(tmp_path: Path) -> None:
    outbox = Outbox.at(tmp_path / "outbox.db")
    outbox.put("key-0123456789abcdef", "createEnquiry", "/v1/enquiries", BODY, NOW + YEARS_S)
    outbox.put_off("key-0123456789abcdef", NOW + YEARS_S, 1.0)
    assert len(outbox.due(NOW)) == 1
    outbox.put_off("key-0123456789abcdef", NOW, 1.0)
    assert outbox.due(NOW) == []
    assert len(outbox.due(NOW + OUTBOX_LONGEST_S)) == 1


def test_what_was_put_off_by_a_clock_far_ahead_is_tried_when_that_is_set_right(tmp_path: Path) -> None:
    """It was put in before the clock went wrong, and would have waited for years."""
    outbox = Outbox.at(tmp_path / "outbox.db")
    outbox.put("key-0123456789abcdef", "createEnquiry", "/v1/enquiries", BODY, NOW)
    outbox.put_off("key-0123456789abcdef", NOW + YEARS_S, 1.0, 60.0)
    assert [parcel.put_at for parcel in outbox.due(NOW + 10.0)] == [NOW]


def test_retry_after_of_the_hall_is_kept(tmp_path: Path) -> None:
    outbox, story, now = Outbox.at(tmp_path / "outbox.db"), Story(), [NOW]
    outbox.put("key-0123456789abcdef", "createEnquiry", "/v1/enquiries", BODY, NOW)
    busy = httpx.Response(503, json={}, headers={"Retry-After": "60"})

    async def run() -> None:
        async with HallClient("http://x.invalid", "k", transport=httpx.MockTransport(lambda _r: busy)) as client:
            await story.pump(client, outbox, now).once()

    asyncio.run(run())
    assert outbox.due(NOW + 59) == []
    assert len(outbox.due(NOW + 60)) == 1


def test_what_waits_for_a_hall_that_was_away_is_sent_when_it_is_back(tmp_path: Path) -> None:
    """After an hour without a hall the next try was up to five minutes off, although the hall was back."""
    outbox, story, now = Outbox.at(tmp_path / "outbox.db"), Story(), [NOW]
    for key in ("key-0123456789abcdef", "key-1123456789abcdef"):
        outbox.put(key, "createEnquiry", "/v1/enquiries", BODY, NOW)

    async def run() -> None:
        async with HallClient("http://hall.invalid", "k") as client:
            pump = story.pump(client, outbox, now)
            for _ in range(10):
                now[0] += OUTBOX_LONGEST_S
                await pump.once()
                await pump.once()
            assert outbox.due(now[0] + 1.0) == []
            pump.hall_is_back()
            assert len(outbox.due(now[0])) == 2

    asyncio.run(run())


def test_what_a_hall_asked_to_send_later_waits_although_its_stream_comes_back(tmp_path: Path) -> None:
    outbox, story, now = Outbox.at(tmp_path / "outbox.db"), Story(), [NOW]
    outbox.put("key-0123456789abcdef", "createEnquiry", "/v1/enquiries", BODY, NOW)
    busy = httpx.Response(503, json={}, headers={"Retry-After": "60"})

    async def run() -> None:
        async with HallClient("http://x.invalid", "k", transport=httpx.MockTransport(lambda _r: busy)) as client:
            pump = story.pump(client, outbox, now)
            await pump.once()
            pump.hall_is_back()

    asyncio.run(run())
    assert outbox.due(NOW + 59) == []
