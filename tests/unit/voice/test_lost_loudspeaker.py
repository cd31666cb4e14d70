"""A loudspeaker that is missing at the start, pulled out, or lost in the middle of a cue: it comes back, nothing dies.

Found by reading: it was never opened again, and a cue on a lost one ended the voice's process.
"""

from __future__ import annotations

import miniaudio
import numpy as np
import pytest

from hardware.find import Found
from hardware.speaker import DeviceSpeaker, RecordingSpeaker, found
from terminal.visit.events import DeviceChanged, Event, SpeakingChanged, Status
from terminal.voice import Priority, Utterance, VoiceManner, make_synthesizer
from terminal.workers.voice import BASE_VOLUME, Mouth, Sound, open_source

CUE = Sound(np.zeros(2400, np.int16).tobytes(), 24_000)


@pytest.fixture
def said() -> list[Event]:
    return []


@pytest.fixture
def speaker() -> RecordingSpeaker:
    return RecordingSpeaker()


@pytest.fixture
def mouth(said: list[Event], speaker: RecordingSpeaker) -> Mouth:
    return Mouth(said.append, speaker, make_synthesizer())


def states(said: list[Event]) -> list[Status]:
    return [event.status for event in said if isinstance(event, DeviceChanged)]


def utterance(name: str, text: str = "您好", lang: str = "zh") -> Utterance:
    return Utterance(name, text, Priority.ANSWER, lang, VoiceManner.for_mode(elderly=False), topic=name)


def test_one_that_is_missing_at_the_start_is_found_later(
    mouth: Mouth, speaker: RecordingSpeaker, said: list[Event]
) -> None:
    speaker.plugged = False
    for now in (0.0, 1e9, 2e9):
        mouth.tend(now)
    speaker.plugged = True
    mouth.tend(3e9)
    assert states(said) == [Status.MISSING, Status.SIMULATED], "told once each"


def test_a_cue_on_a_lost_one_is_no_error(mouth: Mouth, speaker: RecordingSpeaker, said: list[Event]) -> None:
    mouth.tend(0.0)
    speaker.pull()
    mouth.cue(CUE)
    assert states(said) == [Status.SIMULATED, Status.MISSING]


def test_one_that_is_there_again_speaks_the_next_sentence(
    mouth: Mouth, speaker: RecordingSpeaker, said: list[Event]
) -> None:
    mouth.tend(0.0)
    speaker.pull()
    mouth.say(utterance("a"))
    assert not [event for event in said if isinstance(event, SpeakingChanged)]
    speaker.plugged = True
    mouth.say(utterance("b"))
    assert [event.speaking for event in said if isinstance(event, SpeakingChanged)] == [True]
    assert states(said)[-1] is Status.SIMULATED
    mouth.hush()


def test_one_that_dropped_its_line_is_opened_again_for_the_same_sentence(
    mouth: Mouth, speaker: RecordingSpeaker, said: list[Event]
) -> None:
    mouth.tend(0.0)
    speaker.close()
    mouth.say(utterance("a"))
    assert [event.speaking for event in said if isinstance(event, SpeakingChanged)] == [True]
    mouth.hush()


def test_a_cue_is_as_loud_as_what_is_said_on_every_loudspeaker(
    mouth: Mouth, speaker: RecordingSpeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first sound of a loudspeaker just found was played as loud as it can."""
    other = RecordingSpeaker()
    other.open()
    mouth.cue(CUE)
    assert speaker.volume == BASE_VOLUME
    mouth.say(utterance("a"))
    mouth.hush()
    monkeypatch.setattr(mouth, "_speaker", other)
    mouth.cue(CUE)
    assert other.volume == BASE_VOLUME


def test_staff_who_ask_are_answered(mouth: Mouth, said: list[Event]) -> None:
    mouth.tend(0.0)
    mouth.check()
    assert states(said) == [Status.SIMULATED, Status.SIMULATED]


def test_one_that_is_pulled_out_in_the_middle_of_a_sentence_ends_the_sentence(
    mouth: Mouth, speaker: RecordingSpeaker, said: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waits for the end of what is spoken (the idle clock, the ears) would otherwise wait for ever."""
    mouth.tend(0.0)
    mouth.say(utterance("a"))
    monkeypatch.setattr(speaker, "_timer", None)  # nothing ends it by itself any more
    monkeypatch.setattr(speaker, "_open", False)
    speaker.plugged = False
    mouth.tend(0.0)
    assert [event.speaking for event in said if isinstance(event, SpeakingChanged)] == [True, False]
    assert states(said) == [Status.SIMULATED, Status.MISSING]


def test_auto_finds_one_that_is_plugged_in_after_the_start(said: list[Event], monkeypatch: pytest.MonkeyPatch) -> None:
    plugged: list[Found] = []
    monkeypatch.setattr(found, "speakers", lambda: plugged)
    monkeypatch.setattr(found, "DeviceSpeaker", lambda: DeviceSpeaker(backends=[miniaudio.Backend.NULL]))
    speaker = open_source("auto")
    mouth = Mouth(said.append, speaker, make_synthesizer())
    mouth.tend(0.0)
    mouth.say(utterance("a"))
    plugged.append(Found("speaker", "Jabra", "Jabra"))
    mouth.tend(1e9)
    assert states(said) == [Status.SIMULATED], "not in the middle of a sentence"
    mouth.hush()
    mouth.tend(2e9)
    assert states(said) == [Status.SIMULATED, Status.OK]
    speaker.close()


def test_a_sentence_that_cannot_be_rendered_costs_no_other(mouth: Mouth, said: list[Event]) -> None:
    """Half a character, as an input method may leave it, ended the voice's process and all that waited in it."""
    mouth.tend(0.0)
    mouth.say(utterance("a", "one \ud83d", "en"))
    assert not [event for event in said if isinstance(event, SpeakingChanged)]
    mouth.say(utterance("b"))
    assert [event.speaking for event in said if isinstance(event, SpeakingChanged)] == [True]
    mouth.hush()
