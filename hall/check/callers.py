"""Simulated callers and interpreters against several processes of one hall: is a call lost, is one given twice?

Time can be compressed: talks, wrap-ups and the gaps between calls are divided by the factor, as is the time that an
interpreter needs to answer. The hall itself runs on its own clock, so its rings are not compressed.
"""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import time
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from hall.rooms import REPLACED, SESSION_OVER
from hall.signalling import BAD_TOKEN

# A talk of five minutes with its wrap-up keeps 200 interpreters busy for 85 % of an hour with 2,000 calls. Own figures.
TALK_S, WRAP_UP_S, ANSWER_S = 280.0, 25.0, (2.0, 8.0)
BRIEFINGS: tuple[Any, ...] = ({}, {"sign_variety": "national"}, {"sign_variety": "regional"})
DRAIN_S = 120.0
# Unanswered rings in a row after which our hall takes an interpreter for away, and a little more than a ring's time.
AWAY_AFTER, BACK_AFTER_S = 2, 20.0


@dataclass(frozen=True, slots=True)
class Load:
    """How much of it; `seed` makes the same choices again."""

    interpreters: int
    calls: int
    calls_per_hour: float
    compressed: float
    # Of 100 rings so many are not noticed or declined.
    not_noticed: float = 0.06
    declined: float = 0.04
    seed: int = 1


@dataclass
class Outcome:
    """What happened; times are seconds of the wall clock."""

    asked_at: dict[str, float] = field(default_factory=dict)
    taken: dict[str, list[str]] = field(default_factory=dict)
    waits_s: list[float] = field(default_factory=list)
    busy: set[str] = field(default_factory=set)
    doubled: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def lines(self, compressed: float) -> list[str]:
        """The figures in words; waits also in the time of the hall's day."""
        waits = sorted(self.waits_s) or [0.0]
        shares = {"median": 0.5, "p90": 0.9, "p99": 0.99}
        told = {name: waits[min(len(waits) - 1, int(len(waits) * share))] for name, share in shares.items()}
        told |= {"mean": statistics.fmean(waits), "longest": waits[-1]}
        shown = ", ".join(f"{name} {value:.1f} s ({value * compressed:.0f} s)" for name, value in told.items())
        steps = (1, 2, 3, 5, 10, 20, 40)
        spread = ", ".join(f"{sum(wait <= step for wait in waits) / len(waits):.0%} <= {step} s" for step in steps)
        return [
            f"{len(self.asked_at)} calls in {self.seconds:.0f} s: lost {len(self.unfinished)}, "
            f"given twice {len(self.doubled)}, refused requests {len(self.failed)} {self.failed[:5] or ''}",
            f"from asking to taken (in brackets: times {compressed:g}): {shown}",
            f"spread: {spread}",
        ]


