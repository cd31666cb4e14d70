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
    Entry,
    Icon,
    Keypad,
    Local,
    Node,
    Pages,
    Row,
    Screenful,
    SignerStage,
    Spacer,
    Text,
    Told,
    Touch,
)
from terminal.ui.visitor.frame import card, framed, heading, notice_band
from terminal.ui.visitor.sides import (
    BESIDE_KEYS,
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
from terminal.ui.visitor.words import day_label, full_time, matter_name, moment
from terminal.visit.events import Back, ChooseSlot, Confirm, EnterDigits, Event
from terminal.visit.state import State, TimeSlot

ENTRY = "id"
ID_GROUPS = (6, 8, 4)
_LENGTH = sum(ID_GROUPS)
_DAYS, _FEW_DAYS = 6, 3
_FEW = 8
"""Up to so many slots of a day stand in at most four rows, with room to spare."""


def _room(look: Look, signing: bool) -> tuple[int, int]:
    """How many slots a page holds, and how many stand in a row: what the height allows beside who signs."""
    if look.landscape:
        return (4, 2) if look.large else (6, 3)
    if look.large:
        return (4 if signing else 6), 2
    return (12 if signing else 17), 3


def digits(text: str) -> Event:
    """The ID number as far as typed."""
    return EnterDigits(digits=text)


def view(state: State, look: Look) -> Screenful:
    """The slots until one is chosen, then the keypad; 别的时间 leads back to the slots."""
    booking = state.visit.booking
    chosen = next((slot for slot in booking.slots if slot.slot_id == booking.slot_id), None)
    if chosen is None:
        return _times(state, look)
    pages = (("number", _number(state, look, chosen)), ("times", _slots_page(state, look, chosen)))
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
    most, _ = _room(look, signing)
    key, starts = f"slots.{day}", range(0, len(slots), most)
    pages = []
    for number, at in enumerate(starts):
        following = Local(key=key, value=str(starts[(number + 1) % len(starts)]))
        shown, later = _in_one_row(day, [d for d, _ in days], look)
        tabs: list[Node] = [_tab(d, group, d == day, look) for d, group in days if d in shown]
        if len(starts) > 1:
            other = Button(
                look.say("booking.other_times"), following, "quiet", "next", role="body", stacked=True, grow=1
            )
            tabs.append(replace(other, kind="soft_key", role="small") if look.large else other)
        if later is not None:
            turn = Local(key="day", value=str(later))
            tabs.append(Button(look.say("page.more"), turn, "soft_key", "next", role="small", stacked=True, grow=1))
        if len(tabs) < _DAYS and not look.large:
            tabs.append(Spacer(grow=_DAYS - len(tabs)))
        line = Row(tuple(tabs), gap=14, align="stretch", height=_tab_height(look))
        hint = _hint(look) if chosen is None and not look.landscape and not look.large else None
        halves_of_day = _halves_of(slots[at : at + most], chosen, look)
        pages.append((str(at), Column((line, *halves_of_day, Spacer(grow=1), hint), gap=20)))
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


def _halves_of(slots: list[TimeSlot], chosen: TimeSlot | None, look: Look) -> list[Node]:
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


def _tab(day: date, slots: list[TimeSlot], selected: bool, look: Look) -> Node:
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
    _, wide = _room(look, signing=False)
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


def _number(state: State, look: Look, chosen: TimeSlot) -> Node:
    typed = state.visit.booking.digits
    missing = max(0, _LENGTH - len(typed))
    words = heading(
        look.say("booking.enter_id"),
        "" if look.large else look.say("booking.id_note"),
        role=asked_role(state, look, "h1" if not look.large else "h2"),
    )
    entry = Entry(
        ENTRY,
        typed,
        digits,
        masked=True,
        groups=ID_GROUPS,
        limit=_LENGTH,
        allowed="0123456789Xx",
        submit=Confirm(),
        height=140,
    )
    privacy = Row(
        (Icon("lock", 40, "ink2"), Text(look.say("booking.id_privacy"), "small", "ink2", fit=True, lines=1)),
        gap=14,
        justify="center",
    )
    pending = look.say("hall.waiting") if state.visit.pending_what == "book" else ""
    label = pending or (look.say("booking.missing_digits", n=missing) if missing else look.say("booking.take_it"))
    book = Button(
        label,
        Confirm(),
        "main",
        "" if missing or pending else "yes",
        height=136 if not look.large else 176,
        enabled=not missing and not pending,
    )
    keys = Keypad(ENTRY, look.say("keys.clear"), look.say("keys.delete"), "X", grow=1)
    notice, signing = notice_band(state, look), signed_to(state)
    asked = notice if notice and look.landscape else words
    beside = Column((Column((asked,), justify="center", grow=1), _chosen(look, chosen, narrow=True)), gap=18)
    signed = signer_beside(look, beside, width=SIGNED_WIDE if look.landscape else 440, height=SIGNED)
    if look.landscape:
        unsigned: tuple[Node | None, ...] = (words, _chosen(look, chosen), notice, entry, privacy, Spacer(grow=1))
        left = Column((signed, entry) if signing else unsigned, gap=18)
        return halves(look, left, Column((keys, book), gap=18), tall=0, share=BESIDE_KEYS if signing else 1.0)
    private = None if look.outgrown else privacy  # the keys need the room
    if signing:
        top: tuple[Node, ...] = (signed,)
    else:
        tall = (170 if not look.large else 130) + look.drop
        top = (Column((words,), justify="center", height=tall), _chosen(look, chosen))
    return Risen((*top, entry, notice or private, keys, book), gap=22, pad=(0, MARGIN, 28, MARGIN))


def _chosen(look: Look, chosen: TimeSlot, *, narrow: bool = False) -> Node:
    """The time that was chosen, and the way back to the others; ``narrow``: beside the signer."""
    time = Text(full_time(look, chosen.starts), "body" if look.large else "h3", bold=True, fit=True)
    note = None if look.large else Text(look.say("booking.you_chose"), "small", "ink2")
    change = Button(
        look.say("booking.change_time"),
        Local(key="booking", value="times"),
        "quiet",
        role="small" if look.large else "body",
        height=max(88.0, look.tokens.min_target),
        width=None if narrow else 250 if not look.large else 300,
    )
    if narrow:
        side = 30 if not look.outgrown else 14
        return card(Column((note, time, change), gap=12), pad=(16, side, 16, side))
    words = Column((note, time), gap=0, grow=1)
    row = Row((Icon("calendar", 72, "primary"), words, change), gap=26, height=124 if not look.large else 210)
    return card(row)
