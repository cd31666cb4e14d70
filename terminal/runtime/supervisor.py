"""Worker processes: started, watched by heartbeats, restarted with backoff, given up with an event.

Rule 1: the supervisor owns recipes, not processes: a worker is a function ``run(link, *args)`` and its arguments.
Rule 2: a stuck worker is alive; liveness is a heartbeat, not a process id.
Rule 3: giving up is an event for the clerk's screen, not a line in a log; so is coming back. Nobody is given up for
ever: a camera may be plugged in, a disk made room on, at any time.
Rule 4: the visit's state is in the main process; a worker that comes back is told again what is wanted.
Rule 5: a lazy worker runs only while something is wanted of it: it starts with the first wish that is kept, and when
it has ended by itself after the last one was withdrawn, it has taken its memory with it.
"""

from __future__ import annotations

import logging
import multiprocessing
import select
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from terminal.runtime.link import Beat, WorkerLink, run_worker
from terminal.visit.events import DeviceChanged, Event, Status

logger = logging.getLogger(__name__)

MOST_RESTARTS = 5
WITHIN_S = 60.0
"""At most this many restarts in this time; then the worker is given up (Frigate's numbers)."""
GIVEN_UP_S = 300.0
"""A worker that was given up is tried again after this time, or at once when staff ask for it (our judgement)."""
BACKOFF_S = (0.0, 0.5, 1.0, 2.0, 5.0)
SILENT_S = 6.0
"""No heartbeat for this long: stuck. Beats come every half second; loading a model may take some seconds."""
FIRST_BEAT_S = 120.0
"""The first beat may take longer: importing mediapipe and loading models on a cold, busy machine."""


