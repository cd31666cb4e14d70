"""A remote session from the clerk's side: interpreter large, visitor beside, text of all three, the papers.

The clerk sees the visitor's picture here only: the visitor has agreed to transmit it (our design).
"""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Box, Column, Icon, Live, Node, Place, Row, Spacer, Stack, Text
from terminal.ui.staff import facts, papers, phrase_keys
from terminal.ui.staff.frame import MARGIN, Frame
from terminal.ui.staff.left_column import queue_column
from terminal.ui.staff.lines import text_of
from terminal.ui.staff.paging import text_lines
from terminal.ui.staff.talk import composer
from terminal.ui.staff.visitor import matter_name
from terminal.ui.staff.widgets import GAP, card, command, heading, pill, quiet
from terminal.visit.counter import called_here
from terminal.visit.numbers import left_number
from terminal.visit.remote import CLERK_S, OFFERS_S
from terminal.visit.state import Call, Line, State

_PICTURES = 0.61
"""Share of the height that the pictures have, as in the sketch."""
_VISITOR_WIDTH = 344
_VISITOR_NARROW = 250
_MATTER = 96
_CALL = 112
_NARROW = 404
_WHO_WIDTH = 110
_LINE_UNITS = 34
_AROUND = 204
"""Height of the text card that is not lines: padding, heading, entry, gaps."""


def remote_page(state: State, look: Look) -> Node:
    """The page under the header while a call is on or asked for."""
    frame = Frame.of(look)
    call = state.visit.call or Call("asked", state.now)
    pictures = round(frame.inner_height * _PICTURES)
    middle = (_pictures(state, look, call, pictures), _text(state, look, frame.inner_height - pictures - GAP))
    columns = (
        queue_column(state, look) if frame.wide else None,
        Column(middle, gap=GAP, grow=1),
        _aside(state, look, call),
    )
    return Row(columns, gap=MARGIN, pad=frame.pad, align="stretch", grow=1)


def _aside(state: State, look: Look, call: Call) -> Node:
    """The matter and its papers, the call, the phrases."""
    frame = Frame.of(look)
    room = frame.inner_height - phrase_keys.HEIGHT - _MATTER - 2 * GAP
    about = None if frame.narrow else papers.papers(state, look, room - (_CALL + GAP if frame.wide else 0))
    parts = (
        _matter(state, look),
        about,
        _interpreter(state, look, call) if frame.wide else Spacer(grow=1),
        phrase_keys.phrase_keys(state, look),
    )
    return Column(parts, gap=GAP, width=frame.tools_width or _NARROW)


def _pictures(state: State, look: Look, call: Call, tall: float) -> Node:
    large = _interpreter_picture(look, call) if call.live else _waiting(state, look, call)
    roomy = Frame.of(look).wide
    side = Column(
        (
            _picture(_visitor_name(state, look), "visitor", _quality(look, "shown", call.shown), grow=1),
            quiet(look.say("staff.remote.side"), "body", lines=4) if roomy else None,
            _record(look, state, call) if call.live else None,
            _begin(state, look) if not roomy else None,
            command(look, state, "hang_up", look.say("staff.action.hang_up"), kind="danger", icon="hangup", tall=True),
        ),
        gap=16,
        width=_VISITOR_WIDTH if roomy else _VISITOR_NARROW,
    )
    return card(look, Row((large, side), gap=20, align="stretch"), pad=20, height=tall)


def _begin(state: State, look: Look) -> Node | None:
    """For whom the number of the visitor in this call was called here; with room for it, it is on the card of who is
    served."""
    called = left_number(state) is not None and called_here(state) != ""
    return command(look, state, "begin", look.say("staff.action.begin"), tall=True) if called else None


def _interpreter_picture(look: Look, call: Call) -> Node:
    """The interpreter, a second one in the corner, and what is not as it should be."""
    mark = pill(call_state(look, call), "warn", "clock") if call.state != "connected" else None
    asked = pill(look.say("staff.remote.hand_over"), "info", "person") if call.hand_over == "both_in" else None
    marks = Column((mark, asked, _quality(look, "seen", call.seen)), gap=8, align="start")
    picture = _picture(call.interpreter or look.say("staff.remote.title"), "interpreter", marks, grow=1)
    if not call.second:
        return picture
    second = Place(Live("second", radius=20, width=200, height=140), right=16, top=16)
    return Stack((picture, second), grow=1)


def _quality(look: Look, direction: str, quality: str) -> Node | None:
    """How well it can be seen, in words, where it cannot be seen well."""
    if quality not in ("slow", "unreadable"):
        return None
    return pill(look.say(f"staff.remote.{direction}_{quality}"), "warn" if quality == "slow" else "error", "warning")


def _visitor_name(state: State, look: Look) -> str:
    ticket = state.visit.ticket
    return (
        look.say("staff.remote.visitor", number=ticket.number) if ticket else look.say("staff.remote.visitor_nameless")
    )


