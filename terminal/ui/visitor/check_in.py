"""我有预约: the code or the ID number on a keypad, the booking that was found, and what the hall says to it."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import (
    Button,
    Caption,
    Choice,
    Column,
    Entry,
    Icon,
    Keypad,
    Node,
    Row,
    Screenful,
    Spacer,
    Text,
    Told,
)
from terminal.ui.visitor.booking_number import ID_GROUPS, digits
from terminal.ui.visitor.frame import card, framed, heading, notice_band
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
from terminal.ui.visitor.words import full_time, matter_name, said
from terminal.visit.arriving import LENGTHS, complete
from terminal.visit.events import Back, CancelBooking, Choose, Confirm, Deny, IdentifyBy
from terminal.visit.state import BookedTime, CheckingIn, State

ENTRY = "checkin"
CODE_GROUPS = (4, 4)
_MOST, _MOST_ELDERLY = 4, 3
"""Bookings shown; the hall allows three open ones a person (rule Q-4)."""
_NEXT = {"early": "checkin.go", "late": "checkin.walk_in", "other": "checkin.to_asking"}
_NOTES = {"early": "checkin.early_note", "late": "checkin.late_note", "other": "checkin.other_note"}


def view(state: State, look: Look) -> Screenful:
    """The field, then the booking or the list of them, then the next step where the hall refused."""
    draft = state.visit.check_in or CheckingIn()
    if not draft.found:
        return _entry(state, look, draft)
    if draft.booked is None:
        return _list(state, look, draft)
    return _booking(state, look, draft, draft.booked)


def _entry(state: State, look: Look, draft: CheckingIn) -> Screenful:
    """Field and keypad; a notice takes the place of the question, so that the keys stay large."""
    words = look.say(f"checkin.ask_{draft.by}")
    keys = Keypad(ENTRY, look.say("keys.clear"), look.say("keys.delete"), "X" if draft.by == "id" else "", grow=1)
    signing = signed_to(state)
    notice = None if signing else notice_band(state, look)
    head, find = notice or _head(state, look, draft, words), _find(state, look, draft)
    field, other = _field(draft), _other_way(look, draft)
    none = state.visit.notice == "checkin.none_note" and not (look.large and look.drop)
    crowded = not none and (signing or (bool(state.visit.notice) and look.large))
    no_booking = None if crowded else _no_booking(look, none=none)  # 返回 leads there too
    if look.landscape:
        parts: tuple[Node | None, ...] = (head, field, other, Spacer(grow=1), no_booking)
        if signing:
            parts = (_signed(state, look, words, no_booking if none else other), field)
        share = BESIDE_KEYS if signing else 1.0
        body: Node = halves(look, Column(parts, gap=20), Column((keys, find), gap=18), tall=0, share=share)
    else:
        body = Risen((head, field, other, keys, no_booking, find), gap=22, pad=(0, MARGIN, 28, MARGIN))
    return framed(state, look, f"checkin.{draft.by}", body, title=words, step=3)


def _head(state: State, look: Look, draft: CheckingIn, words: str) -> Node:
    """The question; signed large to who signs."""
    note = look.say("checkin.code_note" if draft.by == "code" else "booking.id_privacy")
    if signed_to(state) and state.visit.notice:
        return _signed(state, look, words, None)
    if signed_to(state):
        tall = (560 if not look.large else SIGNED) + look.drop
        return Told(Caption(words, "" if look.large else note), height=tall)
    asked = heading(words, "" if look.large else note, role=asked_role(state, look, "h1"))
    tall = (250 if not look.large else 190) + look.drop
    return Column((asked,), justify="center", height=None if look.landscape else tall)


def _signed(state: State, look: Look, words: str, other: Node | None) -> Node:
    """The signer beside the question, or beside what was wrong with the number, and the other way to be found."""
    asked = notice_band(state, look) or heading(words, role="h1" if not look.large else "h2")
    beside = Column((Column((asked,), justify="center", grow=1), other), gap=18)
    return signer_beside(look, beside, width=SIGNED_WIDE if look.landscape else 440, height=SIGNED)


def _field(draft: CheckingIn) -> Node:
    by_id = draft.by == "id"
    return Entry(
        ENTRY,
        draft.digits,
        digits,
        masked=by_id,
        groups=ID_GROUPS if by_id else CODE_GROUPS,
        limit=LENGTHS[draft.by],
        allowed="0123456789Xx" if by_id else "0123456789",
        submit=Confirm(),
        height=140,
    )


def _other_way(look: Look, draft: CheckingIn) -> Node:
    other = "id" if draft.by == "code" else "code"
    tall = 104 if not look.large else 128
    icon, role = ("", "body") if look.large and look.landscape else ("idcard", "")
    return Button(look.say(f"checkin.by_{other}"), IdentifyBy(how=other), "quiet", icon, role=role, height=tall)


def _no_booking(look: Look, *, none: bool) -> Node:
    """Who has none goes on without; where none was found, that is the way to a number which the notice speaks of."""
    tall = 104 if not look.large else 128
    if none:
        return Button(look.say("checkin.walk_in"), Back(), "second", "ticket", height=tall)
    return Button(look.say("checkin.no_booking"), Back(), "quiet", "back", height=tall)


def _find(state: State, look: Look, draft: CheckingIn) -> Node:
    asking = state.visit.pending_what == "find"
    missing = max(0, LENGTHS[draft.by] - len(draft.digits))
    label = look.say("booking.missing_digits", n=missing) if missing else look.say("checkin.find")
    label = look.say("hall.waiting") if asking else label
    ready = complete(draft) and not asking
    tall = 136 if not look.large else 176
    return Button(label, Confirm(), "main", "yes" if ready else "", height=tall, enabled=not missing and not asking)


def _list(state: State, look: Look, draft: CheckingIn) -> Screenful:
    words = said(state, look)
    most = _MOST_ELDERLY if look.large else _MOST
    rows = tuple(
        Choice(full_time(look, one.starts), Choose(index=place), "calendar", _note(look, one), "row", grow=1)
        for place, one in enumerate(draft.found[:most])
    )
    room = tuple(Spacer(grow=1) for _ in range(most - len(rows)))
    again = Button(look.say("checkin.another"), Back(), "second", "back", height=130)
    touch = Column((notice_band(state, look), *rows, *room, again), gap=22)
    return framed(state, look, "checkin.list", halves(look, Told(Caption(words)), touch, tall=640), title=words, step=3)


def _note(look: Look, one: BookedTime) -> str:
    """On a lying panel large letters leave room for the time alone; what it is about is asked next."""
    return "" if look.landscape and look.large else _about(look, one)


def _about(look: Look, one: BookedTime) -> str:
    name = matter_name(look, one.matter_id)
    return f"{look.say('checkin.already')} · {name}" if one.ticket_id else name


def _booking(state: State, look: Look, draft: CheckingIn, one: BookedTime) -> Screenful:
    words = said(state, look)
    asked = words if draft.refused or draft.cancelling else look.say("checkin.is_it")
    words_of_it = Column(
        (
            Text(full_time(look, one.starts), "title" if not look.large else "h2", bold=True, fit=True),
            Text(_about(look, one), "h2" if not look.large else "lead", "ink2", fit=True),
        ),
        gap=12,
        grow=1,
    )
    side = 130 if not look.large else 100
    shown = replace(card(Row((Icon("calendar", side, "primary"), words_of_it), gap=32, grow=1)), grow=1.0)
    note = look.say(_NOTES[draft.refused]) if draft.refused and not look.large else ""
    touch = Column((shown, notice_band(state, look), *_answers(state, look, draft)), gap=24)
    body = halves(look, Told(Caption(asked, note)), touch, tall=760 if not look.large else 560)
    page = "cancel" if draft.cancelling else draft.refused or "found"
    return framed(state, look, f"checkin.{page}", body, title=asked, step=3)


def _answers(state: State, look: Look, draft: CheckingIn) -> tuple[Node, ...]:
    """Yes and no to what is asked; a booking that is only found can also be taken back."""
    tall = 150 if not look.large else 180
    if draft.cancelling:
        return _cancel_or_keep(state, look, tall)
    label = look.say(_NEXT.get(draft.refused, "checkin.take_it"))
    waiting = look.say("hall.waiting") if state.visit.pending_what in ("check_in", "ticket") else ""
    yes = Button(waiting or label, Confirm(), "main", "" if waiting else "yes", height=tall, enabled=not waiting)
    other = "checkin.another" if draft.refused else "checkin.not_this"
    no = Button(look.say(other), Deny(), "second", "back", height=tall - 20)
    if draft.refused or draft.booked is None or draft.booked.ticket_id:
        return yes, no
    return yes, no, Button(look.say("checkin.cancel"), CancelBooking(), "quiet", "no", height=tall - 46)


def _cancel_or_keep(state: State, look: Look, tall: int) -> tuple[Node, ...]:
    """What cannot be taken back is never the main answer, as where a number is given back."""
    waiting = state.visit.pending_what == "cancel"
    label = look.say("hall.waiting" if waiting else "checkin.cancel_yes")
    yes = Button(label, Confirm(), "second", "" if waiting else "no", height=tall, enabled=not waiting)
    return yes, Button(look.say("checkin.cancel_no"), Deny(), "main", "back", height=tall)
