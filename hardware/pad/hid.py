"""Pads that type (HID keyboards): event records of Linux -> keys -> the same evaluation rules.

A typing pad is dangerous: its text goes to whatever has the focus, also to the clerk's own program. So its event
device is grabbed (EVIOCGRAB) and nobody else sees its keys. Where grabbing fails, only F13..F17 are believed,
which no keyboard at the counter has. Such a pad has no lamps, no voice and no answer: the screen must do these.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import struct
from collections.abc import Mapping
from dataclasses import dataclass

from hardware.errors import DeviceError
from hardware.find import key_devices
from hardware.pad.evaluation import EvaluationBook
from hardware.pad.keymaps import KEY_MAPS, KeyMap, key_map
from hardware.pad.port import HealthChanged, PadEvent, PadHealth, PadTrouble, PromptShown, StaffCard, TroubleNoticed
from hardware.pad.settings import EvaluationTimes
from hardware.pad.threaded import ThreadedPad
from hardware.pad.transport import Transport

RECORD = struct.Struct("=qqHHi")
"""struct input_event on 64-bit Linux: seconds, microseconds, type, code, value; 24 bytes (linux/input.h)."""
EV_KEY = 1
DOWN, UP = 1, 0
"""Values of a key record; 2 is auto-repeat and counts for nothing."""
EVIOCGRAB = 0x40044590
"""_IOW('E', 0x90, int) of linux/input.h."""
HELD_S = 5.0
"""A key held longer is stuck."""


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """One key record: Linux key `code`, `value` 1 down, 0 up, 2 auto-repeat."""

    code: int
    value: int


class RecordReader:
    """A stream of 24-byte records in any pieces -> key records; other types are skipped."""

    def __init__(self) -> None:
        self._kept = b""

    def feed(self, data: bytes) -> list[KeyRecord]:
        """Take bytes, return the key records complete."""
        data = self._kept + data
        whole = len(data) - len(data) % RECORD.size
        self._kept = data[whole:]
        records = [RECORD.unpack_from(data, at) for at in range(0, whole, RECORD.size)]
        return [KeyRecord(code, value) for _, _, kind, code, value in records if kind == EV_KEY]

    def reset(self) -> None:
        """Forget half a record: the device was opened anew."""
        self._kept = b""


class HidDriver:
    """A typing pad's driver; like `PadDriver` without I/O and clock, and with nothing to send."""

    def __init__(self, keys: KeyMap, times: EvaluationTimes, name: str) -> None:
        self.health, self._reference = PadHealth.CLOSED, ""
        self.book = EvaluationBook(name, times, present=False)
        self._keys = keys
        self._name = name
        self._reader = RecordReader()
        self._held: dict[int, float] = {}
        self._events: list[PadEvent] = []

    def opened(self, now: float, *, simulated: bool | None = None) -> None:
        """The device is open."""
        self.book.simulated = self.book.simulated or bool(simulated)
        self.book.present = True
        self._reader.reset()
        self._held.clear()
        self._change(PadHealth.READY, now)

    def lost(self, now: float, reference: str, context: str = "") -> None:
        """The device is gone."""
        self.book.present = False
        self._held.clear()
        self._change(PadHealth.FAULT, now, reference, context)

    def closed(self, now: float) -> None:
        """The terminal lets the pad go."""
        if self.book.open is not None:
            self.book.cancel(self.book.open.seq, now)
        self._change(PadHealth.CLOSED, now)

    def receive(self, data: bytes, now: float) -> None:
        """Event records from the device."""
        for record in self._reader.feed(data):
            if record.value == UP:
                self._held.pop(record.code, None)
            elif record.value == DOWN:
                self._held[record.code] = now
                self._down(record.code, now)

    def tick(self, now: float) -> None:
        """Do what is due."""
        self.book.tick(now)
        for code in [code for code, since in self._held.items() if now - since >= HELD_S]:
            del self._held[code]
            text = f"key {code} held for {HELD_S:.0f} s"
            self._events.append(TroubleNoticed(now, self._name, PadTrouble.STUCK_KEY, text))

    def next_timer(self) -> float | None:
        """When `tick` has something to do, or None."""
        held = min(self._held.values(), default=None)
        times = (self.book.next_timer(), None if held is None else held + HELD_S)
        return min((t for t in times if t is not None), default=None)

    def output(self) -> bytes:
        """Nothing: the pad cannot listen."""
        return b""

    def take_events(self) -> list[PadEvent]:
        """What happened since the last call."""
        events = self._events + self.book.events
        self._events, self.book.events = [], []
        return events

    def prompt(self, card: StaffCard, timeout_s: float, seq: int, now: float) -> None:
        """Open evaluation `seq`; the pad cannot show it."""
        if self.book.begin(seq, timeout_s, now) and self.book.present:
            self._events.append(PromptShown(now, self._name, seq))

    def extend(self, seq: int, timeout_s: float, now: float) -> None:
        """More time."""
        self.book.extend(seq, timeout_s, now)

    def cancel(self, seq: int, now: float) -> None:
        """Call evaluation `seq` off."""
        self.book.cancel(seq, now)

    def ping(self, now: float) -> None:
        """A keyboard has no answer; its file descriptor tells when it is gone."""

    def pause(self, on: bool, now: float) -> None:
        """A keyboard has no display."""

    def _down(self, code: int, now: float) -> None:
        level = self._keys.get(code)
        if level is not None:
            self.book.press(level, now)
        else:
            self.book.ignore(str(code), "unmapped", now)

    def _change(self, health: PadHealth, now: float, reference: str = "", context: str = "") -> None:
        if (health, reference) != (self.health, self._reference):
            self.health, self._reference = health, reference
            self._events.append(HealthChanged(now, self._name, health, reference, context))


