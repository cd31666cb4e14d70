"""What an utterance means depends on what was asked: yes and no only as answers, digits only where they are asked."""

from __future__ import annotations

import pytest

from content.matters import load
from terminal.intents import of_speech
from terminal.visit.events import Confirm, Deny, EnterDigits, Event, Repeat, SpeechHeard, Way
from terminal.visit.state import Booking, Consent, Phase, State, Visit
from terminal.visit.wants import wants
from terminal.workers.questions import grammars

SPEAKER = Visit(visit_id="v", way=Way.SPEAK, consent=Consent(microphone=True))
CHOSEN = State(
    phase=Phase.BOOKING, visit=Visit(way=Way.SPEAK, consent=Consent(microphone=True), booking=Booking(slot_id="s"))
)


def meant(text: str, state: State) -> Event:
    return of_speech(SpeechHeard(text=text, confidence=0.9), state, load())


@pytest.mark.parametrize("phase", [Phase.CONFIRMING, Phase.MATTER, Phase.CALLED])
def test_yes_and_no_answer_what_was_asked(phase: Phase) -> None:
    assert isinstance(meant("对", State(phase=phase)), Confirm)
    assert isinstance(meant("不对", State(phase=phase)), Deny)


def test_where_nothing_was_asked_they_are_words() -> None:
    assert isinstance(meant("对", State(phase=Phase.ASKING)), SpeechHeard)
    assert isinstance(meant("再说一遍", State(phase=Phase.ASKING)), Repeat)


def test_a_spoken_card_number_fills_the_field_that_asks_for_it() -> None:
    spoken = "一一零一零五一九四九一二三一零零二叉"
    assert wants(CHOSEN).question == "number"
    assert meant(spoken, CHOSEN) == EnterDigits(digits="11010519491231002X")
    assert isinstance(meant(spoken, State(phase=Phase.ASKING)), SpeechHeard)
    whole = CHOSEN.with_visit(booking=Booking(slot_id="s", digits="11010519491231002X"))
    assert wants(whole).question == "yes_no"


def test_every_question_that_is_wanted_can_be_listened_for() -> None:
    known = {*grammars(load()), "captions", ""}
    asked = {wants(State(phase=phase, visit=SPEAKER)).question for phase in Phase}
    assert asked | {wants(CHOSEN).question} <= known
