"""An interpreter's own: `PUT /profile` changes it, `GET /profile` tells the own work and rest, and who is answering
which signed message, `POST /profile/closed` is a console's last word; beside the contract.

What is said there counts for the next ring. It is the interpreter's own word; the hall's people see it with the other
interpreters, and each change stands in the audit log with who made it. Calls and minutes are told to their interpreter
alone.
"""

from __future__ import annotations

import time
from typing import Any

from fastapi import FastAPI
from fastapi.responses import Response
from sqlalchemy.orm import Session
from starlette.requests import Request

from hall.beside import with_key
from hall.call import present
from hall.clock import said
from hall.contract import document
from hall.desk import attendance, claims, interpreters, stints
from hall.house import House
from hall.journal import Entry, seal
from hall.keys import Caller
from hall.problems import invalid
from hall.rules.dispatch import REST
from hall.storage.tables.talks import Interpreter

MOST_PLACES, LONGEST_PLACE = 20, 40


def add_profile(app: FastAPI, house: House) -> None:
    """Mount the operations."""

    async def put(request: Request) -> Response:
        return await with_key(
            house, request, "interpreter", lambda session, caller, body: _put(house, session, caller, body)
        )

    async def read(request: Request) -> Response:
        return await with_key(house, request, "interpreter", lambda session, caller, _: _read(house, session, caller))

    async def closed(request: Request) -> Response:
        return await with_key(house, request, "interpreter", lambda session, caller, _: _closed(house, session, caller))

    app.add_route("/profile", put, methods=["PUT"])
    app.add_route("/profile", read, methods=["GET"])
    app.add_route("/profile/closed", closed, methods=["POST"])


def _read(house: House, session: Session, caller: Caller) -> dict[str, Any]:
    """Own statistics, and until when the hall lets them rest; without a time they rest as long as they like. Who asks
    is there."""
    me, now = session.get_one(Interpreter, caller.owner), house.clock.now()
    attendance.heard(session, me.id, time.time())
    sent = me.status == "resting" and me.sent_to_rest
    told = present(rest_until=said(me.since + REST) if sent else None, claims=claims.view(session, me.id, now) or None)
    return stints.own(session, me.id, now) | told


def _closed(house: House, session: Session, caller: Caller) -> dict[str, Any]:
    told = attendance.closed(session, caller.owner, time.time(), house.settings.silent_console_s)
    seal(session, house.clock.now(), None, told)
    return {}


def _put(house: House, session: Session, caller: Caller, body: dict[str, Any]) -> dict[str, Any]:
    known = document()["components"]["schemas"]["Interpreter"]["properties"]["skills"]["items"]["enum"]
    skills, places = _texts(body.get("skills")), _texts(body.get("variety_places"))
    if not skills or not set(skills) <= set(known):
        raise invalid("/skills", "at least one of " + ", ".join(known))
    if places is None or len(places) > MOST_PLACES or any(not _is_place(place) for place in places):
        raise invalid("/variety_places", f"at most {MOST_PLACES} names of at most {LONGEST_PLACE} characters")
    me = interpreters.locked_person(session, caller.owner)
    me.skills = [skill for skill in known if skill in skills]
    me.variety_places = list(dict.fromkeys(places))
    seal(session, house.clock.now(), Entry("putProfile", caller, 200, f"interpreters/{me.id}"), [])
    return {"skills": me.skills, "variety_places": me.variety_places}


def _texts(value: Any) -> list[str] | None:
    return value if isinstance(value, list) and all(isinstance(one, str) for one in value) else None


def _is_place(name: str) -> bool:
    # U+FFFD stands for what no text can hold (`exchange.parse_json`).
    return 0 < len(name) <= LONGEST_PLACE and name.isprintable() and name == name.strip() and "\ufffd" not in name
