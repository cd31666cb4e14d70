"""A sign taught on site: its name, consent, five takes before the camera, and the way back."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Column, Entry, Icon, Node, Row, Spacer, Text
from terminal.ui.staff.frame import MARGIN, Frame
from terminal.ui.staff.visitor_screen import visitor_screen
from terminal.ui.staff.widgets import MAIN_HEIGHT, card, fact, pill, press, ruled
from terminal.visit.events import ClerkTypes, Event, TeachSign, TeachStep
from terminal.visit.state import Phase, State, Teaching
from terminal.visit.teaching import LONGEST_GLOSS, OVER

TAKES = 5
_FACTS = (("fact_points", "lock"), ("fact_takes", "sign"), ("fact_undo", "erase"))
_ACT_WIDTH = 210
_TONES = {"signing": "warn", "asked": "warn", "done": "ok"}


def teach_page(state: State, look: Look) -> Node:
    """The page under the header."""
    lesson = state.teaching
    inner = _begin(state, look) if lesson is None else _lesson(state, look, lesson)
    title = Text(look.say("staff.teach.title"), "title", lines=1)
    sheet = card(look, Column((title, *inner), gap=24), pad=(32, 40, 32, 40), grow=1)
    return Row((sheet, visitor_screen(state, look)), gap=MARGIN, pad=Frame.of(look).pad, align="stretch", grow=1)


def _begin(state: State, look: Look) -> tuple[Node | None, ...]:
    facts = tuple(fact(look.say(f"staff.teach.{word}"), icon) for word, icon in _FACTS)
    return (Text(look.say("staff.teach.intro"), "h2", bold=False, lines=2), *ruled(facts), _which(state, look))


def _which(state: State, look: Look) -> Node:
    """Which sign: its word, and the button that opens the lesson."""
    word = state.staff_text.strip()
    ready = TeachSign(gloss=word) if word and state.phase is Phase.IDLE else None
    entry = Entry(
        "staff.teach.word",
        state.staff_text,
        _typed,
        look.say("staff.teach.placeholder" if state.phase is Phase.IDLE else "staff.training.busy"),
        submit=ready,
        limit=LONGEST_GLOSS,
        role="caption",
        height=MAIN_HEIGHT,
        grow=1,
    )
    begin = press(look.say("staff.teach.open"), ready, kind="main", width=_ACT_WIDTH, height=MAIN_HEIGHT)
    return Row((entry, begin), gap=14)


def _lesson(state: State, look: Look, lesson: Teaching) -> tuple[Node | None, ...]:
    """Which sign, how many takes, what to do now, what was wrong, and the answers."""
    count = pill(look.say("staff.teach.kept", n=lesson.kept, all=TAKES), _TONES.get(lesson.step, "plain"))
    name = Row((Text(lesson.gloss, "title", lines=1, fit=True), Spacer(grow=1), count), gap=16)
    now = Text(look.say(f"staff.teach.step_{lesson.step}", n=lesson.seconds), "h2", bold=False, lines=2)
    answers = Row((*_answers(state, look, lesson), Spacer(grow=1)), gap=14)
    return (name, Spacer(grow=1), now, _problem(look, lesson), Spacer(grow=1), answers)


def _problem(look: Look, lesson: Teaching) -> Node | None:
    if not lesson.problem:
        return None
    said = look.say("staff.teach.problem_" + lesson.problem.replace("-", "_"), sign=lesson.looks_like)
    return Row((Icon("info", 28, "ink2"), Text(said, "body", lines=2, grow=1)), gap=12)


def _answers(state: State, look: Look, lesson: Teaching) -> tuple[Node, ...]:
    if lesson.step == "consent":
        return (_act(look, "consent", "main", state.phase is Phase.IDLE), _act(look, "stop", "quiet"))
    if lesson.step == "asked":
        return (_act(look, "again", "main"), _act(look, "keep", "second"), _act(look, "stop", "quiet"))
    if lesson.step in OVER:
        undo = (_act(look, "undo", "danger"),) if lesson.step == "done" else ()
        return (_act(look, "close", "main"), *undo)
    return (_act(look, "stop", "quiet"),)


def _act(look: Look, act: str, kind: str, may: bool = True) -> Node:
    step = TeachStep(act=act) if may else None
    return press(look.say(f"staff.teach.act_{act}"), step, kind=kind, width=_ACT_WIDTH, height=MAIN_HEIGHT)


def _typed(text: str) -> Event:
    return ClerkTypes(text=text)
