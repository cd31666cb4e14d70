"""How many 办不成事 enquiries wait for an answer: `GET /enquiries/open` for a clerk, beside the contract.

The contract gives enquiries with their texts, page by page, and each look at them stands in the audit log: right for
who answers one, wrong for a figure that every clerk's screen shows all day. This tells the figure and nothing else.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.responses import Response
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session
from starlette.requests import Request

from hall.beside import with_key
from hall.house import House
from hall.storage.tables.feedback import Enquiry


def add_enquiries(app: FastAPI, house: House) -> None:
    """Mount the operation."""

    async def counted(request: Request) -> Response:
        return await with_key(house, request, "clerk", lambda session, caller, _: _count(house, session))

    app.add_route("/enquiries/open", counted, methods=["GET"])


def _count(house: House, session: Session) -> dict[str, Any]:
    """Those that are not closed, and how many of them are past the promise of an answer."""
    waiting = Enquiry.kind == "cannot_get_it_done", Enquiry.state != "finished"
    late = func.sum(case((Enquiry.due < house.clock.now(), 1), else_=0))
    found = session.execute(select(func.count(), late).where(*waiting)).one()
    return {"open": found[0], "late": int(found[1] or 0)}
