"""The ears: utterances cut out of a stream, half duplex, press-to-talk. With the shipped model and real recordings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from hardware.microphone import ClipMicrophone
from hardware.sound import save_wav
from recognition.speech.clips import read_clip
from recognition.speech.grammar import Grammar
from recognition.speech.listener import (
    Listener,
    SpeechEvent,
    SpeechHeard,
    SpeechIgnored,
    SpeechPartial,
    SpeechStarted,
)
from recognition.speech.recognizer import SpeechRecognizer

RATE_HZ = 16000
CHUNK = 320

Words = dict[str, NDArray[np.int16]]


@dataclass(frozen=True)
class Chunk:
    samples: NDArray[np.int16]
    rate_hz: int
    at: float


def room(seconds: float) -> NDArray[np.int16]:
    """A quiet room's hiss."""
    return np.random.default_rng(3).normal(0, 12, int(seconds * RATE_HZ)).astype(np.int16)


def hears(listener: Listener, sound: NDArray[np.int16], at: float = 0.0, rate_hz: int = RATE_HZ) -> list[SpeechEvent]:
    events: list[SpeechEvent] = []
    for start in range(0, len(sound), CHUNK):
        events += listener.feed(Chunk(sound[start : start + CHUNK], rate_hz, at + start / rate_hz))
    return events


def heard(events: list[SpeechEvent]) -> list[str]:
    return [event.heard.text for event in events if isinstance(event, SpeechHeard)]


@pytest.fixture
def listener(recognizer: SpeechRecognizer) -> Listener:
    return Listener(recognizer)


@pytest.fixture(scope="module")
def word(recordings: list[dict[str, str]]) -> Words:
    """A clear reader's words, without the silence around them."""
    wanted = {"可以", "不要", "取消", "再见", "返回"}
    clips = {r["text"]: read_clip(Path(r["path"])) for r in recordings if r["kind"] == "word" and r["text"] in wanted}
    return {text: clip[np.flatnonzero(np.abs(clip) > 500)[0] : np.flatnonzero(np.abs(clip) > 500)[-1]]
            for text, clip in clips.items()}  # fmt: skip


@pytest.fixture
def words(word: Words) -> Grammar:
    return Grammar.of("words", {text: [text] for text in word})


@pytest.mark.shared
def test_two_answers_in_a_row_are_two_utterances(listener: Listener, words: Grammar, word: Words) -> None:
    listener.ask(words)
    sound = np.concatenate([room(1), word["取消"], room(1), word["再见"], room(1)])
    events = hears(listener, sound)
    assert heard(events) == ["取消", "再见"]
    assert [type(e) for e in events if not isinstance(e, SpeechPartial)] == [SpeechStarted, SpeechHeard] * 2


@pytest.mark.shared
def test_the_end_is_decided_half_a_second_after_the_last_voice(listener: Listener, words: Grammar, word: Words) -> None:
    listener.ask(words)
    end = next(e for e in hears(listener, np.concatenate([room(1), word["可以"], room(1)]), at=50.0)
               if isinstance(e, SpeechHeard))  # fmt: skip
    assert end.at - end.spoken_until == pytest.approx(0.5, abs=0.03)
    assert end.spoken_until == pytest.approx(51 + len(word["可以"]) / RATE_HZ, abs=0.15)


@pytest.mark.shared
def test_the_terminals_own_prompt_is_never_recognised(listener: Listener, words: Grammar, word: Words) -> None:
    listener.ask(words)
    prompt = np.concatenate([room(0.2), word["取消"], word["再见"]])
    listener.mute_until(len(prompt) / RATE_HZ)
    events = hears(listener, np.concatenate([prompt, room(1), word["可以"], room(1)]))
    assert heard(events) == ["可以"]


@pytest.mark.shared
def test_an_answer_that_begins_under_the_prompts_end_is_whole(listener: Listener, words: Grammar, word: Words) -> None:
    listener.ask(words)
    listener.mute_until(1.2)  # the answer begins at 1.0
    assert heard(hears(listener, np.concatenate([room(1), word["可以"], room(1)]))) == ["可以"]


