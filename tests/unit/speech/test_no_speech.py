"""Coughs, hum and silence are no answers; people's short words are, also among others and over a telephone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from content.matters import load_lexicon
from recognition.speech.clips import RATE_HZ, in_babble, read_clip
from recognition.speech.questions import number_question, yes_no_question
from recognition.speech.recognizer import SpeechRecognizer
from recognition.speech.voicing import is_voice, voicing
from tests.bench.coughs import cough, hum, melody, pieces
from tests.bench.one_syllable import answered
from tests.bench.speech import Chunk

CHILD = 1.25
"""A child's voice, nearly: everything this much higher, and as much faster."""


def vowel(seconds: float, pitch_hz: float) -> NDArray[np.int16]:
    """A hum of the throat that swells and dies away, two overtones louder than the rest."""
    t = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    tone = sum(np.sin(2 * np.pi * pitch_hz * k * t) * (1 if k in (3, 9) else 0.3) for k in range(1, 15))
    return np.asarray(2500 * tone * np.sin(np.pi * t / seconds)).astype(np.int16)


@pytest.mark.parametrize("question", [yes_no_question, number_question], ids=["yes or no", "number"])
@pytest.mark.parametrize("make", [cough, hum, melody])
def test_it_begins_an_utterance_and_is_no_answer(recognizer: SpeechRecognizer, question, make) -> None:  # type: ignore[no-untyped-def]
    heard = [answered(recognizer, question(load_lexicon()), make(seed)) for seed in range(5)]
    assert [found.text for found in heard if found] == [""] * 5


@pytest.mark.parametrize("seed", range(20))
def test_a_cough_has_too_little_pitch_and_a_hum_too_much_evenness(seed: int) -> None:
    assert not is_voice(cough(seed), RATE_HZ, 2)
    assert not is_voice(hum(seed), RATE_HZ, 2)


def test_tunes_go_from_one_held_note_to_another() -> None:
    """Eleven of forty were taken for an answer before these were looked for; of a few the chords hide the notes."""
    assert sum(is_voice(melody(seed), RATE_HZ, 2) for seed in range(20)) <= 2


def test_one_held_note_is_no_tune() -> None:
    """Somebody who says a long level syllable is heard; two of them on different levels would be sung."""
    assert is_voice(vowel(0.5, 220), RATE_HZ, 1, bare=True)
    sung = np.concatenate([vowel(0.5, 220), vowel(0.5, 262)])
    assert voicing(sung, RATE_HZ).notes == 2
    assert not is_voice(sung, RATE_HZ, 2)


def drum(seconds: float) -> NDArray[np.float64]:
    """A low drum twice a second."""
    t = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    return np.asarray(9000 * np.sin(2 * np.pi * 55 * t) * np.exp(-8 * (t % 0.5)))


def test_below_a_voice_there_is_no_drum() -> None:
    """A voice over music is refused with it, as any talk is that music drowns."""
    said = vowel(0.3, 220)
    assert is_voice(said, RATE_HZ, 1)
    assert not is_voice((said + drum(0.3)).astype(np.int16), RATE_HZ, 1)


