"""Silent calls for a person: what is told of one, and what is left of it once it is over."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from hall.call import present
from hall.clock import said
from hall.journal import Emitted, forget
from hall.storage.tables.feedback import HelpCall

# Help calls in these states still wait for somebody.
OPEN = ("called", "processing")


def view(asked: HelpCall) -> dict[str, Any]:
    return present(
        id=asked.id,
        kind=asked.kind,
        state=asked.state,
        place=asked.place,
        aid_id=asked.aid_id,
        talk_ways=asked.talk_ways or None,
        text=asked.text,
        at=said(asked.at),
        acknowledged_at=None if asked.acknowledged_at is None else said(asked.acknowledged_at),
        eta_seconds=asked.eta_seconds,
        message=asked.message,
    )


def changed(asked: HelpCall) -> Emitted:
    return Emitted("help.changed", view(asked), ("terminal", "clerk", "admin"), terminal_id=asked.terminal_id)


def finish(session: Session, asked: HelpCall) -> Emitted:
    """Nobody waits any more: what was written and how the visitor talks is wiped, in the event stream too."""
    asked.state, asked.talk_ways, asked.text = "finished", [], None
    forget(session, ("help.changed",), "id", asked.id)
    return changed(asked)
