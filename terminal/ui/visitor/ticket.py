"""The number, or the appointment, as large as it goes; and the promise for those who do not hear the call."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import (
    Box,
    Button,
    Column,
    Either,
    Icon,
    Node,
    Place,
    Row,
    Rule,
    Screenful,
    SignerStage,
    Spacer,
    Stack,
    Text,
)
from terminal.ui.visitor.frame import framed
from terminal.ui.visitor.sides import MARGIN, Risen, lying
from terminal.ui.visitor.words import day_label, full_time, matter, moment, short_day, spaced, zone_of
from terminal.visit.events import CallInterpreter, Confirm, Status, Way
from terminal.visit.state import State

_SIDE, _NOTCH = 44.0, 44.0
_PROMISE = 230.0
"""Height of the promise in large letters on a lying panel: the signer above it keeps what signing needs."""


def view(state: State, look: Look) -> Screenful:
    """A slip like the printed one."""
    slip = _slip(state, look)
    promise = _promise(state, look)
    key = Button(
        look.say("ticket.done" if state.visit.ticket else "ticket.finish"),
        Confirm(),
        "main",
        "yes",
        height=144 if not look.large or look.landscape else 180,
        grow=1,
    )
    done: Node = Row((_interpreter(state, look, key.height), key), gap=24)
    if look.landscape:
        short = Column((SignerStage(grow=1), _promise(state, look, short=True)), gap=20, grow=1)
        left = Either(Column((SignerStage(grow=1), promise), gap=20), short, grow=1)
        right = Column((slip, Spacer(grow=1), done), gap=20, grow=1.1)
        body: Node = lying((left, right), gap=32, pad=(8, 56, 20, 56))
    else:
        top = (458 if look.large else 480) + look.drop
        stage = Place(SignerStage(below=120), left=MARGIN, right=MARGIN, top=4, height=top + 120)
        below = Column((slip, Spacer(grow=1)), pad=(0, 108 - MARGIN, 0, 108 - MARGIN) if not look.large else 0, grow=1)
        slip_and_key = Column((below, promise, done), gap=32)
        body = Risen(
            (Stack((stage, Place(slip_and_key, left=MARGIN, right=MARGIN, top=top, bottom=32)), grow=1),),
        )
    return framed(
        state, look, "ticket", body, title=look.say("ticket.your_number"), back=state.visit.ticket is not None
    )


def _interpreter(state: State, look: Look, tall: float | None) -> Button | None:
    """As on the page of the waiting, which follows; a booked time has no waiting."""
    if not look.interpreter or state.visit.way is Way.SPEAK or state.visit.ticket is None:
        return None
    return Button(look.say("fault.interpreter"), CallInterpreter(), "second", "video", height=tall, grow=1)


def _slip(state: State, look: Look) -> Node:
    ticket, appointment = state.visit.ticket, state.visit.appointment
    if ticket is not None:
        zone = zone_of(look, ticket.zone_zh)
        top = (look.say("ticket.your_number"), spaced(ticket.number), look.say("ticket.wait_zone", zone=zone))
        now = look.say("ticket.minutes", n=ticket.wait_minutes) if ticket.wait_minutes else look.say("ticket.now")
        facts: tuple[tuple[str, str], ...] = (
            (look.say("ticket.ahead"), look.say("ticket.people", n=ticket.ahead)),
            (look.say("ticket.about"), now),
        )
        role = "number"
    elif appointment is not None:
        at = moment(appointment.starts)
        found = matter(look, state.visit.meaning.matter_id) if state.visit.meaning else None
        zone = look.pick(look.matters.zones[found.zone].name) if found and look.matters else ""
        top = (look.say("ticket.your_time"), f"{at.hour}:{at.minute:02d}", full_time(look, appointment.starts))
        code = look.say("ticket.code", code=appointment.code) if appointment.code else ""
        facts = ((day_label(look, at.date()), short_day(look, at.date())), (look.say("ticket.zone"), zone or "-"))
        facts = () if look.large else facts
        role = "number"
        talk = look.say("ticket.talk") if appointment.interpreter else ""
        top = (top[0], top[1], "\n".join(line for line in (top[2], code, talk) if line))
    else:
        return Spacer()
    tight = look.landscape
    bare = look.outgrown and (tight or look.drop > 0)  # the letters need the height
    words = Column(
        (
            None if bare else Text(top[0], "lead", "ink2", "center"),
            Text(top[1], role, "primary", "center", fit=True, lines=1),
            Text(top[2], "h2", "ink", "center", fit=True),
        ),
        gap=6,
    )
    cells: list[Node] = []
    for index, (key, value) in enumerate(facts):
        if index:
            cells.append(Rule(vertical=True))
        cells.append(
            Column(
                (
                    Text(key, "body", "ink2", "center", fit=True, lines=1),
                    Text(value, "h2", align="center", fit=True, lines=1),
                ),
                gap=2,
                grow=1,
            )
        )
    pad = (6.0, 6.0) if bare else (14.0, 16.0) if tight else (36.0, 32.0)
    told = Row(tuple(cells), gap=0)
    if bare and cells and not tight:
        return Column((_card(words, pad), _card(told, pad)), gap=16)  # what has no room goes on a page
    edge = None if bare else _torn_edge()
    return _card(Column((words, edge, told) if cells else (words,), gap=16 if not tight else 4), pad)


def _card(child: Node, pad: tuple[float, float]) -> Box:
    """Paper, with so much above and below what is on it."""
    around = (pad[0], _SIDE, pad[1], _SIDE)
    return Box(child, fill="surface", line="outline", line_width=4, radius=40, pad=around, shadow=2)


def _torn_edge() -> Node:
    """The dotted line with a notch at either end, as on a printed slip."""
    hole = Box(fill="paper", radius=999, width=_NOTCH, height=_NOTCH)
    out = -_SIDE - _NOTCH / 2
    return Stack(
        (Rule(dotted=True, thick=5), Place(hole, left=out, top=0), Place(hole, right=out, top=0)), height=_NOTCH
    )


def _promise(state: State, look: Look, *, short: bool = False) -> Node:
    """Nobody has to hear anything; a booked visitor learns what to do on the day. ``short``: the first half of it."""
    first, then, icon = "ticket.not_only_called", "ticket.how_called", "light"
    if state.visit.ticket is None:
        paper = look.printer and not _broken(state, "printer")
        first, then = "ticket.printed" if paper else "ticket.photograph", "ticket.come_early"
        icon = "printer" if paper else "camera"
    bold = Text(look.say(first), "lead", "on_tint", bold=True, fit=True)
    rest = Text(look.say(then), "lead", "on_tint", fit=True)
    text = Column((bold, None if look.large or short else rest), gap=2, grow=1)
    row = Row((None if look.outgrown else Icon(icon, 84, "on_tint"), text), gap=28)
    tall = _PROMISE if look.large and look.landscape and state.visit.ticket is None else None
    above = 22 if not look.outgrown else 4
    return Box(row, fill="primary_tint", radius=32, pad=(above, 34, above, 34), height=tall)


def _broken(state: State, name: str) -> bool:
    device = state.device(name)
    return device is not None and device.status in (Status.FAULT, Status.MISSING)
