"""Starts the simulated pad as a process and gives it orders: for the demo and for tests."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from hardware.errors import DeviceError

START_S = 20.0


class PadSimulator:
    """`with PadSimulator(link) as pad: pad.order("press 5")`. `link` is the serial port's path for the driver."""

    def __init__(self, link: str | Path, *options: str) -> None:
        self.link = str(link)
        self._options = options
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def start(self) -> None:
        """Start the process and wait until its port is there."""
        command = [sys.executable, "-m", "hardware.pad.simulator", "--link", self.link, *self._options]
        root = Path(__file__).parents[3]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=root
        )
        threading.Thread(target=self._read, name="pad simulator", daemon=True).start()
        first = self._line(START_S)
        if first is None or not first.startswith("pad ready"):
            raise DeviceError("pad-simulator", message="The simulated pad did not start.", context=self.link)

    def order(self, text: str) -> None:
        """Give one order; see `orders.py`."""
        assert self._process.stdin is not None
        self._process.stdin.write(text + "\n")
        self._process.stdin.flush()

    def wait_until(self, holds: Callable[[dict[str, Any]], bool], timeout_s: float = START_S) -> dict[str, Any]:
        """Wait until `holds(state)` of the pad as it is now or becomes; return that state. Raises `TimeoutError`."""
        end = time.monotonic() + timeout_s
        while not self._lines.empty():  # what it said before this call is the past
            self._lines.get()
        self.order("state")
        while (line := self._line(end - time.monotonic())) is not None:
            state = json.loads(line)
            if "error" in state:
                raise ValueError(state["error"])
            if holds(state):
                return dict(state)
        raise TimeoutError("the simulated pad did not come to this state")

    def stop(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(START_S)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put(None)

    def _line(self, timeout_s: float) -> str | None:
        try:
            return self._lines.get(timeout=max(0.0, timeout_s))
        except queue.Empty:
            return None
