"""An interpreter is called: real hall, real sockets, real media, both screens; the interpreter is simulated."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from terminal.demo.stage import Stage
from terminal.simulators.interpreter import SimulatedInterpreter
from terminal.visit.events import (
    CallInterpreter,
    ChooseMatter,
    ChooseWay,
    ClerkCallsNext,
    ClerkFinishes,
    Confirm,
    GiveConsent,
    GoToWindow,
    HangUp,
    Start,
    Submit,
    TakeNumber,
    Way,
)
from terminal.visit.numbers import asked_to_go
from terminal.visit.state import Call, Phase

pytestmark = pytest.mark.slow

PATIENCE_S = 60.0


@pytest.fixture
def interpreter(stage: Stage) -> Iterator[SimulatedInterpreter]:
    running = stage.running
    interpreter = SimulatedInterpreter(running.access.url, running.keys["interpreter"], size=(320, 240))
    yield interpreter
    while stage.state.phase is Phase.REMOTE:
        running.terminal.dispatch(HangUp())
        stage.run(0.5)
    stage.until(lambda: running.terminal.parts.supervisor.pid("call") is None, "the call worker to end")
    interpreter.away()
    interpreter.close()


def call(stage: Stage) -> Call:
    assert stage.state.visit.call is not None
    return stage.state.visit.call


def at_the_matter(stage: Stage) -> None:
    """A visitor who types has said what it is about."""
    stage.touch(Start)
    stage.touch(ChooseWay, way=Way.TYPE)
    stage.until_phase(Phase.ASKING)
    stage.type("身份证丢了")
    stage.run(0.3)
    targets = stage.running.terminal.parts.visitor.placed.targets
    stage.touch(ChooseMatter if any(isinstance(t.intent, ChooseMatter) for t in targets) else Submit)
    stage.until_phase(Phase.CONFIRMING)
    stage.touch(Confirm)
    stage.until_phase(Phase.MATTER)


def called(stage: Stage) -> None:
    """And asks for an interpreter."""
    at_the_matter(stage)
    stage.running.terminal.dispatch(CallInterpreter())  # the clerk's key F11
    stage.until_phase(Phase.CONSENT)
    assert stage.running.terminal.parts.ring.read() is None, "no picture before the consent"
    stage.touch(GiveConsent)
    stage.until_phase(Phase.REMOTE)


def answered(stage: Stage, interpreter: SimulatedInterpreter) -> None:
    interpreter.ready()
    called(stage)
    stage.until(lambda: call(stage).state == "ringing", "the ringing", PATIENCE_S)
    interpreter.answer()
    stage.until(lambda: call(stage).state == "connected", "the interpreter", PATIENCE_S)


def _state(stage: Stage) -> list[tuple[str, str]]:
    found = stage.state.visit.call
    return [(found.state, found.reason)] if found is not None else []


def moves(pictures: list[Any]) -> bool:
    """Whether the pictures differ from each other in a good part of their pixels."""
    if len(pictures) < 2 or pictures[0].shape != pictures[-1].shape:
        return False
    return bool((np.abs(pictures[0].astype(int) - pictures[-1].astype(int)).max(axis=2) > 40).mean() > 0.004)


def shown(stage: Stage) -> Any:
    """The visitor's screen as it is now."""
    return stage.running.terminal.parts.visitor.picture().copy()


def test_a_call_from_the_briefing_to_the_end(stage: Stage, interpreter: SimulatedInterpreter) -> None:
    answered(stage, interpreter)
    assert interpreter.session["briefing"]["matter_id"] == "id_card_lost"
    people = stage.running.terminal.parts.call.pictures["interpreter"]
    stage.until(lambda: people() is not None, "the interpreter's picture", PATIENCE_S)
    before = shown(stage)
    stage.run(0.4)
    assert moves([before, shown(stage)]), "the interpreter moves on the visitor's screen"
    stage.until(lambda: len(interpreter.pictures) == 10, "the visitor's picture", PATIENCE_S)
    assert interpreter.pictures[-1][1].std() > 10, "the visitor is seen, not an even ground"

    stage.type("照片")
    stage.until(lambda: "照片" in interpreter.texts.values(), "the visitor's letters", PATIENCE_S)
    assert stage.state.visit.lines == (), "not sent yet"
    stage.touch(Submit)
    interpreter.write("可以在大厅", final=False, seq=1)
    interpreter.write("可以在大厅拍", seq=1)
    stage.until(lambda: [line.text for line in stage.state.visit.lines] == ["照片", "可以在大厅拍"], "both lines")
    stage.type("请坐", staff=True)
    stage.until(lambda: "请坐" in interpreter.texts.values(), "the clerk's letters", PATIENCE_S)

    interpreter.end()
    stage.until_phase(Phase.MATTER, patience_s=PATIENCE_S)
    supervisor = stage.running.terminal.parts.supervisor
    stage.until(lambda: supervisor.pid("call") is None, "the end of the call's process", PATIENCE_S)
    assert people() is None, "nothing of the interpreter is left"


