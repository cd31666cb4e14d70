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
from sqlalchemy.orm import Session

from hall.problems import Refusal
from hall.storage.tables import Remembered

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


def recall(session: Session, slip: Slip, body: Mapping[str, Any]) -> First | None:
    """The first answer, None when there is none; refuses the same key with another body."""
    row = session.get(Remembered, slip.name)
    if row is None:
        return None
    if not hmac.compare_digest(row.body_mac, _mac(slip, body)):
        raise Refusal("idempotency_key_reused")
    sealed = row.sealed
    opened = AESGCM(slip.secret("answer")).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
    return First(row.status, opened.decode() or None, row.etag)


def remember(session: Session, slip: Slip, body: Mapping[str, Any], first: First, now: datetime) -> None:
    """Keep the answer in the transaction of its effect."""
    nonce = os.urandom(_NONCE_BYTES)
    sealed = nonce + AESGCM(slip.secret("answer")).encrypt(nonce, (first.text or "").encode(), None)
    session.add(
        Remembered(
            name=slip.name, body_mac=_mac(slip, body), status=first.status, sealed=sealed, etag=first.etag, at=now
        )
    )


def _mac(slip: Slip, body: Mapping[str, Any]) -> str:
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return hmac.new(slip.secret("body"), canonical.encode(), hashlib.sha256).hexdigest()
