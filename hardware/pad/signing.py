"""Signatures of the network pad's requests: HMAC-SHA256 with a key of its own per pad.

Signed are the moment, the method, the path with its query, and the body, so that a request can be neither
changed, nor sent to another call, nor sent again after two minutes.
"""

from __future__ import annotations

import hashlib
import hmac

SKEW_S = 120
"""How far a pad's clock may be off, and how long a recorded request stays good."""
LONGEST_STAMP = 12
"""Digits of seconds since 1970: enough for thirty thousand years."""
ID_HEADER, TIME_HEADER, SIGNATURE_HEADER = "X-Pad-Id", "X-Pad-Time", "X-Pad-Signature"


def sign(key: bytes, unix_s: int, method: str, path: str, body: bytes) -> str:
    """The signature, hexadecimal. `path` includes the query; `unix_s` is seconds since 1970 UTC."""
    head = f"{unix_s}\n{method} {path}\n".encode()
    return hmac.new(key, head + body, hashlib.sha256).hexdigest()


def clocks_apart(
    key: bytes, given: str, stamp: str, method: str, path: str, body: bytes, now_unix_s: float
) -> float | None:
    """By how many seconds the pad's clock is ahead of ours where the signature fits, else None."""
    if not stamp.isascii() or not stamp.isdecimal() or len(stamp) > LONGEST_STAMP:
        return None
    # as bytes: compare_digest refuses text that is not ASCII, and `given` is whatever a stranger sent
    fits = hmac.compare_digest(sign(key, int(stamp), method, path, body).encode(), given.encode())
    return int(stamp) - now_unix_s if fits else None
