"""The tester's desk: one key per person, the test clock, and the few steps that many cases begin with."""

from __future__ import annotations

import json
import ssl
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from hall.check.answers import ContractBrokenError, Got, checked

# What comes over the line: its shape is checked against the contract, not by types.
Body = Any
# A Monday without a holiday near it; the second and third week hold no holiday either.
MONDAY = "2026-11-23"


def new_key() -> str:
    return uuid.uuid4().hex


class Person:
    """Somebody with a key. Every answer is checked against the contract; `expect` is a status or a problem's code."""

    def __init__(self, http: httpx.Client, secret: str, owner: str) -> None:
        self._http, self.secret, self.owner = http, secret, owner

    def get(self, path: str, *, expect: int | str | None = 200, **options: Any) -> Got:
        return self.send("GET", path, expect=expect, **options)

    def post(
        self, path: str, body: Any = None, *, key: str | None = "", expect: int | str | None = 200, **options: Any
    ) -> Got:
        """POST; with a fresh Idempotency-Key unless one is given, or None for a query."""
        headers = dict(options.pop("headers", {}))
        if key is not None:
            headers["Idempotency-Key"] = key or new_key()
        return self.send("POST", path, expect=expect, json=body, headers=headers, **options)

    def put(self, path: str, body: Any, *, expect: int | str | None = 200, **options: Any) -> Got:
        return self.send("PUT", path, expect=expect, json=body, **options)

    def delete(self, path: str, *, expect: int | str | None = 204, **options: Any) -> Got:
        return self.send("DELETE", path, expect=expect, **options)

    def patch(self, path: str, body: Any, *, expect: int | str | None = 200, **options: Any) -> Got:
        return self.send("PATCH", path, expect=expect, json=body, **options)

    def send(self, method: str, path: str, *, expect: int | str | None, **options: Any) -> Got:
        headers = {**({"Authorization": f"Bearer {self.secret}"} if self.secret else {}), **options.pop("headers", {})}
        if options.get("json") is None:
            options.pop("json", None)
        got = checked(self._http.request(method, path, headers=headers, **options))
        if expect is not None and expect not in (got.status, got.code):
            said = got.code or str(got.body)[:200]
            raise ContractBrokenError(f"{method} {path}: expected {expect}, got {got.status} {said}")
        return got

    @contextmanager
    def events(self, last_id: str | None = None, query: str = "") -> Iterator[Iterator[tuple[str, str, Body]]]:
        """The event stream as (id, type, event)."""
        headers = {"Authorization": f"Bearer {self.secret}", "Accept": "text/event-stream"}
        if last_id is not None:
            headers["Last-Event-ID"] = last_id
        with self._http.stream("GET", f"/v1/events{query}", headers=headers, timeout=20) as response:
            assert response.status_code == 200, response.status_code
            yield _parsed(response.iter_lines())


@dataclass
class Content:
    """What the hall under test offers; found out, not assumed."""

    on_list: Body
    off_list: Body
    zero_trip: Body | None
    windows: list[str]
    level_tags: dict[str, list[str]]
    aid: str
    theme: Body
    text_paper: Body | None = None


