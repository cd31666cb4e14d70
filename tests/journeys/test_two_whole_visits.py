"""The two visits of the demonstration: from camera and microphone to booking, evaluation and review pad."""

from __future__ import annotations

import httpx
import pytest

from terminal.demo.stage import Stage
from terminal.demo.visits import REQUEST, SIGNS, deaf_visit, elderly_visit
from terminal.visit.events import Level, PadRated, Rate, SignSeen, SpeechHeard, TicketIssued, Understood
from terminal.visit.state import Phase

pytestmark = pytest.mark.slow


def hall(stage: Stage, path: str) -> list[dict[str, object]]:
    headers = {"Authorization": f"Bearer {stage.running.admin_key}"}
    answer = httpx.get(stage.running.access.url + path, headers=headers, timeout=5.0)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def last(stage: Stage, kind: type) -> object:
    return [event for event in stage.events if isinstance(event, kind)][-1]


def nothing_left(stage: Stage) -> None:
    visit = stage.state.visit
    assert stage.state.phase is Phase.IDLE
    assert (visit.request.chips, visit.meaning, visit.lines, visit.ticket) == ((), None, (), None)
    assert stage.running.terminal.parts.ring.read() is None


def test_a_deaf_visitor_signs_takes_a_number_and_rates_on_the_pad(stage: Stage) -> None:
    before = len(hall(stage, "/v1/evaluations"))
    deaf_visit(stage, lambda name: None)
    seen = [event.gloss for event in stage.events if isinstance(event, SignSeen)]
    assert len(set(SIGNS) & set(seen)) >= 2  # one may have been put right by a touch
    assert last(stage, Understood).matter_id == "id_card_lost"
    assert last(stage, PadRated).level is Level.VERY_SATISFIED
    number = last(stage, TicketIssued).number
    assert number in [ticket["number"] for ticket in hall(stage, "/v1/tickets")]
    assert len(hall(stage, "/v1/evaluations")) == before + 1
    nothing_left(stage)


def test_an_elderly_visitor_speaks_takes_a_number_and_rates_on_the_screen(stage: Stage) -> None:
    before = len(hall(stage, "/v1/evaluations"))
    elderly_visit(stage, lambda name: None)
    heard = [event.text for event in stage.events if isinstance(event, SpeechHeard) and event.text]
    assert heard, f"nothing was heard of {REQUEST!r}"
    assert last(stage, Understood).matter_id == "senior_card"
    assert isinstance(last(stage, Rate), Rate)
    assert len(hall(stage, "/v1/evaluations")) == before + 1
    nothing_left(stage)
