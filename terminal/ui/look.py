"""How screens look and speak for this visitor: theme, language, orientation, hall, clock. Frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from content.matters.matter import Matters
from content.reading import Text as Pair
from content.theme import Theme as Tokens
from content.theme import load_theme
from content.words import Words, load_words
from terminal.visit.events import Language, Theme
from terminal.visit.state import State

PORTRAIT_MM, LANDSCAPE_MM = 708.0, 398.0
"""Heights of a 32 inch panel (our design)."""
HIGHEST_MM = 1120.0
"""Nothing to touch lies higher above the floor than this (rule A-2)."""
_TARGETS_TOP: Mapping[str, float] = {"normal": 400, "high_contrast": 400, "dark": 400, "elderly": 300, "landscape": 104}
"""Where the highest targets of our screens lie, in layout units (a test looks at all of them)."""
_OUTGROWN = 1.05
"""So much larger than a page was made for, letters need another arrangement; a lowered page rounds its smallest up."""
NUMBERS = frozenset({"number", "number_huge"})
"""Roles of numbers that are called: they stand on one line."""
_OF_A_NUMBER = 0.7
_SMALLEST = 0.5
"""A page is never drawn smaller than this; a panel that needs it hangs too high (rule A-1)."""


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
    drop: float = 0.0
    """The page is lowered: so much more room lies above what can be touched."""
    line: float = 0.0
    """Nothing to touch lies above this; 0 where the page is not lowered."""
    lowers: bool = False
    """The panel reaches higher than a seated person: the key that lowers the page is shown."""
    help_desk: Pair | None = None
    """Where to go when nobody comes; None: as the words name it."""

    @property
    def desk(self) -> str:
        """The name of that place; 请到 1 号咨询台: a number stands apart from the words before it."""
        name = self.pick(self.help_desk) if self.help_desk is not None else self.say("help.desk")
        return f" {name}" if self.words.language == "zh" and name[:1].isdigit() else name

    def say(self, key: str, **arguments: object) -> str:
        """The sentence of ``key`` in this language."""
        return self.words(key, **arguments)

    def pick(self, pair: Pair) -> str:
        """The text of a pair in this language."""
        return pair.in_language(self.words.language)

    def room(self, units: float) -> float:
        """A fixed width or height around small words: more of it where a lowered page keeps them readable."""
        return units * self.tokens.size("small") / load_theme(self.tokens.name).size("small")

    def large_room(self, units: float) -> float:
        """The same around the small words of pages for large letters."""
        return units * self.tokens.size("small") / load_theme("elderly").size("small")

    def smallest(self, role: str) -> float:
        """The size down to which a text may shrink that finds no room: the smallest of the scale.

        At 200 % text a number of the queue stays the largest on its page.
        """
        least = min(self.tokens.sizes.values())
        if not self.outgrown or role not in NUMBERS:
            return least
        return max(least, load_theme(self.tokens.name).size(role) * _OF_A_NUMBER)

    @property
    def larger(self) -> float:
        """How many layout units one unit of the panel holds: more than 1 where a lowered page is drawn smaller."""
        return self.height / (self.height - self.drop)

    @property
    def outgrown(self) -> bool:
        """True where letters are larger than lines and keys of a fixed size were made for (text at 200 %)."""
        return self.room(1.0) > self.larger * _OUTGROWN

    @property
    def crowded(self) -> bool:
        """True where letters or fingers need more units than our screens were drawn for."""
        return self.outgrown or self.drop > 0

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
        """True in the theme of large letters, with its own bar."""
        return self.tokens.name == "elderly"

    @property
    def large(self) -> bool:
        """True where pages are arranged for large letters, one thing at a time: in that theme, and at 200 % text, whose
        letters are as large."""
        return self.elderly or self.outgrown


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
    reach: float = 1.0,
    help_desk: Pair | None = None,
) -> Look:
    """The look that the visitor of ``state`` chose, on a panel of ``size`` layout units.

    ``reach`` is the share of the panel's height, from its lower edge, that a seated person reaches. A lowered page is
    laid out on more units than the panel has, so that it is drawn smaller and all its targets lie below that line.
    """
    comfort = state.visit.comfort
    landscape = size[0] > size[1]
    elderly = comfort.theme is Theme.ELDERLY
    bar = "landscape" if landscape and not elderly else ""
    tokens = load_theme(comfort.theme.value, bar=bar)
    height = size[1]
    if comfort.low and reach < 1:
        room = height - tokens.bar["height"] - _TARGETS_TOP["landscape" if landscape else tokens.name]
        smaller = max(_SMALLEST, min(1.0, (reach * height - tokens.bar["height"]) / room))
        size = (size[0] / smaller, size[1] / smaller)
        tokens = _readable(comfort.theme.value, bar, smaller)
    return Look(
        tokens=tokens,
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
        drop=size[1] - height,
        line=size[1] * (1 - reach) if size[1] > height else 0.0,
        lowers=reach < 1,
        help_desk=help_desk,
    )


def reach_of(bottom_mm: float, height_mm: float) -> float:
    """The share of a panel's height that a seated person reaches; its lower edge is ``bottom_mm`` above the floor."""
    return max(0.0, min(1.0, (HIGHEST_MM - bottom_mm) / height_mm))


@lru_cache(maxsize=16)
def _readable(theme: str, bar: str, smaller: float) -> Tokens:
    """The theme for a page that is drawn smaller: the bar keeps its size, and neither target nor text gets smaller
    than the smallest of a page that is not lowered (rules A-8, A-13)."""
    tokens = load_theme(theme, bar=bar)
    least = min(load_theme().sizes.values()) / smaller
    sizes = {role: max(size, least) for role, size in tokens.sizes.items()}
    bar_ = {part: size / smaller for part, size in tokens.bar.items()}
    return replace(tokens, sizes=sizes, bar=bar_, min_target=tokens.min_target / smaller)


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
