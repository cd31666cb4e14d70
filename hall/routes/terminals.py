"""Group Terminals: what stands where, whether it lives, what it is set to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from hall.call import Call, Reply, etag_of, present
from hall.clock import said
from hall.desk.paging import page_of_rows
from hall.journal import Emitted
from hall.problems import Refusal, unknown
from hall.register import handles
from hall.routes.hall import unchanged
from hall.storage.database import lock
from hall.storage.tables.operation import Document, Terminal
from hall.storage.tables.visits import Window

# Not heard for this long: not seen (contract); the next heartbeat is asked for after `NEXT_S`.
NOT_SEEN_AFTER = timedelta(seconds=90)
NEXT_S = 30


@handles("putTerminal")
def put_terminal(call: Call) -> Reply:
    terminal_id = _own(call)
    if call.body.get("zone_id") is not None and call.body["zone_id"] not in call.house.content.zones:
        raise unknown("/zone_id")
    if "window_id" in call.body and call.session.get(Window, call.body["window_id"]) is None:
        raise unknown("/window_id")
    terminal = call.session.get(Terminal, terminal_id)
    if terminal is None:
        terminal = Terminal(id=terminal_id, devices=[], phase="idle", settings_version=0)
        call.session.add(terminal)
    terminal.place, terminal.software = call.body["place"], call.body["software"]
    terminal.zone_id, terminal.window_id = call.body.get("zone_id"), call.body.get("window_id")
    if call.caller.scope == "terminal":
        terminal.last_seen = call.now
    call.session.flush()
    return Reply(_view(call, terminal))


@handles("getTerminal")
def get_terminal(call: Call) -> Reply:
    _own(call)
    return Reply(_view(call, _terminal(call)))


@handles("listTerminals")
def list_terminals(call: Call) -> Reply:
    query = select(Terminal).order_by(Terminal.id)
    return Reply(page_of_rows(call, query, lambda terminal: _view(call, terminal)))


@handles("putHeartbeat")
def put_heartbeat(call: Call) -> Reply:
    _own(call)
    terminal = _terminal(call)
    terminal.last_seen, terminal.phase = call.now, call.body["phase"]
    terminal.devices, terminal.software = call.body["devices"], call.body["software"]
    terminal.settings_version, terminal.outbox = call.body["settings_version"], call.body["outbox"]
    wanted, _ = _settings(call, terminal.id)
    return Reply({"now": said(call.now), "settings_wanted": wanted, "next_seconds": NEXT_S})


@handles("getSettings")
def get_settings(call: Call) -> Reply:
    terminal_id = _own(call)
    _terminal(call)
    version, values = _settings(call, terminal_id)
    if unchanged(call, etag_of(version)):
        return Reply(status=304, etag=etag_of(version))
    answer: dict[str, Any] = {"version": version, "values": values}
    if call.caller.scope == "terminal":
        answer["person_key"] = call.house.person_key
    return Reply(answer, etag_of(version))


@handles("putSettings")
def put_settings(call: Call) -> Reply:
    terminal = _terminal(call)
    lock(call.session, "settings:" + terminal.id)
    name = "settings:" + terminal.id
    stored = call.session.get(Document, name, populate_existing=True)
    call.expect_version(1 if stored is None else stored.version)
    if stored is None:
        # Version 1 is the empty one that every terminal begins with.
        stored = Document(name=name, version=2, data=call.body["values"])
        call.session.add(stored)
    else:
        stored.version += 1
        stored.data = call.body["values"]
    data = {"settings_wanted": stored.version}
    call.emit(Emitted("settings.changed", data, ("terminal",), terminal_id=terminal.id))
    return Reply({"version": stored.version, "values": stored.data}, etag_of(stored.version))


def _own(call: Call) -> str:
    """The terminal named in the path; a terminal may only ask for itself."""
    terminal_id = call.path["terminal_id"]
    if call.caller.scope == "terminal" and call.caller.owner != terminal_id:
        raise Refusal("other_terminal")
    return terminal_id


def _terminal(call: Call) -> Terminal:
    found = call.session.get(Terminal, call.path["terminal_id"])
    if found is None:
        raise Refusal("not_found")
    return found


def _settings(call: Call, terminal_id: str) -> tuple[int, dict[str, Any]]:
    stored = call.session.get(Document, "settings:" + terminal_id)
    return (1, {}) if stored is None else (stored.version, stored.data)


def _view(call: Call, terminal: Terminal) -> dict[str, Any]:
    return present(
        id=terminal.id,
        place=terminal.place,
        zone_id=terminal.zone_id,
        window_id=terminal.window_id,
        software=terminal.software,
        state=_state(call, terminal),
        last_seen=None if terminal.last_seen is None else said(terminal.last_seen),
        settings_version=terminal.settings_version,
        settings_wanted=_settings(call, terminal.id)[0],
        devices=terminal.devices or None,
        outbox=terminal.outbox,
    )


def _state(call: Call, terminal: Terminal) -> str:
    if terminal.last_seen is None or call.now - terminal.last_seen > NOT_SEEN_AFTER:
        return "not_seen"
    return {"safe_mode": "out_of_order", "busy": "busy"}.get(terminal.phase, "idle")
