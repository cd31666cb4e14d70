"""How screens look and speak for this visitor: theme, language, orientation, hall, clock. Frozen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from content.matters.matter import Matters
from content.reading import Text as Pair
from content.theme import Theme as Tokens
from content.theme import load_theme
from content.words import Words, load_words
from terminal.visit.events import Language, Theme
from terminal.visit.state import State


class Orientation(Enum):
    """How the panel stands."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


@dataclass(frozen=True, slots=True)
class Clock:
    """Wall time for people: ``weekday`` 0 is Monday."""

    year: int = 2026
    month: int = 1
    day: int = 1
    weekday: int = 0
    hour: int = 0
    minute: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """Everything a view needs besides the state. ``width`` and ``height`` are layout units."""

    tokens: Tokens
    words: Words
    orientation: Orientation
    width: float
    height: float
    hall: Pair
    clock: Clock
    matters: Matters | None = None
    printer: bool = False
    interpreter: bool = False
    reduced_motion: bool = False

    def say(self, key: str, **arguments: object) -> str:
        """The sentence of ``key`` in this language."""
        return self.words(key, **arguments)

    def pick(self, pair: Pair) -> str:
        """The text of a pair in this language."""
        return pair.in_language(self.words.language)

    @property
    def english(self) -> bool:
        """True where the screen speaks English."""
        return self.words.language == "en"

    @property
    def landscape(self) -> bool:
        """True where the panel lies."""
        return self.orientation is Orientation.LANDSCAPE

    @property
    def elderly(self) -> bool:
        """True where everything is larger and one thing at a time."""
        return self.tokens.name == "elderly"


def visitor_look(
    state: State,
    *,
    hall: Pair,
    clock: Clock,
    matters: Matters | None = None,
    size: tuple[float, float] = (1080, 1920),
    printer: bool = False,
    interpreter: bool = False,
    reduced_motion: bool = False,
) -> Look:
    """The look that the visitor of ``state`` chose, on a panel of ``size`` layout units."""
    comfort = state.visit.comfort
    landscape = size[0] > size[1]
    elderly = comfort.theme is Theme.ELDERLY
    bar = "landscape" if landscape and not elderly else ""
    return Look(
        tokens=load_theme(comfort.theme.value, bar=bar),
        words=load_words(comfort.language.value),
        orientation=Orientation.LANDSCAPE if landscape else Orientation.PORTRAIT,
        width=size[0],
        height=size[1],
        hall=hall,
        clock=clock,
        matters=matters,
        printer=printer,
        interpreter=interpreter,
        reduced_motion=reduced_motion,
    )


def staff_look(
    language: Language,
    *,
    hall: Pair,
    clock: Clock,
    matters: Matters | None = None,
    size: tuple[float, float] = (1920, 1080),
    theme: Theme = Theme.NORMAL,
    interpreter: bool = False,
) -> Look:
    """The clerk's look: the staff type scale, always landscape."""
    return Look(
        tokens=load_theme(theme.value, scale="staff"),
        words=load_words(language.value),
        orientation=Orientation.LANDSCAPE,
        width=size[0],
        height=size[1],
        hall=hall,
        clock=clock,
        matters=matters,
        interpreter=interpreter,
    )
