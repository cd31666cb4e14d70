"""Press-to-talk: one touch begins, another ends it; nothing is heard before, and nothing holds it for ever."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from terminal.visit.effects import StopTelling, Tell, Understand
from terminal.visit.events import (
    Back,
    ChooseWay,
    ClerkTalks,
    DeviceChanged,
    Event,
    Leave,
    Repeat,
    SpeakingChanged,
    SpeechHeard,
    SpeechPartial,
    Status,
    TalkPressed,
    TalkReleased,
    Tick,
    TypeText,
    Way,
)
from terminal.visit.machine import step
from terminal.visit.state import Consent, Meaning, Phase, State, Visit
from terminal.visit.talking import LONGEST_S, SILENT_S
from terminal.visit.wants import wants


def speaking(phase: Phase = Phase.ASKING, **visit: Any) -> State:
    """Who speaks in a loud hall."""
    who = Visit(visit_id="v", way=Way.SPEAK, consent=Consent(microphone=True))
    return replace(State(phase=phase, press_to_talk=True), visit=replace(who, **visit))


def after(state: State, *events: Event) -> State:
    for event in events:
        state, _ = step(state, event)
    return state


def ears(state: State) -> tuple[str, str]:
    wanted = wants(state)
    return wanted.question, wanted.talk


@pytest.mark.parametrize("phase", [Phase.ASKING, Phase.ENQUIRY, Phase.CONVERSING])
def test_only_between_the_two_touches_is_anybody_heard(phase: Phase) -> None:
    state = speaking(phase)
    assert ears(state) == ("request", "closed")
    state = after(state, TalkPressed(at=1.0))
    assert ears(state) == ("request", "pressed")
    assert ears(after(state, TalkReleased(at=3.0))) == ("request", "finished")


def test_in_open_mode_the_key_does_nothing() -> None:
    state = replace(speaking(), press_to_talk=False)
    assert ears(after(state, TalkPressed(at=1.0))) == ears(state) == ("request", "open")


def test_the_touch_silences_the_voice() -> None:
    state = after(speaking(), SpeakingChanged(at=0.5, speaking=True, until=4.0))
    state, effects = step(state, TalkPressed(at=1.0))
    assert [type(effect) for effect in effects] == [StopTelling]
    late = SpeakingChanged(at=1.1, speaking=True, until=3.0)  # the voice had begun before it was told to stop
    assert ears(after(state, late)) == ("request", "pressed")


def test_what_was_said_is_understood_and_the_key_waits_meanwhile() -> None:
    state = after(speaking(), TalkPressed(at=1.0), TalkReleased(at=3.0))
    state, effects = step(state, SpeechHeard(at=3.2, text="身份证丢了", confidence=0.9))
    assert [effect.text for effect in effects if isinstance(effect, Understand)] == ["身份证丢了"]
    assert ears(after(state, TalkPressed(at=3.3))) == ("request", "closed")


def test_a_second_press_begins_anew() -> None:
    state = after(speaking(), TalkPressed(at=1.0), TalkReleased(at=3.0))
    state = after(state, SpeechHeard(at=3.2, text="", confidence=0.0), TalkPressed(at=5.0))
    assert ears(state) == ("request", "pressed")
    assert state.visit.request.heard == ""


def test_long_silence_ends_it_and_words_put_that_off() -> None:
    state = after(speaking(), TalkPressed(at=1.0), Tick(at=0.9 + SILENT_S), SpeechPartial(at=1.0 + SILENT_S, text="身"))
    state = after(state, Tick(at=0.9 + 2 * SILENT_S))
    assert ears(state) == ("request", "pressed")
    assert ears(after(state, Tick(at=1.0 + 2 * SILENT_S))) == ("request", "finished")


def test_nobody_talks_for_ever() -> None:
    state = after(speaking(), TalkPressed(at=1.0))
    for second in range(2, int(LONGEST_S) + 1):
        state = after(state, SpeechPartial(at=float(second), text=f"{second}"), Tick(at=float(second)))
    assert ears(state) == ("request", "pressed")
    assert ears(after(state, Tick(at=1.0 + LONGEST_S))) == ("request", "finished")


@pytest.mark.parametrize(
    "event",
    [
        Back(at=2.0),
        Leave(at=2.0),
        ChooseWay(at=2.0, way=Way.TOUCH),
        Repeat(at=2.0),
        DeviceChanged(at=2.0, device="microphone", status=Status.MISSING),
        DeviceChanged(at=2.0, device="ears", status=Status.FAULT),
    ],
    ids=lambda event: f"{type(event).__name__} {getattr(event, 'device', '')}",
)
def test_what_takes_the_page_away_ends_it(event: Event) -> None:
    talking = after(speaking(), TalkPressed(at=1.0))
    state = after(talking, event)
    assert state.visit.talk is None
    assert wants(state).talk != "pressed"
    back = DeviceChanged(at=3.0, device=getattr(event, "device", "camera"), status=Status.OK)
    assert after(state, back).visit.talk is None, "what was begun before is not gone on with"


def test_the_clerks_microphone_ends_it_and_hears_without_a_key() -> None:
    state = after(speaking(Phase.CONVERSING), TalkPressed(at=1.0), ClerkTalks(at=2.0, on=True))
    assert ears(state) == ("captions", "open")
    assert ears(after(state, TalkPressed(at=3.0))) == ("captions", "open")
    assert ears(after(state, ClerkTalks(at=4.0, on=False))) == ("request", "closed")


def test_a_sentence_that_is_told_ends_it() -> None:
    """At the window the clerk sends a phrase: two voices at once are neither heard."""
    talking = after(speaking(), TalkPressed(at=1.0))
    state, effects = step(talking, Repeat(at=2.0))
    assert any(isinstance(effect, Tell) for effect in effects)
    assert ears(state) == ("request", "closed")


def test_typing_while_talking_takes_nothing_away() -> None:
    state = after(speaking(Phase.CONVERSING), TalkPressed(at=1.0), TypeText(at=1.5, text="您好"))
    assert ears(state) == ("request", "pressed")


@pytest.mark.parametrize("phase", [Phase.CONFIRMING, Phase.MATTER, Phase.WAITING, Phase.EVALUATING, Phase.REMOTE])
def test_pages_without_the_key_hear_nobody(phase: Phase) -> None:
    state = speaking(phase, meaning=Meaning("id_card_lost"))
    assert not wants(after(state, TalkPressed(at=1.0))).microphone


def test_the_wipe_forgets_it() -> None:
    state = after(speaking(), TalkPressed(at=1.0), Leave(at=2.0), Tick(at=60.0))
    assert state.phase is Phase.IDLE
    assert state.visit.talk is None
