"""What the visitor is shown of a session: from the hall's answer and who is in the room to one `CallChanged`. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from terminal.visit.events import CallChanged, RecordChanged

OVER = frozenset({"pending", "finished", "deleted"})
INTERPRETERS = ("interpreter", "second_interpreter")


@dataclass(slots=True)
class Presence:
    """What this worker knows besides the hall's answer."""

    line_up: bool = False
    """Our own socket is in the room."""
    replaced: bool = False
    """Another socket took the visitor's place: the phone."""
    here: dict[str, bool] = field(default_factory=dict)
    """Who is in the room, by role, from the last message ``joined``."""
    was_here: bool = False
    """An interpreter has been in the room, as far as this process or the one before it knows."""
    picture_lost: bool = False
    """The connection of the media broke."""

    def joined(self, participants: Any) -> None:
        """Note who is in the room."""
        if not isinstance(participants, list):
            return
        self.here = {str(p.get("role")): bool(p.get("joined")) for p in participants if isinstance(p, Mapping)}
        self.was_here = self.was_here or any(self.here.get(role) for role in INTERPRETERS)

    def heard(self, role: str) -> bool:
        """Who is heard is here, whatever was said of them before; whether that is news."""
        if role not in INTERPRETERS or self.here.get(role):
            return False
        self.here[role] = self.was_here = True
        return True


def seen(session: Mapping[str, Any], presence: Presence) -> CallChanged:
    """The state of the call in the visit's words."""
    state = session.get("state")
    if state == "missed":
        return CallChanged(state="nobody", reason="closed")
    if state in OVER:
        return CallChanged(state="ended", reason=str(session.get("end_reason", "")))
    if state in ("queued", "called"):
        presence.was_here = False  # whoever comes now is awaited anew
        minutes = math.ceil(int(session.get("expected_answer_seconds", 0)) / 60)
        place = int(session.get("queue_place", 0))
        return CallChanged(state="queued" if state == "queued" else "ringing", place=place, wait_minutes=minutes)
    return _live(session, presence)


def _live(session: Mapping[str, Any], presence: Presence) -> CallChanged:
    here = any(presence.here.get(role) for role in INTERPRETERS)
    facts: dict[str, Any] = {
        "interpreter": _label(session),
        "second": bool(presence.here.get("second_interpreter")),
    }
    if presence.replaced:
        return CallChanged(state="phone", **facts)
    if not presence.line_up:
        return CallChanged(state="reconnecting", reason="line", **facts)
    if not here and not presence.was_here:
        return CallChanged(state="ringing", wait_minutes=0, place=0)  # accepted, on the way into the room
    if not here:
        return CallChanged(state="reconnecting", reason="interpreter", **facts)
    if session.get("state") == "parked":
        return CallChanged(state="held", **facts)
    if presence.picture_lost:
        return CallChanged(state="reconnecting", reason="picture", **facts)
    return CallChanged(state="connected", **facts)


def _label(session: Mapping[str, Any]) -> str:
    """What the hall calls the interpreter: a number, never a name."""
    people = session.get("participants", ())
    return next((str(p.get("label", "")) for p in people if p.get("role") == "interpreter"), "")


def without_place(session: Mapping[str, Any], *, was_live: bool) -> frozenset[str]:
    """Interpreters' seats that the hall does not name in a session that runs, or ran and waits for another interpreter
    now; none where it does not run."""
    people = session.get("participants")
    running = ("processing", "parked", "queued", "called") if was_live else ("processing", "parked")
    if session.get("state") not in running or not isinstance(people, list):
        return frozenset()
    return frozenset(INTERPRETERS) - {str(one.get("role")) for one in people if isinstance(one, Mapping)}


def record(told: Mapping[str, Any]) -> RecordChanged:
    """How the written record stands, from what the hall tells the room."""
    missing, until = told.get("missing"), str(told.get("delete_at", ""))
    return RecordChanged(
        state=str(told.get("state", "off")),
        missing=tuple(str(role) for role in missing) if isinstance(missing, list) else (),
        until=until[5:10],
        address=str(told.get("address", "")),
    )


def hand_over(session: Mapping[str, Any]) -> str:
    """asked, both_in, confirmed, or empty."""
    found = session.get("hand_over")
    return str(found.get("state", "")) if isinstance(found, Mapping) else ""
