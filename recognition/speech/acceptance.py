"""How sure a phrase is: evidence from the decoder -> confidence 0..1.

A logistic function of three facts, weighted for one model (`models.training.speech.calibrate`) so that 0.5 is where
95 % of true requests pass.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

LARGEST_MARGIN = 3.0
"""A rival further behind says no more."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the best phrase.

    ratio: its log score a unit against that of any syllables (0: as good; lower: worse). distance: between its sounds
    and the syllables heard without a grammar, 0..1. margin: log score above the best phrase with another meaning.
    """

    ratio: float
    distance: float
    margin: float


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Weights of the evidence; a model's own, kept in its folder."""

    ratio: float
    distance: float
    margin: float
    bias: float

    def confidence(self, evidence: Evidence) -> float:
        x = self.ratio * evidence.ratio + self.distance * evidence.distance + self.margin * evidence.margin + self.bias
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))
