"""What the eyes and ears saw and heard, and what it was understood as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from terminal.visit.events.base import Event, Sureness


@dataclass(frozen=True, slots=True, kw_only=True)
class SignSeen(Event):
    """Eyes saw a sign. ``gloss`` is empty where nothing in the lexicon is near (unknown)."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"gloss", "alternatives"})
    gloss: str
    confidence: float
    sureness: Sureness
    alternatives: tuple[str, ...] = ()
    replaces: int = 0
    """So many signs seen just before were parts of this compound (补, then 补办)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GestureSeen(Event):
    """Eyes saw a gesture that steers: yes (thumb up), no (waving palm), fingers (1..5).

    The application turns it into the intent that it has in this phase; the machine itself has no row for it.
    """

    kind: str
    value: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HandsDown(Event):
    """The visitor's hands rest: the end of what was signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FramingChanged(Event):
    """What the mirror should say; a key of the framing hints (good, nothing, far, cut, dark, two)."""

    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechStarted(Event):
    """Ears hear a voice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechPartial(Event):
    """What the visitor has said so far."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"text"})
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechHeard(Event):
    """An utterance ended. ``text`` is empty where nothing was caught ("I did not catch that")."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"text", "alternatives", "words"})
    text: str
    confidence: float
    alternatives: tuple[str, ...] = ()
    words: tuple[tuple[str, float], ...] = ()
    """Free speech only, for captions: each word with how surely it was heard, 0..1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood(Event):
    """Answer to `effects.Understand`: what the request means, how surely, and what else it may mean.

    ``certainty`` is one of sure, ask, ambiguous, unknown (recognition/understanding), or obeyed: what does it follows.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"matter_id", "aspect", "candidates", "elsewhere"})
    effect_id: str
    matter_id: str
    aspect: str
    certainty: str
    candidates: tuple[str, ...] = ()
    command: str = ""
    """What is wanted where it is no matter (check_in, come_back), as content/matters/words names it."""
    elsewhere: str = ""
    """The business that this hall does not do, as content/matters/words names it."""