def test_a_room_that_hums_all_the_time_drowns_no_voice() -> None:
    said = np.concatenate([np.zeros(RATE_HZ // 2), vowel(0.3, 220), np.zeros(RATE_HZ // 2)])
    hum_hz = 50 * np.arange(len(said)) / RATE_HZ
    assert is_voice((said + 200 * np.sin(2 * np.pi * hum_hz)).astype(np.int16), RATE_HZ, 1, bare=True)
    humming = said + 4000 * np.sin(2 * np.pi * hum_hz)
    assert voicing(humming.astype(np.int16), RATE_HZ).bass < 0.02
    assert voicing(np.where(said, humming, 0).astype(np.int16), RATE_HZ).bass > 0.3


def test_two_syllables_do_not_stay_at_their_loudest_for_a_second_and_a_half() -> None:
    t = np.arange(int(1.6 * RATE_HZ)) / RATE_HZ
    gliding = np.cumsum(180 + 60 * np.sin(2 * np.pi * 1.3 * t)) / RATE_HZ
    sound = sum(np.sin(2 * np.pi * k * gliding) / k for k in range(1, 12)) * (1 + 0.5 * np.sin(2 * np.pi * 3 * t))
    sung = (4000 * sound).astype(np.int16)
    assert voicing(sung, RATE_HZ).notes < 2
    assert not is_voice(sung, RATE_HZ, 2)
    assert is_voice(sung[: RATE_HZ // 2], RATE_HZ, 2)


@pytest.mark.parametrize("pitch_hz", [75, 120, 220, 330, 450])
@pytest.mark.parametrize("rate_hz", [8000, 16000])
def test_a_vowel_of_any_voice_is_one(pitch_hz: float, rate_hz: int) -> None:
    sound = vowel(0.3, pitch_hz)[:: RATE_HZ // rate_hz]
    assert is_voice(sound, rate_hz, 1, bare=True)
    assert voicing(sound, rate_hz).share > 0.9


@pytest.mark.parametrize(
    "sound",
    [np.zeros(0, np.int16), np.zeros(10, np.int16), np.zeros(RATE_HZ, np.int16), np.full(RATE_HZ, 32767, np.int16)],
    ids=["nothing", "0.6 ms", "digital silence", "stuck microphone"],
)
def test_without_sound_there_is_no_voice(sound: NDArray[np.int16]) -> None:
    assert not is_voice(sound, RATE_HZ, 2)


@pytest.mark.shared
def test_nine_seconds_of_music_are_no_short_answer(
    recognizer: SpeechRecognizer, recordings: list[dict[str, str]]
) -> None:
    music = [row for row in recordings if row["kind"] == "noise" and "music" in row["note"] + row["source"]]
    music += [row for row in recordings if row.get("note", "").startswith("string orchestra")]
    assert len(music) == 2
    for row in music:
        recognizer.begin(yes_no_question(load_lexicon()))
        recognizer.accept(Chunk(read_clip(Path(row["path"])), RATE_HZ, 0.0))
        assert recognizer.end().heard.text == ""


@pytest.mark.shared
def test_two_seconds_of_real_music_are_hardly_ever_two_syllables(recordings: list[dict[str, str]]) -> None:
    notes = ("electronic music", "string orchestra")
    music = [row for row in recordings if row.get("note", "").startswith(notes)]
    found = [is_voice(piece, RATE_HZ, 2) for row in music for piece in pieces(read_clip(Path(row["path"])))]
    assert len(found) == 32
    assert sum(found) <= 5


@pytest.mark.shared
@pytest.mark.parametrize("spoilt", ["quiet room", "babble at 5 dB", "8 kHz", "clipped", "a child's"])
def test_peoples_words_are_voices(recordings: list[dict[str, str]], spoilt: str) -> None:
    rows = [row for row in recordings if row["kind"] == "word"][::3]
    others = [read_clip(Path(row["path"])) for row in recordings[:20]]
    for row in rows:
        sound, rate_hz = spoilt_as(spoilt, Path(row["path"]), others)
        assert is_voice(sound, rate_hz, 2), (row["text"], voicing(sound, rate_hz))


def spoilt_as(how: str, path: Path, others: list[NDArray[np.int16]]) -> tuple[NDArray[np.int16], int]:
    """A recording as it is, or spoilt, and its rate."""
    if how == "8 kHz":
        return read_clip(path, 8000), 8000
    if how == "a child's":
        return read_clip(path, round(RATE_HZ / CHILD)), RATE_HZ
    clean = read_clip(path)
    if how == "babble at 5 dB":
        return in_babble(clean, others, 5, np.random.default_rng(1)), RATE_HZ
    if how == "clipped":
        return np.clip(clean.astype(np.int32) * 12, -32768, 32767).astype(np.int16), RATE_HZ
    return clean, RATE_HZ
