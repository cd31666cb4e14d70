"""What stands beside the contract says "come back" where the database is busy or away, as the contract's operations do.

It was an internal error (500), which clients take for a fault of the hall and do not try again.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import httpx

from hall.embedded import running_hall


def test_a_busy_database_is_said_to_be_one(tmp_path: Path) -> None:
    with running_hall(tmp_path) as hall, httpx.Client(base_url=hall.url, trust_env=False, timeout=30) as http:
        busy = sqlite3.connect(tmp_path / "hall.db", isolation_level=None, timeout=30)
        busy.execute("BEGIN IMMEDIATE")
        try:
            answer = http.post("/phone/open", json={"session_id": "rs-1", "secret": "x"})
        finally:
            busy.execute("ROLLBACK")
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert answer.headers["retry-after"] == "5"
        assert answer.headers["cache-control"] == "no-store"
        profile = http.get("/profile", headers={"Authorization": f"Bearer {hall.keys['interpreter']}"})
        assert profile.status_code == 200, "and then it goes on"