class Simulation:
    """`urls` are the processes of one hall in test mode; everybody talks to another process each time."""

    def __init__(self, urls: Sequence[str], admin_key: str, load: Load) -> None:
        self._load, self._admin_key = load, admin_key
        self._random = random.Random(load.seed)
        self.outcome = Outcome()
        self._unnoticed: dict[str, int] = {}
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=60)
        self._https = [httpx.AsyncClient(base_url=url, timeout=30, trust_env=False, limits=limits) for url in urls]

    async def run(self) -> Outcome:
        """Play it to the end, or until nothing has moved for `DRAIN_S`."""
        begun = time.monotonic()
        for http in self._https:
            await http.delete("/v1/test/clock", headers={"Authorization": f"Bearer {self._admin_key}"})
        await self._ask(self._admin_key, "POST", "/v1/test/reset", {})
        keys = {name: await self._key("interpreter", name) for name in self._names()}
        callers = [await self._key("terminal", f"sim-t{n}") for n in range(8)]
        people = [asyncio.create_task(self._interpreter(name, key)) for name, key in keys.items()]
        await self._all_ready(len(people))
        begun = time.monotonic()
        await asyncio.gather(*[self._call(callers, at_s) for at_s in self._moments()])
        await self._drained()
        self.outcome.seconds = time.monotonic() - begun
        for person in people:
            person.cancel()
        await asyncio.gather(*people, return_exceptions=True)
        await self._count_unfinished()
        for http in self._https:
            await http.aclose()
        return self.outcome

    def _names(self) -> list[str]:
        return [f"sim-in-{n}" for n in range(self._load.interpreters)]

    def _moments(self) -> list[float]:
        """When the calls come: at random, so many an hour on the average."""
        rate_hz = self._load.calls_per_hour / 3600 * self._load.compressed
        moments, at_s = [], 0.0
        for _ in range(self._load.calls):
            at_s += self._random.expovariate(rate_hz)
            moments.append(at_s)
        return moments

    async def _call(self, callers: Sequence[str], at_s: float) -> None:
        await asyncio.sleep(at_s)
        body = {"consent": True, "briefing": self._random.choice(BRIEFINGS), "video": True}
        asked_at = time.monotonic()
        opened = await self._ask(self._random.choice(callers), "POST", "/v1/remote-sessions", body)
        if opened is not None:
            self.outcome.asked_at[opened["session"]["id"]] = asked_at

    async def _interpreter(self, name: str, key: str) -> None:
        """Listens, and listens again when the stream breaks off."""
        while True:
            with suppress(httpx.HTTPError):
                await self._listen(name, key)
            await asyncio.sleep(0.5)

    async def _listen(self, name: str, key: str) -> None:
        http = self._random.choice(self._https)
        headers = {"Authorization": f"Bearer {key}", "Accept": "text/event-stream"}
        query = "/v1/events?types=session.ringing&types=snapshot"
        async with http.stream("GET", query, headers=headers, timeout=40) as stream:
            async for line in stream.aiter_lines():
                if line == "event: snapshot":
                    await self._ask(key, "PUT", "/v1/interpreters/me/status", {"status": "ready"})
                if line.startswith("data: "):
                    event = json.loads(line.removeprefix("data: "))
                    if event["type"] == "session.ringing":
                        await self._rung(name, key, event["data"]["session_id"])

    async def _rung(self, name: str, key: str, session_id: str) -> None:
        chance = self._random.random()
        not_noticed = self._load.not_noticed
        self._unnoticed[name] = self._unnoticed.get(name, 0) + 1 if chance < not_noticed else 0
        if self._unnoticed[name] >= AWAY_AFTER:
            # The hall sets them to away, with the end of this ring; they read it and come back.
            await asyncio.sleep(BACK_AFTER_S)
            await self._ask(key, "PUT", "/v1/interpreters/me/status", {"status": "ready"})
        if chance < not_noticed:
            return
        path = f"/v1/remote-sessions/{session_id}"
        await self._pass(self._random.uniform(*ANSWER_S))
        if chance < not_noticed + self._load.declined:
            await self._ask(key, "POST", f"{path}/decline", {"reason": "busy"}, may_fail=True)
            return
        opened = await self._ask(key, "POST", f"{path}/accept", may_fail=True)
        if opened is not None:
            seat = asyncio.create_task(self._seated(opened["token"]))
            await self._talk(name, key, path, session_id)
            seat.cancel()

    async def _seated(self, token: Any) -> None:
        """In the session's room, as a console is: whom the hall misses there it takes for lost after a while."""
        async for socket in connect(token["signalling_url"], proxy=None):
            with suppress(ConnectionClosed):
                await socket.send(json.dumps({"type": "join", "token": token["token"]}))
                async for _ in socket:
                    pass
            if socket.close_code in (BAD_TOKEN, REPLACED, SESSION_OVER):
                return

    async def _talk(self, name: str, key: str, path: str, session_id: str) -> None:
        outcome = self.outcome
        outcome.taken.setdefault(session_id, []).append(name)
        outcome.waits_s.append(time.monotonic() - outcome.asked_at.get(session_id, time.monotonic()))
        if name in outcome.busy or len(outcome.taken[session_id]) > 1:
            outcome.doubled.append(session_id)
        outcome.busy.add(name)
        await self._pass(self._random.gammavariate(4, TALK_S / 4))
        await self._ask(key, "POST", f"{path}/end", {"reason": "done"})
        await self._pass(self._random.expovariate(1 / WRAP_UP_S))
        outcome.busy.discard(name)
        await self._ask(key, "POST", f"{path}/wrap-up", {"outcome": "settled", "picture_ok": True})

    async def _pass(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._load.compressed)

    async def _all_ready(self, number: int) -> None:
        while (await self._ask(self._admin_key, "GET", "/v1/interpreters"))["ready"] < number:
            await asyncio.sleep(0.2)

    async def _drained(self) -> None:
        taken, moved_at = -1, time.monotonic()
        while time.monotonic() - moved_at < DRAIN_S:
            if len(self.outcome.taken) == len(self.outcome.asked_at) and not self.outcome.busy:
                return
            if len(self.outcome.taken) != taken or self.outcome.busy:
                taken, moved_at = len(self.outcome.taken), time.monotonic()
            await asyncio.sleep(0.1)

    async def _count_unfinished(self) -> None:
        cursor, states = "", dict[str, str]()
        while True:
            page = await self._ask(self._admin_key, "GET", f"/v1/remote-sessions?limit=200{cursor}")
            states |= {session["id"]: session["state"] for session in page["items"]}
            if "next_cursor" not in page:
                break
            cursor = f"&cursor={page['next_cursor']}"
        asked = self.outcome.asked_at
        self.outcome.unfinished += [name for name in asked if states.get(name) not in ("pending", "finished")]

    async def _key(self, scope: str, owner: str) -> str:
        field = {"terminal": "terminal_id", "interpreter": "interpreter_id"}[scope]
        made = await self._ask(self._admin_key, "POST", "/v1/keys", {"scope": scope, "label": owner, field: owner})
        return str(made["key"])

    async def _ask(self, key: str, method: str, path: str, body: Any = None, *, may_fail: bool = False) -> Any:
        """The answer's body; None, and noted, when the hall refused. Asked again with the same key when it is away."""
        headers = {"Authorization": f"Bearer {key}"} | (
            {"Idempotency-Key": uuid.uuid4().hex} if method == "POST" else {}
        )
        answer: httpx.Response | None = None
        for _ in range(5):
            with suppress(httpx.TransportError):
                answer = await self._random.choice(self._https).request(method, path, json=body, headers=headers)
                if answer.status_code < 400:
                    return answer.json() if answer.content else None
                again = answer.status_code == 503 or answer.json().get("code") == "idempotency_in_progress"
                if not again:  # the contract: the same request with the same key, a little later
                    break
            await asyncio.sleep(0.5)
        if not may_fail:
            self.outcome.failed.append(f"{method} {path} {answer.status_code if answer is not None else ''}")
        return None
