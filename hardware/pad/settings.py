"""What can be set for one pad, with the rules' default times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hardware.pad.frames import GAP_S
from hardware.pad.keymaps import KeyMap, key_map
from hardware.pad.messages import FIRST_PAD, Profile


@dataclass(frozen=True, slots=True)
class EvaluationTimes:
    """The clock of one evaluation, seconds. All "ours" unless a source is named."""

    shortest_s: float = 20.0
    """WCAG 2.2.1 asks for at least 20 s of warning."""
    longest_s: float = 180.0
    regret_s: float = 3.0
    """A second key within this replaces the first: people press the wrong one."""
    late_s: float = 120.0
    """A key this long after the time-out still counts, marked late, if nobody else was asked meanwhile."""
    repeat_s: float = 5.0
    """The same key again within this is one line in the log (children; HappyOrNot's FAQ names 5 s)."""
    stuck_presses: int = 8
    """Presses of one key, each within `repeat_s` of the one before, that no person makes: it is stuck."""


@dataclass(frozen=True, slots=True)
class LinkTimes:
    """The clock of the line, seconds."""

    answer_s: float = 0.3
    """Wait for DONE or INFO, then send again."""
    sends: int = 3
    ping_every_s: float = 10.0
    ping_misses: int = 3
    retry_start_s: float = 1.0
    """A START nobody confirmed is tried again this often while the evaluation is open."""
    gap_s: float = GAP_S
    """Up to 0.2 for USB adapters with a latency timer."""


@dataclass(frozen=True, slots=True)
class PadSettings:
    """One serial pad. `number` 1..126 is the pad's address on the line."""

    number: int = 1
    profile: Profile = Profile.FULL
    keys: str | Mapping[str, str] = "grades-5"
    voice: int = 1
    """0 silent, 1 the pad speaks once, 2 twice."""
    confirm: bool = True
    """Full profile: a level counts when the pad has said it twice alike (see `results.py`)."""
    times: EvaluationTimes = EvaluationTimes()
    link: LinkTimes = LinkTimes()

    @property
    def address(self) -> int:
        """The address byte."""
        return FIRST_PAD + self.number

    @property
    def key_map(self) -> KeyMap:
        """The levels behind the pad's codes. Raises `DeviceError` for a map that is not understood."""
        return key_map(self.keys)
