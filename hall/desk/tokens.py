"""Tokens of remote sessions: one session, one role; shown once, kept as a hash."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from hall.call import Call
from hall.clock import said
from hall.ice import for_session
from hall.keys import hash_of
from hall.storage.tables.talks import RemoteSession, SessionToken

VALID_FOR = timedelta(hours=1)
JOIN_AGAIN_WITHIN = timedelta(seconds=60)


def new_token(call: Call, talk: RemoteSession, role: str) -> dict[str, Any]:
    """`Token` of the contract for the caller's role."""
    secret = "st_" + secrets.token_urlsafe(32)
    expires_at = call.now + VALID_FOR
    call.session.add(
        SessionToken(
            hash=hash_of(secret), session_id=talk.id, role=role, owner=call.caller.owner, expires_at=expires_at
        )
    )
    return {
        "role": role,
        "token": secret,
        "expires_at": said(expires_at),
        "signalling_url": f"{_socket_base(call)}/v1/signal/{talk.id}",
        "ice_servers": for_session(call.house.ice, talk.id, expires_at),
    }


def token_of(session: Session, secret: str, now: datetime) -> SessionToken | None:
    """The token that a socket joined with, if it is one and still valid."""
    row = session.get(SessionToken, hash_of(secret))
    return row if row is not None and row.expires_at > now else None


def joining(session: Session, secret: str, now: datetime) -> SessionToken | None:
    """The token that a socket may join with now: valid, and not left for longer than a minute."""
    token = token_of(session, secret, now)
    left = token is not None and token.left_at is not None and now > token.left_at + JOIN_AGAIN_WITHIN
    return None if left else token


def _socket_base(call: Call) -> str:
    """Address of the socket: what the operator says, else what the caller used; wss outside loopback."""
    base = call.house.settings.public_url or f"{call.house.settings.scheme}://" + call.headers.get("host", "127.0.0.1")
    return base.replace("https://", "wss://").replace("http://", "ws://").rstrip("/")