def _picture(name: str, source: str, marks: Node | None = None, *, grow: float = 0.0) -> Node:
    label = Box(Text(name, "body", "white", lines=1), fill="glass", radius=12, pad=(4, 14, 4, 14))
    above = Place(marks, left=16, top=16) if marks else None
    return Stack((Live(source, radius=24), Place(label, left=16, bottom=16), above), grow=grow)


def _waiting(state: State, look: Look, call: Call) -> Node:
    """What is happening until somebody answers: place, expected wait, how long it has taken."""
    waited = state.now - call.since
    offers = pill(look.say("staff.remote.offers"), "info") if call.waiting and waited >= OFFERS_S else None
    come = pill(look.say("staff.remote.come"), "warn") if call.waiting and waited >= CLERK_S else None
    inner = Column(
        (
            Spacer(grow=1),
            Icon("video", 96, "on_tint") if Frame.of(look).wide else None,
            Text(call_state(look, call), "title", "on_tint", "center", lines=2),
            Text(look.say("staff.remote.waiting", time=facts.clock(waited)), "h2", "on_tint", "center", lines=1),
            offers,
            come,
            Spacer(grow=1),
        ),
        gap=14,
        align="center",
    )
    return Box(inner, fill="primary_tint", radius=24, pad=24, grow=1)


def call_state(look: Look, call: Call) -> str:
    """State of the call in words; place and wait where the hall told them."""
    if call.state in ("reconnecting", "nobody") and call.reason:
        return look.say(f"staff.remote.{call.state}_{call.reason}")
    if call.state != "queued":
        return look.say(f"staff.remote.{call.state}")
    if call.wait_minutes > 0:
        return look.say("staff.remote.queued", place=call.place, minutes=call.wait_minutes)
    return look.say("staff.remote.queued_unknown", place=call.place)


def _text(state: State, look: Look, tall: float) -> Node:
    frame = Frame.of(look)
    across = (
        frame.inner_width - (frame.tools_width or _NARROW) - MARGIN - (frame.queue_width + MARGIN if frame.wide else 0)
    )
    shown = _newest(state.visit.lines, tall - _AROUND, across - _WHO_WIDTH)
    lines = tuple(_line(look, line) for line in shown) or (quiet(look.say("staff.talk.nothing"), "body", lines=2),)
    lock = _kept(look, state.visit.call)
    kept = state.visit.call is not None and state.visit.call.record == "on"
    note = look.say("staff.remote.text_note") if frame.wide and not kept else ""
    return card(
        look,
        Column(
            (
                heading(look.say("staff.remote.text"), note, lock),
                Column(lines, gap=6, grow=1),
                composer(state, look, look.say("staff.talk.three")),
            ),
            gap=12,
        ),
        height=tall,
    )


def _record(look: Look, state: State, call: Call) -> Node:
    """Ask for a written record, agree to it, or end it: with the clerk everybody in the call decides."""
    given = call.record == "on" or (call.record == "asked" and "clerk" not in call.record_missing)
    name = "stop" if given else "yes" if call.record == "asked" else "ask"
    return command(
        look, state, "record", look.say(f"staff.action.record_{name}"), kind="main" if name == "yes" else "second"
    )


def _kept(look: Look, call: Call | None) -> Node:
    """What is kept of this call: nothing, or its words until a day."""
    if call is not None and call.record == "on":
        return pill(look.say("staff.remote.record_on", day=call.record_until), "warn", "lock")
    if call is not None and call.record == "asked":
        return pill(look.say("staff.remote.record_asked"), "info", "clock")
    return pill(look.say("staff.remote.not_recorded"), "info", "lock")


def _newest(lines: tuple[Line, ...], room: float, across: float) -> tuple[Line, ...]:
    """As many of the last lines as fit; the newest always."""
    left = room
    for count, line in enumerate(reversed(lines)):
        left -= min(2, text_lines(line.text, across)) * _LINE_UNITS + 6
        if left < 0:
            return lines[len(lines) - max(1, count) :]
    return lines


def _line(look: Look, line: Line) -> Node:
    who = Text(look.say(f"staff.talk.{line.who}"), "label", "ink2", bold=False, lines=1, width=_WHO_WIDTH)
    return Row(
        (who, Text(text_of(look, line), "h2", bold=line.who == "interpreter", lines=2, grow=1)), gap=12, align="start"
    )


def _matter(state: State, look: Look) -> Node:
    name = Text(matter_name(state, look), "h2", lines=2)
    return card(look, Column((quiet(look.say("staff.remote.matter")), name), gap=2), pad=(14, 24, 16, 24))


def _interpreter(state: State, look: Look, call: Call) -> Node:
    connected = call.state == "connected"
    mark = pill(call_state(look, call), "ok" if connected else "warn", "" if connected else "clock")
    name = (
        Text(call.interpreter, "body", lines=1, grow=1)
        if call.live
        else Text(facts.clock(state.now - call.since), "body", lines=1, grow=1)
    )
    return card(
        look,
        Column((heading(look.say("staff.remote.title")), Row((name, mark), gap=12)), gap=8),
        pad=(14, 24, 16, 24),
        grow=1,
    )
