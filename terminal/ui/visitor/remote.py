"""In the call: a large picture of the interpreter, the own one beside it, text both ways, a red key to end.

Both people are always visible, also while the line is mended or the visitor types (issue of total conversation:
rules B-8, B-10). Waiting for somebody, and nobody there, are in `remote_waiting.py`.
"""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import (
    Box,
    Button,
    Caption,
    Code,
    Column,
    Icon,
    Live,
    Mirror,
    Node,
    Pages,
    Pill,
    Place,
    Row,
    Screenful,
    Spacer,
    Stack,
    Text,
)
from terminal.ui.scene import Local as Choose
from terminal.ui.visitor import remote_number, remote_record, remote_waiting
from terminal.ui.visitor.frame import framed
from terminal.ui.visitor.remote_keys import PAGES, keys
from terminal.ui.visitor.sides import MARGIN, TOP, Risen, halves
from terminal.ui.visitor.talk import conversation, newest, spoken
from terminal.visit.events import Confirm, Deny, HangUp, ShowMe, TakeBack, UsePhone, Way
from terminal.visit.numbers import left_number
from terminal.visit.state import Call, State

_CAPTION, _ELDERLY_CAPTION = 44, 20
"""Chinese characters that the words beside the own picture hold."""
_BELOW, _OWN = 248.0, 300.0
"""Height of what stands below the interpreter's picture, width of the own picture in it."""
_QUALITY = {"slow": ("picture_slow", "warn"), "unreadable": ("picture_unreadable", "error")}


def view(state: State, look: Look) -> Screenful:
    """Waiting, nobody, or the call."""
    call = state.visit.call
    if call is None or not call.live:
        return remote_waiting.view(state, look)
    watch, touch = _watch(state, look, call), _touch(state, look, call)
    if look.landscape:
        body: Node = halves(look, watch, touch, tall=0, share=1.3 if look.large else 1.6)
    else:
        tall = max((800 if look.large else 846) * look.larger, look.line - TOP)
        body = Risen((replace(watch, height=tall), replace(touch, pad=(0, MARGIN, 24, MARGIN), grow=1.0)), gap=24)
    return framed(
        state,
        look,
        f"remote.{call.state}",
        body,
        title=remote_number.words(state, look) if remote_number.asked(state) else look.say("remote.online"),
        back=False,
    )


def _watch(state: State, look: Look, call: Call) -> Column:
    """Both people, what was said last, and how well each sees the other; nothing covers the interpreter's hands."""
    last = next((line for line in reversed(state.visit.lines) if line.who != "visitor"), None)
    who = look.say("converse.interpreter" if last and last.who == "interpreter" else "converse.clerk")
    caption = (
        Caption(
            newest(spoken(last, look), _ELDERLY_CAPTION if look.large else _CAPTION),
            role="h3" if look.large else "caption",
            who=who,
        )
        if last
        else None
    )
    news = _news(look, call)
    second = Place(Live("second", radius=28, width=300, height=210), right=28, top=28) if call.second else None
    picture = Stack(
        (
            Live("interpreter", radius=0 if not look.landscape else 56),
            Place(_marks(state, look, call), left=28, top=20),
            second,
            Place(news, left=60, right=60, bottom=28) if news else None,
        ),
        grow=1,
    )
    words: Node = replace(caption, grow=1.0) if caption else Spacer(grow=1)
    side = 0 if look.landscape else MARGIN
    below = Row((words, _own(state, look, call)), gap=24, pad=(0, side, 0, side), align="stretch", height=_BELOW)
    return Column((picture, below), gap=20)


def _own(state: State, look: Look, call: Call) -> Node:
    """The own picture as a mirror; its frame says how well the other side sees it, in words below where it is bad."""
    side = {"unreadable": "lost", "slow": "wait"}.get(call.shown, "good")
    if not call.camera:
        hidden = Column((Spacer(grow=1), Icon("camera-off", 90, "caption_bg"), Spacer(grow=1)), align="center")
        return Box(hidden, fill="mirror_b", radius=48, width=_OWN, height=_BELOW)
    return Mirror(side, "", guide=False, width=_OWN, height=_BELOW)


def _marks(state: State, look: Look, call: Call) -> Node:
    """Who is there, the number that was called, and the quality of both pictures where it is not good; while the line
    is lost there is none."""
    there = call.state in ("connected", "held")
    marks: list[Node] = [Pill(look.say("remote.online"), "video", "plain")] if there else []
    number = remote_number.mark(state, look)
    if number is not None and not remote_number.asked(state):
        marks.append(number)
    if call.record == "on":
        marks.append(Pill(look.say("remote.record_on"), "lock", "warn"))
    for direction in ("seen", "shown") if call.state == "connected" else ():
        found = _QUALITY.get(getattr(call, direction))
        if found:
            marks.append(Pill(look.say(f"remote.{direction}_{found[0]}"), "warning", found[1]))
    return Column(tuple(marks), gap=12, align="start")