@pytest.mark.shared
def test_a_prompt_that_starts_drops_the_utterance_under_way(listener: Listener, words: Grammar, word: Words) -> None:
    listener.ask(words)
    hears(listener, np.concatenate([room(0.5), word["可以"][: RATE_HZ // 4]]))
    assert [type(e) for e in listener.mute_until(3.0)] == [SpeechIgnored]
    assert heard(hears(listener, room(1), at=1.0)) == []


@pytest.mark.shared
def test_what_was_heard_before_the_microphone_went_off_does_not_begin_the_next_answer(
    listener: Listener, words: Grammar, word: Words
) -> None:
    listener.ask(words)
    listener.mute_until(len(word["取消"]) / RATE_HZ)
    hears(listener, word["取消"])
    listener.forget()
    listener.ask(words)
    began = next(e for e in hears(listener, word["可以"], at=3600.0) if isinstance(e, SpeechPartial))
    assert began.text in ("", "可以"[: len(began.text)])
    assert heard(hears(listener, room(1), at=3601.0)) == ["可以"]


@pytest.mark.shared
def test_half_an_answer_is_dropped_with_the_microphone(listener: Listener, words: Grammar, word: Words) -> None:
    listener.ask(words)
    hears(listener, np.concatenate([room(0.5), word["取消"][: RATE_HZ // 4]]))
    assert [type(event) for event in listener.forget()] == [SpeechIgnored]
    assert heard(hears(listener, np.concatenate([room(0.5), word["可以"], room(1)]), at=60.0)) == ["可以"]


@pytest.mark.shared
def test_sound_from_both_sides_of_a_hole_is_not_one_answer(listener: Listener, words: Grammar, word: Words) -> None:
    listener.ask(words)
    events = hears(listener, np.concatenate([room(0.5), word["取消"], room(0.1)]))
    assert heard(events) == []
    events = hears(listener, np.concatenate([word["可以"], room(1)]), at=8.0)
    assert heard(events) == ["取消", "可以"]
    assert next(event.at for event in events if isinstance(event, SpeechHeard)) == 8.0


@pytest.mark.shared
def test_a_late_frame_ends_no_answer(listener: Listener, words: Grammar, word: Words) -> None:
    """The machine was busy for 0.6 s: what came meanwhile has late stamps, and the word is heard whole."""
    listener.ask(words)
    sound, late_from = np.concatenate([room(0.5), word["取消"], room(1)]), RATE_HZ // 2 + len(word["取消"]) // 2
    stamps = [max(n, late_from + int(0.6 * RATE_HZ)) if n > late_from else n for n in range(0, len(sound), CHUNK)]
    events: list[SpeechEvent] = []
    for start, stamp in zip(range(0, len(sound), CHUNK), stamps, strict=True):
        events += listener.feed(Chunk(sound[start : start + CHUNK], RATE_HZ, stamp / RATE_HZ))
    assert heard(events) == ["取消"]


@pytest.mark.shared
def test_while_the_key_is_held_pauses_do_not_end_the_utterance(listener: Listener, words: Grammar, word: Words) -> None:
    listener.ask(words)
    listener.press(0.0)
    assert heard(hears(listener, np.concatenate([room(1.2), word["返回"], room(1.2)]))) == []
    assert heard(listener.release(3.5)) == ["返回"]
    assert listener.release(3.6) == []


@pytest.mark.shared
def test_a_held_key_that_repeats_loses_nothing(listener: Listener, words: Grammar, word: Words) -> None:
    listener.ask(words)
    assert len(listener.press(0.0)) == 1
    hears(listener, np.concatenate([room(0.5), word["返回"], room(1)]))
    assert listener.press(2.0) == []
    assert heard(listener.release(3.0)) == ["返回"]


@pytest.mark.shared
def test_a_new_question_changes_what_is_listened_for(listener: Listener, words: Grammar, word: Words) -> None:
    listener.ask(Grammar.of("other", {"x": ["居住证", "营业执照"]}))
    assert heard(hears(listener, np.concatenate([room(1), word["取消"], room(1)]))) == [""]
    listener.ask(words)
    assert heard(hears(listener, np.concatenate([room(1), word["取消"], room(1)]), at=10)) == ["取消"]


@pytest.mark.shared
def test_chunks_of_any_size_give_the_same(listener: Listener, words: Grammar, word: Words) -> None:
    listener.ask(words)
    sound = np.concatenate([room(1), word["返回"], room(1)])
    events: list[SpeechEvent] = []
    for start in range(0, len(sound), 777):
        events += listener.feed(Chunk(sound[start : start + 777], RATE_HZ, start / RATE_HZ))
    assert heard(events) == ["返回"]


@pytest.mark.shared
@pytest.mark.parametrize("rate_hz", [44_100, 48_000])
def test_a_file_of_another_rate_is_understood_through_the_microphone(
    listener: Listener, words: Grammar, recordings: list[dict[str, str]], tmp_path: Path, rate_hz: int
) -> None:
    path = next(r["path"] for r in recordings if r["kind"] == "word" and r["text"] == "取消")
    save_wav(tmp_path / "answer.wav", read_clip(Path(path), rate_hz), rate_hz)
    listener.ask(words)
    events: list[SpeechEvent] = []
    with ClipMicrophone(paced=False) as microphone:
        microphone.say(room(1))
        microphone.say(tmp_path / "answer.wav")
        microphone.say(room(1))
        while microphone.pending_s:
            chunk = microphone.read(1.0)
            assert chunk is not None
            events += listener.feed(chunk)
    assert heard(events) == ["取消"]


def melody(seconds: float) -> NDArray[np.int16]:
    """Three voices of a tune, a new chord four times a second, with overtones and a beat."""
    t = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    roots = 220 * 2 ** (np.array([0, 4, 7, 5, 2, 9, 11, 12])[(t * 4).astype(int) % 8] / 12)
    phase = 2 * np.pi * np.cumsum(roots) / RATE_HZ
    tune = sum(np.sin(phase * chord * k) / k for chord in (1.0, 1.25, 1.5) for k in range(1, 5))
    return (3000 * tune * (0.3 + 0.7 * np.exp(-6 * (t * 4 % 1)))).astype(np.int16)


@pytest.mark.parametrize(
    "sound",
    [
        melody(4),
        np.zeros(4 * RATE_HZ, np.int16),
        room(4),
        (3000 * np.sin(2 * np.pi * 50 * np.arange(4 * RATE_HZ) / RATE_HZ)).astype(np.int16),
        np.where(np.arange(4 * RATE_HZ) % (RATE_HZ // 2) < 30, 20000, 0).astype(np.int16),
    ],
    ids=["music", "digital silence", "hiss", "mains hum", "clicks"],
)
def test_what_is_no_voice_is_never_taken_for_an_answer(listener: Listener, sound: NDArray[np.int16]) -> None:
    listener.ask(Grammar.of("yes or no", {"yes": ["是", "对", "好的"], "no": ["不", "不是"]}))
    assert [text for text in heard(hears(listener, sound)) if text] == []


def test_a_rate_the_detector_does_not_know_is_refused_every_time(listener: Listener) -> None:
    """The second time the detector of the rate before was asked."""
    listener.feed(Chunk(np.zeros(320, np.int16), 16000, 0.0))
    for at in (0.02, 0.04):
        with pytest.raises(ValueError, match="44100"):
            listener.feed(Chunk(np.zeros(882, np.int16), 44100, at))
