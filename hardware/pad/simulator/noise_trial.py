"""How many wrong levels a line with turned bits brings into the records: real driver, simulated pad, virtual time.

python -m hardware.pad.simulator.noise_trial --evaluations 10000 --flip 0.01 --profile full
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from dataclasses import asdict, dataclass

from hardware.pad.messages import Profile
from hardware.pad.port import Outcome
from hardware.pad.settings import PadSettings
from hardware.pad.simulator.line import BadLine
from hardware.pad.simulator.wire import VirtualWire


@dataclass(slots=True)
class TrialCount:
    """What became of the evaluations. `wrong_level` is what must be 0."""

    evaluations: int = 0
    right_level: int = 0
    wrong_level: int = 0
    none: int = 0
    fault: int = 0
    late: int = 0
    damaged_frames: int = 0
    good_frames: int = 0


def run_trial(evaluations: int, flip: float, settings: PadSettings, seed: int = 1) -> TrialCount:
    """One evaluation after the other: asked, a key pressed after 2..8 s, closed; `flip` of all bits turned over."""
    chance = random.Random(seed)
    wire = VirtualWire(settings, line=BadLine(seed + 1, flip=flip), back=BadLine(seed + 2, flip=flip))
    wire.plug()
    pressed: dict[int, int] = {}
    for seq in range(1, evaluations + 1):
        wire.prompt(seq, 60.0)
        wire.run(chance.uniform(2.0, 8.0))
        pressed[seq] = chance.randrange(5)
        wire.press(pressed[seq])
        wire.run(20.0)
    wire.run(200.0)
    return _count(wire, pressed)


def _count(wire: VirtualWire, pressed: dict[int, int]) -> TrialCount:
    keys = wire.settings.key_map
    closed = Counter(
        "late"
        if event.late and event.level is keys[pressed[event.seq]]
        else "right_level"
        if event.outcome is Outcome.LEVEL and event.level is keys[pressed[event.seq]]
        else "wrong_level"
        if event.outcome is Outcome.LEVEL
        else event.outcome.value
        for event in wire.closed
    )
    counts = wire.driver.decoder.counts
    return TrialCount(
        len(pressed),
        closed["right_level"],
        closed["wrong_level"],
        closed["none"],
        closed["fault"],
        closed["late"],
        counts.damaged,
        counts.frames,
    )


def main() -> None:
    """Run a trial from the command line and print its counts as JSON."""
    parser = argparse.ArgumentParser(description="wrong levels stored on a line with turned bits")
    parser.add_argument("--evaluations", type=int, default=10_000)
    parser.add_argument("--flip", type=float, default=0.01, help="share of bits turned over")
    parser.add_argument("--profile", choices=[p.value for p in Profile], default="full")
    parser.add_argument("--believe-first", action="store_true", help="full profile without the second, alike RESULT")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    settings = PadSettings(profile=Profile(asked.profile), confirm=not asked.believe_first)
    count = run_trial(asked.evaluations, asked.flip, settings, asked.seed)
    print(json.dumps(vars(asked) | asdict(count)))


if __name__ == "__main__":
    main()
