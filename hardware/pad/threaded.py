"""A pad in its own thread: joins a pure driver to a transport, keeps it connected, publishes its events."""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import selectors
import threading
import time
from collections.abc import Callable
from typing import Protocol

from hardware.errors import DeviceError
from hardware.pad.port import HealthChanged, PadEvent, PadHealth, ReviewPad, StaffCard
from hardware.pad.transport import Transport

logger = logging.getLogger(__name__)

RETRY_S = (0.5, 1.0, 2.0, 5.0)
"""Wait before the first, second, … try to open again; the last one repeats."""
CLOSE_S = 3.0


class Driver(Protocol):
    """What the thread needs of a driver; `PadDriver` and `HidDriver` are two."""

    health: PadHealth

    def opened(self, now: float, *, simulated: bool | None = None) -> None: ...
    def lost(self, now: float, reference: str, context: str = "") -> None: ...
    def closed(self, now: float) -> None: ...
    def receive(self, data: bytes, now: float) -> None: ...
    def tick(self, now: float) -> None: ...
    def next_timer(self) -> float | None: ...
    def output(self) -> bytes: ...
    def take_events(self) -> list[PadEvent]: ...
    def prompt(self, card: StaffCard, timeout_s: float, seq: int, now: float) -> None: ...
    def extend(self, seq: int, timeout_s: float, now: float) -> None: ...
    def cancel(self, seq: int, now: float) -> None: ...
    def ping(self, now: float) -> None: ...
    def pause(self, on: bool, now: float) -> None: ...


class ThreadedPad(ReviewPad):
    """Any driver on any transport. The thread sleeps until bytes, an order, or a timer wake it."""

    def __init__(self, name: str, make_driver: Callable[[], Driver], transport: Transport) -> None:
        self.name = name
        self.simulated = False
        self._make_driver = make_driver
        self._transport = transport
        self._orders: queue.SimpleQueue[Callable[[Driver, float], None]] = queue.SimpleQueue()
        self._events: queue.SimpleQueue[PadEvent] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._wake_write = -1
        self._waking = threading.Lock()

    def open(self) -> None:
        if self._thread is not None:
            return
        self._stop = threading.Event()  # a thread of before that still hangs keeps its own: it ends when let go
        wake_read, self._wake_write = os.pipe()
        self._thread = threading.Thread(target=self._run, args=(wake_read, self._stop), name=self.name, daemon=True)
        self._thread.start()

    def close(self) -> None:
        if self._thread is None:
            return
        self._stop.set()
        self._wake()
        self._thread.join(CLOSE_S)
        with self._waking:
            self._thread = None
            os.close(self._wake_write)

    def prompt(self, card: StaffCard, timeout_s: float, seq: int) -> None:
        self._order(lambda driver, now: driver.prompt(card, timeout_s, seq, now))

    def extend(self, seq: int, timeout_s: float) -> None:
        self._order(lambda driver, now: driver.extend(seq, timeout_s, now))

    def cancel(self, seq: int) -> None:
        self._order(lambda driver, now: driver.cancel(seq, now))

    def ping(self) -> None:
        self._order(lambda driver, now: driver.ping(now))

    def pause(self, on: bool) -> None:
        self._order(lambda driver, now: driver.pause(on, now))

    def poll(self, timeout_s: float = 0.0) -> PadEvent | None:
        try:
            return self._events.get(timeout=timeout_s) if timeout_s > 0 else self._events.get_nowait()
        except queue.Empty:
            return None

    def _order(self, order: Callable[[Driver, float], None]) -> None:
        self._orders.put(order)
        self._wake()

    def _wake(self) -> None:
        with self._waking, contextlib.suppress(BrokenPipeError):  # the thread has ended, `close` waits for it
            if self._thread is not None:
                os.write(self._wake_write, b".")

    def _run(self, wake_read: int, stop: threading.Event) -> None:
        """Until it is closed. After an error of ours the pad begins anew: nobody in a hall can start a thread."""
        try:
            while not stop.is_set():
                try:
                    self._serve(wake_read, stop)
                except Exception as error:
                    logger.exception("pad %s stops by an error of our own and begins anew", self.name)
                    at = time.monotonic()
                    self._events.put(HealthChanged(at, self.name, PadHealth.FAULT, "pad-own-error", repr(error)))
                    stop.wait(RETRY_S[-1])
        finally:
            os.close(wake_read)

    def _serve(self, wake_read: int, stop: threading.Event) -> None:
        """One driver on the transport, from its opening to its farewell."""
        driver, link = self._make_driver(), _Link(self._transport)
        try:
            while not stop.is_set():
                link.keep_open(driver)
                self.simulated = (link.open_now and self._transport.simulated) or self.simulated
                self._publish(driver)  # before a sleep that may be long
                link.wait(driver, wake_read)
                while not self._orders.empty():
                    self._orders.get()(driver, time.monotonic())
                link.send(driver)
                self._publish(driver)
        finally:
            try:
                driver.closed(time.monotonic())
                link.farewell(driver)
                self._publish(driver)
            finally:
                self._transport.close()

    def _publish(self, driver: Driver) -> None:
        for event in driver.take_events():
            if isinstance(event, HealthChanged):
                logger.info("pad %s is %s %s", self.name, event.health.value, event.reference)
            self._events.put(event)


