"""What is pressed on a serial pad: to which evaluation it belongs, whether it is believed, and what the pad is told.

A full pad names the evaluation with each RESULT, and repeats it until it is acknowledged; a basic pad says everything
once and names nothing. Pure.
"""

from __future__ import annotations

from collections.abc import Callable

from hardware.pad import messages as m
from hardware.pad.evaluation import EvaluationBook
from hardware.pad.results import ResultFilter
from hardware.pad.settings import PadSettings

AGE_SLACK_S = 0.5
"""A key may seem this much older than its evaluation: AGE is rounded and the line takes time. Ours."""


class Answers:
    """Takes RESULTs to the book. Only the driver of the pad uses it."""

    def __init__(self, settings: PadSettings, book: EvaluationBook, send: Callable[[m.Message], None]) -> None:
        self._full = settings.profile is m.Profile.FULL
        self._keys = settings.key_map
        self._book = book
        self._send = send
        self._seqs: dict[int, int] = {}  # wire SEQ -> the caller's, for the open evaluation and the one before
        self._results = ResultFilter(settings.confirm)

    def begin(self, wire_seq: int, seq: int, before: int) -> None:
        """Evaluation `seq` is `wire_seq` on the line; the one `before` may still be answered."""
        self._seqs = {wire: own for wire, own in self._seqs.items() if wire == before} | {wire_seq: seq}
        self._results.reset()

    def take(self, result: m.Result, now: float) -> None:
        """A RESULT of the other profile, or of a key that no full pad has, says nothing."""
        if self._full != (result.seq is not None) or (self._full and result.grade not in self._keys):
            return
        if self._full:
            self._take_full(result.grade, result.seq or 0, result.age_s, now)
        else:
            self._take_basic(result.grade, now)

    def _take_full(self, grade: int, wire_seq: int, age_s: float | None, now: float) -> None:
        if wire_seq not in self._seqs:
            self._send(m.Ack(wire_seq))
            self._book.ignore(str(grade), "wrong-seq", now)
            return
        if not self._results.is_sure(wire_seq, grade):
            return
        self._send(m.Ack(wire_seq))
        pressed_at = now - (age_s or 0.0)
        if self._results.is_repeat(wire_seq, grade, None if age_s is None else pressed_at):
            return
        if self._book.open is not None and age_s is not None and pressed_at < self._book.open.opened_at - AGE_SLACK_S:
            self._book.ignore(str(grade), "wrong-seq", now)
            return
        self._press(grade, now, pressed_at, self._seqs[wire_seq])

    def _take_basic(self, grade: int, now: float) -> None:
        if self._book.open is not None:  # with nothing open the answer would start an evaluation on the pad
            self._send(m.Start())
        self._press(grade, now, now, None)

    def _press(self, grade: int, now: float, pressed_at: float, seq: int | None) -> None:
        if grade not in self._keys:
            self._book.ignore(str(grade), "unmapped", now)
        elif (level := self._keys[grade]) is not None:
            self._book.press(level, now, pressed_at=pressed_at, seq=seq)
        elif self._book.open is not None:
            self._book.give_up(self._book.open.seq, now)
