"""The session at the hall, by requests: opened, read, joined with a token, ended. Ids and tokens are never logged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from terminal.call.wishes import CallParts, Dial
from terminal.services import Away, HallClient, Ok, Refused, intent_key, trust
from terminal.services.line import Ask
from terminal.services.policy import CHANGE_S, READ_S

Raw = Mapping[str, Any]
NOBODY = frozenset({"no_interpreter", "outside_opening_hours"})
"""Refusals that mean: not now, come in the hours that `hours` names."""

PAGE = 200
"""The most lines that the hall gives at once (contract)."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What one role joins with. It is shown nowhere and dies with the session."""

    token: str = field(repr=False)
    url: str = field(repr=False)
    ice_servers: tuple[Raw, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, raw: Raw) -> Ticket:
        return cls(raw["token"], raw["signalling_url"], tuple(raw.get("ice_servers", ())))


class Desk:
    """Requests about one session. Used from the call's asyncio loop; `aclose` at the end."""

    def __init__(self, parts: CallParts) -> None:
        self.tls = trust(parts.ca_file)
        """What trusts the hall's own authority; None where the system's suffices."""
        self._terminal = HallClient(parts.url, parts.key, verify=self.tls or True)
        self._clerk = HallClient(parts.url, parts.clerk_key, verify=self.tls or True)
        self.session_id = ""
        self.joined_again = False
        """The session was there already: another process began it."""

    async def aclose(self) -> None:
        await self._terminal.aclose()
        await self._clerk.aclose()

    async def open(self, dial: Dial) -> Ok[tuple[Raw, Ticket]] | Refused | Away:
        """The session of this call: asked for twice, it is the same one, and its state as it is now."""
        body = {"consent": True, "video": True, "briefing": briefing(dial), **_booked(dial)}
        answer = await self._terminal.line.ask_patiently(
            Ask("POST", "/v1/remote-sessions", body, key=f"{dial.call_id}-call".ljust(16, "-"), timeout_s=CHANGE_S)
        )
        if not isinstance(answer, Ok):
            return answer
        self.session_id = answer.value["session"]["id"]
        ticket = Ticket.of(answer.value["token"])
        self.joined_again = answer.replayed
        if answer.replayed:  # a call that this process joins again: the first answer's token may be used up
            return await self._again(ticket)
        return Ok((answer.value["session"], ticket))

    async def _again(self, ticket: Ticket) -> Ok[tuple[Raw, Ticket]] | Refused | Away:
        now = await self.read()
        if not isinstance(now, Ok):
            return now
        renewed = await self.renew("visitor")
        return Ok((now.value, renewed or ticket))

    async def read(self) -> Ok[Raw] | Refused | Away:
        """The session as it is now."""
        return await self._terminal.line.ask(Ask("GET", f"/v1/remote-sessions/{self.session_id}", timeout_s=READ_S))

    async def renew(self, role: str) -> Ticket | None:
        """A fresh token for the visitor or the clerk; None where the hall gives none or does not answer."""
        client = self._clerk if role == "clerk" else self._terminal
        answer = await client.line.ask(self._change("tokens", {"role": role}))
        return Ticket.of(answer.value) if isinstance(answer, Ok) else None

    async def messages(self, after_seq: int) -> list[Raw]:
        """The final lines since that number: what was missed while the line was away."""
        path, found = f"/v1/remote-sessions/{self.session_id}/messages", list[Raw]()
        while True:
            query = {"after_seq": after_seq, "limit": PAGE}
            answer = await self._terminal.line.ask(Ask("GET", path, query=query, timeout_s=READ_S))
            page = answer.value["items"] if isinstance(answer, Ok) else []
            found += page
            if len(page) < PAGE or page[-1]["seq"] <= after_seq:
                return found
            after_seq = page[-1]["seq"]

    async def confirm_hand_over(self) -> bool:
        """The visitor agrees to the other interpreter."""
        answer = await self._terminal.line.ask_patiently(self._change("hand-over/confirm", {}))
        return isinstance(answer, Ok)

    async def end(self, reason: str) -> None:
        """End it for everybody."""
        if self.session_id:
            await self._terminal.line.ask_patiently(self._change("end", {"reason": reason}))

    async def hours(self) -> str:
        """When interpreters are on duty next, "MM-DD HH:MM-HH:MM"; empty where the hall does not say."""
        answer = await self._terminal.line.ask(Ask("GET", "/v1/interpreters", timeout_s=READ_S))
        duty = answer.value.get("duty", []) if isinstance(answer, Ok) else []
        if not duty:
            return ""
        start, end = str(duty[0]["start"]), str(duty[0]["end"])
        return f"{start[5:10]} {start[11:16]}-{end[11:16]}"

    def _change(self, what: str, body: Raw) -> Ask:
        path = f"/v1/remote-sessions/{self.session_id}/{what}"
        return Ask("POST", path, body, key=intent_key(), timeout_s=CHANGE_S)


def _booked(dial: Dial) -> dict[str, str]:
    """By what the hall knows whether this talk was booked."""
    found = {"ticket_id": dial.ticket_id, "scheduled_appointment_id": dial.appointment_id}
    return {name: value for name, value in found.items() if value}


def briefing(dial: Dial) -> dict[str, Any]:
    """The briefing of the contract, within its limits."""
    found: dict[str, Any] = {
        "understood": [{"text": text[:60], "confirmed": sure} for text, sure in dial.understood[:20]],
        "papers_missing": [name[:60] for name in dial.papers_missing[:30]],
        "note": dial.note[:500],
        "matter_id": dial.matter_id,
    }
    return {name: value for name, value in found.items() if value}