def test_the_line_breaks_twice_and_the_conversation_stays(stage: Stage, interpreter: SimulatedInterpreter) -> None:
    answered(stage, interpreter)
    interpreter.write("您好")
    stage.until(lambda: [line.text for line in stage.state.visit.lines] == ["您好"], "the greeting")
    seen: list[tuple[str, str]] = []
    stage.each_frame = lambda now: seen.extend(_state(stage))

    interpreter.lose_line(3.0)
    stage.until(lambda: ("reconnecting", "interpreter") in seen, "the truth about the interpreter", PATIENCE_S)
    stage.until(lambda: call(stage).state == "connected", "the same interpreter", PATIENCE_S)
    frames = interpreter.frames
    stage.until(lambda: interpreter.frames > frames + 10, "pictures after the loss", PATIENCE_S)
    interpreter.reload()
    frames = interpreter.frames
    stage.until(lambda: interpreter.frames > frames + 10, "pictures after a reload", PATIENCE_S)

    supervisor = stage.running.terminal.parts.supervisor
    first = supervisor.pid("call")
    assert first is not None
    os.kill(first, signal.SIGKILL)
    stage.until(lambda: ("reconnecting", "terminal") in seen, "the truth about the own process", PATIENCE_S)
    frames = interpreter.frames
    stage.until(lambda: interpreter.frames > frames + 10, "pictures from another process", PATIENCE_S)
    stage.until(lambda: call(stage).state == "connected", "the same call", PATIENCE_S)
    stage.each_frame = lambda now: None
    assert [line.text for line in stage.state.visit.lines] == ["您好"]
    stage.touch(HangUp)
    stage.until_phase(Phase.MATTER)


def test_a_number_is_called_in_the_call_and_served_with_the_interpreter_there(
    stage: Stage, interpreter: SimulatedInterpreter
) -> None:
    interpreter.ready()
    at_the_matter(stage)
    stage.touch(TakeNumber)
    stage.until_phase(Phase.TICKET)
    stage.touch(Confirm)
    stage.until_phase(Phase.WAITING)
    stage.touch(CallInterpreter)
    stage.until_phase(Phase.CONSENT)
    stage.touch(GiveConsent)
    stage.until(lambda: call(stage).state == "ringing", "the ringing", PATIENCE_S)
    interpreter.answer()
    stage.until(lambda: call(stage).state == "connected", "the interpreter", PATIENCE_S)

    stage.running.terminal.dispatch(ClerkCallsNext())  # the clerk's key F10
    stage.until(lambda: asked_to_go(stage.state), "the call of the number", PATIENCE_S)
    ticket = stage.state.visit.ticket
    assert ticket is not None
    told = f"{ticket.number} 请到 {ticket.window} 号窗口"
    stage.until(lambda: any(told in text for text in interpreter.texts.values()), "the interpreter's line", PATIENCE_S)
    stage.touch(GoToWindow)
    stage.until(lambda: stage.state.open_ticket == ticket.ticket_id, "the service", PATIENCE_S)
    assert (stage.state.phase, call(stage).state) == (Phase.REMOTE, "connected")
    interpreter.end()
    stage.until_phase(Phase.CONVERSING, patience_s=PATIENCE_S)
    stage.running.terminal.dispatch(ClerkFinishes())
    stage.until(lambda: stage.state.open_ticket == "", "the end of the service", PATIENCE_S)
