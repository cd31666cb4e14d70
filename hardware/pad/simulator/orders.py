"""Orders to the simulated pad, one a line: what a hand, a script or a test makes it do.

press 5             key with five stars (非常满意); 1 is 非常不满意
code 3              key that sends the raw code 3, for other key maps
late 4              key for the evaluation that timed out
ghost 2             key outside an evaluation
stuck 4 50 40       the key 4 every 50 ms, 40 times
unplug 4            cable out for 4 s; without a number until `plug`
plug · restart      cable in · power off and on
mute 3              says nothing for 3 s
split 3 10 · glue 2 frames in 3 pieces 10 ms apart · 2 frames in one write
flip 0.01 · flip-bit 40 · drop 0.01 · drop-byte 3      turned bits and lost bytes
noise 100           random bytes before each frame
duplicate on        every frame twice
address 130 · callers on      frames from another pad · call terminals on the line
clear               the line is good again
wait 2 · wait-for evaluating  the next order after 2 s · when the pad shows this face
state · quit
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from hardware.pad import messages as m
from hardware.pad.simulator.line import BadLine
from hardware.pad.simulator.model import Face
from hardware.pad.simulator.terminal import PadTerminal


class OrderError(ValueError):
    """An order that is not understood."""


@dataclass(slots=True)
class Orders:
    """Carries orders out on a terminal, in order; `wait` holds up those behind it."""

    terminal: PadTerminal
    quit: bool = False
    asked_state: bool = False
    _waiting: deque[str] = field(default_factory=deque)
    _resume_at: float = 0.0
    _resume_face: Face | None = None
    _presses: list[tuple[float, int]] = field(default_factory=list)

    def add(self, line: str) -> None:
        """Take an order; raises `OrderError` at once if it is not understood."""
        words = line.split("#")[0].split()
        if words and words[0] not in _ORDERS and words[0] not in ("wait", "wait-for"):
            raise OrderError(f"unknown order {words[0]!r}")
        if words:
            self._waiting.append(" ".join(words))

    def step(self, now: float) -> None:
        """Carry out what is due."""
        while self._presses and self._presses[0][0] <= now:
            self.terminal.model.press(self._presses.pop(0)[1], now)
        while self._waiting and now >= self._resume_at and self._resume_face in (None, self.terminal.model.face):
            self._resume_face = None
            self._carry_out(*self._waiting.popleft().split(), now=now)

    def next_timer(self) -> float | None:
        """When `step` has something to do."""
        times = [self._presses[0][0]] if self._presses else []
        if self._waiting and self._resume_face in (None, self.terminal.model.face):
            times.append(self._resume_at)
        return min(times, default=None)

    def _carry_out(self, word: str, *numbers: str, now: float) -> None:
        try:
            if word == "wait":
                self._resume_at = now + float(numbers[0])
            elif word == "wait-for":
                self._resume_face = Face(numbers[0])
            else:
                _ORDERS[word](self, now, *numbers)
        except (ValueError, TypeError, LookupError) as error:
            raise OrderError(f"{word} {' '.join(numbers)}: {error}") from error

    def _press_often(self, now: float, grade: int, every_ms: float, times: int) -> None:
        self._presses = [(now + i * every_ms / 1000, grade) for i in range(times)]

    def _unplug(self, now: float, for_s: str | None) -> None:
        self.terminal.unplug()
        self.terminal.plug_at = None if for_s is None else now + float(for_s)

    def _ghost(self, key: int) -> None:
        model = self.terminal.model
        model.say(m.Key(key) if model.profile is m.Profile.FULL else m.Result(key - 1))

    def _set_line(self, **faults: object) -> None:
        for name, value in faults.items():
            setattr(self.terminal.line, name, value)


_ORDERS: dict[str, Callable[..., None]] = {
    "press": lambda o, now, stars: o.terminal.model.press(_grade(stars), now),
    "code": lambda o, now, code: o.terminal.model.press(int(code), now),
    "late": lambda o, now, stars: o.terminal.model.press_late(_grade(stars), now),
    "ghost": lambda o, now, key: o._ghost(int(key)),
    "stuck": lambda o, now, stars, every_ms, times: o._press_often(now, _grade(stars), float(every_ms), int(times)),
    "unplug": lambda o, now, for_s=None: o._unplug(now, for_s),
    "plug": lambda o, now: o.terminal.plug(now),
    "restart": lambda o, now: o.terminal.model.power_up(now),
    "mute": lambda o, now, s: setattr(o.terminal, "muted_until", now + float(s)),
    "split": lambda o, now, chunks, gap_ms: o._set_line(chunks=int(chunks), gap_s=float(gap_ms) / 1000),
    "glue": lambda o, now, frames: o._set_line(glue=int(frames)),
    "flip": lambda o, now, share: o._set_line(flip=float(share)),
    "flip-bit": lambda o, now, bit: o._set_line(flip_next=int(bit)),
    "drop": lambda o, now, share: o._set_line(drop=float(share)),
    "drop-byte": lambda o, now, byte: o._set_line(drop_next=int(byte)),
    "noise": lambda o, now, count: o._set_line(noise_per_frame=int(count)),
    "duplicate": lambda o, now, on: o._set_line(duplicate=_on(on)),
    "address": lambda o, now, address: o._set_line(address=int(address)),
    "callers": lambda o, now, on: o._set_line(callers=_on(on)),
    "clear": lambda o, now: setattr(o.terminal, "line", BadLine()),
    "state": lambda o, now: setattr(o, "asked_state", True),
    "quit": lambda o, now: setattr(o, "quit", True),
}


def _grade(stars: str) -> int:
    if stars not in ("1", "2", "3", "4", "5"):
        raise ValueError("a key is 1 to 5")
    return int(stars) - 1


def _on(word: str) -> bool:
    return {"on": True, "off": False}[word]
