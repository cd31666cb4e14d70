"""Examples of the signed message, one a step. Invented content."""

from __future__ import annotations

from typing import Any

from terminal.visit.events import Way
from terminal.visit.state import Call, Consent, Message, Phase, Saying, State, Visit

_NOW = 100.0
_SENT: dict[str, Any] = {
    "number": "V20261124-001",
    "due": "2026-11-25T17:00:00+08:00",
    "delete_at": "2026-12-01T17:00:00+08:00",
}
_CODE = "https://hall.example/answer#vm-3f9c2a7d1e5b8046.Zx1cV2bN3mQ4wE5rT6yU7iO8pA9sD0fG"


def message_examples() -> dict[str, State]:
    """By name of the screen."""
    return {
        "message_consent": _state("consent"),
        "message_countdown": _state("countdown", ready=True, since=_NOW - 0.5),
        "message_recording": _state("recording", since=_NOW - 12),
        "message_review": _state("review", seconds=12, plays=1),
        "message_contact": _state("contact", contact="1390000"),
        "message_away": _state("away"),
        "message_lost": _state("lost"),
        "message_sent": _state("sent", **_SENT, code=_CODE),
        "message_sent_no_code": _state("sent", **_SENT),
    }


def _state(step: str, since: float = _NOW, **fields: object) -> State:
    message = Message("v-9", step, since, **fields)  # type: ignore[arg-type]
    visit = Visit(
        visit_id="v",
        way=Way.SIGN,
        consent=Consent(camera=True, transmit=True),
        saying=Saying(f"message.{step}", since=_NOW),
        call=Call("nobody", 60.0, reason="closed", hours="11-25 09:00-17:00"),
        message=message,
        last_active=_NOW,
    )
    return State(phase=Phase.MESSAGE, since=since, now=_NOW, visit=visit)
