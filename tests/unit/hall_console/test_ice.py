"""STUN and TURN servers: read from the operator's file, told with passwords of one session, secrets kept."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hall.ice import for_session, read_servers

UNTIL = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def test_a_shared_secret_becomes_a_password_of_this_session(tmp_path: Path) -> None:
    listed = [{"urls": ["stun:hall.local"]}, {"urls": ["turn:hall.local"], "secret": "deep"}]
    (tmp_path / "ice.json").write_text(json.dumps(listed))
    stun, turn = for_session(read_servers(tmp_path / "ice.json"), "rs-1", UNTIL)
    assert stun == {"urls": ["stun:hall.local"]}
    assert turn["username"] == f"{int(UNTIL.timestamp())}:rs-1"
    digest = hmac.new(b"deep", turn["username"].encode(), hashlib.sha1).digest()
    assert turn["credential"] == base64.b64encode(digest).decode()
    assert "deep" not in json.dumps([stun, turn])


@pytest.mark.parametrize("said", ["", "{}", '[{"urls": "turn:x"}]', '[{"urls": ["http://x"]}]', "[7]", '[{"url": []}]'])
def test_a_broken_list_is_told(tmp_path: Path, said: str) -> None:
    (tmp_path / "ice.json").write_text(said)
    with pytest.raises(ValueError, match=r".+"):
        read_servers(tmp_path / "ice.json")
