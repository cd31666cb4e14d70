"""A simulated network pad: asks the terminal as a tablet would, signed, in a thread of its own."""

from __future__ import annotations

import http.client
import json
import threading
import time
from typing import Any
from urllib.parse import urlsplit

from hardware.pad import signing
from hardware.pad.port import Level

RETRY_S = 0.1


class Tablet:
    """`start()` says hello and follows orders; `press` is a finger. `unplug()`/`replug()` play the network cable."""

    def __init__(self, url: str, pad_id: str, key: bytes) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._pad_id, self._key = pad_id, key
        self.order: dict[str, Any] = {"order": "idle", "number": -1}
        self._news = threading.Condition()
        self._stop = threading.Event()
        self._plugged = threading.Event()
        self._plugged.set()
        self._thread = threading.Thread(target=self._run, name="tablet", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; the last long poll may be left to time out."""
        self._stop.set()
        self._plugged.set()
        self._thread.join(5.0)

    def unplug(self) -> None:
        """No more requests."""
        self._plugged.clear()

    def replug(self) -> None:
        """Requests again."""
        self._plugged.set()

    def wait_for(self, order: str, timeout_s: float = 20.0) -> dict[str, Any]:
        """Wait until the terminal's order is this one."""
        with self._news:
            if not self._news.wait_for(lambda: self.order["order"] == order, timeout_s):
                raise TimeoutError(f"the tablet was not told to {order}")
            return self.order

    def press(self, level: Level, seq: int | None = None) -> dict[str, Any]:
        """A finger on a level, for the evaluation shown or for `seq`; returns the terminal's record."""
        body = {"seq": self.order.get("seq", 0) if seq is None else seq, "outcome": "level", "level": level.value}
        return dict(self.call("POST", "/pad/v1/result", body)[1])

    def call(self, method: str, path: str, body: object = None, *, key: bytes | None = None) -> tuple[int, Any]:
        """One signed request: status and JSON answer."""
        data = b"" if body is None else json.dumps(body).encode()
        stamp = int(time.time())
        headers = {
            signing.ID_HEADER: self._pad_id,
            signing.TIME_HEADER: str(stamp),
            signing.SIGNATURE_HEADER: signing.sign(key or self._key, stamp, method, path, data),
        }
        line = http.client.HTTPConnection(self._host, self._port, timeout=30)
        try:
            line.request(method, path, data, headers)
            answer = line.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            line.close()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._plugged.wait()
            try:
                if self.order["number"] < 0:
                    self.call("POST", "/pad/v1/hello", {"pad_id": self._pad_id, "model": "simulated", "keys": 5})
                _, order = self.call("GET", f"/pad/v1/next?known={self.order['number']}&wait=1")
            except OSError:
                self._stop.wait(RETRY_S)
                continue
            with self._news:
                self.order = order
                self._news.notify_all()
