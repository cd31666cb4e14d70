"""The hall as the terminal sees it: one method per intent, any base URL that keeps the contract.

Every method answers Ok, Refused or Away. What changes something takes the intent's key first: make it once with
`intent_key()` when the visitor decides, and send it again with every repetition.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any

import httpx

from terminal.services.line import Ask, Line
from terminal.services.policy import CHANGE_S, FILM_S, HELP_S, READ_S
from terminal.services.reads import Raw, Reads
from terminal.services.results import Answer, mapped
from terminal.services.values import Appointment, CheckedIn, HelpCall, Ticket

Person = Mapping[str, str]


def intent_key() -> str:
    """A new Idempotency-Key: once per intent, before the first try."""
    return str(uuid.uuid4())


class HallClient(Reads):
    """For one key of one hall. Use inside one asyncio loop, in `async with` or with `aclose`."""

    def __init__(
        self,
        base_url: str,
        key: str,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        verify: Any = True,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self.line = Line(base_url, key, transport=transport, verify=verify, clock_s=clock_s)
        super().__init__(self.line, clock_s)

    async def __aenter__(self) -> HallClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        await self.line.aclose()

    # --- numbers

    async def take_ticket(
        self,
        key: str,
        *,
        matter_id: str | None = None,
        zone_id: str | None = None,
        priority: bool = False,
        collect: bool = False,
        call_ways: Sequence[str] = (),
        talk_ways: Sequence[str] = (),
        zero_trip_told: bool = False,
    ) -> Answer[Ticket]:
        """A number for a matter, or for a zone where no matter is known. Tried for ten seconds."""
        body = _given(
            matter_id=matter_id,
            zone_id=zone_id,
            priority=priority or None,
            collect=collect or None,
            call_ways=list(call_ways) or None,
            talk_ways=list(talk_ways) or None,
            zero_trip_told=zero_trip_told or None,
        )
        return mapped(await self._patient("/v1/tickets", body, key), Ticket.of)

    async def leave(self, ticket_id: str) -> Answer[None]:
        """The visitor goes; the number is never used again."""
        return await self.line.ask(Ask("DELETE", f"/v1/tickets/{ticket_id}"))

    async def arrive(self, key: str, ticket_id: str) -> Answer[Ticket]:
        """The visitor is at the window: the service begins."""
        return mapped(await self._patient(f"/v1/tickets/{ticket_id}/arrive", None, key), Ticket.of)

    async def come_back(self, key: str, ticket_id: str) -> Answer[Ticket]:
        """Back after being missed."""
        return mapped(await self._patient(f"/v1/tickets/{ticket_id}/return", None, key), Ticket.of)

    # --- bookings

    async def book(
        self,
        key: str,
        slot_id: str,
        matter_id: str,
        person: Person,
        *,
        interpreter: bool = False,
    ) -> Answer[Appointment]:
        """Book for a person (see `person.person_ref`)."""
        body: dict[str, Any] = {"slot_id": slot_id, "matter_id": matter_id, "person": dict(person)}
        if interpreter:
            body["interpreter"] = True
        return mapped(await self._patient("/v1/appointments", body, key), Appointment.of)

    async def cancel(self, key: str, appointment_id: str, *, accept_late: bool = False) -> Answer[Appointment]:
        """Late cancelling is refused with `cancel_late` until the visitor has been told and accepts."""
        path = f"/v1/appointments/{appointment_id}/cancel"
        return mapped(await self._patient(path, {"accept_late": accept_late}, key), Appointment.of)

    async def check_in(self, key: str, appointment_id: str) -> Answer[CheckedIn]:
        """Arrive for a booking; gives the ticket at once."""
        return mapped(await self._patient(f"/v1/appointments/{appointment_id}/check-in", None, key), CheckedIn.of)

    # --- evaluation and questions: `outbox` sends these when the hall is away

    async def enquire(
        self,
        key: str,
        kind: str,
        text: str,
        reply_way: str,
        *,
        matter_id: str | None = None,
        ticket_id: str | None = None,
        contact: str | None = None,
    ) -> Answer[Raw]:
        """Ask, complain, suggest, or say that it cannot be got done."""
        body = _given(
            kind=kind, text=text, reply_way=reply_way, matter_id=matter_id, ticket_id=ticket_id, contact=contact
        )
        return await self._change("/v1/enquiries", body, key)

    # --- people

    async def call_help(
        self,
        key: str,
        kind: str,
        *,
        aid_id: str | None = None,
        ticket_id: str | None = None,
        place: str | None = None,
        talk_ways: Sequence[str] = (),
        text: str | None = None,
    ) -> Answer[HelpCall]:
        """Call a person, silently. The local light and the staff screen come first, this second."""
        body = _given(
            kind=kind, aid_id=aid_id, ticket_id=ticket_id, place=place, talk_ways=list(talk_ways) or None, text=text
        )
        return mapped(await self.line.ask(Ask("POST", "/v1/help-calls", body, key=key, timeout_s=HELP_S)), HelpCall.of)

    async def help_done(self, key: str, help_id: str) -> Answer[HelpCall]:
        return mapped(await self._change(f"/v1/help-calls/{help_id}/finish", None, key), HelpCall.of)

    async def leave_videomail(
        self, key: str, briefing: Mapping[str, Any], reply_way: str, *, contact: str | None = None
    ) -> Answer[Raw]:
        """A place for a signed message; only after the visitor's own consent to keep it. Then `put_videomail`."""
        body = _given(consent_to_keep=True, briefing=dict(briefing), reply_way=reply_way, contact=contact)
        return await self._patient("/v1/videomails", body, key)

    async def put_videomail(self, videomail_id: str, film: bytes) -> Answer[Raw]:
        """The film of a signed message, WebM; sent again it takes the place of the first."""
        path = f"/v1/videomails/{videomail_id}/content"
        return await self.line.ask(Ask("PUT", path, film=film, timeout_s=FILM_S))

    async def answer_code(self, videomail_id: str) -> Answer[Raw]:
        """What opens the answer to a signed message (beside the contract: a hall may refuse it with 404)."""
        return await self.line.ask_patiently(Ask("POST", "/answer/code", {"videomail_id": videomail_id}))

    # --- the terminal itself

    async def heartbeat(self, terminal_id: str, body: Mapping[str, Any]) -> Answer[Raw]:
        """Send a `HeartbeatPut`: health of the devices, nothing about the visitor."""
        return await self.line.ask(Ask("PUT", f"/v1/terminals/{terminal_id}/heartbeat", body, timeout_s=READ_S))

    # --- the clerk's side (a key of scope clerk)

    async def call_next(self, key: str, window_id: str) -> Answer[Ticket | None]:
        """Call whoever is next; None when nobody waits."""
        answer = await self._change(f"/v1/windows/{window_id}/call-next", {}, key)
        return mapped(answer, lambda raw: None if raw is None else Ticket.of(raw))

    async def call(self, key: str, ticket_id: str, window_id: str) -> Answer[Ticket]:
        return await self._ticket(key, ticket_id, "call", {"window_id": window_id})

    async def recall(self, key: str, ticket_id: str) -> Answer[Ticket]:
        return await self._ticket(key, ticket_id, "recall", None)

    async def miss(self, key: str, ticket_id: str) -> Answer[Ticket]:
        return await self._ticket(key, ticket_id, "miss", None)

    async def transfer(self, key: str, ticket_id: str, window_id: str) -> Answer[Ticket]:
        """On to another window, with the same number and its place by first issue; the service here ends."""
        return await self._ticket(key, ticket_id, "transfer", {"window_id": window_id})

    async def park(self, key: str, ticket_id: str, reason: str | None = None) -> Answer[Ticket]:
        return await self._ticket(key, ticket_id, "park", _given(reason=reason))

    async def finish(
        self, key: str, ticket_id: str, *, stage: str = "done", pick_up: Mapping[str, Any] | None = None
    ) -> Answer[Ticket]:
        return await self._ticket(key, ticket_id, "finish", _given(stage=stage, pick_up=pick_up))

    async def set_window(self, window_id: str, etag: str, **change: Any) -> Answer[Raw]:
        """Open, pause or close a window; `etag` is the one last read."""
        return await self.line.ask(Ask("PATCH", f"/v1/windows/{window_id}", change, if_match=etag))

    async def window(self, window_id: str) -> Answer[Raw]:
        return await self.line.ask(Ask("GET", f"/v1/windows/{window_id}", timeout_s=READ_S))

    async def acknowledge(self, key: str, help_id: str, *, eta_seconds: int | None = None) -> Answer[HelpCall]:
        """I am coming."""
        answer = await self._change(f"/v1/help-calls/{help_id}/acknowledge", _given(eta_seconds=eta_seconds), key)
        return mapped(answer, HelpCall.of)

    async def _change(self, path: str, body: Mapping[str, Any] | None, key: str) -> Answer[Any]:
        return await self.line.ask(Ask("POST", path, body, key=key, timeout_s=CHANGE_S))

    async def _patient(self, path: str, body: Mapping[str, Any] | None, key: str) -> Answer[Any]:
        return await self.line.ask_patiently(Ask("POST", path, body, key=key, timeout_s=CHANGE_S))

    async def _ticket(self, key: str, ticket_id: str, step: str, body: Mapping[str, Any] | None) -> Answer[Ticket]:
        return mapped(await self._change(f"/v1/tickets/{ticket_id}/{step}", body, key), Ticket.of)


def evaluation_body(
    *,
    outcome: str,
    source: str,
    made_at: datetime,
    stage: str = "done",
    service_id: str | None = None,
    window_id: str | None = None,
    level: str | None = None,
    tags: Sequence[str] = (),
    text: str | None = None,
    device_seq: int | None = None,
) -> dict[str, Any]:
    """An `EvaluationNew`: a level, or honestly none, cancelled or fault. `made_at` carries its zone."""
    return _given(
        outcome=outcome,
        source=source,
        made_at=made_at.isoformat(),
        stage=stage,
        service_id=service_id,
        window_id=window_id,
        level=level,
        tags=list(tags) or None,
        text=text,
        device_seq=device_seq,
    )


def _given(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
