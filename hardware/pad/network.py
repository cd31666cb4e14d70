"""Tablet pads over the network: the terminal is the server, the pad asks. JSON over HTTP on the hall's closed net.

    POST /pad/v1/hello            who I am           -> window, staff card
    GET  /pad/v1/next?wait=25     long poll          -> what to show: {"order": "idle" | "evaluate" | "pause", …}
    POST /pad/v1/result           seq, outcome, …    -> the record; the same seq again gives the same record
    POST /pad/v1/beat             state              every 10 s

Every request is signed and comes through `door.py`; a pad without a key here is refused. The rules of an evaluation are
those of `evaluation.py`, as for every pad. A snapshot, not a difference, answers `next`: a tablet that restarts
in an evaluation is told to evaluate again, with the time that is left.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from hardware.errors import DeviceError
from hardware.pad.door import MAX_WAIT_S, PadServer
from hardware.pad.evaluation import EvaluationBook
from hardware.pad.port import (
    HealthChanged,
    Level,
    PadEvent,
    PadHealth,
    PromptShown,
    ReviewPad,
    StaffCard,
)
from hardware.pad.settings import EvaluationTimes

logger = logging.getLogger(__name__)

BEAT_LOST_S = 30.0
"""Nothing heard for three beats: the tablet is gone."""
STEP_S = 0.25
"""How often time-outs are looked at."""
RETRY_S = 2.0
"""How often an address that cannot be had is asked for again: a terminal may be up before its network is. Ours."""


class NetworkPad(ReviewPad):
    """Serves one tablet, known by `pad_id` and its 32-byte-or-longer `key`, at `host`:`port` (0 = any free one)."""

    def __init__(
        self,
        pad_id: str,
        key: bytes,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        name: str = "pad",
        simulated: bool = False,
        times: EvaluationTimes | None = None,
        beat_lost_s: float = BEAT_LOST_S,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.name = name
        self.simulated = simulated
        self.pad_id = pad_id
        self.key = key
        self.wall = wall
        self._address = (host, port)
        self._beat_lost_s = beat_lost_s
        self._book = EvaluationBook(name, times or EvaluationTimes(), simulated, present=False)
        self._events: queue.SimpleQueue[PadEvent] = queue.SimpleQueue()
        self._news = threading.Condition(threading.RLock())
        self._health, self._reference = PadHealth.CLOSED, ""
        self._card = StaffCard()
        self._paused = False
        self._order_number = 0
        self._shown = 0
        self._results: dict[int, dict[str, Any]] = {}
        self._heard_at = 0.0
        self._server: PadServer | None = None
        self._ticker: threading.Thread | None = None
        self._listen_at = 0.0
        self._stop = threading.Event()

    @property
    def url(self) -> str:
        """Where the tablet finds us; only while open."""
        assert self._server is not None
        return f"http://{self._address[0]}:{self._server.server_port}"

    def open(self) -> None:
        if self._ticker is not None:
            return
        self._stop.clear()
        self._listen()
        self._ticker = threading.Thread(target=self._keep_time, name=f"{self.name} clock", daemon=True)
        self._ticker.start()

    def close(self) -> None:
        if self._ticker is None:
            return
        self._stop.set()
        with self._news:
            if self._book.open is not None:
                self._book.cancel(self._book.open.seq, time.monotonic())
            self._tell()
        self._ticker.join(1.0)
        self._ticker = None
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        self._change(PadHealth.CLOSED)

    def prompt(self, card: StaffCard, timeout_s: float, seq: int) -> None:
        with self._news:
            self._card = card
            self._book.begin(seq, timeout_s, time.monotonic())
            self._tell()

    def extend(self, seq: int, timeout_s: float) -> None:
        with self._news:
            self._book.extend(seq, timeout_s, time.monotonic())
            self._tell()

    def cancel(self, seq: int) -> None:
        with self._news:
            self._book.cancel(seq, time.monotonic())
            self._tell()

    def ping(self) -> None:
        """The tablet beats by itself; nothing to ask."""

    def pause(self, on: bool) -> None:
        with self._news:
            self._paused = on
            self._tell()

    def poll(self, timeout_s: float = 0.0) -> PadEvent | None:
        try:
            return self._events.get(timeout=timeout_s) if timeout_s > 0 else self._events.get_nowait()
        except queue.Empty:
            return None

    # what the tablet asks; called from the server's threads

    def hello(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The tablet is there."""
        logger.info("pad %s is model %s", self.name, str(body.get("model", ""))[:40])
        with self._news:
            return {"card": asdict(self._card)}

    def next_order(self, known: int, wait_s: float) -> dict[str, Any]:
        """What the tablet should show now; waits until that differs from the order it knows."""
        with self._news:
            wait_s = min(max(0.0, wait_s), MAX_WAIT_S)
            self._news.wait_for(lambda: self._order_number != known or self._stop.is_set(), wait_s)
            return self._order()

    def result(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """A level, or none. The same `seq` again, alike or not, gives the stored record after it closed."""
        seq, outcome = body.get("seq"), body.get("outcome")
        if not isinstance(seq, int) or outcome not in ("level", "none", "cancelled"):
            raise ValueError("seq or outcome")
        with self._news:
            now = time.monotonic()
            if outcome == "level":
                level = Level(body.get("level"))
                stored = seq in self._results and not self._is_open(seq)
                if not stored and self._book.press(level, now, seq=seq):
                    self._results = {seq: {"seq": seq, "outcome": "level", "level": level.value}}
            elif self._is_open(seq) and self._book.open is not None and self._book.open.level is None:
                self._book.give_up(seq, now)
            self._tell()
            return self._results.get(seq, {"seq": seq, "outcome": "none"})

    def heard(self) -> None:
        """Any good request is a sign of life."""
        with self._news:
            self._heard_at = time.monotonic()
            self._book.present = True
        self._change(PadHealth.READY)

    def clocks_differ(self, apart_s: float) -> None:
        """Our tablet is there, with the right key, and is refused for its clock or ours: somebody has to set one.

        While it is served a request that comes so late is an old one, sent again by a stranger: that is no news.
        """
        if self._health is not PadHealth.READY:
            self._change(PadHealth.FAULT, DeviceError("pad-clock", message="", context=f"{apart_s:+.0f} s"))

    def _is_open(self, seq: int) -> bool:
        return self._book.open is not None and self._book.open.seq == seq

    def _order(self) -> dict[str, Any]:
        head: dict[str, Any] = {"number": self._order_number, "card": asdict(self._card)}
        evaluation = self._book.open
        if self._paused:
            return {**head, "order": "pause"}
        if evaluation is None:
            return {**head, "order": "idle"}
        if self._shown != evaluation.seq:
            self._shown = evaluation.seq
            self._events.put(PromptShown(time.monotonic(), self.name, evaluation.seq))
        left_s = max(1, round(evaluation.deadline - time.monotonic()))
        levels = [level.value for level in Level]
        return {**head, "order": "evaluate", "seq": evaluation.seq, "timeout_s": left_s, "levels": levels}

    def _tell(self) -> None:
        """The state changed: publish what the book says and wake the waiting poll. Called with the lock held."""
        for event in self._book.events:
            self._events.put(event)
        self._book.events = []
        self._order_number += 1
        self._news.notify_all()

    def _listen(self) -> None:
        """Take the address, if it can be had by now."""
        self._listen_at = time.monotonic() + RETRY_S
        try:
            server = PadServer(self._address, self)
        except OSError as error:
            self._change(PadHealth.FAULT, DeviceError("pad-port", message=str(error), context=str(self._address)))
            return
        self._server = server
        threading.Thread(target=server.serve_forever, name=self.name, daemon=True).start()
        self._change(PadHealth.CONNECTING)

    def _keep_time(self) -> None:
        while not self._stop.wait(STEP_S):
            now = time.monotonic()
            if self._server is None and now >= self._listen_at:
                self._listen()
            with self._news:
                if self._health is PadHealth.READY and now - self._heard_at > self._beat_lost_s:
                    self._book.present = False
                    self._change(PadHealth.FAULT, DeviceError("pad-silent", message="", context="no beat"))
                self._book.tick(now)
                if self._book.events:
                    self._tell()

    def _change(self, health: PadHealth, error: DeviceError | None = None) -> None:
        code, context = (error.code, error.context) if error else ("", "")
        with self._news:
            if (health, code) == (self._health, self._reference):
                return
            self._health, self._reference = health, code
            self._events.put(HealthChanged(time.monotonic(), self.name, health, code, context))
