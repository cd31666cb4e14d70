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
from fastapi.responses import JSONResponse, Response
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from hall.call import Call
from hall.desk import conversation, sessions, tokens
from hall.exchange import parse_json
from hall.house import House
from hall.keys import Caller
from hall.pages import Page, add_page
from hall.problems import Refusal, as_problem
from hall.storage.database import lock
from hall.storage.tables import Message, RemoteSession

# How long a QR code opens its session: time to take out a phone, not to carry a picture of it home. Our judgement.
OPENS_FOR = timedelta(minutes=10)
LARGEST = 4096


def add_phone(app: FastAPI, house: House) -> None:
    """Mount the page and the exchange of its secret."""

    async def opened(request: Request) -> Response:
        try:
            return JSONResponse(await _opened(house, request), headers={"Cache-Control": "no-store"})
        except Refusal as refusal:
            problem = as_problem(refusal, "zh", house.request_number())
            headers = {**refusal.headers, "Cache-Control": "no-store"}
            return JSONResponse(problem, refusal.status, headers, "application/problem+json")

    app.add_route("/phone/open", opened, methods=["POST"])
    add_page(app, Page("phone", Path(__file__).with_name("page")))


async def _opened(house: House, request: Request) -> dict[str, Any]:
    """The phone's own token for the QR code's secret; refuses what is wrong, used, or too old."""
    address = request.client.host if request.client else "-"
    house.limits.address(address)
    session_id, secret = await asked_with_secret(request)
    host = request.headers.get("host", "127.0.0.1")
    try:
        return await run_in_threadpool(
            house.database.write, lambda session: exchange(house, session, session_id, secret, host)
        )
    except Refusal:
        house.limits.wrong_key(address)
        raise


async def asked_with_secret(request: Request) -> tuple[str, str]:
    """Session and secret of a request's body."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise Refusal("body_too_large")
    asked = parse_json(body)
    try:
        session_id, secret = asked["session_id"], asked["secret"]
    except (KeyError, TypeError):
        raise Refusal("malformed_json") from None
    if not isinstance(session_id, str) or not isinstance(secret, str):
        raise Refusal("malformed_json")
    return session_id, secret


def exchange(house: House, session: Session, session_id: str, secret: str, host: str) -> dict[str, Any]:
    """Use up the secret and mint the phone's token; Refusal `key_unknown` or `session_over`."""
    # One at a time: of two requests with the same secret, only the first finds it.
    lock(session, "dispatch")
    now = house.clock.now()
    given = tokens.token_of(session, secret, now)
    if given is None or given.session_id != session_id or given.role != "visitor" or _is_old(given.expires_at, now):
        raise Refusal("key_unknown")
    talk = session.get_one(RemoteSession, session_id)
    if talk.state in sessions.OVER:
        raise Refusal("session_over")
    caller = Caller("-", "terminal", given.owner)
    session.delete(given)
    call = Call(house, session, caller, now, {}, {}, {}, {"host": host})
    said = session.scalars(select(Message).where(Message.session_id == session_id).order_by(Message.seq))
    return {
        "token": tokens.new_token(call, talk, "visitor"),
        "place": talk.place,
        "messages": [conversation.view(message) for message in said],
    }


def _is_old(expires_at: datetime, now: datetime) -> bool:
    return now > expires_at - tokens.VALID_FOR + OPENS_FOR
