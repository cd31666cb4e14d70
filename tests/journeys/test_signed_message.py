"""A signed message by touch alone: the real camera worker, the real hall; the visitor signs, watches, sends."""

from __future__ import annotations

import httpx
import pytest

from terminal.demo.stage import Stage
from terminal.visit.events import (
    CallChanged,
    CallInterpreter,
    ChooseWay,
    Confirm,
    GiveConsent,
    Leave,
    RecordMessage,
    Start,
    Way,
)
from terminal.visit.state import Message, Phase

pytestmark = pytest.mark.slow
PATIENCE_S = 60.0


def message(stage: Stage) -> Message:
    assert stage.state.visit.message is not None
    return stage.state.visit.message


def reaches(stage: Stage, step: str) -> None:
    stage.until(lambda: message(stage).step == step, f"the step {step}", PATIENCE_S)


def test_a_message_is_signed_watched_and_sent_by_touch(stage: Stage) -> None:
    parts = stage.running.terminal.parts
    stage.touch(Start)
    stage.touch(ChooseWay, way=Way.TYPE)
    stage.until_phase(Phase.ASKING)
    stage.running.terminal.dispatch(CallInterpreter())
    stage.until_phase(Phase.CONSENT)
    stage.touch(GiveConsent)
    stage.until_phase(Phase.REMOTE)
    stage.running.terminal.dispatch(CallChanged(state="nobody", reason="away"))
    stage.run(0.3)

    stage.touch(RecordMessage)
    reaches(stage, "consent")
    assert parts.ring.read() is None, "no picture before the consent"
    stage.touch(GiveConsent)
    reaches(stage, "recording")
    stage.run(2.0)
    stage.touch(Confirm)
    reaches(stage, "review")
    stage.until(lambda: parts.message.picture() is not None, "the film on the screen", PATIENCE_S)
    stage.touch(Confirm)
    reaches(stage, "contact")
    stage.touch(Confirm)
    reaches(stage, "sent")

    headers = {"Authorization": f"Bearer {stage.running.keys['interpreter']}"}
    with httpx.Client(base_url=stage.running.access.url, headers=headers) as desk:
        mails = desk.get("/v1/videomails").raise_for_status().json()["items"]
    assert message(stage).code.startswith(f"{stage.running.access.url}/answer#"), "what opens the answer"
    assert (message(stage).number, "queued") in [(mail["number"], mail["state"]) for mail in mails]

    stage.touch(Confirm)
    stage.running.terminal.dispatch(Leave())
    stage.until_phase(Phase.IDLE)
    stage.until(lambda: parts.supervisor.pid("message") is None, "the end of the worker", PATIENCE_S)
    assert parts.message.picture() is None
