"""At the window: what the clerk says is signed, written and (where chosen) spoken; the answer goes back by any way."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import (
    Button,
    Caption,
    Column,
    Entry,
    Node,
    Pages,
    PinyinKeyboard,
    Place,
    Ripple,
    Row,
    Screenful,
    SignerStage,
    Stack,
    Text,
)
from terminal.ui.scene import Local as Choose
from terminal.ui.visitor.asking_sign import mirror, words_row
from terminal.ui.visitor.asking_type import typed
from terminal.ui.visitor.frame import framed, halves, notice_band
from terminal.ui.visitor.talk import conversation
from terminal.ui.visitor.words import said
from terminal.visit.events import CallInterpreter, ChangeRate, Leave, Repeat, SignAgain, Submit, Way
from terminal.visit.state import State

ENTRY = "answer"


def view(state: State, look: Look) -> Screenful:
    """The clerk's words above, the way to answer below."""
    words = said(state, look)
    pages = (("talk", _talk(state, look)), ("keys", _keys(state, look)))
    start = "keys" if state.visit.way is Way.TYPE else "talk"
    watch = Stack(
        (
            SignerStage(fit="whole"),
            None if look.drop and not look.landscape else Place(Column(_controls(look), gap=14), right=24, top=24),
            Place(Caption(words), left=32, right=32, bottom=20),
        )
    )
    reachable = Row(_controls(look), gap=14, justify="end") if look.drop and not look.landscape else None
    touch = Column((reachable, Pages("converse", pages, start, grow=1)))
    body = halves(look, watch, touch, tall=620 if not look.elderly else 500)
    window = state.visit.ticket.window if state.visit.ticket and state.visit.ticket.window else state.window
    return framed(state, look, "conversing", body, title=look.say("converse.title", window=window), back=False)


def _controls(look: Look) -> tuple[Node, ...]:
    """Over the signer, out of the way; on a lowered page below the stage, within reach."""
    wide = look.room(300 if look.english or look.elderly else 230)
    again = Button(
        look.say("converse.again"),
        Repeat(),
        "floating",
        "again",
        role="small" if look.elderly else "",
        height=84,
        width=wide,
    )
    slower = Button(look.say("signer.slower"), ChangeRate(step=-1), "floating", "slower", height=84, width=wide)
    return (again,) if look.elderly else (again, slower)


def _talk(state: State, look: Look) -> Node:
    way = state.visit.way
    answer: Node | None = None
    if way is Way.SIGN and state.visit.consent.camera:
        answer = Row(
            (
                mirror(
                    state,
                    look,
                    width=440 if not look.landscape or look.elderly else 300,
                    height=330 if not look.landscape else 200,
                ),
                Column((words_row(state, look),), grow=1),
            ),
            gap=24,
            align="start",
        )
    elif way is Way.SPEAK:
        heard = state.visit.request.partial or look.say("ask.speaking" if state.speaking else "ask.listening")
        answer = Row((Ripple("mic", "microphone", width=190, height=190), Text(heard, "h3", grow=1, fit=True)), gap=28)
    shown = 1 if look.elderly or look.landscape else 2 if answer is not None else 4
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
    interpreter = (
        Button(look.say("fault.interpreter"), CallInterpreter(), "second", "video", height=120, grow=1.2)
        if look.interpreter and not look.elderly
        else None
    )
    crowded = look.elderly and look.landscape and answer is not None
    text = None if crowded else conversation(state.visit.lines, look, shown=shown)
    ways = Row((finish, write) if look.elderly or interpreter is None else (finish, write, interpreter), gap=16)
    return Column((notice_band(state, look), text, answer, send, ways), gap=20)


def _keys(state: State, look: Look) -> Node:
    field = Entry(ENTRY, state.visit.request.typed, typed, submit=Submit(), limit=200, grow=1, height=130)
    close = Button(
        look.say("ask.others"),
        Choose(key="converse", value="talk"),
        "second",
        "back",
        role="small" if look.elderly else "body",
        height=130,
        width=look.room(230) if not look.elderly else 380,
    )
    return Column(
        (
            None if look.landscape else conversation(state.visit.lines, look, shown=1),
            Row((field, close), gap=16),
            PinyinKeyboard(ENTRY, Submit(), grow=1) if look.landscape else PinyinKeyboard(ENTRY, Submit(), height=600),
        ),
        gap=18,
    )
