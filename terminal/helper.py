"""Programs of ours in processes of their own beside the terminal: the embedded hall, the simulated pad."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent
AGAIN_S = (1.0, 2.0, 5.0, 30.0)
"""Before the first, second, … start of a program that ended by itself; the last one repeats (our judgement)."""
STEADY_S = 60.0
"""Whoever ran for so long begins with the first of them again."""


@dataclass(slots=True)
class Helper:
    """A program of ours, spoken to over pipes. ``process`` is another one after it was begun again."""

    process: subprocess.Popen[str]
    _closing: threading.Event = field(default_factory=threading.Event)
    _change: threading.Lock = field(default_factory=threading.Lock)

    def line(self, starting: str) -> str:
        """The first line of its output that starts so; RuntimeError when it ends before."""
        process = self.process
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(starting):
                threading.Thread(target=_drain, args=(process,), name="drain", daemon=True).start()
                return line.strip()
        raise RuntimeError(f"{process.args!r} ended with {process.wait()} before it said {starting!r}")

    def order(self, text: str) -> None:
        """Send one line to its input."""
        assert self.process.stdin is not None
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def keep(self, *arguments: str, ready: str, then: Callable[[], None] = lambda: None) -> None:
        """Begin it again, as ``python -m ARGUMENTS``, whenever it ends by itself: nobody else in a hall does. ``ready``
        is how its first line begins; ``then`` is called, in a thread, each time it has said so."""
        keeping = (arguments, ready, then)
        threading.Thread(target=self._keep, args=keeping, name=f"keep {arguments[0]}", daemon=True).start()

    def close(self) -> None:
        """End it for good."""
        with self._change:
            self._closing.set()
        self.process.terminate()
        try:
            self.process.wait(5.0)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _keep(self, arguments: tuple[str, ...], ready: str, then: Callable[[], None]) -> None:
        tries, began = 0, time.monotonic()
        while True:
            code = self.process.wait()
            tries = 0 if time.monotonic() - began > STEADY_S else tries
            if self._closing.wait(AGAIN_S[min(tries, len(AGAIN_S) - 1)]):
                return
            logger.warning("%s ended with %s and is begun again", arguments[0], code)
            tries, began = tries + 1, time.monotonic()
            with suppress(OSError, RuntimeError):  # tried again after a longer wait
                if not self._begin(arguments):
                    return
                self.line(ready)
                then()

    def _begin(self, arguments: tuple[str, ...]) -> bool:
        """Another process in the place of the one that ended; False where none is wanted any more."""
        with self._change:
            if not self._closing.is_set():
                self.process = _process(arguments)
        return not self._closing.is_set()


def helper(*arguments: str) -> Helper:
    """Start one of our programs: ``python -m ARGUMENTS``."""
    return Helper(_process(arguments))


def _process(arguments: tuple[str, ...]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",  # a line that cannot be read must not end who reads: the program would wait for ever
        bufsize=1,
    )


def _drain(process: subprocess.Popen[str]) -> None:
    """Read what it prints later, so that it never waits for us."""
    assert process.stdout is not None
    for line in process.stdout:
        logger.debug("%s", line.strip())
