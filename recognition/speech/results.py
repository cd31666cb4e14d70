"""What the recogniser says: words, phrases, how sure it is. Small frozen values that cross process borders."""

from __future__ import annotations

from dataclasses import dataclass

from recognition.speech.acceptance import Evidence

DOUBTFUL_BELOW = 0.7
"""Words less sure than this are greyed and dotted in captions; measured: above it foreign speech seldom passes."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of free decoding; times in seconds from the utterance's first sample."""

    text: str
    start_s: float
    end_s: float
    confidence: float

    @property
    def doubtful(self) -> bool:
        return self.confidence < DOUBTFUL_BELOW


@dataclass(frozen=True, slots=True)
class Alternative:
    """A phrase of the grammar that was in question; confidences of one result do not add up to 1."""

    phrase_id: str
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Heard:
    """The end of an utterance.

    `phrase_id` None and `text` empty: nothing of the grammar, or too doubtful ("I did not catch that"); `alternatives`
    then still say what came nearest, best first. `phrase_id` None with a text: a row of words, or free speech.
    `raw` is what the decoder wrote before the nearest phrase was taken:
    for DEBUG logs and evaluation, never for screens.
    """

    text: str
    phrase_id: str | None
    confidence: float
    alternatives: tuple[Alternative, ...] = ()
    words: tuple[Word, ...] = ()
    seconds: float = 0.0
    raw: str = ""
    evidence: Evidence | None = None

    @property
    def rejected(self) -> bool:
        return not self.text


@dataclass(frozen=True, slots=True)
class Partial:
    """Best guess in mid-utterance; may still change."""

    text: str


@dataclass(frozen=True, slots=True)
class Final:
    """The recogniser has ended the utterance."""

    heard: Heard