class Desk:
    """Everything a case needs. One desk per run; `begin` empties the hall before each case."""

    def __init__(self, url: str, admin_key: str, *, verify: ssl.SSLContext | bool = True) -> None:
        self.url = url.rstrip("/")
        self._last: httpx.Response | None = None
        hooks = {"response": [self._note]}
        self.http = httpx.Client(base_url=self.url, timeout=30, trust_env=False, event_hooks=hooks, verify=verify)
        self.admin = Person(self.http, admin_key, "")
        self.nobody = Person(self.http, "", "")
        self.begin()
        self.terminal = self.new_person("terminal", "check-t1")
        self.other_terminal = self.new_person("terminal", "check-t2")
        self.clerk = self.new_person("clerk", "0901")
        self.other_clerk = self.new_person("clerk", "0902")
        self.interpreters = [self.new_person("interpreter", f"check-in-{n}") for n in (1, 2, 3)]
        self.content = self._find_content()

    @property
    def last_said(self) -> str:
        """The last request and its answer, for who must find out why a case failed."""
        if self._last is None:
            return "no answer at all"
        asked, secret = self._last.request, self._last.request.url.path == "/v1/keys"
        body = self._last.text[:300] if self._last.is_stream_consumed and not secret else "…"
        return f"{asked.method} {asked.url.raw_path.decode()} -> {self._last.status_code} {body}"

    def _note(self, response: httpx.Response) -> None:
        self._last = response

    def begin(self, rules: Body | None = None, at: str = f"{MONDAY}T10:00:00") -> None:
        """An empty hall on a Monday at ten."""
        self.at(at)
        self.admin.post("/v1/test/reset", {"rules": rules} if rules else {}, key=None, expect=204)

    def at(self, moment: str) -> None:
        """Set the clock; hall time without zone."""
        self.admin.put("/v1/test/clock", {"now": f"{moment}+08:00"})

    def new_person(self, scope: str, owner: str, **more: Any) -> Person:
        field = {"terminal": "terminal_id", "clerk": "clerk_no", "interpreter": "interpreter_id"}
        owned = {field[scope]: owner} if scope in field else {}
        body = {"scope": scope, "label": f"check {owner}"[:60], **owned, **more}
        return Person(self.http, self.admin.post("/v1/keys", body, expect=201).body["key"], owner)

    # --- steps

    def ticket(self, matter: Body | None = None, **more: Any) -> Body:
        matter_id = (matter or self.content.on_list)["id"]
        return self.terminal.post("/v1/tickets", {"matter_id": matter_id, **more}, expect=201).body

    def call_next(self, window: int = 0, who: Person | None = None) -> Body:
        path = f"/v1/windows/{self.content.windows[window]}/call-next"
        return (who or self.clerk).post(path, {}).body

    def step(self, ticket: Body, step: str, body: Any = None, *, expect: int | str | None = 200) -> Got:
        return self.clerk.post(f"/v1/tickets/{ticket['id']}/{step}", body, expect=expect)

    def served(self, window: int = 0) -> Body:
        """A ticket that was called, came and is finished; has `service_id`."""
        self.ticket()
        ticket = self.call_next(window)
        self.step(ticket, "arrive")
        return self.step(ticket, "finish", {}).body

    def slots(
        self,
        matter: Body = None,
        *,
        who: Person | None = None,
        first: str | None = None,
        last: str | None = None,
        opening_class: str | None = None,
    ) -> list[Body]:
        query = {"matter_id": (matter or self.content.on_list)["id"], "from": first, "to": last}
        query |= {"opening_class": opening_class}
        given = {name: value for name, value in query.items() if value is not None}
        return list((who or self.terminal).get("/v1/slots", params=given).body["items"])

    def slot(self, start: str, matter: Body | None = None) -> Body:
        """The time that begins then, whether it can be booked or not."""
        day = start[:10]
        found = [s for s in self.slots(matter, first=day, last=day) if s["start"].startswith(start)]
        assert found, f"no time at {start}"
        return found[0]

    def book(
        self,
        slot: Body | str,
        person: str = "A",
        *,
        expect: int | str | None = 201,
        matter: Body | None = None,
        **more: Any,
    ) -> Got:
        slot_id = slot if isinstance(slot, str) else slot["id"]
        matter_id = (matter or self.content.on_list)["id"]
        body = {"slot_id": slot_id, "matter_id": matter_id, "person": self.ref(person), **more}
        return self.terminal.post("/v1/appointments", body, expect=expect)

    def ref(self, name: str) -> Body:
        """A person's hash: the tester's people have one letter."""
        return {"ref": "p1_" + (name * 43)[:43]}

    def evaluate(
        self, service_id: str, level: str | None = "satisfied", *, expect: int | str | None = 201, **more: Any
    ) -> Got:
        now = self.terminal.get("/v1/hall").body["now"]
        body = {"service_id": service_id, "outcome": "level", "level": level, "stage": "done", "source": "pad"}
        body |= {"made_at": now, **more}
        return self.terminal.post("/v1/evaluations", {k: v for k, v in body.items() if v is not None}, expect=expect)

    def at_once(self, actions: Sequence[Callable[[], Got]]) -> list[Got]:
        """Carry out several requests at the same moment."""
        with ThreadPoolExecutor(len(actions)) as pool:
            return [future.result() for future in [pool.submit(action) for action in actions]]

    def _find_content(self) -> Content:
        matters: list[Body] = []
        cursor: str | None = None
        while True:
            query = {"limit": "200"} | ({"cursor": cursor} if cursor else {})
            page = self.terminal.get("/v1/matters", params=query).body
            matters += page["items"]
            cursor = page.get("next_cursor")
            if cursor is None:
                break
        windows = self.terminal.get("/v1/windows").body
        open_in: dict[str, list[str]] = {}
        for window in windows:
            for zone in window["zone_ids"]:
                if window["state"] == "open":
                    open_in.setdefault(zone, []).append(window["id"])
        calm = [m for m in matters if m["bookable"] and m["trip_class"] != "zero_trip"]
        on_list = next(m for m in calm if m["saturday"] and len(open_in.get(m["zone_id"], ())) >= 2)
        form = self.terminal.get("/v1/evaluation-form").body
        return Content(
            on_list=on_list,
            off_list=next(m for m in calm if not m["saturday"]),
            zero_trip=next((m for m in matters if m["trip_class"] == "zero_trip"), None),
            windows=open_in[on_list["zone_id"]],
            level_tags={entry["level"]: [tag["code"] for tag in entry["tags"]] for entry in form["levels"]},
            aid=self.terminal.get("/v1/aids").body["items"][0]["id"],
            theme=self.terminal.get("/v1/themes").body["items"][0],
        )


def _parsed(lines: Iterator[str]) -> Iterator[tuple[str, str, Body]]:
    fields: dict[str, str] = {}
    for line in lines:
        if line.startswith(":"):
            continue
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif fields:
            yield fields["id"], fields["event"], json.loads(fields["data"])
            fields = {}
