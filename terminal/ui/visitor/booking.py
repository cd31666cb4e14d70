"""Another day: first the time, then the ID number on a keypad, then one press that says what it books."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import groupby

from terminal.ui.look import Look
from terminal.ui.scene import (
    Box,
    Button,
    Caption,
    Column,
    Either,
    Icon,
    Local,
    Node,
    Pages,
    Row,
    Screenful,
    SignerStage,
    Spacer,
    Text,
    Told,
)
from terminal.ui.visitor.booking_number import number_page
from terminal.ui.visitor.booking_slots import halves_of_day, pages_of, tab
from terminal.ui.visitor.frame import card, framed, heading, notice_band
from terminal.ui.visitor.sides import (
    MARGIN,
    SIGNED,
    SIGNED_WIDE,
    Risen,
    asked_role,
    halves,
    lying,
    signed_to,
    signer_beside,
)
from terminal.ui.visitor.theme import both
from terminal.ui.visitor.words import full_time, matter_name, moment
from terminal.visit.events import Back
from terminal.visit.state import State, TimeSlot

_DAYS, _FEW_DAYS = 6, 3


def view(state: State, look: Look) -> Screenful:
    """The slots until one is chosen, then the keypad; 别的时间 leads back to the slots."""
    booking = state.visit.booking
    chosen = next((slot for slot in booking.slots if slot.slot_id == booking.slot_id), None)
    if chosen is None:
        return _times(state, look)
    pages = (("number", number_page(state, look, chosen)), ("times", _slots_page(state, look, chosen)))
    title = look.say("booking.enter_id")
    body = Pages("booking", pages, "number")
    return framed(state, look, f"booking.{chosen.slot_id}", body, title=title, step=3)


def _times(state: State, look: Look) -> Screenful:
    title = look.say("booking.choose_time" if state.visit.booking.slots else "booking.none_free")
    return framed(
        state,
        look,
        "booking.times",
        _slots_page(state, look, None),
        title=title,
        step=3,
        spare=100 if look.landscape and not look.outgrown else 0,  # its line of words gives way to large letters
    )


def _slots_page(state: State, look: Look, chosen: TimeSlot | None) -> Node:
    slots = state.visit.booking.slots
    name = matter_name(look, state.visit.meaning.matter_id) if state.visit.meaning else ""
    if not slots:
        return _full(state, look)
    words = heading(look.say("booking.choose_time"), name, role=asked_role(state, look, "h1"))
    days = [(day, list(group)) for day, group in groupby(slots, key=lambda slot: moment(slot.starts).date())]
    days = days[: _FEW_DAYS if look.elderly else _DAYS]
    start = next((str(day) for day, day_slots in days if any(slot.places for slot in day_slots)), str(days[0][0]))
    if chosen is not None:
        start = str(moment(chosen.starts).date())
    signing = signed_to(state)
    pages = tuple((str(day), _day(day, day_slots, days, chosen, look, signing)) for day, day_slots in days)
    times = Pages("day", pages, start, grow=1)
    if look.landscape:
        line = Row(
            (
                Text(look.say("booking.choose_time"), "h2", lines=1, fit=look.crowded),
                None if look.large and look.english else Text(name, "lead", "ink2", fit=True, lines=1),
            ),
            gap=32,
            height=84 if not look.large else 104,
        )
        rest = (notice_band(state, look), times)
        slots_: Node = Column((line, *rest), gap=16, grow=1)
        if look.crowded:
            slots_ = Either(slots_, Column(rest, gap=16, grow=1), grow=1)
        stage = SignerStage(width=SIGNED_WIDE * look.larger) if signing else None
        return lying((stage, slots_), gap=40, pad=(0, 56, 16, 56))
    head: Node = replace(words, height=290 + look.drop)
    if signing:
        head = signer_beside(look, words, width=440, height=SIGNED)
    return Risen((head, notice_band(state, look), times), gap=20, pad=(0, MARGIN, 24, MARGIN))


def _full(state: State, look: Look) -> Node:
    """No free time here: said by the signer, other places, and the way to a number now."""
    note = "" if look.large else look.say("booking.none_free_note")
    back = Button(look.say("booking.back_for_number"), Back(), "main", "back", height=150 if not look.large else 180)
    rows = _elsewhere(state, look)
    touch = Column((notice_band(state, look), *rows, None if rows else Spacer(grow=1), back), gap=24)
    return halves(look, Told(Caption(look.say("booking.none_free"), note)), touch, tall=700)


def _elsewhere(state: State, look: Look) -> list[Node]:
    """Other places with free times, nearest first, when this one is full (Q-6)."""
    nearby = state.visit.booking.nearby[: 2 if look.large or look.landscape else 4]
    rows: list[Node] = [Text(look.say("guide.nearby"), "h3")] if nearby else []
    for place in nearby:
        free = look.say("guide.nearby_free", n=place.places)
        shown = place.earliest and not look.large
        when = look.say("guide.nearby_earliest", when=full_time(look, place.earliest)) if shown else ""
        name = Text(both(look, (place.zh, place.en)), "h2" if not look.large else "h3", fit=True, lines=1)
        words = Column((name, Text(" · ".join(part for part in (free, when) if part), "lead", fit=True, lines=1)))
        row = Row((Icon("desk", 84, "primary"), replace(words, grow=1.0)), gap=28, grow=1)
        rows.append(replace(card(row), grow=1.0))
    return rows


def _day(
    day: date,
    slots: list[TimeSlot],
    days: list[tuple[date, list[TimeSlot]]],
    chosen: TimeSlot | None,
    look: Look,
    signing: bool,
) -> Node:
    key, parts = f"slots.{day}", pages_of(slots, look, signing)
    pages = []
    for number, part in enumerate(parts):
        following = Local(key=key, value=str((number + 1) % len(parts)))
        shown, later = _in_one_row(day, [d for d, _ in days], look)
        tabs: list[Node] = [tab(d, group, d == day, look) for d, group in days if d in shown]
        if len(parts) > 1:
            other = Button(
                look.say("booking.other_times"), following, "quiet", "next", role="body", stacked=True, grow=1
            )
            tabs.append(replace(other, kind="soft_key", role="small") if look.large else other)
        if later is not None:
            turn = Local(key="day", value=str(later))
            tabs.append(
                Button(look.say("booking.other_days"), turn, "soft_key", "next", role="small", stacked=True, grow=1)
            )
        if len(tabs) < _DAYS and not look.large:
            tabs.append(Spacer(grow=_DAYS - len(tabs)))
        line = Row(tuple(tabs), gap=14, align="stretch", height=_tab_height(look))
        hint = _hint(look) if chosen is None and not look.landscape and not look.large else None
        times = (*halves_of_day(part, chosen, look, signing), Spacer(grow=1), hint)
        pages.append((str(number), Column((line, *times), gap=20)))
    return Pages(key, tuple(pages), "0", grow=1)


def _in_one_row(day: date, days: list[date], look: Look) -> tuple[list[date], date | None]:
    """The days beside this one, and the first of the next ones where a row of large letters does not hold them all."""
    if not look.large or len(days) <= _FEW_DAYS:
        return days, None
    at = days.index(day) // _FEW_DAYS * _FEW_DAYS
    following = days[at + _FEW_DAYS] if at + _FEW_DAYS < len(days) else days[0]
    return days[at : at + _FEW_DAYS], following


def _hint(look: Look) -> Node:
    """What a touch of a time does, and what it does not yet do."""
    words = Column(
        (
            Text(look.say("booking.touch_one"), "h3", "on_tint", lines=1, fit=True),
            Text(look.say("booking.touch_one_note"), "body", "on_tint", lines=1, fit=True),
        ),
        gap=2,
        grow=1,
    )
    return Box(Row((Icon("calendar", 84, "on_tint"), words), gap=28), "primary_tint", radius=32, pad=(18, 36, 18, 36))


def _tab_height(look: Look) -> float:
    if look.landscape:
        return 210 if look.large else 160
    return 204 if not look.large else 250 if look.elderly else 230
