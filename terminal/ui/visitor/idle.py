"""Idle: the signer greets, one button starts, the hall's load and the numbers called are seen."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import (
    Box,
    Button,
    Caption,
    Column,
    Either,
    Icon,
    Node,
    People,
    Place,
    Row,
    Screenful,
    Spacer,
    Text,
    Told,
)
from terminal.ui.visitor.bar import bar_height
from terminal.ui.visitor.frame import card, framed, ruled
from terminal.ui.visitor.sides import MARGIN
from terminal.ui.visitor.words import minutes
from terminal.visit.events import Start
from terminal.visit.state import ShownNumber, State, ZoneLoad
from terminal.visit.wishes import CHECK_IN, COME_BACK

_BUSY = 20
"""From this many waiting on, the hall is called rather busy (our judgement)."""
_MOST_ZONES = 2
_STAGE, _TWO_ROWS = 1060.0, 90.0
_SHARE = 0.75
"""Of the room that a lowered page has above, the signer takes so much, the text below the rest."""


def view(state: State, look: Look) -> Screenful:
    """The screen that waits for a visitor."""
    behind = Place(
        _stage(look), left=0, top=0, width=1010 if look.landscape else look.width, height=_stage_height(look)
    )
    screen = framed(state, look, "idle", _body(state, look), title=look.say("idle.greeting"), back=False, behind=behind)
    return screen


def _stage_height(look: Look) -> float:
    """The keys and what is called have the rest; beside a bar of two rows they need more of it."""
    if look.landscape:
        return look.height - bar_height(look)
    return _STAGE + look.drop * _SHARE - (_TWO_ROWS if look.outgrown and not look.elderly else 0.0)


def _stage(look: Look) -> Node:
    note = "" if look.large else look.say("idle.note")
    caption = Caption(look.say("idle.greeting"), note, role="start" if not look.large else "caption")
    return Told(caption, radius=0, side=MARGIN)


def _body(state: State, look: Look) -> Node:
    start = Button(look.say("idle.start"), Start(), "main", "next", role="start", height=180)
    gap = 28 if not look.large else 24
    keys = (start, _wishes(look), _numbers(state.numbers, look))
    below = Column((*keys, _load(state, look)), gap=gap)
    if look.landscape:
        brief = Column(keys, gap=gap)  # on a panel that hangs too high, how busy the hall is finds no room
        return Row(
            (Spacer(width=1010), Column((Either(below, brief),), justify="center", grow=1)),
            gap=40,
            pad=(8 + look.drop, 56, 24, 0),
            align="stretch",
        )
    return Column((Spacer(height=_stage_height(look) - 104 + 38), below), gap=0, pad=(0, MARGIN, 16, MARGIN))


def _wishes(look: Look) -> Node:
    """Who comes with a booking, or was called and missed it, says so with the first touch."""
    tall = 120 if not look.large else 170
    narrow = look.large and look.landscape  # the words need the room of the pictures
    calendar, people = ("", "") if narrow else ("calendar", "queue")
    booked = Button(look.say("checkin.entry"), Start(wish=CHECK_IN), "second", calendar, height=tall, grow=1)
    missed = Button(look.say("comeback.entry"), Start(wish=COME_BACK), "second", people, height=tall, grow=1)
    return Row((booked, missed), gap=24)


def _numbers(numbers: tuple[ShownNumber, ...], look: Look) -> Node | None:
    """Numbers that outlive a visit, two (large: one), what is called first: they are no personal data."""
    if not numbers:
        return None
    shown = []
    ranked = sorted(numbers, key=lambda number: number.called > 0 and not number.missed)
    narrow = look.large or (look.english and look.landscape)
    chosen = ranked[-1:] if narrow else ranked[-2:]
    for number in (number for number in numbers if number in chosen):
        key = "idle.number_missed" if number.missed else "idle.number_at" if number.called else "idle.number_waiting"
        shown.append(
            Text(look.say(key, number=number.number, window=number.window), "h3", "on_tint", lines=1, fit=True)
        )
    parts = (Icon("light", 56, "on_tint"), _of_these(numbers, chosen, look), *shown)
    return Box(Row(parts, gap=28), fill="primary_tint", radius=28, pad=(20, 32, 20, 32))


def _of_these(numbers: tuple[ShownNumber, ...], chosen: list[ShownNumber], look: Look) -> Node | None:
    """What all the numbers shown are; nothing where one is called and one waits, for each says so itself."""
    kinds = {number.called > 0 for number in numbers if number in chosen}
    if len(kinds) > 1 or (look.large and look.landscape):
        return None
    return Text(look.say("idle.numbers" if True in kinds else "idle.numbers_waiting"), "body", "on_tint", lines=1)


def _load(state: State, look: Look) -> Node | None:
    if state.numbers and look.large and not look.landscape:
        return None  # the numbers called are worth more than how busy the hall is
    few = 0 if look.english else 1  # an English name of a zone is too long for large letters
    most = 0 if state.numbers else few if look.large else _MOST_ZONES
    zones = sorted(state.hall.load, key=lambda z: -z.waiting)[:most]
    total = sum(zone.waiting for zone in state.hall.load)
    if not state.hall.load or not state.hall.reachable:
        return card(
            Row((Icon("queue", 52, "primary"), Text(look.say("idle.load_unknown"), "h3", grow=1)), gap=20, height=110)
        )
    title = look.say("idle.load_busy" if total >= _BUSY else "idle.load_quiet")
    head = Row(
        (
            Icon("queue", 52, "primary"),
            Text(title, "h3", grow=1, fit=True, lines=1),
            None if look.large else Text(look.say("idle.load_total", n=total), "body", "ink2", lines=1),
        ),
        gap=20,
        height=72,
    )
    return card(*ruled((head, *(_zone(zone, look) for zone in zones))), pad=(16, 36, 10, 36))


def _zone(zone: ZoneLoad, look: Look) -> Node:
    name = zone.en if look.english else zone.zh
    wide = 300.0 if not look.english else 320.0
    people = People(min(zone.waiting, 10), size=34 if not look.english else 24)
    return Row(
        (
            Text(
                name,
                "body",
                bold=True,
                lines=2 if look.english else 1,
                fit=True,
                width=None if look.large else wide,
                grow=1.0 if look.large else 0,
            ),
            None if look.large else people,
            None if look.large else Spacer(grow=1),
            Text(minutes(look, zone.wait_minutes), "body", bold=True, lines=1),
        ),
        gap=16,
        height=look.room(84) if look.english else 84,
    )