@dataclass(slots=True)
class RestartPolicy:
    """When a worker may be started again. Pure: time is an argument."""

    starts: list[float] = field(default_factory=list)

    def next_start(self, died_at: float) -> float | None:
        """The instant of the next start, or None when it died too often."""
        self.starts = [at for at in self.starts if died_at - at < WITHIN_S]
        if len(self.starts) >= MOST_RESTARTS:
            return None
        return died_at + BACKOFF_S[min(len(self.starts), len(BACKOFF_S) - 1)]

    def started(self, at: float) -> None:
        """Note a start."""
        self.starts.append(at)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to make one worker. ``target(link, *args)`` runs in its own process until ``link.stopping``.

    A ``lazy`` one starts when something is wanted of it, and may return when nothing is wanted any more.
    """

    name: str
    target: Callable[..., None]
    args: tuple[Any, ...] = ()
    lazy: bool = False


@dataclass(slots=True)
class _Worker:
    recipe: Recipe
    policy: RestartPolicy = field(default_factory=RestartPolicy)
    process: BaseProcess | None = None
    pipe: Connection | None = None
    beat: float = 0.0
    patience_s: float = SILENT_S
    first: bool = True
    start_at: float | None = 0.0
    given_up: bool = False
    ailing: bool = False
    """Its death was told, and not yet that it is back."""
    wanted: dict[str, Any] = field(default_factory=dict)
    unsent: deque[object] = field(default_factory=deque)
    """Commands that its pipe has no room for yet: it does not read."""


class Supervisor:
    """Keeps workers alive. `tend` is called from the main loop and never waits; readers run in threads.

    Parameters
    ----------
    publish
        Takes every event a worker sends, from the reader's thread.
    """

    def __init__(self, publish: Callable[[Event], None]) -> None:
        self._publish = publish
        self._context = multiprocessing.get_context("spawn")
        self._workers: dict[str, _Worker] = {}
        self._closed = False

    def add(self, recipe: Recipe) -> None:
        """Take a worker into care; it starts with the next `tend`."""
        self._workers[recipe.name] = _Worker(recipe, start_at=None if recipe.lazy else 0.0)

    def pid(self, name: str) -> int | None:
        """Process id of a worker, None while it does not run."""
        process = self._workers[name].process
        return process.pid if process is not None and process.is_alive() else None

    def tell(self, name: str, command: object, *, keep: str = "") -> None:
        """Send a command to a worker. With ``keep`` it is the latest wish of that name, told again after a restart."""
        worker = self._workers.get(name)
        if worker is None:
            return
        if keep:
            worker.wanted[keep] = command
            if worker.recipe.lazy and worker.process is None and worker.start_at is None and not worker.given_up:
                worker.start_at = 0.0
        self._send(worker, command)

    def withdraw(self, name: str, keep: str, command: object) -> None:
        """What was kept under this name is no longer wanted: a worker that runs is told so by ``command``."""
        worker = self._workers.get(name)
        if worker is None:
            return
        worker.wanted.pop(keep, None)
        if worker.process is None and worker.recipe.lazy and not worker.wanted:
            worker.start_at, worker.given_up = None, False
        self._send(worker, command)

    def revive(self, name: str) -> None:
        """Staff ask for it: a worker that was given up, or waits for its next start, starts at once."""
        worker = self._workers.get(name)
        if worker is None or worker.process is not None or worker.start_at is None:
            return
        worker.policy, worker.start_at, worker.given_up = RestartPolicy(), 0.0, False

    def tend(self, now: float) -> None:
        """Start what should run, notice what died or fell silent."""
        for worker in self._workers.values():
            self._flush(worker)
            if worker.process is None:
                if worker.start_at is not None and now >= worker.start_at and not self._closed:
                    self._start(worker, now)
            elif not worker.process.is_alive() and worker.recipe.lazy and worker.process.exitcode == 0:
                self._rested(worker, now)
            elif not worker.process.is_alive():
                self._died(worker, now, f"ended with code {worker.process.exitcode}")
            elif now - worker.beat > (FIRST_BEAT_S if worker.first else worker.patience_s):
                worker.process.kill()
                self._died(worker, now, f"silent for {now - worker.beat:.0f} s")

    def close(self, timeout_s: float = 3.0) -> None:
        """Ask all workers to end, then end them."""
        self._closed = True
        running = [w for w in self._workers.values() if w.process is not None]
        for worker in running:
            self._send(worker, None)
        deadline = time.monotonic() + timeout_s
        for worker in running:
            assert worker.process is not None
            worker.process.join(max(0.0, deadline - time.monotonic()))
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()

    def _start(self, worker: _Worker, now: float) -> None:
        try:
            process, ours = self._process(worker.recipe)
        except OSError as error:  # no memory, no more processes or files: as any other death, or each look would end so
            worker.policy.started(now)
            return self._died(worker, now, f"cannot be started: {error.strerror}")
        worker.process, worker.pipe, worker.beat, worker.first, worker.start_at = process, ours, now, True, None
        worker.policy.started(now)
        threading.Thread(target=self._read, args=(worker, ours), name=f"read-{worker.recipe.name}", daemon=True).start()
        worker.unsent.clear()
        for command in worker.wanted.values():
            self._send(worker, command)
        return logger.info("worker %s started as %s", worker.recipe.name, process.pid)

    def _process(self, recipe: Recipe) -> tuple[BaseProcess, Connection]:
        """A started process and our end of its pipe."""
        ours, theirs = self._context.Pipe()
        try:
            arguments = (recipe.name, recipe.target, theirs, recipe.args)
            process = self._context.Process(target=run_worker, args=arguments, name=recipe.name, daemon=True)
            process.start()
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        return process, ours

    def _read(self, worker: _Worker, pipe: Connection) -> None:
        while True:
            try:
                message = pipe.recv()
            except (EOFError, OSError):
                return
            worker.beat = time.monotonic()
            if isinstance(message, Beat):
                self._beats(worker)
                worker.patience_s = max(SILENT_S, message.patience_s)
            else:
                self._publish(message)

    def _beats(self, worker: _Worker) -> None:
        """Its loop runs: from now on silence means stuck, and one that had died is back."""
        worker.first = False
        if worker.ailing:
            worker.ailing = False
            self._publish(DeviceChanged(at=worker.beat, device=worker.recipe.name, status=Status.OK))

    def _rested(self, worker: _Worker, now: float) -> None:
        """A lazy worker has ended by itself; it starts again only where it was wanted again meanwhile."""
        worker.process = None
        if worker.pipe is not None:
            worker.pipe.close()
            worker.pipe = None
        worker.start_at = now if worker.wanted else None
        worker.policy = RestartPolicy()

    def _died(self, worker: _Worker, now: float, why: str) -> None:
        name = worker.recipe.name
        worker.process = None
        if worker.pipe is not None:
            worker.pipe.close()
            worker.pipe = None
        restart = worker.policy.next_start(now)
        worker.given_up = restart is None
        worker.start_at = now + GIVEN_UP_S if restart is None else restart
        worker.ailing = True
        if worker.recipe.lazy and not worker.wanted:
            worker.start_at, worker.given_up = None, False
        logger.warning("worker %s %s%s", name, why, ", given up" if worker.given_up else "")
        self._publish(DeviceChanged(at=now, device=name, status=Status.FAULT, detail=why))

    def _send(self, worker: _Worker, command: object) -> None:
        if worker.pipe is None:
            return
        worker.unsent.append(command)
        self._flush(worker)

    def _flush(self, worker: _Worker) -> None:
        """What its pipe has room for: one that does not read must not hold up the screens until it is found stuck."""
        try:
            while worker.unsent and worker.pipe is not None and _has_room(worker.pipe):
                worker.pipe.send(worker.unsent.popleft())
        except (OSError, ValueError):
            worker.unsent.clear()
            logger.debug("worker %s does not listen; it will be started again", worker.recipe.name)


def _has_room(pipe: Connection) -> bool:
    """Whether a command of the usual size can be sent without waiting."""
    poll = select.poll()
    poll.register(pipe.fileno(), select.POLLOUT)
    return bool(poll.poll(0))


__all__ = ["Recipe", "RestartPolicy", "Supervisor", "WorkerLink"]
