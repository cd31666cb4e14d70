"""What a hall needs before its first request: tables, the rows that content gives, the operator's keys."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from content.files import write_private
from hall.content import Content
from hall.desk import attendance
from hall.house import House, default_rules
from hall.keys import VALID_SECONDS, keep, mint
from hall.rules import dispatch
from hall.storage.database import lock
from hall.storage.tables.operation import Document, Head, Terminal
from hall.storage.tables.talks import Interpreter, RemoteSession
from hall.storage.tables.visits import Window

# Who moves the test clock years ahead must be able to move it back: the clock goes to 2099 at most.
VALID_IN_TESTS_S = 100 * VALID_SECONDS
# Owners of the keys that `keys_file` gets: the sample's first terminal, clerk and interpreter.
EMBEDDED = {"admin": "embedded", "terminal": "t-1", "clerk": "0215", "interpreter": "in-1"}


def prepare(house: House) -> None:
    """Make the folder's rows ready; harmless when done before, also by several processes at once."""
    house.database.create()
    if house.settings.clock is not None:
        house.clock.set(datetime.fromisoformat(house.settings.clock), running=True)
    house.database.write(lambda session: _rows(session, house))


def write_keys(house: House, path: Path, url: str) -> None:
    """Mint one key per scope and write them where only the owner of the process can read."""

    def work(session: Session) -> Mapping[str, str]:
        now = house.clock.now()
        add_terminal(session, EMBEDDED["terminal"])
        return {scope: mint(session, scope, owner, "embedded", now)[1] for scope, owner in EMBEDDED.items()}

    keys = house.database.write(work)
    fields = {"terminal": "terminal_id", "clerk": "clerk_no", "interpreter": "interpreter_id"}
    owners = {field: EMBEDDED[scope] for scope, field in fields.items()}
    write_private(path, (json.dumps({"url": url, **keys, **owners}) + "\n").encode())


def add_windows(session: Session, content: Content, *, all_open: bool) -> None:
    """The windows of the content, as the hall opens; `all_open` for the test mode's reset."""
    session.execute(delete(Window))
    for place, window in enumerate(content.hall["windows"]):
        fields = {name: window[name] for name in ("id", "name", "zone_ids", "kind", "accessible", "state")}
        session.add(Window(**{**fields, "place": place, **({"state": "open"} if all_open else {})}))


def add_interpreters(session: Session, content: Content, now: datetime) -> None:
    """The interpreters of the content that are not known yet; they begin as away."""
    for person in content.hall["interpreters"]:
        row = add_interpreter(session, person["id"], person["label"], now)
        row.skills, row.variety_places = person["skills"], person["variety_places"]


def add_interpreter(session: Session, interpreter_id: str, label: str, now: datetime) -> Interpreter:
    """An interpreter who has a key but has not said to be ready yet; the one that is known stays."""
    known = session.get(Interpreter, interpreter_id)
    if known is None:
        known = Interpreter(
            id=interpreter_id, label=label[:40], status="away", since=now, skills=["national"], variety_places=[]
        )
        session.add(known)
    return known


def add_terminal(session: Session, terminal_id: str) -> None:
    """A terminal that has a key but has not introduced itself yet."""
    if session.get(Terminal, terminal_id) is None:
        session.add(Terminal(id=terminal_id, place="-", software="-", devices=[]))


def _rows(session: Session, house: House) -> None:
    lock(session, "setup")
    now = house.clock.now()
    if session.get(Head, 1) is None:
        session.add(Head(id=1))
        session.add(Document(name="rules", data=default_rules()))
        add_windows(session, house.content, all_open=False)
        add_interpreters(session, house.content, now)
    attendance.excuse(session, time.time(), math.inf)
    if house.bus is None:
        _nobody_is_connected(session, now)
    if house.settings.admin_key:
        valid_seconds = VALID_IN_TESTS_S if house.settings.test_mode else VALID_SECONDS
        keep(session, house.settings.admin_key, "admin", "operator", "operator", now, valid_seconds)


def _nobody_is_connected(session: Session, now: datetime) -> None:
    """A hall of one process has just started: its sockets went with the process before it."""
    for talk in session.scalars(select(RemoteSession).where(RemoteSession.state.in_(dispatch.LIVE))):
        if talk.joined.get("interpreter"):
            talk.gone_since = now
        talk.joined = dict.fromkeys(talk.joined, False)
