"""One call to an operation as its handler sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from hall.house import House
from hall.journal import Emitted
from hall.keys import Caller
from hall.problems import Refusal


@dataclass(slots=True)
class Reply:
    """What a handler answers: a JSON body (or None), its ETag; `status` only where it is not the usual one.

    `raw` with `media_type` replaces the JSON body for films and texts.
    """

    body: Any = None
    etag: str | None = None
    status: int | None = None
    raw: bytes | None = None
    media_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Call:
    """A validated request inside its transaction. `now` is the hall's time, one for the whole call."""

    house: House
    session: Session
    caller: Caller
    now: datetime
    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Mapping[str, Any]
    headers: Mapping[str, str]
    film: tuple[str, bytes] | None = None
    operation_id: str = ""
    events: list[Emitted] = field(default_factory=list)
    # Done after the commit, in the same thread: closing sockets of a session that is over.
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    resource: str | None = None
    reason: str | None = None

    def emit(self, event: Emitted) -> None:
        """Goes out with the commit, or not at all."""
        self.events.append(event)

    def expect_version(self, version: int) -> None:
        """Refuse when `If-Match` names another state than the stored one."""
        wanted = self.headers.get("if-match")
        if wanted is not None and wanted.strip() != "*" and etag_of(version) not in _tags(wanted):
            raise Refusal("changed_meanwhile")


Handler = Callable[[Call], Reply]


def etag_of(version: int | str) -> str:
    return f'"v{version}"' if isinstance(version, int) else f'"{version}"'


def present(**fields: Any) -> dict[str, Any]:
    """An answer without what is absent: the contract never sends null."""
    return {name: value for name, value in fields.items() if value is not None}


def _tags(header: str) -> list[str]:
    return [tag.strip().removeprefix("W/") for tag in header.split(",")]
