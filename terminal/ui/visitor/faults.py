"""A device is lost: what happened, that it is not the visitor's doing, what was kept, and the ways on."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import (
    Box,
    Choice,
    Column,
    Icon,
    Intent,
    Node,
    Pill,
    Place,
    Row,
    Screenful,
    SignerStage,
    Spacer,
    Stack,
    Text,
)
from terminal.ui.visitor.frame import framed
from terminal.ui.visitor.sides import halves
from terminal.visit.events import CallInterpreter, ChooseWay, Way
from terminal.visit.state import State

_ICONS = {"camera": "camera-off", "microphone": "mic-off"}


def view(state: State, look: Look, device: str) -> Screenful:
    """The panel of a lost ``device``; it goes away by itself when the device returns."""
    icon = _ICONS[device]
    title = look.say(f"fault.{device}")
    words = Column(
        (
            Row((Icon(icon, 112 if not look.large else 80, "maybe"),)),
            Text(title, "h1" if not look.large else "h2", "maybe", fit=True),
            Text(look.say("fault.not_you"), "lead", "maybe", fit=True),
        ),
        gap=16,
        justify="center",
    )
    beside = Place(words, right=48, top=20, bottom=20, width=440)
    stage: Node = Stack((SignerStage(tone="warm", across=0.25), beside))
    if look.landscape:
        line = Row((Icon(icon, 80, "maybe"), Text(title, "h2", "maybe", fit=True, grow=1)), gap=24)
        words = Column((line, words.children[2]), gap=12, justify="center")
        beneath = Box(words, fill="maybe_bg", radius=36, pad=(12, 32, 12, 32), height=190 if not look.large else 220)
        stage = Column((SignerStage(tone="warm", grow=1), beneath), gap=20)
    told = Row((Pill(look.say("fault.told"), tone="ok"), Spacer(grow=1)))
    touch = Column((Text(look.say("fault.kept"), "h3", fit=True), *_ways(state, look), told), gap=28)
    body = halves(look, stage, touch, tall=520, gap=44)
    return framed(state, look, f"fault.{device}", body, title=title, step=1)


def _ways(state: State, look: Look) -> tuple[Node, ...]:
    ways: list[tuple[str, str, str, Intent]] = [
        ("choose.type", "fault.type_note", "type", ChooseWay(way=Way.TYPE)),
        ("choose.touch", "fault.touch_note", "largetext", ChooseWay(way=Way.TOUCH)),
    ]
    if state.visit.way is Way.SIGN:
        if look.interpreter:
            ways.insert(1, ("fault.interpreter", "fault.interpreter_note", "video", CallInterpreter()))
        ways.append(("choose.speak", "fault.speak_note", "speak", ChooseWay(way=Way.SPEAK)))
    else:
        ways.append(("choose.sign", "fault.sign_note", "sign", ChooseWay(way=Way.SIGN)))
    return tuple(
        Choice(look.say(key), intent, icon, "" if look.large or look.landscape else look.say(note), "row", grow=1)
        for key, note, icon, intent in ways[:3]
    )
