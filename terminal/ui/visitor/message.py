"""A signed message where nobody is there: what is kept, three-two-one, the own picture, the film, a phone number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import ceil

from terminal.ui.look import Look
from terminal.ui.scene import (
    Box,
    Button,
    Caption,
    Choice,
    Code,
    Column,
    Either,
    Entry,
    Icon,
    Keypad,
    Live,
    Mirror,
    Node,
    Pill,
    Place,
    Ring,
    Row,
    Screenful,
    Spacer,
    Stack,
    Text,
    Told,
)
from terminal.ui.visitor.booking_number import digits
from terminal.ui.visitor.frame import card, framed, heading, news, ruled
from terminal.ui.visitor.sides import BESIDE_KEYS, SIGNED, SIGNED_WIDE, halves, signer_beside
from terminal.ui.visitor.theme import both
from terminal.ui.visitor.words import full_time, said
from terminal.visit.events import Confirm, Deny, GiveConsent, RecordMessage, RefuseConsent, WatchMessage
from terminal.visit.message import COUNTDOWN_S, LONGEST_NUMBER, LONGEST_S, sendable
from terminal.visit.state import Message, State

ENTRY = "phone"
_TALL: Mapping[str, float] = {"consent": 700, "contact": 672, "sent": 700, "away": 900, "lost": 900, "refused": 760}
"""How much of a standing panel is for looking: more where there is little to read and to touch."""


_FILM = 738.0
"""Height of a picture as wide as the page that shows four by three of a visitor."""


def view(state: State, look: Look) -> Screenful:
    """The step of the message."""
    message = state.visit.message or Message("")
    watch, touch = _PARTS.get(message.step, _told)(state, look, message)
    filmed = message.step in ("countdown", "recording", "review")
    tall = _TALL.get(message.step, _FILM) if not look.large else 672 if message.step == "contact" else 540
    tall = _FILM if filmed and not look.outgrown else tall
    wide = BESIDE_KEYS if message.step == "contact" else 1.4 if filmed and not look.large else 1.0
    body = halves(look, watch, touch, tall=tall, share=wide)
    return framed(state, look, f"message.{message.step}", body, title=said(state, look))


def _consent(state: State, look: Look, message: Message) -> tuple[Node, Node]:
    facts = ruled(tuple(_fact(look, icon, f"message.fact_{icon}") for icon in ("video", "lock", "calendar")))
    wide = look.landscape
    yes = Button(
        look.say("message.agree"), GiveConsent(), "main", "" if wide else "camera", height=160, grow=1.4 * wide
    )
    no = Button(look.say("message.refuse"), RefuseConsent(), "second", "" if wide else "back", height=160, grow=wide)
    answers: tuple[Node, ...] = (Row((no, yes), gap=20),) if wide else (yes, no)
    above = 16 if not look.outgrown else 4
    sheet = replace(card(*facts, pad=(above, 40, above, 40)), grow=1.0)
    return _signer(state, look), Column((sheet, *answers), gap=20)


def _fact(look: Look, icon: str, key: str) -> Node:
    side = 124 if not look.large else 88
    tile = Box(
        Row((Icon(icon, side * 0.64, "on_tint"),), justify="center"), "primary_tint", radius=28, width=side, height=side
    )
    role = "h3" if look.outgrown else "h2" if not look.large else "lead"
    words = Text(look.say(key), role, bold=False, fit=True, grow=1)
    return Row((None if look.outgrown else tile, words), gap=32, grow=1)


def _filming(state: State, look: Look, message: Message) -> tuple[Node, Node]:
    """The own picture; above it how long is left, below it one key."""
    mirror = Mirror("good", "", guide=False)
    gone = state.now - message.since
    if message.step == "countdown":
        left = max(1, ceil(COUNTDOWN_S - gone))
        starts = None if message.ready else Pill(look.say("message.camera_starts"), "camera", "plain")
        line = _clock(state, look, 1 - gone / COUNTDOWN_S if message.ready else 1.0, str(left) if message.ready else "")
        stop = Button(look.say("message.refuse"), Deny(), "second", "back", height=150)
        line = replace(line, grow=1.0)
        watch = Stack((mirror, Place(starts, right=40, top=40) if starts else None))
        return watch, Column((line, stop), gap=20)
    left = max(0, ceil(LONGEST_S - gone))
    mark = Pill(look.say("message.rolling"), "video", "error")
    done = Button(look.say("message.stop"), Confirm(), "main", "yes", height=170)
    drop = Button(look.say("message.throw_away"), Deny(), "second", "no", height=130)
    line = replace(_clock(state, look, left / LONGEST_S, str(left)), grow=1.0)
    return Stack((mirror, Place(mark, right=40, top=40))), Column((line, done, drop), gap=20)


def _clock(state: State, look: Look, share: float, number: str) -> Node:
    """How much time is left, as a ring and a number, beside what is to be done now."""
    side = 200.0 if look.landscape or look.outgrown else 340.0
    role = "title" if not look.outgrown else "h2"  # the ring is no larger
    ring = Ring(share, Text(number, role, align="center", lines=1), thick=22, width=side, height=side)
    words = Text(said(state, look), "h2", fit=True, grow=1)
    return card(Row((ring, words), gap=44, grow=1), pad=(28, 40, 28, 40))


def _review(state: State, look: Look, message: Message) -> tuple[Node, Node]:
    film = Stack((Live("message"), Place(Pill(look.say("message.own"), "video", "plain"), left=28, top=20)))
    icons = ("", "") if look.landscape else ("again", "camera")
    again = Button(look.say("message.watch"), WatchMessage(), "second", icons[0], role="body", height=124, grow=1)
    anew = Button(look.say("message.anew"), RecordMessage(), "second", icons[1], role="body", height=124, grow=1)
    send = Button(look.say("message.right"), Confirm(), "main", "yes", height=150)
    drop = Button(look.say("message.throw_away"), Deny(), "second", "no", role="body", height=110)
    asked = Text(said(state, look), "h1" if not look.landscape else "h2", fit=True)
    question = Column((asked,), justify="center", grow=1)
    return film, Column((question, send, Row((again, anew), gap=20), drop), gap=20)


def _contact(state: State, look: Look, message: Message) -> tuple[Node, Node]:
    """A number is offered, never asked: without one the answer is fetched here."""
    entry = Entry(ENTRY, message.contact, digits, limit=LONGEST_NUMBER, allowed="0123456789", height=120)
    asked = heading(look.say("message.contact"), look.say("message.contact_note"), role="h2")
    signed = signer_beside(look, asked, width=SIGNED_WIDE if look.landscape else 440, height=SIGNED)
    keys = Keypad(ENTRY, look.say("keys.clear"), look.say("keys.delete"), grow=1)
    label = look.say("message.send" if message.contact else "message.send_without")
    ready = not message.contact or sendable(message.contact)
    send = Button(label, Confirm(), "main", "yes" if ready else "", height=150, enabled=ready)
    if not look.landscape:
        signed = replace(signed, height=None, grow=1.0)
    return Column((signed, entry, None if signed.grow else Spacer(grow=1)), gap=20), Column((keys, send), gap=20)


def _told(state: State, look: Look, message: Message) -> tuple[Node, Node]:
    """What becomes of it, said by the signer, with what can be done now."""
    step = message.step
    again = Choice(look.say("message.send_again"), Confirm(), "again", "", "row", height=170)
    anew = Choice(look.say("message.anew"), RecordMessage(), "camera", "", "row", height=170)
    drop = Choice(look.say("message.throw_away"), Deny(), "no", "", "row", height=170)
    back = Choice(look.say("message.back"), Deny(), "back", "", "row", height=170)
    done = Button(look.say("message.done"), Confirm(), "main", "yes", height=160)
    keys: Mapping[str, tuple[Node, ...]] = {
        "away": (again, drop),
        "lost": (anew, back),
        "refused": (back,),
        "sent": (done,),
    }
    return _signer(state, look), Column((_news(look, message), *keys.get(step, ())), gap=20)


def _news(look: Look, message: Message) -> Node:
    """Fills the room that the keys leave."""
    if message.step == "sent" and message.code:
        return _sent(look, message)
    if message.step != "sent":
        refused = message.step == "refused"
        words = both(look, message.refusal) if refused else look.say(f"message.note_{message.step}")
        return news(look, words)
    rows = (
        Text(look.say("message.number", number=message.number), "h1" if not look.large else "h3", fit=True, lines=1),
        Text(look.say("message.due", when=full_time(look, message.due)), "h2" if not look.large else "h3", fit=True),
        Text(look.say("message.deleted", when=full_time(look, message.delete_at)), "lead", "ink2", fit=True, lines=4),
    )
    said_of_it = Column(rows, gap=24, justify="center", grow=1)
    above = 24 if not look.outgrown else 12
    return replace(card(said_of_it, pad=(above, 44, above, 44)), grow=1.0)


def _sent(look: Look, message: Message) -> Node:
    """The code that opens the answer, and beside it how to use it. A panel that lies has no room for the rest in large
    letters: the phone shows it."""
    wide = look.landscape
    note = "" if wide and look.outgrown else look.say("message.scan_printed" if look.printer else "message.scan_note")
    words = Column(
        (
            Text(look.say("message.scan"), "h3" if wide else "h2", fit=True, lines=3),
            Text(note, "body", fit=True, lines=3) if note else None,
        ),
        gap=12,
        grow=1,
    )
    side = (300 if wide else 360) if look.large else 330 if wide else 430
    code = Row((Code(message.code, side), words), gap=32, align="center")
    number = Text(look.say("message.number", number=message.number), "lead", fit=True, lines=1)
    due = Text(look.say("message.due", when=full_time(look, message.due)), "lead", fit=True, lines=1)
    kept = Text(look.say("message.kept", when=full_time(look, message.delete_at)), "small", "ink2", fit=True, lines=2)
    brief, full = (
        replace(card(Column((code, *rest), gap=12, justify="center", grow=1), pad=(16, 36, 16, 36)), grow=1.0)
        for rest in ((due,), (number, due, kept))
    )
    return brief if wide and look.large else Either(full, brief, grow=1.0)


def _signer(state: State, look: Look) -> Node:
    return Told(Caption(said(state, look)))


_PARTS: Mapping[str, Callable[[State, Look, Message], tuple[Node, Node]]] = {
    "consent": _consent,
    "countdown": _filming,
    "recording": _filming,
    "review": _review,
    "contact": _contact,
}