def _news(look: Look, call: Call) -> Node | None:
    """What is happening while the call is not as it should be, in the middle of the picture."""
    key = f"lost_{call.reason}" if call.state == "reconnecting" else call.state
    if call.state == "connected":
        return None
    words = Column(
        (
            Text(look.say(f"remote.news_{key}"), "h2", align="center", fit=True, lines=2),
            Text(look.say(f"remote.note_{key}"), "body", "ink2", "center", fit=True, lines=2),
        ),
        gap=8,
    )
    return Box(words, fill="surface", radius=36, pad=(28, 32, 28, 32), shadow=2)


def _touch(state: State, look: Look, call: Call) -> Column:
    if remote_number.asked(state):
        return remote_number.question(state, look)
    if call.hand_over == "both_in" or remote_record.asked(call):
        return Column((replace(_talk(state, look, call), grow=1.0),))  # a question is seen whatever page was chosen
    pages = [("talk", _talk(state, look, call)), ("keys", keys(state, look))]
    if call.record == "on":
        pages.append((remote_record.PAGE, remote_record.code_page(look, call, PAGES)))
    start = "keys" if state.visit.way is Way.TYPE else "talk"
    return Column((Pages(PAGES, tuple(pages), start, grow=1),))


def _talk(state: State, look: Look, call: Call) -> Column:
    full = look.elderly and look.landscape
    end = None if full else _end_row(state, look, call)
    if call.hand_over == "both_in":
        return _hand_over(look, end)
    if remote_record.asked(call):
        return remote_record.question(look, call, end)
    if call.by_phone:
        return _phone(look, call, end)
    text = (
        None
        if look.large and look.landscape
        else conversation(
            state.visit.lines, look, shown=1 if look.large or look.landscape else 2, kept=call.record == "on"
        )
    )
    who = Row(
        (
            Icon("lock", 44, "ink2"),
            Text(look.say("remote.who_sees", window=_sees(state)), "body", "ink2", fit=True, grow=1),
        ),
        gap=16,
    )
    below = remote_record.kept_row(look, PAGES) if call.record == "on" else who
    return Column((text, _write_row(state, look, call), _end_row(state, look, call), below), gap=20)


def _sees(state: State) -> str:
    """The window where the clerk sees the call: this one, also where the number was called to another."""
    ticket = state.visit.ticket
    served = ticket is not None and ticket.window and left_number(state) is None
    return ticket.window if ticket is not None and served else state.window


def _write_row(state: State, look: Look, call: Call) -> Node:
    write = Button(look.say("converse.type_here"), Choose(key=PAGES, value="keys"), "main", "type", height=124, grow=1)
    offered = state.phone_page and call.state == "connected"
    phone = Button(look.say("remote.use_phone"), UsePhone(on=True), "second", "phone", role="body", height=124, grow=1)
    return Row((write, phone if offered else None), gap=20)


def _phone(look: Look, call: Call, end: Node | None) -> Column:
    """The code for the visitor's own phone, beside what it does; put away again with one key."""
    side = 300 if look.landscape else 400
    code: Node = Code(call.phone_code, side) if call.phone_code else Box(None, fill="paper", width=side, height=side)
    words = Column(
        (
            Text(look.say("remote.scan"), "h2", fit=True, lines=2),
            Text(look.say("remote.scan_note"), "body", "ink2", fit=True, lines=6),
        ),
        gap=12,
        grow=1,
    )
    away = Button(look.say("remote.scan_away"), UsePhone(on=False), "second", "back", role="body", height=124)
    if look.outgrown:  # what does not fit below the code goes on a further page
        return Column((Row((code,), justify="center"), *words.children, away, Spacer(grow=1), end), gap=24)
    beside: Node = Row((code, words), gap=32, align="center")
    return Column((beside, away, Spacer(grow=1), end), gap=24)


def _end_row(state: State, look: Look, call: Call) -> Node:
    shown = (
        Button(look.say("remote.camera_off"), ShowMe(on=False), "second", "camera-off", role="body", grow=1)
        if call.camera
        else Button(look.say("remote.camera_on"), ShowMe(on=True), "second", "camera", role="body", grow=1)
    )
    if call.state == "phone":
        shown = Button(look.say("remote.take_back"), TakeBack(), "main", "video", role="body", grow=1)
    end = Button(look.say("remote.hang_up"), HangUp(), "danger", "hangup", role="body", grow=1)
    end = remote_number.end_key(state, look) or end
    return Row((shown, end), gap=20, align="stretch", height=136)


def _hand_over(look: Look, end: Node | None) -> Column:
    """The visitor decides whether another interpreter takes over; both are in the picture until then."""
    tall = 150 if look.large else 170
    words = Column(
        (
            Text(look.say("remote.hand_over"), "h1" if not look.landscape else "h2", fit=True, lines=2),
            Text(look.say("remote.hand_over_note"), "body", "ink2", fit=True, lines=2),
        ),
        gap=10,
    )
    yes = Button(look.say("remote.hand_over_yes"), Confirm(), "main", "yes", height=tall, grow=1)
    no = Button(look.say("remote.hand_over_no"), Deny(), "second", "no", height=tall, grow=1)
    answers: Node = Column((yes, no), gap=20) if look.landscape else Row((no, yes), gap=20)
    return Column((words, answers, Spacer(grow=1), end), gap=28)
