"""A fault of the hall's own: told in the log by its kind and place, without a word of what was sent."""

from __future__ import annotations

import io
import json
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from sqlalchemy.exc import IntegrityError

from hall import server
from hall.call import Call
from hall.content import load_content
from hall.house import House
from hall.settings import HallSettings
from hall.setup import prepare, write_keys

SAID = "PLANTED 我的身份证丢了"
BODY = {"kind": "question", "text": SAID, "reply_way": "screen"}


def a_value(call: Call) -> Any:
    raise ValueError(call.body["text"])


def a_row(call: Call) -> Any:
    told = Exception(f"DETAIL: Failing row contains ({call.body['text']})")
    raise IntegrityError("INSERT INTO enquiries", {"text": call.body["text"]}, told)


@contextmanager
def serving(folder: Path, handler: Any) -> Iterator[tuple[httpx.Client, io.StringIO]]:
    """A hall in this process, one of whose handlers is at fault, and everything that is logged."""
    settings = HallSettings(data=folder, test_mode=True)
    house = House.open(settings, load_content())
    house.handlers = {**house.handlers, "createEnquiry": handler}
    prepare(house)
    write_keys(house, folder / "keys.json", "-")
    keys = json.loads((folder / "keys.json").read_text("utf-8"))
    log = io.StringIO()
    written = logging.StreamHandler(log)
    listening = server._listening("127.0.0.1", 0)
    running = uvicorn.Server(server._configuration(house, settings))
    loggers = [logging.getLogger(name) for name in ("", "uvicorn")]
    for logger in loggers:
        logger.addHandler(written)
    thread = threading.Thread(target=running.run, args=([listening],))
    thread.start()
    try:
        while not running.started:
            time.sleep(0.01)
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        key = {"Authorization": f"Bearer {keys['terminal']}", "Idempotency-Key": "0123456789abcdef"}
        with httpx.Client(base_url=url, headers=key, trust_env=False) as http:
            yield http, log
    finally:
        running.should_exit = True
        thread.join()
        listening.close()
        for logger in loggers:
            logger.removeHandler(written)


@pytest.mark.parametrize(("handler", "status", "kind"), [(a_value, 500, "ValueError"), (a_row, 503, "IntegrityError")])
def test_a_fault_is_logged_without_what_was_sent(tmp_path: Path, handler: Any, status: int, kind: str) -> None:
    with serving(tmp_path, handler) as (http, log):
        assert http.post("/v1/enquiries", json=BODY).status_code == status
    assert kind in log.getvalue()
    assert "PLANTED" not in log.getvalue()


def test_a_fault_that_nobody_caught_names_its_place(tmp_path: Path) -> None:
    with serving(tmp_path, a_value) as (http, log):
        http.post("/v1/enquiries", json=BODY)
    assert "in a_value" in log.getvalue()
