"""At the window: what the clerk says is signed, written and (where chosen) spoken; the answer goes back by any way."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.said import words_said
from terminal.ui.scene import (
    Box,
    Button,
    Caption,
    Column,
    Either,
    Entry,
    Icon,
    Node,
    Pages,
    Ripple,
    Row,
    Screenful,
    Text,
    Told,
    Touch,
)
from terminal.ui.scene import Local as Choose
from terminal.ui.visitor.asking_sign import mirror, words_row
from terminal.ui.visitor.asking_type import typed
from terminal.ui.visitor.frame import framed, notice_band
from terminal.ui.visitor.press_to_talk import talk_key, whether_heard
from terminal.ui.visitor.remote_keys import sending
from terminal.ui.visitor.sides import halves
from terminal.ui.visitor.talk import conversation, newest
from terminal.ui.visitor.words import matter, once_more, paper_name, said
from terminal.visit.events import (
    CallInterpreter,
    ChangeRate,
    ChooseWay,
    Leave,
    Repeat,
    SignAgain,
    Submit,
    TickPaper,
    Way,
)
from terminal.visit.state import State

ENTRY = "answer"
_CAPTION, _ELDERLY_CAPTION = 200, 70
"""Chinese characters that the words over the stage hold."""
_MOST_PAPERS = 4
"""Papers shown beside the conversation; the page of the matter has them all."""


def view(state: State, look: Look) -> Screenful:
    """The clerk's words above, the way to answer below."""
    words = said(state, look)
    start = "keys" if state.visit.way is Way.TYPE else "talk"
    below = look.crowded and (not look.landscape or (look.outgrown and look.drop > 0))
    watch = Told(_caption(state, look, words), None if below else Column(_controls(state, look), gap=14))
    reachable = Row(_controls(state, look), gap=14, justify="end") if below else None
    beside = reachable if look.landscape else None
    keys = _keys(state, look)
    keys = Column((beside, replace(keys, grow=1.0)), gap=14) if beside else keys
    pages = (("talk", _talk(state, look, beside)), ("keys", keys))
    touch = Column((None if beside else reachable, Pages("converse", pages, start, grow=1)))
    body = halves(look, watch, touch, tall=505 if look.large else 600 if look.drop else 640)
    window = state.visit.ticket.window if state.visit.ticket and state.visit.ticket.window else state.window
    return framed(state, look, "conversing", body, title=look.say("converse.title", window=window), back=False)


def _caption(state: State, look: Look, words: str) -> Caption:
    """What the clerk is saying right now; else what was said last, with its doubtful words marked."""
    most = _ELDERLY_CAPTION if look.large else _CAPTION
    if state.visit.caption:
        return Caption(newest(state.visit.caption, most), who=look.say("converse.speaking_now"))
    last = state.visit.lines[-1] if state.visit.lines else None
    spoken = last is not None and last.words and state.visit.saying.key == "converse.clerk_says"
    return Caption(newest(words_said(last) if spoken and last else words, most))


def _papers(state: State, look: Look) -> Node | None:
    """The papers, ticked off together with the clerk: both screens show the same ticks."""
    meaning = state.visit.meaning
    found = matter(look, meaning.matter_id) if meaning else None
    if found is None or not state.visit.papers or not found.materials:
        return None
    have = state.visit.papers
    if look.large and look.landscape:
        return None
    if look.elderly or look.landscape:
        count = sum(have)
        return Text(look.say("converse.papers", n=count, all=len(have)), "label", lines=1, fit=True)
    cells = [
        _paper(place, paper_name(look, paper), place < len(have) and have[place], look)
        for place, paper in enumerate(found.materials[:_MOST_PAPERS])
    ]
    return Row(tuple(cells), gap=12) if not look.outgrown else Column(tuple(cells), gap=12)


def _paper(place: int, name: str, have: bool, look: Look) -> Node:
    mark = Icon("mark-sure", 40, "primary") if have else Box(line="ink2", line_width=4, radius=20, width=38, height=38)
    words = Text(name, "body", lines=1, fit=True, grow=1)
    box = Box(Row((mark, words), gap=10), fill="surface", line="primary" if have else "border", line_width=3)
    box = replace(box, radius=24, pad=(0, 12, 0, 12))
    return Touch(box, TickPaper(paper=place, have=not have), name, grow=1, height=look.room(76))


