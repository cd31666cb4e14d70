"""The ID number for a booking, on a keypad beside the time that was chosen."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Button, Column, Entry, Icon, Keypad, Local, Node, Row, Spacer, Text
from terminal.ui.visitor.frame import card, heading, notice_band
from terminal.ui.visitor.sides import (
    BESIDE_KEYS,
    MARGIN,
    SIGNED,
    SIGNED_WIDE,
    Risen,
    asked_role,
    halves,
    signed_to,
    signer_beside,
)
from terminal.ui.visitor.words import full_time
from terminal.visit.events import Confirm, EnterDigits, Event
from terminal.visit.state import State, TimeSlot

ENTRY = "id"
ID_GROUPS = (6, 8, 4)
_LENGTH = sum(ID_GROUPS)


def digits(text: str) -> Event:
    """The ID number as far as typed."""
    return EnterDigits(digits=text)


def number_page(state: State, look: Look, chosen: TimeSlot) -> Node:
    """The field and its keys, and one press that says what it books."""
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
        side = 30 if not look.outgrown else 8
        return card(Column((note, time, change), gap=12), pad=(16, side, 16, side))
    words = Column((note, time), gap=0, grow=1)
    row = Row((Icon("calendar", 72, "primary"), words, change), gap=26, height=124 if not look.large else 210)
    return card(row)
