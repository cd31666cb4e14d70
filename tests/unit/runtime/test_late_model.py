"""A speech model that is not there at the start (full disk, a file lost) is found when it is: speech stayed off."""

from __future__ import annotations

import multiprocessing
import threading
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from models.store import SHIPPED, ModelStore
from terminal.runtime.link import Check, WorkerLink
from terminal.visit.events import DeviceChanged, Status
from terminal.workers.ears import Listen, ears

LONG_S = 120.0


def told_of(pipe: Connection, device: str) -> DeviceChanged:
    while pipe.poll(LONG_S):
        event = pipe.recv()
        if isinstance(event, DeviceChanged) and event.device == device:
            return event
    raise AssertionError(f"nothing was told of the {device}")


def test_ears_wait_for_their_model_and_hear_what_they_were_told_meanwhile(tmp_path: Path) -> None:
    """A file in the way stands for a disk that is full."""
    (tmp_path / "models").write_text("in the way", encoding="utf-8")
    store = ModelStore(SHIPPED, tmp_path / "models")
    ours, theirs = multiprocessing.Pipe()
    thread = threading.Thread(
        target=ears, args=(WorkerLink("ears", theirs), "clips:", partial(store.find, "speech")), daemon=True
    )
    thread.start()
    try:
        missing = told_of(ours, "ears")
        assert missing.status is Status.MISSING
        assert "model-not-unpacked" in missing.detail
        ours.send(Listen("yes_no"))
        (tmp_path / "models").unlink()
        ours.send(Check())
        assert told_of(ours, "ears").status is Status.OK
        assert told_of(ours, "microphone").status is Status.SIMULATED, "opened: somebody had been asked meanwhile"
    finally:
        ours.send(None)
        thread.join(LONG_S)
    assert not thread.is_alive()