class HidTransport(Transport):
    """An event device, by path or by `vendor:product` (four hex digits each); grabbed for ourselves.

    A named pipe in its place is the simulator's: nothing leaks from it, so it needs no grab, and it is simulated.
    """

    def __init__(self, device: str, need_grab: bool) -> None:
        self._device = device
        self._need_grab = need_grab
        self._fd = -1

    def open(self) -> None:
        self.close()
        try:
            self._fd = os.open(self._path(), os.O_RDONLY | os.O_NONBLOCK)
            self.simulated = stat.S_ISFIFO(os.fstat(self._fd).st_mode)
            if not self.simulated:
                fcntl.ioctl(self._fd, EVIOCGRAB, 1)
        except OSError as error:
            if self._fd >= 0 and not self._need_grab:
                return
            self.close()
            reference = {errno.EBUSY: "pad-busy", errno.EACCES: "pad-forbidden"}.get(error.errno or 0, "pad-missing")
            raise self._error(reference, str(error)) from error

    def fileno(self) -> int:
        return self._fd

    def read(self) -> bytes:
        try:
            data = os.read(self._fd, 64 * RECORD.size)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise self._error("pad-lost", str(error)) from error
        if not data:
            raise self._error("pad-lost", "end of input")
        return data

    def write(self, data: bytes) -> None:
        """Nothing to write to."""

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _path(self) -> str:
        if self._device.startswith("/"):
            return self._device
        for found in key_devices():
            if found.detail == self._device:
                return found.path
        raise FileNotFoundError(errno.ENOENT, "no key device of this number", self._device)

    def _error(self, reference: str, context: str) -> DeviceError:
        return DeviceError(
            reference,
            message="The review pad cannot be reached.",
            context=f"{self._device}: {context}",
            hint="Check its cable and the rights on /dev/input; rating on the screen still works.",
        )


class HidPad(ThreadedPad):
    """A typing pad, by path or `vendor:product`. Keys other than F13..F17 are believed only with the grab."""

    def __init__(
        self,
        device: str,
        keys: str | Mapping[str, str] = "hid-digits",
        *,
        name: str = "pad",
        times: EvaluationTimes | None = None,
    ) -> None:
        chosen = key_map(keys)
        need_grab = not set(chosen) <= set(KEY_MAPS["hid-f13"])
        super().__init__(
            name, lambda: HidDriver(chosen, times or EvaluationTimes(), name), HidTransport(device, need_grab)
        )
