"""Carrying on by phone: a page at `/phone` that takes the visitor's place in one session.

The terminal shows a QR code of `https://HALL/phone#SESSION.SECRET`. The secret is a visitor's token of this session,
freshly asked for by the terminal (`renewToken`) for the QR code alone; it stands in the fragment, which browsers never
send. The page hands it over once, in a request's body, and gets a token of its own for it: whoever photographs the
QR code afterwards holds a secret that no longer opens anything. The contract has no operation for this exchange, so
it stands beside the contract, like the pages themselves.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.requests import Request

from hall.beside import with_secret
from hall.call import Call
from hall.desk import conversation, tokens
from hall.house import House
from hall.keys import Caller
from hall.pages import Page, add_page
from hall.problems import Refusal
from hall.rules import dispatch
from hall.storage.database import lock
from hall.storage.tables.talks import Message, RemoteSession

# How long a QR code opens its session: time to take out a phone, not to carry a picture of it home. Our judgement.
OPENS_FOR = timedelta(minutes=10)


def add_phone(app: FastAPI, house: House) -> None:
    """Mount the page and the exchange of its secret."""

    async def opened(request: Request) -> Response:
        host = request.headers.get("host", "127.0.0.1")
        return await with_secret(house, request, RemoteSession, lambda *asked: exchange(house, *asked, host=host))

    async def read(request: Request) -> Response:
        return await with_secret(house, request, RemoteSession, lambda *asked: lines(house, *asked))

    app.add_route("/phone/open", opened, methods=["POST"])
    app.add_route("/phone/lines", read, methods=["POST"])
    add_page(app, Page("phone", Path(__file__).with_name("page")))


def exchange(house: House, session: Session, session_id: str, secret: str, *, host: str) -> dict[str, Any]:
    """Use up the secret and mint the phone's token; Refusal `key_unknown` or `session_over`."""
    # One at a time: of two requests with the same secret, only the first finds it.
    lock(session, "dispatch")
    now = house.clock.now()
    given = tokens.token_of(session, secret, now)
    if given is None or given.session_id != session_id or given.role != "visitor" or _is_old(given.expires_at, now):
        raise Refusal("key_unknown")
    talk = session.get_one(RemoteSession, session_id)
    if talk.state in dispatch.OVER:
        raise Refusal("session_over")
    caller = Caller("-", "terminal", given.owner)
    session.delete(given)
    call = Call(house, session, caller, now, {}, {}, {}, {"host": host})
    return {
        "token": tokens.new_token(call, talk, "visitor"),
        "place": talk.place,
        "messages": _said(session, session_id),
    }


def lines(house: House, session: Session, session_id: str, secret: str) -> dict[str, Any]:
    """The conversation so far, for the phone's own token: a page that was loaded again keeps nothing but
    that, and one whose line was away has missed some.

    Who may join the session may read it; Refusal `key_unknown` or `session_over`.
    """
    given = tokens.joining(session, secret, house.clock.now())
    if given is None or given.session_id != session_id or given.role != "visitor":
        raise Refusal("key_unknown")
    if session.get_one(RemoteSession, session_id).state in dispatch.OVER:
        raise Refusal("session_over")
    return {"messages": _said(session, session_id)}


def _said(session: Session, session_id: str) -> list[dict[str, Any]]:
    messages = session.scalars(select(Message).where(Message.session_id == session_id).order_by(Message.seq))
    return [conversation.view(message) for message in messages]


def _is_old(expires_at: datetime, now: datetime) -> bool:
    return now > expires_at - tokens.VALID_FOR + OPENS_FOR
