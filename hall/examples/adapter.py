"""The contract outwards, a vendor's queue machine behind: only the handlers of three operations are replaced.

What to see here: ids stay inside (ours are `v-` and the machine's number), states are mapped, the Idempotency-Key is
handed on as the machine's serial so that a repeated request gets the same number, what the machine does not know
(expected wait) is left out or said to be assumed, and its changes become events.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import httpx
from sqlalchemy.orm import Session

from hall.call import Call, Handler, Reply, etag_of, present
from hall.clock import said
from hall.desk.tickets import HALL_STAFF
from hall.house import House
from hall.journal import Emitted, seal
from hall.problems import Refusal, unknown
from hall.register import HANDLERS
from hall.rules.waits import expected_wait, pace

# The machine's states in the contract's words.
STATES = {0: "queued", 1: "called", 2: "processing", 3: "missed", 4: "finished", 9: "deleted"}
_ID = re.compile(r"v-(\d{1,9})")


class QueueAdapter:
    """Handlers that ask the machine instead of our own tables. `zones` maps our zone to the machine's business code."""

    def __init__(self, machine: httpx.Client, zones: Mapping[str, str]) -> None:
        self._machine, self._zones = machine, zones
        self._seen = 0

    def handlers(self) -> dict[str, Handler]:
        """For `House.handlers`: everything else stays as it is."""
        return {**HANDLERS, "createTicket": self.create, "getTicket": self.read, "deleteTicket": self.leave}

    def create(self, call: Call) -> Reply:
        matter = call.house.content.matters.get(call.body.get("matter_id", ""))
        if "matter_id" in call.body and matter is None:
            raise unknown("/matter_id")
        zone_id = matter["zone_id"] if matter else call.body["zone_id"]
        if zone_id not in self._zones:
            raise unknown("/zone_id")
        serial = call.headers["idempotency-key"]
        row = self._ask("POST", "/api/take", json={"serial": serial, "biz": self._zones[zone_id]})
        call.resource = f"tickets/v-{row['qid']}"
        return self._reply(call, row)

    def read(self, call: Call) -> Reply:
        return self._reply(call, self._row(call))

    def leave(self, call: Call) -> Reply:
        row = self._row(call)
        if self._ask("POST", "/api/drop", json={"qid": row["qid"]})["ret"] == 409:
            raise Refusal("wrong_state")
        return Reply()

    def take_changes(self, house: House) -> None:
        """Ask the machine what changed and tell it as events; call this every second or so."""
        rows = self._ask("GET", "/api/changes", params={"after": self._seen})["rows"]
        if not rows:
            return
        events = [self._event(self._ask("GET", "/api/query", params={"qid": row["qid"]})) for row in rows]

        def work(session: Session) -> None:
            seal(session, house.clock.now(), None, events)

        house.database.write(work)
        house.hub.wake()
        self._seen = rows[-1]["n"]

    def _row(self, call: Call) -> dict[str, Any]:
        match = _ID.fullmatch(call.path["ticket_id"])
        row = self._ask("GET", "/api/query", params={"qid": match[1]}) if match else {"ret": 404}
        if row["ret"] == 404:
            raise Refusal("not_found")
        return row

    def _reply(self, call: Call, row: Mapping[str, Any]) -> Reply:
        answer = {
            **self._common(row),
            "zone_id": row["no"][0],
            "origin": "walk_in",
            "priority": False,
            "collect": False,
            "call_ways": ["screen"],
            "issued_at": said(call.now),
        }
        if row["st"] == 0:
            # The machine tells who is before, not how fast it goes: the wait is assumed and says so.
            wait = expected_wait(row["before"], 1, pace((0, 0.0), (0, 0.0)), call.now)
            answer |= {"ahead": row["before"], "position": row["before"] + 1, "expected_wait": wait}
        return Reply(answer, etag_of(f"{row['qid']}-{row['st']}-{row['win']}"))

    def _common(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return present(
            id=f"v-{row['qid']}",
            number=row["no"],
            state=STATES[row["st"]],
            window_id=f"w{row['win']}" if row["win"] else None,
            calls=int(row["st"] in (1, 2, 3, 4)),
        )

    def _event(self, row: Mapping[str, Any]) -> Emitted:
        common = self._common(row)
        data = {name: value for name, value in common.items() if name != "id"} | {"ticket_id": common["id"]}
        if row["st"] != 1:
            return Emitted("ticket.changed", data, HALL_STAFF)
        name = {"zh": f"{row['win']}号窗口", "en": f"Window {row['win']}"}
        return Emitted("ticket.called", data | {"window": name, "call_ways": ["screen"]}, HALL_STAFF)

    def _ask(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        """The machine's answer; when it is away nothing was done, and the terminal may send the same again."""
        try:
            answer = self._machine.request(method, path, **options).json()
        except (httpx.HTTPError, ValueError):
            raise Refusal("unavailable", headers={"Retry-After": "5"}) from None
        return dict(answer)
