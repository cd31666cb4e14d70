"""Everything one hall process shares: settings, clock, storage, content, limits, the event hub."""

from __future__ import annotations

import itertools
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from datetime import time as clock_time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hall.bus import Bus
from hall.clock import Clock
from hall.content import Content
from hall.contract import document
from hall.hub import Hub
from hall.ice import Servers, read_servers
from hall.keys import person_key
from hall.limits import Limits
from hall.register import HANDLERS
from hall.rooms import Rooms
from hall.settings import HallSettings
from hall.storage.database import Database
from hall.storage.tables.operation import Document

Rules = dict[str, Any]


@dataclass
class House:
    """Passed to every handler. Nothing in it belongs to a single request."""

    settings: HallSettings
    clock: Clock
    database: Database
    content: Content
    hub: Hub
    limits: Limits
    person_key: dict[str, Any]
    # What past days tell about a day does not change while the day lasts; the test mode's reset empties it.
    past: dict[Any, Any] = field(default_factory=dict)
    # What was told last, and when: the load of a zone, the last look at what must be erased.
    told: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    # By operationId; an adapter replaces some of them.
    handlers: Mapping[str, Any] = field(default_factory=lambda: HANDLERS)
    # When each key was used last; written down once a minute.
    used: dict[str, datetime] = field(default_factory=dict)
    rooms: Rooms = field(default_factory=Rooms)
    # Between the processes of one hall; a hall on SQLite is one process.
    bus: Bus | None = None
    # STUN and TURN servers; secrets in it never leave the hall (`hall.ice`).
    ice: Servers = ()
    requests: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    @classmethod
    def open(cls, settings: HallSettings, content: Content) -> House:
        """Connect everything; the caller runs `setup.prepare` before the first request."""
        clock = Clock()
        database = Database(settings.database_url)
        bus = None if database.sqlite else Bus(database.url)
        return cls(
            settings=settings,
            clock=clock,
            database=database,
            content=content,
            hub=Hub(database, None if bus is None else bus.tell_events),
            limits=Limits(time.monotonic, off=settings.test_mode),
            person_key=dict(person_key(settings.data)),
            ice=read_servers(settings.ice) if settings.ice else content.hall["ice_servers"],
            rooms=Rooms(bus),
            bus=bus,
        )

    def request_number(self) -> str:
        """Number of a request in the log, told in problems."""
        return f"r-{self.clock.now():%Y%m%d}-{next(self.requests):06d}"


def default_rules() -> Rules:
    """The contract's default of every rule (section 10)."""
    properties = document()["components"]["schemas"]["Rules"]["properties"]
    rules: Rules = {name: spec["default"] for name, spec in properties.items() if "default" in spec}
    # E-9: the schema describes these four in words.
    rules["follow_up_working_days"] = {"contact": 1, "check": 3, "answer": 5, "limit": 15}
    return rules


def rules_in_force(session: Session) -> Rules:
    """The hall's numbers now; read once a transaction."""
    if "rules" not in session.info:
        know_rules(session, session.scalar(select(Document.data).where(Document.name == "rules")))
    rules: Rules = session.info["rules"]
    return rules


def know_rules(session: Session, data: Mapping[str, Any] | None) -> None:
    """What the database says of the rules, for the rest of the transaction."""
    session.info["rules"] = default_rules() if data is None else dict(data)


def cut_off(rules: Rules) -> clock_time:
    """Until when extended hours and Saturdays may be applied for on the working day before (Q-8)."""
    return clock_time.fromisoformat(rules["cut_off"])
