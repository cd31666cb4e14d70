"""What the terminal asks the hall, and keeps a copy of for when the hall is away."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from terminal.services.line import Ask, Line
from terminal.services.policy import READ_S
from terminal.services.results import Answer, Away, Ok, Refused, mapped
from terminal.services.values import Appointment, HelpCall, Load, Named, Slots, Text, Ticket

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Copy:
    value: Any
    etag: str | None
    at_s: float


class Reads:
    """Questions. Content is asked with its ETag and answered from the copy, with its age, when the hall is away."""

    def __init__(self, line: Line, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._line = line
        self._clock_s = clock_s
        self._copies: dict[str, _Copy] = {}

    async def zones(self) -> Answer[list[Named]]:
        return mapped(await self._kept("/v1/zones"), _named)

    async def windows(self) -> Answer[list[Named]]:
        return mapped(await self._kept("/v1/windows"), _named)

    async def matters(self) -> Answer[list[Named]]:
        """All matters, all pages: the terminal's offline copy."""
        return mapped(await self._all_pages("/v1/matters"), _named)

    async def themes(self) -> Answer[list[Named]]:
        return mapped(await self._all_pages("/v1/themes"), _named)

    async def aids(self) -> Answer[list[Raw]]:
        return mapped(await self._kept("/v1/aids"), lambda page: list(page["items"]))

    async def clips(self) -> Answer[list[Raw]]:
        return await self._all_pages("/v1/clips")

    async def stations(
        self, matter_id: str | None = None, near: str | None = None, open_now: bool | None = None
    ) -> Answer[list[Raw]]:
        """Service points; `near` is "lon,lat"."""
        flag = None if open_now is None else str(open_now).lower()
        query = _given(matter_id=matter_id, near=near, open_now=flag, limit=200)
        return mapped(await self._live("/v1/stations", query), lambda page: list(page["items"]))

    async def load(self, zone_id: str | None = None) -> Answer[Load]:
        names = {zone["id"]: Text.of(zone["name"]) for zone in await self._zone_copy()}
        return mapped(await self._live("/v1/load", _given(zone_id=zone_id)), lambda raw: Load.of(raw, names))

    async def slots(
        self, matter_id: str, first: date | None = None, last: date | None = None, opening_class: str | None = None
    ) -> Answer[Slots]:
        query = _given(
            matter_id=matter_id,
            **{"from": None if first is None else first.isoformat()},
            to=None if last is None else last.isoformat(),
            opening_class=opening_class,
        )
        return mapped(await self._live("/v1/slots", query), Slots.of)

    async def ticket(self, ticket_id: str) -> Answer[Ticket]:
        return mapped(await self._live(f"/v1/tickets/{ticket_id}"), Ticket.of)

    async def appointment(self, appointment_id: str) -> Answer[Appointment]:
        return mapped(await self._live(f"/v1/appointments/{appointment_id}"), Appointment.of)

    async def lookup(
        self, *, person: Mapping[str, str] | None = None, code: str | None = None
    ) -> Answer[tuple[Appointment, ...]]:
        """Open appointments of a person or of a code; a wrong code gives none."""
        answer = await self._line.ask(
            Ask("POST", "/v1/appointments/lookup", _given(person=person, code=code), timeout_s=READ_S)
        )
        return mapped(answer, lambda page: tuple(map(Appointment.of, page["items"])))

    async def settings(self, terminal_id: str) -> Answer[Raw]:
        return await self._live(f"/v1/terminals/{terminal_id}/settings")

    async def interpreters(self) -> Answer[Raw]:
        return await self._live("/v1/interpreters")

    async def open_enquiries(self) -> Answer[Raw]:
        """For the clerk: how many 办不成事 wait for an answer. Beside the contract: not every hall tells."""
        return await self._live("/enquiries/open")

    async def help_calls(self) -> Answer[tuple[HelpCall, ...]]:
        """For the clerk: who waits for a person."""
        return mapped(await self._live("/v1/help-calls"), lambda page: tuple(map(HelpCall.of, page["items"])))

    async def tickets(self, state: tuple[str, ...] = (), zone_id: str | None = None) -> Answer[tuple[Ticket, ...]]:
        """For the clerk: tickets of today in order of calling."""
        query = _given(state=list(state) or None, zone_id=zone_id, limit=200)
        return mapped(await self._live("/v1/tickets", query), lambda page: tuple(map(Ticket.of, page["items"])))

    async def _zone_copy(self) -> list[Raw]:
        """The zones as known: they change with the content, not while the terminal runs."""
        copy = self._copies.get("/v1/zones")
        if copy is not None:
            return list(copy.value)
        answer = await self._kept("/v1/zones")
        return list(answer.value) if isinstance(answer, Ok) else []

    async def _live(self, path: str, query: Mapping[str, Any] | None = None) -> Answer[Any]:
        return await self._line.ask(Ask("GET", path, query=query, timeout_s=READ_S))

    async def _kept(self, path: str) -> Answer[Any]:
        """Live if the hall answers, else the copy with its age."""
        copy = self._copies.get(path)
        etag = None if copy is None else copy.etag
        answer = await self._line.ask(Ask("GET", path, if_none_match=etag, timeout_s=READ_S))
        return self._keep(path, answer)

    async def _all_pages(self, path: str) -> Answer[list[Raw]]:
        copy = self._copies.get(path)
        etag = None if copy is None else copy.etag
        first = await self._line.ask(Ask("GET", path, query={"limit": 200}, if_none_match=etag, timeout_s=READ_S))
        if not isinstance(first, Ok) or first.value is None:
            return self._keep(path, first)
        items, page = [], first.value
        while True:
            if not isinstance(page, Mapping) or not isinstance(page.get("items"), list):
                return self._keep(path, Away("broken-answer"))
            items += page["items"]
            if "next_cursor" not in page:
                return self._keep(path, Ok(items, etag=first.etag))
            query = {"limit": 200, "cursor": page["next_cursor"]}
            answer = await self._line.ask(Ask("GET", path, query=query, timeout_s=READ_S))
            if not isinstance(answer, Ok):
                return self._keep(path, answer)
            page = answer.value

    def _keep(self, path: str, answer: Answer[Any]) -> Answer[Any]:
        copy = self._copies.get(path)
        if isinstance(answer, Ok):
            if answer.value is None and copy is not None:  # 304: the copy is still right
                answer = Ok(copy.value, etag=copy.etag)
            self._copies[path] = _Copy(answer.value, answer.etag, self._clock_s())
            return answer
        busy = isinstance(answer, Refused) and answer.status == 429
        if (busy or isinstance(answer, Away)) and copy is not None:
            return Ok(copy.value, max(0.001, self._clock_s() - copy.at_s), copy.etag)
        return answer


def _named(items: list[Raw]) -> list[Named]:
    return list(map(Named.of, items))


def _given(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
