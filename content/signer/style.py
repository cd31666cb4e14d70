"""How a performer signs: tempo, size, handedness, build, unsteadiness. Randomness only from an injected generator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Style:
    """Factors are 1.0 for the usual performer. `jitter` 0..1 scales natural variation drawn from `rng`.

    speed: 0.7-1.6 covers the spread seen between signers; size: of movements and of the space; `rest` is where idle
    hands are (folded before the belly, or hanging down). Lead and tail are rest before and after, in seconds.
    """

    speed: float = 1.0
    size: float = 1.0
    dominant: Literal["right", "left"] = "right"
    jitter: float = 0.0
    rng: np.random.Generator | None = None
    hand_scale: float = 1.0
    shoulder_scale: float = 1.0
    arm_scale: float = 1.0
    head_scale: float = 1.0
    rest: Literal["folded", "down"] = "folded"
    lead_s: float = 0.4
    tail_s: float = 0.5

    def noise(self, sigma: float, *shape: int) -> NDArray[np.float64]:
        """Normal noise of `sigma` scaled by the jitter; zeros without a generator."""
        if self.rng is None or self.jitter <= 0:
            return np.zeros(shape)
        return self.rng.normal(0.0, sigma * self.jitter, shape)
