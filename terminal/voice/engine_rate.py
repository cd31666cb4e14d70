"""From characters a minute to the engine's own rate.

The engine's numbers are words a minute of its own counting. The table was measured with
`python -m terminal.voice.measure rate` (84 sentences of the guide at each rate, pauses included).
"""

from __future__ import annotations

import numpy as np

from terminal.voice.speech import FASTEST_CPM, SLOWEST_CPM

#: Engine rate and the characters a minute it gives, by voice. Measured as said above.
MEASURED: dict[str, tuple[tuple[int, float], ...]] = {
    "zh": ((80, 96.2), (100, 115.2), (120, 139.2), (150, 178.0), (175, 213.4), (200, 248.1), (230, 292.1)),
    "en": ((80, 123.0), (100, 146.5), (120, 176.8), (150, 223.7), (175, 263.3)),
}


def engine_rate(rate_cpm: int, voice: str) -> int:
    """The engine's rate for a wanted speed; the speed is clamped to what the house allows."""
    wanted = min(max(rate_cpm, SLOWEST_CPM), FASTEST_CPM)
    rates, speeds = zip(*MEASURED[voice], strict=True)
    return round(float(np.interp(wanted, speeds, rates)))
