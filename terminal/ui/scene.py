"""What a screen consists of: a tree of frozen nodes, drawn by `paint.py`, pressed through `targets.py`.

Rule 1: a node says what is there, never how it is drawn; colours, sizes and sentences come by name from content.
Rule 2: sizes are layout units (one 1080th of the width of a portrait screen), never pixels of a panel.
Rule 3: an interactive node holds the event that a press means (``intent``), so every way of pressing means the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from terminal.visit.events import Event, Level, Sureness


@dataclass(frozen=True, slots=True, kw_only=True)
class Local(Event):
    """A choice that concerns this screen only (a day's tab, a page); kept by the window, never sent on."""

    key: str
    value: str


Intent = Event | None
Pad = float | tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Base of all nodes: a fixed size where given; ``grow`` is the share of what is left over."""

    width: float | None = None
    height: float | None = None
    grow: float = 0.0


# --- arranging ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column(Node):
    """Children from top to bottom. ``align``: stretch, start, center, end; ``justify``: start, center, end, between."""

    children: tuple[Node | None, ...]
    gap: float = 16
    pad: Pad = 0
    align: str = "stretch"
    justify: str = "start"


@dataclass(frozen=True, slots=True)
class Row(Node):
    """Children from left to right."""

    children: tuple[Node | None, ...]
    gap: float = 16
    pad: Pad = 0
    align: str = "center"
    justify: str = "start"


@dataclass(frozen=True, slots=True)
class Wrap(Node):
    """Children from left to right, on further lines where one is full."""

    children: tuple[Node, ...]
    gap: float = 16


@dataclass(frozen=True, slots=True)
class Stack(Node):
    """Children one over another, the last on top; each fills the whole unless it is a `Place`."""

    children: tuple[Node | None, ...]


@dataclass(frozen=True, slots=True)
class Place(Node):
    """A child at fixed distances from the edges of what it lies in."""

    child: Node
    left: float | None = None
    top: float | None = None
    right: float | None = None
    bottom: float | None = None


@dataclass(frozen=True, slots=True)
class Spacer(Node):
    """Empty room; give it ``grow`` or a size."""


@dataclass(frozen=True, slots=True)
class Box(Node):
    """A rounded ground with a line around it. Colours are names of the theme; ``edge`` is the 6-unit lower edge."""

    child: Node | None = None
    fill: str = "surface"
    line: str = ""
    line_width: float = 0
    dash: str = "solid"
    radius: float = 0
    pad: Pad = 0
    shadow: int = 0
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Either(Node):
    """The usual arrangement; where that is too high for the room even with its smallest texts, the tight one. At 200 %
    text also where the usual one breaks words."""

    usual: Node
    tight: Node


@dataclass(frozen=True, slots=True)
class Pages(Node):
    """The one page that the visitor's `Local` choice names; ``start`` until then."""

    key: str
    pages: tuple[tuple[str, Node], ...]
    start: str


@dataclass(frozen=True, slots=True)
class Paged(Node):
    """Rows one below the other; where there is not room for all, as many as fit and a key to the next page.

    ``key`` names the visitor's `Local` choice of the page, ``more`` the words of the key, ``ruled`` puts thin lines
    between the rows; ``most``: no page has more rows than that, 0 is any number.
    """

    key: str
    rows: tuple[Node, ...]
    gap: float = 0
    more: str = "page.more"
    ruled: bool = False
    turn_height: float = 104
    most: int = 0


# --- looking -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text(Node):
    """Words. ``role`` names a size of the type scale; ``lines`` 0 is any number; ``fit`` may shrink to fit its room.

    ``typed``: what somebody is writing, of which the end is seen where there is not room for all.
    """

    text: str
    role: str = "body"
    colour: str = "ink"
    align: str = "left"
    bold: bool | None = None
    lines: int = 0
    fit: bool = False
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Icon(Node):
    """A drawing of content/icons."""

    name: str
    size: float = 56
    colour: str = "ink"


@dataclass(frozen=True, slots=True)
class Rule(Node):
    """A thin line between rows; ``dotted`` is the tear line of a slip."""

    colour: str = "line"
    thick: float = 3
    vertical: bool = False
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class Cover(Node):
    """Dims whatever lies below and takes its targets away: a question that must be answered first."""


@dataclass(frozen=True, slots=True)
class Dot(Node):
    """A small disc, or a ring where ``hollow``."""

    size: float = 16
    colour: str = "primary"
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class People(Node):
    """How many wait: filled figures of ``of``, then pale ones."""

    count: int
    of: int = 10
    size: float = 34


@dataclass(frozen=True, slots=True)
class Stars(Node):
    """``count`` stars in one colour; always beside a word."""

    count: int
    colour: str = "primary"
    size: float = 36


@dataclass(frozen=True, slots=True)
class Code(Node):
    """A QR code of ``text``, dark on white in every theme, with its quiet margin; always beside words."""

    text: str
    size: float = 420


@dataclass(frozen=True, slots=True)
class Ring(Node):
    """A ring filled clockwise to ``fraction`` 0..1 with a word or icon inside."""

    fraction: float
    inside: Node | None = None
    thick: float = 26
    colour: str = "primary"


@dataclass(frozen=True, slots=True)
class Ripple(Node):
    """Rings around a microphone: the visual twin of listening. ``live`` names a loudness source or is empty."""

    icon: str = "mic"
    live: str = ""


@dataclass(frozen=True, slots=True)
class Pulse(Node):
    """A ground that breathes between two colours, once a second for three seconds, then rests (WCAG 2.3.1)."""

    since: float
    colour: str = "primary"
    other: str = "primary_pressed"
    child: Node | None = None
    radius: float = 0.0


# --- who is present ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SignerStage(Node):
    """The signer before the moon gate. ``tone``: stage, warm, cool, none (no ground). ``fit``: waist, whole.

    ``below``: so much of the stage's lower part is covered, and the figure stands above it. ``mark`` says that the
    signs are unchecked; layout puts it in.
    """

    tone: str = "stage"
    radius: float = 56
    fit: str = "waist"
    across: float = 0.5
    arch: bool = False
    below: float = 0.0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Mirror(Node):
    """The camera as a true mirror. ``state``: good, wait, lost; ``hint`` is what the visitor may do."""

    state: str
    hint: str
    note: str = ""
    guide: bool = True


@dataclass(frozen=True, slots=True)
class Live(Node):
    """Another live picture, by name of its source: the interpreter, the visitor's own picture in a call."""

    source: str
    radius: float = 32
    fallback: str = "user"


@dataclass(frozen=True, slots=True)
class Caption(Node):
    """What is being signed or spoken, in the same words."""

    text: str
    note: str = ""
    role: str = "caption"
    who: str = ""


@dataclass(frozen=True, slots=True)
class Told(Node):
    """The signer with what is said, where no hand comes: below the figure, or beside it where that left too little.

    ``corner`` lies over the stage at the upper right, ``side`` is the margin of the words.
    """

    caption: Caption
    corner: Node | None = None
    radius: float = 56
    side: float = 40


# --- touching ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Touch(Node):
    """Makes any node a target. ``label`` is what a screen reader says; ``then`` is chosen on this screen with it."""

    child: Node
    intent: Intent
    label: str
    enabled: bool = True
    sink: bool = False
    then: Local | None = None


@dataclass(frozen=True, slots=True)
class Button(Node):
    """``kind``: main, second, quiet, help, tool, danger, key. ``stacked`` puts the icon above the label."""

    label: str
    intent: Intent
    kind: str = "second"
    icon: str = ""
    note: str = ""
    role: str = ""
    stacked: bool = False
    selected: bool = False
    enabled: bool = True
    then: Local | None = None


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """A large answer. ``kind``: card (icon above), row (icon left), help (a person)."""

    title: str
    intent: Intent
    icon: str
    note: str = ""
    kind: str = "card"
    selected: bool = False
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Chip(Node):
    """One understood word with how sure it is: line, mark and word, never colour alone.

    ``size``: normal, small, flat.
    """

    word: str
    state: Sureness
    intent: Intent
    size: str = "normal"


@dataclass(frozen=True, slots=True)
class Pill(Node):
    """A short state. ``tone``: ok, warn, error, info, plain, dark."""

    text: str
    icon: str = ""
    tone: str = "info"


@dataclass(frozen=True, slots=True)
class Toggle(Node):
    """A switch with words; pressing sends ``intent``."""

    label: str
    on: bool
    intent: Intent
    note: str = ""


@dataclass(frozen=True, slots=True)
class Face(Node):
    """One of the five faces; 5 is the friendliest."""

    level: Level
    size: float = 132
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Entry(Node):
    """A field for text: keyboard, input method, pinyin keys and keypad write into it through ``to_event``.

    ``masked`` hides the middle digits; ``groups`` writes digits as they are printed on the card.
    """

    key: str
    text: str
    to_event: Callable[[str], Event]
    placeholder: str = ""
    masked: bool = False
    groups: tuple[int, ...] = ()
    limit: int = 200
    submit: Intent = None
    role: str = "choice"
    allowed: str = ""


@dataclass(frozen=True, slots=True)
class PinyinKeyboard(Node):
    """Letters, candidates, digits; writes into the entry ``entry_key``. Words come from content.

    ``sends``: to a person, so that its last key says that it sends.
    """

    entry_key: str
    done: Event
    words: tuple[tuple[str, str], ...] = ()
    sends: bool = False


@dataclass(frozen=True, slots=True)
class Keypad(Node):
    """3 x 4 digits for the entry ``entry_key``; ``extra`` is a further sign such as X."""

    entry_key: str
    clear: str
    delete: str
    extra: str = ""


@dataclass(frozen=True, slots=True)
class Screenful(Node):
    """A whole screen. ``name`` is stable: local choices are forgotten when it changes; ``title`` is read aloud.

    ``keys`` are shortcuts that hold wherever the focus is, by the names of `shortcuts.key_name`.
    """

    name: str
    child: Node
    title: str
    ground: str = "paper"
    back: Intent = None
    help: Intent = None
    keys: tuple[tuple[str, Event], ...] = ()
