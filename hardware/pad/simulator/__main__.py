"""The simulated review pad as a process of its own.

    python -m hardware.pad.simulator --link /tmp/pad [--number 1] [--profile full] [--script FILE] [--window]

Prints `pad ready LINK`, then a JSON line whenever the pad's face, its answer or its cable changes. Takes orders on
standard input (`orders.py` lists them) and, with `--control SOCKET`, on a Unix socket. Ends with `quit` or when
standard input, if it is a pipe or a terminal, ends. What a driver gets from here is marked simulated.
"""

from __future__ import annotations

import argparse
import json
import os
import select
import socket
import stat
import time
from pathlib import Path

from hardware.pad.messages import Profile
from hardware.pad.simulator.line import BadLine
from hardware.pad.simulator.model import PadModel
from hardware.pad.simulator.orders import OrderError, Orders
from hardware.pad.simulator.terminal import PadTerminal
from hardware.pad.simulator.window import PadWindow

FRAME_S = 1 / 30
"""How often a window looks for clicks."""


class Lines:
    """Whole lines from file descriptors that give pieces."""

    def __init__(self) -> None:
        self._kept: dict[int, bytes] = {}

    def read(self, fd: int) -> list[str] | None:
        """Lines complete now; None at the end."""
        data = os.read(fd, 4096)
        if not data:
            self._kept.pop(fd, None)
            return None
        *whole, self._kept[fd] = (self._kept.get(fd, b"") + data).split(b"\n")
        return [line.decode("utf-8", "replace") for line in whole]


class Simulator:
    """The loop: terminal, orders, window."""

    def __init__(self, asked: argparse.Namespace) -> None:
        model = PadModel(asked.number, Profile(asked.profile))
        self.terminal = PadTerminal(asked.link, model, BadLine(asked.seed))
        self.orders = Orders(self.terminal)
        self.window = PadWindow(asked.language) if asked.window else None
        self._lines = Lines()
        self._inputs: dict[int, socket.socket | None] = {}
        self._told = ""
        self._server = _listen(asked.control) if asked.control else None
        kind = os.fstat(0).st_mode
        if stat.S_ISFIFO(kind) or stat.S_ISSOCK(kind) or os.isatty(0):
            self._inputs[0] = None

    def run(self) -> None:
        """Until told to quit."""
        self.terminal.plug(time.monotonic())
        print(f"pad ready {self.terminal.link}", flush=True)
        try:
            while not self.orders.quit:
                self._wait()
                now = time.monotonic()
                self._carry_out(now)
                self.terminal.step(now)
                self._tell()
                if self.window is not None:
                    self._show(now)
        finally:
            self.terminal.unplug()

    def _wait(self) -> None:
        fds = [*self._inputs, *([self._server.fileno()] if self._server else [])]
        if self.terminal.plugged:
            fds.append(self.terminal.fileno())
        timers = [t for t in (self.terminal.next_timer(), self.orders.next_timer()) if t is not None]
        wait_s = max(0.0, min(timers) - time.monotonic()) if timers else None
        if self.window is not None:
            wait_s = FRAME_S if wait_s is None else min(wait_s, FRAME_S)
        ready, _, _ = select.select(fds, [], [], wait_s)
        for fd in ready:
            if self._server and fd == self._server.fileno():
                line, _ = self._server.accept()
                self._inputs[line.fileno()] = line
            elif fd in self._inputs:
                self._read_orders(fd)

    def _read_orders(self, fd: int) -> None:
        lines = self._lines.read(fd)
        if lines is None:
            line = self._inputs.pop(fd)
            self.orders.quit = self.orders.quit or line is None
            if line is not None:
                line.close()
        for text in lines or []:
            self._order(text)

    def _order(self, text: str) -> None:
        try:
            self.orders.add(text)
        except OrderError as error:
            print(json.dumps({"error": str(error)}), flush=True)

    def _carry_out(self, now: float) -> None:
        try:
            self.orders.step(now)
        except OrderError as error:
            print(json.dumps({"error": str(error)}), flush=True)

    def _tell(self) -> None:
        model = self.terminal.model
        state = json.dumps(
            {
                "plugged": self.terminal.plugged,
                "face": model.face.value,
                "seq": model.seq,
                "chosen": model.chosen,
                "acks": model.acks,
                "card": {str(tag): text for tag, text in model.card.items()},
            },
            ensure_ascii=False,
        )
        if state != self._told or self.orders.asked_state:
            self._told, self.orders.asked_state = state, False
            print(state, flush=True)

    def _show(self, now: float) -> None:
        assert self.window is not None
        self.window.draw(self.terminal.model, self.terminal.plugged)
        for grade in self.window.presses():
            self.terminal.model.press(grade, now)
        self.orders.quit = self.orders.quit or self.window.closed


def _listen(path: str) -> socket.socket:
    Path(path).unlink(missing_ok=True)
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen()
    return server


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m hardware.pad.simulator", description="a simulated review pad")
    parser.add_argument("--link", required=True, help="path of the serial port to make")
    parser.add_argument("--number", type=int, default=1, help="the pad's number on the line, 1 to 126")
    parser.add_argument("--profile", choices=[profile.value for profile in Profile], default="full")
    parser.add_argument("--script", help="file of orders to begin with")
    parser.add_argument("--control", help="Unix socket to make for orders")
    parser.add_argument("--window", action="store_true", help="show the pad; its keys can be clicked")
    parser.add_argument("--language", default="zh", help="of the window: zh or en")
    parser.add_argument("--seed", type=int, default=0, help="of the line's faults")
    asked = parser.parse_args()
    simulator = Simulator(asked)
    for line in Path(asked.script).read_text(encoding="utf-8").splitlines() if asked.script else ():
        simulator.orders.add(line)
    simulator.run()


if __name__ == "__main__":
    main()
