"""The worker's end: commands in, events out, a heartbeat by itself, a clean end."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from terminal.runtime.memory import settle
from terminal.visit.events import Event

BEAT_S = 0.5


@dataclass(frozen=True, slots=True)
class Beat:
    """Says "I am not stuck". Sent by the worker's own loop, not by a thread of its own: a stuck loop must not beat.

    ``patience_s`` says how long the next one may take, where a worker knows that it will be slow; 0 is the usual time.
    """

    patience_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Check:
    """Staff ask how the worker's device is: look again now, and say it."""


class WorkerLink:
    """What a worker is given. Used by the worker's loop alone.

    ``commands(timeout_s)`` must be called at least every few seconds: it is also the heartbeat. ``loaded`` is called
    before the first of them: whoever asks for work has loaded what it needs.
    """

    def __init__(self, name: str, pipe: Connection, loaded: Callable[[], None] = lambda: None) -> None:
        self.name = name
        self.stopping = False
        self.patience_s = 0.0
        """Sent with each beat: more than 0 while a library is loaded, which may hold the process on a busy machine."""
        self._pipe = pipe
        self._beaten = float("-inf")
        self._loaded = loaded

    def publish(self, event: Event) -> None:
        """Send an event to the main process."""
        try:
            self._pipe.send(event)
        except OSError:
            self.stopping = True

    def commands(self, timeout_s: float = 0.0) -> list[Any]:
        """Commands that came, oldest first; waits at most ``timeout_s`` for the first one."""
        now = time.monotonic()
        if self._beaten < 0:
            self._loaded()
        if now - self._beaten >= BEAT_S:
            self._beaten = now
            with contextlib.suppress(OSError):
                self._pipe.send(Beat(self.patience_s))
        found: list[Any] = []
        try:
            while self._pipe.poll(0.0 if found else timeout_s):
                command = self._pipe.recv()
                if command is None:
                    self.stopping = True
                    break
                found.append(command)
        except (EOFError, OSError):
            self.stopping = True
        return found


def run_worker(name: str, target: Callable[..., None], pipe: Connection, args: tuple[Any, ...]) -> None:
    """Entry of every worker process: name, fault handler, signals; then the worker itself."""
    faulthandler.enable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process decides when to end
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format=f"%(asctime)s {name} %(levelname)s %(message)s")
    target(WorkerLink(name, pipe, settle), *args)
