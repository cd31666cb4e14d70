"""The two visits of the demonstration, as stories: a deaf visitor who signs, an elderly visitor who speaks."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from terminal.demo.stage import NeverCameError, Stage
from terminal.visit.events import (
    ChooseWay,
    ClerkAsksEvaluation,
    ClerkCallsNext,
    ClerkFinishes,
    ClerkSays,
    Confirm,
    FixChip,
    GiveConsent,
    Rate,
    SignAgain,
    Start,
    Submit,
    TakeNumber,
    Way,
)
from terminal.visit.state import Phase

Shot = Callable[[str], None]
SIGNS = ("身份证", "丢", "补办")
TRIES = 3
REQUEST = "我那个老年卡丢了"


def deaf_visit(stage: Stage, shot: Shot) -> None:
    """Signs ID card, lost, again; confirms with a thumb; takes a number; answers the clerk; rates on the pad."""
    shot("idle")
    stage.touch(Start)
    stage.until_phase(Phase.CHOOSING)
    shot("choosing")
    stage.run(1.5)
    stage.touch(ChooseWay, way=Way.SIGN)
    stage.until_phase(Phase.CONSENT)
    shot("consent")
    stage.run(1.5)
    stage.touch(GiveConsent)
    stage.until_phase(Phase.ASKING)
    stage.until(lambda: stage.state.visit.framing != "", "the camera to see somebody")
    stage.run(1.0)
    _sign_until_seen(stage)
    shot("signing")
    if stage.state.phase is Phase.ASKING:  # a hand that ends like a thumb up has said it already
        stage.touch(Submit)
    stage.until_phase(Phase.CONFIRMING)
    stage.run(2.0)
    shot("confirming")
    _thumb_up(stage)
    stage.run(2.0)
    shot("matter")
    stage.touch(TakeNumber)
    _wait_and_be_called(stage, shot)
    stage.run(1.0)
    stage.touch(ClerkSays, staff=True)
    stage.until(lambda: any(line.who == "clerk" for line in stage.state.visit.lines), "the clerk's answer")
    stage.run(2.0)
    _answer(stage, "你好")
    shot("conversing")
    stage.touch(ClerkAsksEvaluation, staff=True)
    stage.until_phase(Phase.EVALUATING)
    stage.run(2.0)
    shot("evaluating")
    stage.press_pad(5)
    stage.until_phase(Phase.LEAVING)
    stage.run(0.5)
    shot("leaving")
    stage.until_phase(Phase.IDLE)


def _sign_until_seen(stage: Stage) -> None:
    """Signs the request; touches the right word where the terminal asks which it was; else 再打一次 and once more."""
    for attempt in range(TRIES):
        if attempt:
            stage.touch(SignAgain)
        for place, gloss in enumerate(SIGNS, start=1):
            _sign_one(stage, gloss, place)
            stage.run(1.2)
            if stage.state.phase is not Phase.ASKING:
                return
            _put_right(stage, place - 1)
        if set(SIGNS) <= {chip.gloss for chip in stage.state.visit.request.chips}:
            return  # an odd word among them does no harm


def _sign_one(stage: Stage, gloss: str, place: int) -> None:
    """Signs a word; where the terminal shows nothing for a while, signs it again, as anybody would."""
    for patience_s in (8.0, 8.0, 30.0):
        stage.sign(gloss)
        try:
            return stage.until(lambda: _seen(stage, place), f"a chip for sign {place}", patience_s)
        except NeverCameError as error:
            never = error
    raise never


def _put_right(stage: Stage, place: int) -> None:
    """Where this sign was not read rightly and the right word is offered, touches that."""
    chips = stage.state.visit.request.chips
    if place < len(chips) and chips[place].gloss != SIGNS[place] and SIGNS[place] in chips[place].alternatives:
        with suppress(NeverCameError):
            offered = chips[place].alternatives.index(SIGNS[place])
            stage.touch(FixChip, patience_s=1.0, chip=place, alternative=offered)


def _seen(stage: Stage, count: int) -> bool:
    return len(stage.state.visit.request.chips) >= count or stage.state.phase is not Phase.ASKING


def _answer(stage: Stage, gloss: str) -> None:
    """Signs one word to the clerk and sends it, by touch or by a thumb that was seen at its end."""

    def sent() -> bool:
        return any(line.who == "visitor" for line in stage.state.visit.lines)

    stage.sign(gloss)
    stage.until(lambda: sent() or bool(stage.state.visit.request.chips), "the visitor's answer")
    stage.run(1.5)
    if not sent():
        stage.touch(Submit)
    stage.until(sent, "the visitor's line")


def _thumb_up(stage: Stage) -> None:
    """Holds a thumb up until the screen answers; after some tries touches 对, as anybody would."""
    for _ in range(TRIES):
        stage.gesture("好")
        with suppress(NeverCameError):
            return stage.until_phase(Phase.MATTER, patience_s=6.0)
    stage.touch(Confirm)
    return stage.until_phase(Phase.MATTER)


def elderly_visit(stage: Stage, shot: Shot) -> None:
    """Large type and slow speech: says what it is about, says yes, takes a number, rates on the screen."""
    stage.touch(Start)
    stage.until_phase(Phase.CHOOSING)
    stage.run(1.0)
    stage.touch(ChooseWay, way=Way.SPEAK, elderly=True)
    stage.until_phase(Phase.CONSENT)
    shot("elderly_consent")
    stage.touch(GiveConsent)
    stage.until_phase(Phase.ASKING)
    stage.run(1.0)
    stage.speak(REQUEST)
    stage.until_phase(Phase.CONFIRMING)
    stage.run(0.5)
    shot("elderly_confirming")
    stage.speak("对")
    stage.until_phase(Phase.MATTER)
    stage.run(1.0)
    shot("elderly_matter")
    stage.speak("取号")
    stage.until(lambda: stage.state.visit.pending_what == "ticket" or stage.state.phase is Phase.TICKET, "a number")
    _wait_and_be_called(stage, shot, prefix="elderly_")
    stage.touch(ClerkSays, staff=True)
    stage.until(lambda: any(line.who == "clerk" for line in stage.state.visit.lines), "the clerk's answer")
    stage.run(2.0)
    shot("elderly_conversing")
    stage.touch(ClerkFinishes, staff=True)  # which asks for the evaluation too
    stage.until_phase(Phase.EVALUATING)
    stage.run(1.0)
    shot("elderly_evaluating")
    stage.touch(Rate)
    stage.until_phase(Phase.LEAVING)
    stage.run(0.5)
    stage.until_phase(Phase.IDLE)


def _wait_and_be_called(stage: Stage, shot: Shot, prefix: str = "") -> None:
    stage.until_phase(Phase.TICKET)
    stage.run(2.0)
    shot(prefix + "ticket")
    stage.touch(Confirm)
    stage.until_phase(Phase.WAITING)
    stage.run(1.0)
    shot(prefix + "waiting")
    stage.touch(ClerkCallsNext, staff=True)
    stage.until_phase(Phase.CALLED)
    stage.run(2.0)
    shot(prefix + "called")
    stage.touch(Confirm)
    stage.until_phase(Phase.CONVERSING)
    stage.run(1.0)
