"""The simulated pad on a pseudo-terminal: what a serial port would carry, with a cable that can be pulled."""

from __future__ import annotations

import contextlib
import os
import pty
import tty
from pathlib import Path

from hardware.pad.simulator.line import BadLine
from hardware.pad.simulator.model import PadModel


class PadTerminal:
    """Joins a `PadModel` and a `BadLine` to a pseudo-terminal that `link` points to.

    One thread: call `step` when `fileno()` is readable or `next_timer` is due. `muted_until` silences the
    transmitter; `unplug`/`plug` close the terminal and open a new one under the same link.
    """

    def __init__(self, link: str | Path, model: PadModel, line: BadLine) -> None:
        self.model = model
        self.line = line
        self.muted_until = 0.0
        self.plug_at: float | None = None
        self.link = Path(link)
        self._master = self._slave = -1
        self._out: list[tuple[float, bytes]] = []

    @property
    def plugged(self) -> bool:
        """True while the link leads somewhere."""
        return self._master >= 0

    def plug(self, now: float) -> None:
        """Cable in, power on."""
        if self.plugged:
            return
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        name = self.link.with_name(self.link.name + ".new")
        name.unlink(missing_ok=True)
        name.symlink_to(os.ttyname(self._slave))
        name.replace(self.link)
        self.plug_at = None
        self.model.power_up(now)

    def unplug(self) -> None:
        """Cable out: the driver's end hangs up."""
        self.link.unlink(missing_ok=True)
        for fd in (self._master, self._slave):
            if fd >= 0:
                os.close(fd)
        self._master = self._slave = -1
        self._out.clear()

    def fileno(self) -> int:
        """What to wait on while plugged."""
        return self._master

    def step(self, now: float) -> None:
        """Read what came, do what is due, send what is to be sent."""
        if self.plug_at is not None and now >= self.plug_at:
            self.plug(now)
        if not self.plugged:
            return
        with contextlib.suppress(BlockingIOError):
            self.model.receive(os.read(self._master, 4096), now)
        self.model.tick(now)
        for frame in self.model.output():
            self._queue(frame, now)
        while self._out and self._out[0][0] <= now:
            with contextlib.suppress(BlockingIOError):  # nobody reads: as on a real line, the bytes are gone
                os.write(self._master, self._out.pop(0)[1])

    def next_timer(self) -> float | None:
        """When `step` has something to do."""
        if not self.plugged:
            return self.plug_at
        times = (self.model.next_timer(), self._out[0][0] if self._out else None)
        return min((t for t in times if t is not None), default=None)

    def _queue(self, frame: bytes, now: float) -> None:
        if now < self.muted_until:
            return
        at = max(now, self._out[-1][0] if self._out else now)
        for data, wait_s in self.line.send(frame):
            at += wait_s
            self._out.append((at, data))
