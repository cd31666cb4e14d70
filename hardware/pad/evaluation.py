"""The rules of one evaluation, the same for every kind of pad. Pure: time is an argument, events are collected.

Rule 1: one evaluation is open at a time; opening the next closes the one before.
Rule 2: the first key may be replaced for `regret_s`; then it is locked and the evaluation closes with it.
Rule 3: what the visitor gave cannot be taken back by the terminal: cancelling during the regret time closes with
        the level. Nobody at the counter can undo a bad mark by being quick.
Rule 4: time-out closes with NONE, or FAULT if the pad is away at that moment. Never with a level.
Rule 5: one late level may follow NONE or FAULT, if nothing was opened since.
Rule 6: a key that sticks counts once at most.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hardware.pad.port import (
    EvaluationClosed,
    KeyIgnored,
    Level,
    LevelChosen,
    Outcome,
    PadEvent,
    PadTrouble,
    TroubleNoticed,
)
from hardware.pad.settings import EvaluationTimes


@dataclass(slots=True)
class OpenEvaluation:
    """The evaluation in progress."""

    seq: int
    opened_at: float
    deadline: float
    level: Level | None = None
    pressed_at: float | None = None
    final_at: float | None = None


@dataclass(slots=True)
class EvaluationBook:
    """Keeps one pad's evaluations. Call `tick` when `next_timer` is due; take `events` after every call."""

    pad: str
    times: EvaluationTimes
    simulated: bool = False
    present: bool = True
    """False while the pad is away; decides between NONE and FAULT at the time-out."""
    open: OpenEvaluation | None = None
    events: list[PadEvent] = field(default_factory=list)
    _late_seq: int | None = None
    _late_until: float = 0.0
    _ignored: dict[str, tuple[float, int]] = field(default_factory=dict)

    def begin(self, seq: int, timeout_s: float, now: float) -> bool:
        """Open evaluation `seq`; False if it is open already. What was open closes first."""
        if self.open is not None and self.open.seq == seq:
            return False
        if self.open is not None:
            self._close(Outcome.NONE, now)
        self._late_seq = None
        self.open = OpenEvaluation(seq, now, now + self._held(timeout_s))
        return True

    def extend(self, seq: int, timeout_s: float, now: float) -> bool:
        """More time; False if `seq` is not open or already answered."""
        if self.open is None or self.open.seq != seq or self.open.level is not None:
            return False
        self.open.deadline = now + self._held(timeout_s)
        return True

    def cancel(self, seq: int, now: float) -> bool:
        """Close `seq` with CANCELLED, or with its level if one was given (rule 3); False if it is not open."""
        if self.open is None or self.open.seq != seq:
            return False
        self._close(Outcome.CANCELLED, now)
        return True

    def give_up(self, seq: int, now: float) -> None:
        """The pad itself says that nobody pressed."""
        if self.open is not None and self.open.seq == seq and self.open.level is None:
            self._close(Outcome.NONE, now)

    def press(self, level: Level, now: float, *, pressed_at: float | None = None, seq: int | None = None) -> bool:
        """A key was pressed; `seq` if the pad says for which evaluation. True if it counted."""
        pressed_at = now if pressed_at is None else pressed_at
        if self.is_stuck(level.value, now):
            return False
        if self.open is not None and seq in (None, self.open.seq):
            return self._press_open(self.open, level, now, pressed_at)
        if self.open is None and self._late_seq is not None and seq in (None, self._late_seq):
            return self._press_late(level, now, pressed_at)
        self.ignore(level.value, "nothing-open" if seq is None or self.open is None else "wrong-seq", now)
        return False

    def is_stuck(self, key: str, now: float) -> bool:
        """Count a press of `key`; True from the moment it is stuck until it rested for `repeat_s`."""
        last_at, count = self._ignored.get(f"count {key}", (now, 0))
        count = count + 1 if now - last_at <= self.times.repeat_s else 1
        self._ignored[f"count {key}"] = (now, count)
        if count == self.times.stuck_presses:
            self.events.append(TroubleNoticed(now, self.pad, PadTrouble.STUCK_KEY, f"{count} presses in a row"))
        return count >= self.times.stuck_presses

    def ignore(self, key: str, why: str, now: float) -> None:
        """Say that a key counted for nothing: once per key and reason in `repeat_s`."""
        slot = f"{why} {key}"
        if now - self._ignored.get(slot, (-self.times.repeat_s, 0))[0] >= self.times.repeat_s:
            self._ignored[slot] = (now, 0)
            self.events.append(KeyIgnored(now, self.pad, why))

    def tick(self, now: float) -> None:
        """Do what is due: lock the level, or time out."""
        if self.open is None:
            return
        if self.open.final_at is not None:
            if now >= self.open.final_at:
                self._close(Outcome.LEVEL, now)
        elif now >= self.open.deadline:
            self._close(Outcome.NONE if self.present else Outcome.FAULT, now)

    def next_timer(self) -> float | None:
        """When `tick` has something to do, or None."""
        if self.open is None:
            return None
        return self.open.deadline if self.open.final_at is None else self.open.final_at

    def _press_open(self, now_open: OpenEvaluation, level: Level, now: float, pressed_at: float) -> bool:
        if now_open.level == level:
            return True
        now_open.level, now_open.pressed_at = level, pressed_at
        if now_open.final_at is None:
            now_open.final_at = now + self.times.regret_s
        self.events.append(LevelChosen(now, self.pad, now_open.seq, level, now_open.final_at))
        return True

    def _press_late(self, level: Level, now: float, pressed_at: float) -> bool:
        seq, self._late_seq = self._late_seq, None
        if seq is None or now > self._late_until:
            self.ignore(level.value, "too-late", now)
            return False
        self._report(seq, Outcome.LEVEL, level, pressed_at, late=True, now=now)
        return True

    def _close(self, outcome: Outcome, now: float) -> None:
        assert self.open is not None
        closed, self.open = self.open, None
        if closed.level is not None:
            outcome = Outcome.LEVEL
        if outcome in (Outcome.NONE, Outcome.FAULT):
            self._late_seq, self._late_until = closed.seq, now + self.times.late_s
        self._report(closed.seq, outcome, closed.level, closed.pressed_at, late=False, now=now)

    def _report(
        self, seq: int, outcome: Outcome, level: Level | None, pressed_at: float | None, *, late: bool, now: float
    ) -> None:
        self.events.append(
            EvaluationClosed(now, self.pad, seq, outcome, level, pressed_at, late, self.pad, self.simulated)
        )

    def _held(self, timeout_s: float) -> float:
        return min(max(timeout_s, self.times.shortest_s), self.times.longest_s)
