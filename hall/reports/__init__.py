"""Reports of interpreters about a call, for the hall's people: beside the contract, which knows none.

`POST /reports` by an interpreter of the session, during the call or in its wrap-up: a reason, perhaps a note, and
whether the call ends at once. `GET /reports` and `POST /reports/seen` by an administrator. Nobody is named: the hall
knows no visitors, so what is reported is a session at a terminal, and nobody can be shut out for good. Who reports an
insult is not rung from that terminal for half an hour (`hall.desk.declined.spared`); others are.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.requests import Request

from hall.beside import with_key
from hall.clock import said
from hall.desk import sessions, sessionview
from hall.desk.numbers import new_id
from hall.house import House
from hall.journal import Emitted, seal
from hall.keys import Caller
from hall.problems import Refusal, invalid
from hall.rules import dispatch
from hall.rules.masking import masked
from hall.storage.tables.talks import RemoteSession, Report

REASONS = ("abuse", "indecent", "threat", "misuse", "other")
LONGEST_NOTE = 300
SHOWN = 100


def add_reports(app: FastAPI, house: House) -> None:
    """Mount the three operations."""

    async def make(request: Request) -> Response:
        ended: list[str] = []
        answer = await with_key(
            house, request, "interpreter", lambda session, caller, body: _make(house, session, caller, body, ended)
        )
        for session_id in ended:
            house.rooms.close(session_id)
        house.hub.wake()
        return answer

    async def listed(request: Request) -> Response:
        return await with_key(house, request, "admin", _list)

    async def seen(request: Request) -> Response:
        return await with_key(house, request, "admin", _seen)

    app.add_route("/reports", make, methods=["POST"])
    app.add_route("/reports", listed, methods=["GET"])
    app.add_route("/reports/seen", seen, methods=["POST"])


def _make(house: House, session: Session, caller: Caller, body: dict[str, Any], ended: list[str]) -> dict[str, Any]:
    now, note = house.clock.now(), body.get("note", "")
    if body.get("reason") not in REASONS:
        raise invalid("/reason", "one of " + ", ".join(REASONS))
    if not isinstance(note, str) or len(note) > LONGEST_NOTE:
        raise invalid("/note", f"a text of at most {LONGEST_NOTE} characters")
    talk = sessions.locked(session, str(body.get("session_id", "")))
    if talk is None or caller.owner not in sessionview.interpreters_of(talk):
        raise Refusal("not_participant")
    made = Report(
        id=new_id("rp"),
        at=now,
        session_id=talk.id,
        terminal_id=talk.terminal_id,
        place=talk.place,
        interpreter_id=caller.owner,
        reason=body["reason"],
        note=masked(note),
    )
    session.add(made)
    events = _end(session, talk, now) if body.get("end") is True else []
    if events:
        ended.append(talk.id)
    seal(session, now, None, events)
    return _view(made)


def _end(session: Session, talk: RemoteSession, now: Any) -> list[Emitted]:
    return sessions.end(session, talk, "interpreter_left", now) if talk.state in dispatch.LIVE else []


def _list(session: Session, caller: Caller, body: dict[str, Any]) -> dict[str, Any]:
    newest = select(Report).order_by(Report.at.desc()).limit(SHOWN)
    return {"items": [_view(report) for report in session.scalars(newest)]}


def _seen(session: Session, caller: Caller, body: dict[str, Any]) -> dict[str, Any]:
    report = session.get(Report, str(body.get("id", "")))
    if report is None:
        raise Refusal("not_found")
    report.seen = True
    return _view(report)


def _view(report: Report) -> dict[str, Any]:
    names = ("id", "session_id", "terminal_id", "place", "interpreter_id", "reason", "note", "seen")
    return {"at": said(report.at), **{name: getattr(report, name) for name in names}}
