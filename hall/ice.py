"""STUN and TURN servers for a session's participants, with passwords that hold for this session only.

The operator's file is a list like `ice_servers` of the contract. An entry with `secret` in place of `username` and
`credential` is a TURN server with a shared secret (coturn: `use-auth-secret`, `static-auth-secret`): each token gets
a user name that carries its end and the password that belongs to it (draft-uberti-behave-turn-rest).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

Servers = Sequence[Mapping[str, Any]]


def read_servers(path: Path) -> Servers:
    """The operator's list. OSError or ValueError when it cannot be used, with what is wrong."""
    servers = json.loads(path.read_text("utf-8"))
    if not isinstance(servers, list):
        raise ValueError(f"{path}: a list of servers is expected")
    for server in servers:
        urls = server.get("urls") if isinstance(server, dict) else None
        if not isinstance(urls, list) or not all(str(url).startswith(("stun:", "turn:", "turns:")) for url in urls):
            raise ValueError(f'{path}: each server needs "urls", a list of stun:, turn: or turns: addresses')
    return servers


def for_session(servers: Servers, session_id: str, until: datetime) -> list[dict[str, Any]]:
    """The list as a participant gets it; the shared secret itself never leaves the hall."""
    return [_server(server, f"{int(until.timestamp())}:{session_id}") for server in servers]


def _server(server: Mapping[str, Any], name: str) -> dict[str, Any]:
    told = {field: value for field, value in server.items() if field != "secret"}
    if "secret" not in server:
        return told
    digest = hmac.new(str(server["secret"]).encode(), name.encode(), hashlib.sha1).digest()
    return {**told, "username": name, "credential": base64.b64encode(digest).decode()}
