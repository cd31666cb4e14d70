"""Opens after five failures in a row, closes when `/ready` answers (contract, section 5). Pure: time is an argument."""

from __future__ import annotations

from dataclasses import dataclass

FAILURES = 5
# How often `/ready` is asked while open: 1, 2, 4 … 30 s.
FIRST_PROBE_S, LONGEST_PROBE_S = 1.0, 30.0


@dataclass(slots=True)
class Breaker:
    """`allows` before a request, `succeeded` or `failed` after it; while open only a probe goes out."""

    failures: int = 0
    open: bool = False
    next_probe_s: float = 0.0
    probe_gap_s: float = FIRST_PROBE_S

    @property
    def allows(self) -> bool:
        """Whether an ordinary request may go out."""
        return not self.open

    def probe_due(self, now_s: float) -> bool:
        """Whether `/ready` should be asked now."""
        return self.open and now_s >= self.next_probe_s

    def failed(self, now_s: float) -> None:
        """A request or a probe was not answered."""
        self.failures += 1
        if self.open:
            self.probe_gap_s = min(LONGEST_PROBE_S, self.probe_gap_s * 2)
        if self.failures >= FAILURES:
            self.open = True
        self.next_probe_s = now_s + self.probe_gap_s

    def succeeded(self) -> None:
        """The hall answered: a refusal counts too, it is alive."""
        self.failures, self.open, self.probe_gap_s = 0, False, FIRST_PROBE_S
