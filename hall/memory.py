"""First answers to Idempotency-Keys, kept for seven days so that only who sends the key again can read them.

The contract asks both that a repeated request gets the first answer for a week and that talk wishes, session texts
and fresh keys are not kept. So the answer is sealed with a key made from the Idempotency-Key itself, of which only a
hash is stored: the hall remembers, but cannot read, what it answered.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Insert, Select, bindparam, func, insert, literal, select
from sqlalchemy.orm import Session

from hall.house import know_rules
from hall.problems import Refusal
from hall.storage.database import in_step, is_sqlite, lock_number
from hall.storage.tables.operation import Document, Remembered

_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Slip:
    """What names one intent: whose key, method, path, Idempotency-Key."""

    owner: str
    method: str
    path: str
    key: str

    @property
    def name(self) -> str:
        return hashlib.sha256("\n".join((self.owner, self.method, self.path, self.key)).encode()).hexdigest()

    def secret(self, purpose: str) -> bytes:
        """32 bytes that nobody has who does not know the Idempotency-Key."""
        return hmac.digest(self.key.encode(), f"{purpose}\n{self.owner}\n{self.path}".encode(), "sha256")


@dataclass(frozen=True, slots=True)
class First:
    """The first answer: status, JSON text or None, ETag."""

    status: int
    text: str | None
    etag: str | None


def _first(alone: Any) -> Select[Any]:
    """Whether nobody else is at it, what was answered before, and the rules in force, in one way to the database."""
    here = select(literal(1).label("here")).subquery()
    return select(
        alone.label("alone"),
        Remembered.body_mac,
        Remembered.status,
        Remembered.sealed,
        Remembered.etag,
        select(Document.data).where(Document.name == "rules").scalar_subquery().label("rules"),
    ).select_from(here.outerjoin(Remembered, Remembered.name == bindparam("slip")))


_FIRST, _FIRST_SQLITE = _first(func.pg_try_advisory_xact_lock(bindparam("n"))), _first(literal(True))


def recall(session: Session, slip: Slip, body: Mapping[str, Any]) -> First | None:
    """The first answer, None when there is none; refuses the same key with another body, or while it still runs.

    Two who send the same key in the same moment cannot both be first: only one row of the name can be made, and who
    comes second is tried again. The rules come along, because almost every change asks for them next.
    """
    asked = {"slip": slip.name, "n": lock_number("slip:" + slip.name)}
    row = in_step(session).execute(_FIRST_SQLITE if is_sqlite(session) else _FIRST, asked).one()
    if not row.alone:
        raise Refusal("idempotency_in_progress", headers={"Retry-After": "1"})
    know_rules(session, row.rules)
    if row.sealed is None:
        return None
    if not hmac.compare_digest(row.body_mac, _mac(slip, body)):
        raise Refusal("idempotency_key_reused")
    sealed = row.sealed
    opened = AESGCM(slip.secret("answer")).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
    return First(row.status, opened.decode() or None, row.etag)


def remember(slip: Slip, body: Mapping[str, Any], first: First, now: datetime) -> Insert:
    """What keeps the answer, to be written in the transaction of its effect."""
    nonce = os.urandom(_NONCE_BYTES)
    sealed = nonce + AESGCM(slip.secret("answer")).encrypt(nonce, (first.text or "").encode(), None)
    return insert(Remembered).values(
        name=slip.name, body_mac=_mac(slip, body), status=first.status, sealed=sealed, etag=first.etag, at=now
    )


def _mac(slip: Slip, body: Mapping[str, Any]) -> str:
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return hmac.new(slip.secret("body"), canonical.encode(), hashlib.sha256).hexdigest()
