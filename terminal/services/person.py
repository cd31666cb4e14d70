"""A person without the person: the keyed hash that travels instead of an ID number (contract, section 6)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any


def person_ref(id_number: str, person_key: Mapping[str, Any]) -> dict[str, str]:
    """`PersonRef` for a resident ID of 18 characters.

    `person_key` comes with the terminal's settings: `(await client.settings(terminal_id)).value["person_key"]`.

    Holds the hash under the key now, the one under the key before while that is told, and the masked form (P-8).
    """
    canonical = id_number.strip().upper()
    if len(canonical) != 18:
        raise ValueError("an ID number has 18 characters")
    version = int(person_key["version"])
    ref = {"ref": f"p{version}_{_hash(person_key['key'], canonical)}"}
    if "previous_key" in person_key:
        ref["previous_ref"] = f"p{max(1, version - 1)}_{_hash(person_key['previous_key'], canonical)}"
    return ref | {"masked": f"{canonical[:3]}{'*' * 11}{canonical[-4:]}"}


def _hash(key: str, canonical: str) -> str:
    digest = hmac.new(base64.b64decode(key), canonical.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
