"""The visitor's written record of a call: a page at `/transcript` that reads or erases it with its secret.

The address `https://HALL/transcript#SESSION.SECRET` comes to the visitor's side of the call alone (`hall.signalling`),
with the secret in the fragment, which browsers never send; the page hands it over in a request's body. The contract
knows no such record; it stands beside it, like the phone's page. Rules in `hall.desk.transcripts`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import Response
from sqlalchemy.orm import Session
from starlette.requests import Request

from hall.beside import with_secret
from hall.clock import said
from hall.desk import transcripts
from hall.house import House
from hall.pages import Page, add_page
from hall.problems import Refusal
from hall.storage.tables.talks import Transcript


def add_transcript(app: FastAPI, house: House) -> None:
    """Mount the page, and what it asks: reading and erasing."""

    async def opened(request: Request) -> Response:
        return await with_secret(house, request, Transcript, lambda session, *known: _read(house, session, *known))

    async def erased(request: Request) -> Response:
        return await with_secret(house, request, Transcript, lambda session, *known: _erase(house, session, *known))

    app.add_route("/transcript/open", opened, methods=["POST"])
    app.add_route("/transcript/erase", erased, methods=["POST"])
    add_page(app, Page("transcript", Path(__file__).with_name("page")))


def _read(house: House, session: Session, session_id: str, secret: str) -> dict[str, Any]:
    row = transcripts.opened(session, session_id, secret, house.clock.now())
    if row is None or row.delete_at is None:
        raise Refusal("key_unknown")
    return {"text": transcripts.text_of(session, row), "delete_at": said(row.delete_at)}


def _erase(house: House, session: Session, session_id: str, secret: str) -> dict[str, Any]:
    row = transcripts.opened(session, session_id, secret, house.clock.now())
    if row is None:
        raise Refusal("key_unknown")
    session.delete(row)
    return {}
