"""Who waits: number, way of communicating, matter, minutes. The order is the hall's; the screen only shows it."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Column, Icon, Node, Row, Rule, Spacer, Text, Touch
from terminal.ui.staff import facts
from terminal.ui.staff.keys import key_of
from terminal.ui.staff.widgets import card, heading, key_cap, quiet, tag
from terminal.visit.events import ClerkCalls
from terminal.visit.state import QueuedTicket, State

ROW_HEIGHT = 88
_AWAY = 52
_AROUND = 80
"""Height of the card's padding, heading and last line."""
_PLAIN = "queued"
_ENQUIRIES = 44
"""Height of the line that counts what could not be got done."""


def queue(state: State, look: Look, tall: float) -> Node:
    """The card of the waiting, ``tall`` units high, as many as fit."""
    tickets = facts.waiting(state)
    away = not state.hall.reachable
    longest = max((t.waited_minutes for t in tickets), default=0)
    title = look.say("staff.queue.title", n=len(tickets))
    note = look.say("staff.queue.longest", n=longest) if tickets else ""
    enquiries = _enquiries(state, look)
    room = int((tall - _AROUND - (_AWAY if away else 0) - (_ENQUIRIES if enquiries else 0)) // (ROW_HEIGHT + 6))
    rows: list[Node] = []
    for place, ticket in enumerate(tickets[:room]):
        rows += [Rule(thick=2)] if place else []
        rows.append(_callable(state, ticket, look))
    more = len(tickets) - room
    return card(
        look,
        Column(
            (
                heading(title, "", quiet(note)),
                quiet(look.say("staff.queue.away"), lines=2) if away else None,
                *rows,
                quiet(look.say("staff.queue.empty")) if not tickets else None,
                Spacer(grow=1),
                quiet(look.say("staff.queue.more", n=more)) if more > 0 else None,
                enquiries,
            ),
            gap=2,
        ),
        height=tall,
    )


def _enquiries(state: State, look: Look) -> Node | None:
    """办不成事 of the whole hall that wait for an answer: a count, nobody's words; nothing where there are none."""
    if not state.hall.enquiries:
        return None
    late = state.hall.enquiries_late
    said = Text(look.say("staff.queue.enquiries", n=state.hall.enquiries), "body", lines=1, fit=True, grow=1)
    overdue = tag(look.say("staff.queue.late", n=late)) if late else None
    return Row((Icon("info", 24), said, overdue), gap=8, height=_ENQUIRIES)


def _callable(state: State, ticket: QueuedTicket, look: Look) -> Node:
    """A number that was put aside or missed is called by its row or its key."""
    held = facts.callable_numbers(state)
    if ticket not in held:
        return _row(ticket, look)
    row = _row(ticket, look, key_cap(look, key_of("call", held.index(ticket))))
    return Touch(row, ClerkCalls(ticket_id=ticket.ticket_id), look.say("staff.queue.call", number=ticket.number))


def _row(ticket: QueuedTicket, look: Look, cap: Node | None = None) -> Node:
    way = ticket.way if f"staff.way.{ticket.way}" in look.words else ""
    known = look.say(f"staff.way.{way}") if way else ""
    upper = (
        Icon(facts.way_icon(way), 24) if way else None,
        Text(known, "h3", lines=1, fit=True, grow=1) if known else Spacer(grow=1),
        tag(look.say("staff.queue.priority")) if ticket.priority else None,
        _state(ticket, look),
    )
    last = cap or quiet(look.say("staff.queue.minutes", n=ticket.waited_minutes))
    return Row(
        (
            Text(ticket.number, "caption", bold=True, lines=1, width=86),
            Column((Row((*upper, last), gap=8), quiet(ticket.matter_zh)), gap=2, grow=1),
        ),
        gap=14,
        height=ROW_HEIGHT,
    )


def _state(ticket: QueuedTicket, look: Look) -> Node | None:
    key = f"staff.queue.state.{ticket.state}"
    return tag(look.say(key), "sure_bg", "sure") if ticket.state != _PLAIN and key in look.words else None
