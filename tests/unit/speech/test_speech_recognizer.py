"""Recognition with the shipped model: real people, bad input, grammars the model does not know."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from recognition.evaluate_speech import edits
from recognition.speech.clips import in_babble, read_clip
from recognition.speech.engine import TRAITS_FILE
from recognition.speech.errors import SpeechError
from recognition.speech.grammar import Grammar
from recognition.speech.lexicon import syllables
from recognition.speech.recognizer import SpeechRecognizer
from recognition.speech.results import Heard, Partial

RATE_HZ = 16000
CHUNK = 1600
HALL = Grammar.of(
    "hall",
    {
        "id_card": ["办身份证", "身份证丢了", "补办身份证"], "medical": ["医保卡", "医疗保险"], "marry": ["结婚登记"],
        "divorce": ["离婚登记"], "number": ["取号"], "cancel": ["取消"], "back": ["返回"], "person": ["人工服务"],
        "residence": ["办居住证"], "licence": ["营业执照"], "passport": ["办护照"], "fund": ["公积金提取"],
    },
)  # fmt: skip


@dataclass(frozen=True)
class Chunk:
    samples: NDArray[np.int16]
    rate_hz: int
    at: float


def hear(
    recognizer: SpeechRecognizer, grammar: Grammar | None, sound: NDArray[np.int16], rate_hz: int = RATE_HZ
) -> tuple[Heard, list[str]]:
    recognizer.begin(grammar)
    partials: list[str] = []
    for start in range(0, len(sound), CHUNK):
        found = recognizer.accept(Chunk(sound[start : start + CHUNK], rate_hz, start / rate_hz))
        partials += [p.text for p in found if isinstance(p, Partial)]
    return recognizer.end().heard, partials


def phrases(recordings: list[dict[str, str]], count: int) -> list[dict[str, str]]:
    """Recordings of several people, one of each text."""
    kept = {r["text"]: r for r in recordings if r["kind"] == "phrase" and r["lang"] == "cmn" and syllables(r["text"])}
    return list(kept.values())[:count]


def listed(rows: list[dict[str, str]]) -> Grammar:
    return Grammar.of("listed", {row["text"]: [row["text"]] for row in rows})


def sound_of(row: dict[str, str]) -> NDArray[np.int16]:
    return read_clip(Path(row["path"]))


@pytest.mark.shared
def test_people_are_understood_among_forty_phrases(
    recognizer: SpeechRecognizer, recordings: list[dict[str, str]]
) -> None:
    rows = phrases(recordings, 40)
    grammar = listed(rows)
    assert recognizer.prepare(grammar).accepted == len(rows)
    right = sum(hear(recognizer, grammar, sound_of(row))[0].phrase_id == row["text"] for row in rows)
    assert right >= 0.9 * len(rows)


@pytest.mark.shared
def test_people_are_understood_with_other_talkers_near(
    recognizer: SpeechRecognizer, recordings: list[dict[str, str]]
) -> None:
    rows = phrases(recordings, 20)
    voices = [sound_of(row) for row in phrases(recordings, 40)[20:]]
    rng = np.random.default_rng(5)
    heard = [hear(recognizer, listed(rows), in_babble(sound_of(row), voices, 10, rng))[0] for row in rows]
    best = [h.text or (h.alternatives[0].text if h.alternatives else "") for h in heard]
    assert sum(text == row["text"] for text, row in zip(best, rows, strict=True)) >= 0.75 * len(rows)


@pytest.mark.shared
def test_foreign_speech_is_not_taken_for_a_request(
    recognizer: SpeechRecognizer, recordings: list[dict[str, str]]
) -> None:
    rows = [row for row in recordings if row["kind"] == "foreign"]
    taken = [row["file"] for row in rows if hear(recognizer, HALL, sound_of(row))[0].text]
    assert len(taken) <= 0.06 * len(rows), taken


@pytest.mark.shared
def test_other_mandarin_is_not_taken_for_a_request(
    recognizer: SpeechRecognizer, recordings: list[dict[str, str]]
) -> None:
    rows = [row for row in recordings if row["kind"] == "sentence"][:40]
    taken = [row["text"] for row in rows if hear(recognizer, HALL, sound_of(row))[0].text]
    assert len(taken) <= 1, taken


@pytest.mark.shared
def test_a_partial_result_names_the_phrase_before_its_end(
    recognizer: SpeechRecognizer, recordings: list[dict[str, str]]
) -> None:
    row = next(r for r in phrases(recordings, 40) if len(r["text"]) >= 6)
    heard, partials = hear(recognizer, listed(phrases(recordings, 40)), sound_of(row))
    assert heard.text == row["text"]
    assert partials
    assert partials[-1] == row["text"]


@pytest.mark.shared
def test_a_request_is_found_in_the_middle_of_a_sentence(
    recognizer: SpeechRecognizer, recordings: list[dict[str, str]]
) -> None:
    rows = [r for r in recordings if r["kind"] == "sentence" and 10 <= len(r["text"]) <= 16 and syllables(r["text"])][
        :12
    ]
    wanted = {row["file"]: row["text"][4:8] for row in rows}
    grammar = Grammar.of("open", {text: [text] for text in wanted.values()}, open=True)
    found = sum(hear(recognizer, grammar, sound_of(row))[0].phrase_id == wanted[row["file"]] for row in rows)
    assert found >= 0.7 * len(rows)


@pytest.mark.shared
def test_captions_are_text_with_times_and_doubts(
    recognizer: SpeechRecognizer, recordings: list[dict[str, str]]
) -> None:
    row = next(r for r in recordings if r["kind"] == "sentence" and syllables(r["text"]))
    heard, _ = hear(recognizer, None, sound_of(row))
    assert heard.text
    assert heard.words
    assert all(a.start_s <= a.end_s <= b.start_s + 0.05 for a, b in zip(heard.words, heard.words[1:], strict=False))
    assert all(word.doubtful == (word.confidence < 0.7) for word in heard.words)
    assert "".join(word.text for word in heard.words) == heard.text
    wanted = syllables(row["text"]) or ()
    assert edits(wanted, syllables(heard.text) or ()) < len(wanted)


@pytest.mark.shared
@pytest.mark.parametrize("spoilt", ["8 kHz", "clipped", "quiet", "a second voice", "a child's"])
def test_spoilt_sound_is_understood_or_refused_but_not_misunderstood(
    recognizer: SpeechRecognizer, recordings: list[dict[str, str]], spoilt: str
) -> None:
    rows = phrases(recordings, 12)
    grammar, wrong, right = listed(rows), [], 0
    for number, row in enumerate(rows):
        clean = sound_of(row)
        other = sound_of(rows[number - 1])
        rate_hz = 8000 if spoilt == "8 kHz" else RATE_HZ
        sound = {
            "8 kHz": lambda row=row: read_clip(Path(row["path"]), 8000),
            "clipped": lambda clean=clean: np.clip(clean.astype(np.int32) * 12, -32768, 32767).astype(np.int16),
            "quiet": lambda clean=clean: (clean // 20).astype(np.int16),
            "a child's": lambda row=row: read_clip(Path(row["path"]), 12800),  # a quarter higher, and faster
            "a second voice": lambda clean=clean, other=other: (clean + np.resize(other, len(clean)) // 4).astype(
                np.int16
            ),
        }[spoilt]()
        heard, _ = hear(recognizer, grammar, sound, rate_hz)
        right += heard.text == row["text"]
        wrong += [(row["text"], heard.text)] if heard.text not in ("", row["text"]) else []
    assert len(wrong) <= 1, wrong
    assert right >= 4


@pytest.mark.parametrize(
    "sound",
    [
        np.zeros(0, np.int16), np.zeros(100, np.int16), np.zeros(3 * RATE_HZ, np.int16),
        np.full(2 * RATE_HZ, 32767, np.int16),
        np.random.default_rng(1).normal(0, 6000, 3 * RATE_HZ).astype(np.int16),
        (8000 * np.sign(np.sin(2 * np.pi * 50 * np.arange(3 * RATE_HZ) / RATE_HZ))).astype(np.int16),
    ],
    ids=["no sound", "6 ms", "digital silence", "stuck microphone", "white noise", "hum"],
)  # fmt: skip
@pytest.mark.parametrize("grammar", [HALL, None], ids=["grammar", "free"])
def test_no_speech_is_nothing_heard(
    recognizer: SpeechRecognizer, sound: NDArray[np.int16], grammar: Grammar | None
) -> None:
    heard, _ = hear(recognizer, grammar, sound)
    assert heard.phrase_id is None
    assert grammar is None or heard.text == ""


def test_the_same_sound_twice_is_the_same_result(recognizer: SpeechRecognizer) -> None:
    sound = np.random.default_rng(2).normal(0, 3000, 2 * RATE_HZ).astype(np.int16)
    assert hear(recognizer, HALL, sound) == hear(recognizer, HALL, sound)


def test_unreadable_texts_are_reported_and_the_rest_is_listened_for(recognizer: SpeechRecognizer) -> None:
    report = recognizer.prepare(Grammar.of("mixed", {"a": ["取号"], "b": ["WiFi密码", "\ue000"]}))
    assert (report.accepted, report.unreadable) == (1, ("WiFi密码", "\ue000"))


def test_end_without_any_sound_is_nothing_heard(recognizer: SpeechRecognizer) -> None:
    recognizer.begin(HALL)
    assert recognizer.end().heard == Heard("", None, 0.0)


def test_a_folder_that_is_no_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(SpeechError) as error:
        SpeechRecognizer(tmp_path)
    assert error.value.code == "speech-model-missing"


def test_a_damaged_description_says_so(tmp_path: Path, model_folder: Path) -> None:
    for part in ("am", "conf", "graph"):
        (tmp_path / part).symlink_to(model_folder / part)
    (tmp_path / TRAITS_FILE).write_text('{"units": 1}')
    with pytest.raises(SpeechError) as error:
        SpeechRecognizer(tmp_path)
    assert error.value.code == "speech-model-damaged"


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory, model_folder: Path) -> SpeechRecognizer:
    """The same model without our description: its sounds are then unknown, as any other Vosk model's are."""
    folder = tmp_path_factory.mktemp("other")
    for part in ("am", "conf", "graph"):
        (folder / part).symlink_to(model_folder / part)
    return SpeechRecognizer(folder)


@pytest.mark.shared
def test_phrases_are_found_by_any_other_model(other: SpeechRecognizer, recordings: list[dict[str, str]]) -> None:
    rows = phrases(recordings, 12)
    right = sum(hear(other, listed(rows), sound_of(row))[0].phrase_id == row["text"] for row in rows)
    assert right >= 0.6 * len(rows)


def test_words_that_another_model_does_not_know_are_reported(other: SpeechRecognizer) -> None:
    report = other.prepare(Grammar.of("rare", {"a": ["取号"], "b": ["龘龘"]}))
    assert report.unknown == ("龘龘",)
    assert report.accepted == 1


def test_noise_is_nothing_heard_by_any_other_model(other: SpeechRecognizer) -> None:
    sound = np.random.default_rng(1).normal(0, 6000, 2 * RATE_HZ).astype(np.int16)
    assert hear(other, HALL, sound)[0].text == ""
