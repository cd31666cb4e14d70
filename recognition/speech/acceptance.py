"""How sure a phrase is: evidence from the decoder -> confidence 0..1.

A logistic function of three facts, weighted for one model (`models.training.speech.calibrate`) so that 0.5 is where
95 % of true requests pass.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

LARGEST_MARGIN = 3.0
"""A rival further behind says no more."""

ONE_SYLLABLE = 2.5
"""Log-odds in favour of a phrase of one syllable begun by a consonant. So little sound scores unevenly, and the weights
are fitted on longer texts; a long sound hardly ever fits one syllable anyway. Measured where yes or no is asked: of 75
lone syllables of two readers 72 accepted instead of 62, of 70 foreign clips 6 instead of 5 (`docs/model-speech.md`)."""

UNVOICED = 12.0
"""Log-odds against any phrase where the sound is no voice: more than all else together can say for it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the best phrase.

    ratio: its log score a unit against that of any syllables (0: as good; lower: worse). distance: between its sounds
    and the syllables heard without a grammar, 0..1. margin: log score above the best phrase with another meaning.
    one_syllable: the phrase has no more, and a consonant begins it. voiced: the sound has a pitch, as speech has.
    """

    ratio: float
    distance: float
    margin: float
    one_syllable: bool = False
    voiced: bool = True


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Weights of the evidence; a model's own, kept in its folder."""

    ratio: float
    distance: float
    margin: float
    bias: float

    def confidence(self, evidence: Evidence) -> float:
        x = self.ratio * evidence.ratio + self.distance * evidence.distance + self.margin * evidence.margin + self.bias
        x += ONE_SYLLABLE if evidence.one_syllable else 0.0
        x -= 0.0 if evidence.voiced else UNVOICED
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))
