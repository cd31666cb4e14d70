"""Days and their free times as keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from terminal.ui.look import Look
from terminal.ui.scene import Box, Column, Local, Node, Row, Spacer, Text, Touch
from terminal.ui.visitor.words import day_label, moment
from terminal.visit.events import ChooseSlot
from terminal.visit.state import TimeSlot

_FEW = 8
"""Up to so many slots of a day stand in at most four rows, with room to spare."""


def room(look: Look, signing: bool) -> tuple[int, int]:
    """How many slots a page holds, and how many stand in a row: what the height allows beside who signs."""
    if look.landscape:
        return (4, 2) if look.large else (6, 3)
    if look.large:
        return (4 if signing else 6), 2
    return (12 if signing else 17), 3


def halves_of_day(slots: list[TimeSlot], chosen: TimeSlot | None, look: Look) -> list[Node]:
    """Morning and afternoon, one below the other, or side by side on a lying panel."""
    parts: list[Node] = []
    for key, want in (("day.morning", True), ("day.afternoon", False)):
        half = [slot for slot in slots if (moment(slot.starts).hour < 12) is want]
        if half:
            parts.append(
                Column(
                    (Text(look.say(key), "h3", fit=True), *_rows(half, chosen, look, len(slots))),
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
    number = f"{day.month}/{day.day}" if look.large or day.day == 1 or day.month != look.clock.month else str(day.day)
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


def _rows(slots: list[TimeSlot], chosen: TimeSlot | None, look: Look, shown: int) -> list[Node]:
    """The slots in rows; a day of few has taller ones."""
    _, wide = room(look, signing=False)
    tall = 112 if look.landscape or shown > _FEW else 140
    if look.large:
        tall = 130 if look.landscape else 164 if look.elderly else 150
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
