"""What may vanish comes back, and the visit goes on: hall, camera, a worker."""

from __future__ import annotations

import os
import signal

import httpx
import pytest

from terminal.demo.stage import Stage
from terminal.visit.events import (
    ChooseMatter,
    ChooseWay,
    ClerkAsksEvaluation,
    ClerkCallsNext,
    Confirm,
    EvaluationStored,
    GiveConsent,
    Rate,
    SkipRating,
    Start,
    Status,
    Submit,
    TakeNumber,
    Way,
)
from terminal.visit.state import Phase
from terminal.workers.eyes import Unplug

pytestmark = pytest.mark.slow


def at_the_matter(stage: Stage) -> None:
    stage.touch(Start)
    stage.touch(ChooseWay, way=Way.TYPE)
    stage.until_phase(Phase.ASKING)
    stage.type("身份证丢了")
    stage.run(0.3)
    stage.touch(ChooseMatter if _suggested(stage) else Submit)
    stage.until_phase(Phase.CONFIRMING)
    stage.touch(Confirm)
    stage.until_phase(Phase.MATTER)


def asked_to_rate(stage: Stage) -> None:
    at_the_matter(stage)
    stage.touch(TakeNumber)
    stage.until_phase(Phase.TICKET)
    stage.touch(Confirm)
    stage.until_phase(Phase.WAITING)
    stage.touch(ClerkCallsNext, staff=True)
    stage.until_phase(Phase.CALLED)
    stage.touch(Confirm)
    stage.until_phase(Phase.CONVERSING)
    stage.touch(ClerkAsksEvaluation, staff=True)
    stage.until_phase(Phase.EVALUATING)


def _suggested(stage: Stage) -> bool:
    targets = stage.running.terminal.parts.visitor.placed.targets
    return any(isinstance(target.intent, ChooseMatter) for target in targets)


def signing(stage: Stage) -> None:
    stage.touch(Start)
    stage.touch(ChooseWay, way=Way.SIGN)
    stage.until_phase(Phase.CONSENT)
    stage.touch(GiveConsent)
    stage.until(lambda: stage.state.visit.framing != "", "the camera to see somebody")


def test_the_hall_goes_away_and_comes_back_and_no_number_is_invented(stage: Stage) -> None:
    before = _tickets(stage)
    at_the_matter(stage)
    hall = stage.running.hall
    assert hall is not None
    hall.process.send_signal(signal.SIGSTOP)
    try:
        stage.touch(TakeNumber)
        stage.until(lambda: stage.state.visit.notice == "hall.away", "the truth", patience_s=40.0)
        assert stage.state.visit.ticket is None
        assert stage.state.phase is Phase.MATTER
    finally:
        hall.process.send_signal(signal.SIGCONT)
    stage.until(lambda: stage.state.hall.reachable, "the hall to be back", patience_s=60.0)
    stage.until(lambda: _take(stage), "a number", patience_s=60.0)
    assert stage.state.visit.ticket is not None
    # The hall may have read the first wish when it woke up: it is the same number then, not a second one.
    assert len(_tickets(stage) - before) == 1


def _take(stage: Stage) -> bool:
    if stage.state.phase is Phase.MATTER and not stage.state.visit.pending:
        stage.touch(TakeNumber)
    return stage.state.phase is Phase.TICKET


def test_an_evaluation_given_while_the_hall_is_away_arrives_once(stage: Stage) -> None:
    asked_to_rate(stage)
    before = len(_evaluations(stage))
    hall = stage.running.hall
    assert hall is not None
    hall.process.send_signal(signal.SIGSTOP)
    try:
        stage.touch(Rate)
        stage.until_phase(Phase.LEAVING)
        stage.until(lambda: _told(stage, kept=True), "the truth: it lies here and will be sent")
        assert stage.state.phase is Phase.LEAVING, "while the visitor is still there"
        assert not _told(stage, kept=False)
    finally:
        hall.process.send_signal(signal.SIGCONT)
    stage.until(lambda: _told(stage, kept=False), "the evaluation to arrive", patience_s=60.0)
    stage.run(2.0)
    assert len(_evaluations(stage)) == before + 1


def _told(stage: Stage, *, kept: bool) -> bool:
    return any(isinstance(event, EvaluationStored) and event.kept is kept for event in stage.events)


def _tickets(stage: Stage) -> set[str]:
    headers = {"Authorization": f"Bearer {stage.running.admin_key}"}
    answer = httpx.get(stage.running.access.url + "/v1/tickets", headers=headers, timeout=5.0)
    return {ticket["id"] for ticket in answer.json()["items"] if ticket["state"] == "queued"}


def _evaluations(stage: Stage) -> list[object]:
    headers = {"Authorization": f"Bearer {stage.running.admin_key}"}
    answer = httpx.get(stage.running.access.url + "/v1/evaluations", headers=headers, timeout=5.0)
    return list(answer.json()["items"])


def test_the_camera_is_lost_and_comes_back(stage: Stage) -> None:
    signing(stage)
    tell = stage.running.terminal.parts.supervisor.tell
    tell("eyes", Unplug(True))
    stage.until(lambda: stage.state.visit.notice == "fault.camera", "plain words about the camera")
    camera = stage.state.device("camera")
    assert camera is not None
    assert camera.status is Status.MISSING
    assert stage.state.phase is Phase.ASKING
    tell("eyes", Unplug(False))
    stage.until(lambda: stage.state.visit.notice == "", "the camera to be back")
    camera = stage.state.device("camera")
    assert camera is not None
    assert camera.status is Status.SIMULATED


def test_a_killed_worker_comes_back_and_the_visit_stays_where_it_was(stage: Stage) -> None:
    signing(stage)
    supervisor = stage.running.terminal.parts.supervisor
    first = supervisor.pid("eyes")
    assert first is not None
    os.kill(first, signal.SIGKILL)
    stage.until(lambda: supervisor.pid("eyes") not in (None, first), "the eyes to be started again", patience_s=30.0)
    assert stage.state.phase is Phase.ASKING
    ring = stage.running.terminal.parts.ring
    ring.wipe()
    stage.until(lambda: ring.read() is not None, "pictures again", patience_s=120.0)
    assert stage.state.phase is Phase.ASKING


def test_not_rating_is_as_easy_and_is_recorded_as_none(stage: Stage) -> None:
    asked_to_rate(stage)
    stage.touch(SkipRating)
    stage.until_phase(Phase.LEAVING)
    assert stage.state.visit.evaluation is not None
    assert stage.state.visit.evaluation.outcome == "none"
    assert stage.state.visit.evaluation.level is None