class _Link:
    """The transport's side of the thread: open or waiting to be opened again."""

    def __init__(self, transport: Transport) -> None:
        self.open_now = False
        self._transport = transport
        self._tries = 0
        self._retry_at = 0.0

    def keep_open(self, driver: Driver) -> None:
        """Open if it is time; let a silent port go if there are others to look at."""
        now = time.monotonic()
        if self.open_now and self._transport.finding and driver.health is PadHealth.FAULT:
            self._lose(driver, DeviceError("pad-silent", message="No pad answers on this port."))
        if self.open_now or now < self._retry_at:
            return
        try:
            self._transport.open()
        except DeviceError as error:
            self._lose(driver, error)
            return
        self.open_now, self._tries = True, 0
        driver.opened(now, simulated=self._transport.simulated)
        self.send(driver)

    def wait(self, driver: Driver, wake_read: int) -> None:
        """Sleep until something happens, then let the driver deal with it."""
        fds = [wake_read, self._transport.fileno()] if self.open_now else [wake_read]
        timers = (driver.next_timer(), None if self.open_now else self._retry_at)
        due = min((t for t in timers if t is not None), default=None)
        timeout_s = None if due is None else max(0.0, due - time.monotonic())
        with selectors.PollSelector() as selector:  # `select` takes no file numbers above 1023
            for fd in fds:
                selector.register(fd, selectors.EVENT_READ)
            ready = [key.fd for key, _ in selector.select(timeout_s)]
        if wake_read in ready:
            os.read(wake_read, 4096)
        now = time.monotonic()
        if len(fds) > 1 and fds[1] in ready:
            try:
                driver.receive(self._transport.read(), now)
            except DeviceError as error:
                self._lose(driver, error)
        driver.tick(now)

    def send(self, driver: Driver) -> None:
        """Send what the driver wants sent; without a port it is thrown away (drivers ask again by themselves)."""
        data = driver.output()
        if not data or not self.open_now:
            return
        try:
            self._transport.write(data)
        except DeviceError as error:
            self._lose(driver, error)

    def farewell(self, driver: Driver) -> None:
        """The last bytes. A port that is gone by now changes nothing: the pad is closed, not lost."""
        data = driver.output()
        if data and self.open_now:
            with contextlib.suppress(DeviceError):
                self._transport.write(data)

    def _lose(self, driver: Driver, error: DeviceError) -> None:
        self._transport.close()
        self.open_now = False
        self._retry_at = time.monotonic() + RETRY_S[min(self._tries, len(RETRY_S) - 1)]
        self._tries += 1
        driver.lost(time.monotonic(), error.code, error.context)
