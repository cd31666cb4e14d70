"""Days and their free times as keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from terminal.ui.look import Look
from terminal.ui.scene import Box, Column, Local, Node, Row, Spacer, Text, Touch
from terminal.ui.visitor.words import day_label, moment, short_day
from terminal.visit.events import ChooseSlot
from terminal.visit.state import TimeSlot


def pages_of(slots: list[TimeSlot], look: Look, signing: bool) -> list[list[TimeSlot]]:
    """The slots of a day in order, as many on a page as there are rows for."""
    pages: list[list[TimeSlot]] = [[]]
    for slot in slots:
        if _rows_of([*pages[-1], slot], look) > _room(look, signing):
            pages.append([])
        pages[-1].append(slot)
    return pages


def _room(look: Look, signing: bool) -> int:
    """Rows that the height allows beside who signs and the words of both halves of the day."""
    if look.landscape or (look.outgrown and look.drop and signing):
        return 2
    if look.large:
        return 3 if signing else 4
    return 4 if signing else 5


def _rows_of(slots: list[TimeSlot], look: Look) -> int:
    """How many rows they take: both halves one below the other, or the longer one of those side by side."""
    morning = sum(_in_the_morning(slot) for slot in slots)
    rows = [-(-half // _wide(look)) for half in (morning, len(slots) - morning)]
    return max(rows) if look.landscape else sum(rows)


def _wide(look: Look) -> int:
    return 2 if look.large else 3


def _in_the_morning(slot: TimeSlot) -> bool:
    return moment(slot.starts).hour < 12


def halves_of_day(slots: list[TimeSlot], chosen: TimeSlot | None, look: Look, signing: bool) -> list[Node]:
    """Morning and afternoon, one below the other, or side by side on a lying panel."""
    parts: list[Node] = []
    tall = _row_height(look, full=_rows_of(slots, look) >= _room(look, signing))
    for key, want in (("day.morning", True), ("day.afternoon", False)):
        half = [slot for slot in slots if _in_the_morning(slot) is want]
        if half:
            parts.append(
                Column(
                    (Text(look.say(key), "h3", fit=True), *_rows(half, chosen, look, tall)),
                    gap=20 if not look.landscape else 12,
                    grow=1,
                )
            )
    if look.landscape:
        return [Row(tuple(parts), gap=40, align="start")]
    return [replace(part, grow=0.0) for part in parts]


def tab(day: date, slots: list[TimeSlot], selected: bool, look: Look) -> Node:
    """A day with how many places are free on it."""
    places = sum(slot.places for slot in slots)
    ink = "on_primary" if selected else "ink" if places else "ink2"
    note = look.say("booking.places_short", n=places) if places else look.say("booking.full")
    with_month = look.large or day.day == 1 or day.month != look.clock.month
    number = short_day(look, day) if with_month else str(day.day)
    face = Box(
        Column(
            (
                Text(day_label(look, day), "small", ink, "center", lines=1, fit=True),
                Text(number, "h2", ink, "center", lines=1, fit=True),
                Text(note, "small", ink, "center", lines=1, fit=True),
            ),
            gap=6,
            justify="center",
        ),
        fill="primary" if selected else "surface" if places else "sunken",
        line="" if selected else "outline",
        line_width=4,
        radius=28,
        pad=(0, 6, 0, 6),
        shadow=0 if selected or not places else 1,
    )
    return Touch(face, Local(key="day", value=str(day)), f"{day_label(look, day)} {number} {note}", grow=1)


def _row_height(look: Look, *, full: bool) -> float:
    """A page with fewer rows than it has room for has taller ones."""
    if look.large:
        return 130 if look.landscape else 164 if look.elderly else 150
    return 112 if look.landscape else 108 if full else 140


def _rows(slots: list[TimeSlot], chosen: TimeSlot | None, look: Look, tall: float) -> list[Node]:
    wide = _wide(look)
    rows: list[Node] = []
    for at in range(0, len(slots), wide):
        cells = [_slot(slot, slot == chosen, look) for slot in slots[at : at + wide]]
        cells += [Spacer(grow=1) for _ in range(wide - len(cells))]
        rows.append(Row(tuple(cells), gap=24, align="stretch", height=tall))
    return rows


def _slot(slot: TimeSlot, selected: bool, look: Look) -> Node:
    free = slot.places > 0
    at = moment(slot.starts)
    ink = "on_primary" if selected else "ink" if free else "ink2"
    note = (
        look.say("booking.chosen")
        if selected
        else look.say("booking.extended" if slot.extended else "booking.places", n=slot.places)
        if free
        else look.say("booking.full")
    )
    face = Box(
        Column(
            (
                Text(f"{at.hour}:{at.minute:02d}", "h2", ink, "center", lines=1, fit=True),
                Text(note, "small", ink, "center", lines=1, fit=True),
            ),
            gap=0,
            justify="center",
        ),
        fill="primary" if selected else "surface" if free else "sunken",
        line="" if selected else "border" if free else "line",
        line_width=3,
        dash="solid" if free else "dashed",
        radius=26,
    )
    return Touch(
        face,
        ChooseSlot(slot_id=slot.slot_id) if free else None,
        f"{at.hour}:{at.minute:02d} {note}",
        enabled=free,
        then=Local(key="booking", value="number"),  # the time that was chosen before leads on too
        grow=1,
    )
