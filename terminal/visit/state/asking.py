"""What the visitor wants, as far as it is understood, how it is said, and what they allowed."""

from __future__ import annotations

from dataclasses import dataclass

from terminal.visit.events import Instant, Language, Sureness, Theme
from terminal.visit.state.phases import Phase


@dataclass(frozen=True, slots=True)
class Chip:
    """One word that was seen, with what else it may be. An empty gloss is "not seen clearly"."""

    gloss: str
    confidence: float
    sureness: Sureness
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Talk:
    """Press-to-talk: since when the visitor talks, and when a word was last heard. ``done``: they have finished, and
    what they said is on its way."""

    since: Instant
    heard: Instant
    done: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the request was understood as. ``certainty``: sure, ask, ambiguous."""

    matter_id: str
    aspect: str = "apply"
    certainty: str = "sure"
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """One word of a caption; a doubtful one is greyed with a dotted line."""

    text: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One turn of the conversation. ``who``: visitor, clerk, interpreter. A phrase key is translated when drawn.

    ``key`` names a line of a call; it is not ``final`` while its writer is still writing. ``words`` are those of a
    caption; ``mended``: the clerk has put a word right, and both see it.
    """

    who: str
    text: str
    at: Instant
    phrase: str = ""
    chips: tuple[Chip, ...] = ()
    confirmed: bool = True
    words: tuple[Said, ...] = ()
    mended: bool = False
    key: str = ""
    final: bool = True


@dataclass(frozen=True, slots=True)
class Saying:
    """What the terminal is telling the visitor now: a key of content/words, its arguments, since when.

    Shown as caption, performed by the signer, spoken where the visitor chose it: never one alone.
    """

    key: str
    args: tuple[tuple[str, str], ...] = ()
    since: Instant = 0.0


@dataclass(frozen=True, slots=True)
class Comfort:
    """How the screens speak to this visitor. ``volume`` 0..4, ``rate`` -2..2 in steps; ``low``: the page is
    lowered."""

    theme: Theme = Theme.NORMAL
    language: Language = Language.ZH
    volume: int = 1
    rate: int = 0
    low: bool = False


@dataclass(frozen=True, slots=True)
class Consent:
    """What the visitor agreed to. ``asked`` names what the sheet asks now: camera, microphone, transmit or "";
    ``asked_in`` is where the visitor was when the call, or a device for another way, was asked for."""

    camera: bool = False
    microphone: bool = False
    transmit: bool = False
    asked: str = ""
    asked_in: Phase | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What the visitor is saying: words seen, text typed, speech so far."""

    chips: tuple[Chip, ...] = ()
    typed: str = ""
    partial: str = ""
    heard: str = ""
    misses: int = 0
    unheard: int = 0
    """How often this page heard something that was no answer."""
