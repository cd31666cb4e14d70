"""What the recogniser says about one take."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from math import exp

# Design: a word is shown as sure only when it is likely and well ahead of the next one.
SURE_CONFIDENCE, SURE_LEAD = 0.85, 0.25
MAYBE_CONFIDENCE = 0.45


class Certainty(Enum):
    """Three plain states for the visitor; none of them counts before the visitor confirms."""

    SURE = "sure"
    MAYBE = "maybe"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading; confidence as in `Recognition`."""

    gloss: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Recognition:
    """The best reading of a take.

    Attributes
    ----------
    gloss : the sign, or None for unknown (no prototype near enough, or no hands).
    confidence : calibrated 0..1: of readings with 0.8, about eight in ten are right on people
        the model was not trained on (see the model card for how well that holds).
    alternatives : at most four other readings, best first; also filled when the sign is unknown.
    """

    gloss: str | None
    confidence: float
    state: Certainty
    alternatives: tuple[Alternative, ...] = ()


UNKNOWN = Recognition(gloss=None, confidence=0.0, state=Certainty.UNCLEAR)


def certainty(confidence: float, lead: float) -> Certainty:
    """The plain state for a confidence and its lead over the next reading."""
    if confidence >= SURE_CONFIDENCE and lead >= SURE_LEAD:
        return Certainty.SURE
    return Certainty.MAYBE if confidence >= MAYBE_CONFIDENCE else Certainty.UNCLEAR


def raised(reading: Recognition, log_odds: float) -> Recognition:
    """The same reading, likelier right by so much; its alternatives share what is left as they did."""
    if not 0 < reading.confidence < 1:
        return reading
    confidence = 1 / (1 + exp(-log_odds) * (1 - reading.confidence) / reading.confidence)
    left = (1 - confidence) / (1 - reading.confidence)
    others = tuple(Alternative(other.gloss, left * other.confidence) for other in reading.alternatives)
    state = certainty(confidence, confidence - (others[0].confidence if others else 0.0))
    return replace(reading, confidence=confidence, state=state, alternatives=others)