def _controls(state: State, look: Look) -> tuple[Node, ...]:
    """Over the signer, out of the way; below or beside the stage where that is out of reach or the words are large."""
    wide = look.room(380 if look.elderly else 300 if look.english else 230)
    tall = max(84.0, look.tokens.min_target)
    label, icon = once_more(state, look)
    again = Button(
        label,
        Repeat(),
        "floating",
        icon,
        role="small" if look.large else "",
        height=tall,
        width=wide,
    )
    slower = Button(look.say("signer.slower"), ChangeRate(step=-1), "floating", "slower", height=tall, width=wide)
    return (again,) if look.elderly else (again, slower)


def _talk(state: State, look: Look, controls: Node | None) -> Node:
    """The text, the way to answer, and the ways on; ``controls`` of the signer where the stage has no room for them."""
    way = state.visit.way
    answer: Node | None = None
    if way is Way.SIGN and state.visit.consent.camera:
        answer = Row(
            (
                mirror(
                    state,
                    look,
                    width=440 if not look.landscape or look.large else 300,
                    height=330 if look.large or not look.landscape else 200,
                ),
                Column((words_row(state, look),), grow=1),
            ),
            gap=24,
            align="start",
        )
    elif way is Way.SPEAK:
        heard = Text(state.visit.request.partial or whether_heard(state, look), "h3", grow=1, fit=True)
        ear = Ripple("mic", "microphone", width=190, height=190)
        answer = Row((ear, heard), gap=28)
        if state.press_to_talk:
            answer = Row((replace(talk_key(state, look), grow=1.4, height=190), heard), gap=28)
    shown = 1 if look.large or look.landscape else 2 if answer is not None else 4
    finish = Button(look.say("converse.finish"), Leave(), "second", height=120, grow=1)
    write = Button(
        look.say("converse.type_here"), Choose(key="converse", value="keys"), "second", "type", height=120, grow=1.2
    )
    send = (
        Row(
            (
                Button(look.say("ask.again"), SignAgain(), "second", "again", height=120, grow=0.8),
                Button(look.say("converse.send"), Submit(), "main", "send", height=120, grow=1),
            ),
            gap=16,
        )
        if way is Way.SIGN and state.visit.request.chips
        else None
    )
    interpreter = _interpreter(state, look)
    large = way is Way.SIGN or (way is Way.SPEAK and state.press_to_talk)
    crowded = look.large and look.landscape and large
    text = None if crowded else conversation(state.visit.lines, look, shown=shown)
    ways: Node = Row((finish, write, interpreter), gap=16)
    if look.large and interpreter is not None:
        ways = _ways_in_large_letters(look, (finish, write, interpreter))
    answered = (answer, send, controls, _by(state, look), ways)
    return Column((notice_band(state, look), text, _papers(state, look), *answered), gap=18)


def _ways_in_large_letters(look: Look, keys: tuple[Button, Button, Button]) -> Node:
    """A lying panel has room below, a standing one beside."""
    if look.landscape:
        *others, interpreter = keys
        return Column((Row(tuple(others), gap=16), replace(interpreter, grow=0.0, height=104)), gap=18)
    finish, write, interpreter = (replace(key, role="body", icon="", height=136) for key in keys)
    beside = Row((finish, write, interpreter), gap=16)
    return Either(beside, Column((Row((finish, write), gap=16), replace(interpreter, grow=0.0)), gap=16))


def _interpreter(state: State, look: Look) -> Button | None:
    """In large letters only for who signs: there is room for two other ways or for this one."""
    if not look.interpreter or (look.elderly and state.visit.way is not Way.SIGN):
        return None
    return Button(look.say("fault.interpreter"), CallInterpreter(), "second", "video", height=120, grow=1.2)


def _by(state: State, look: Look) -> Node | None:
    """Who began by touch or typing may go on by signing or speaking, at any moment."""
    if state.visit.way in (Way.SIGN, Way.SPEAK):
        return None
    sign = Button(look.say("converse.sign"), ChooseWay(way=Way.SIGN), "second", "sign", height=120, grow=1)
    speak = Button(look.say("converse.speak"), ChooseWay(way=Way.SPEAK), "second", "mic", height=120, grow=1)
    return Row((sign, speak), gap=16)


def _keys(state: State, look: Look) -> Node:
    field = Entry(ENTRY, state.visit.request.typed, typed, submit=Submit(), limit=200, grow=1, height=130)
    close = Button(
        look.say("ask.others"),
        Choose(key="converse", value="talk"),
        "second",
        "back",
        role="small" if look.large else "body",
        height=130,
        width=look.room(230 if not look.elderly else 380),
    )
    return Column(
        (
            None if look.landscape else conversation(state.visit.lines, look, shown=1),
            Row((field, close), gap=16),
            sending(ENTRY, look),
        ),
        gap=18,
    )
