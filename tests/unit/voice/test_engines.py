"""Both engines behind the one port, and what the engine makes of every sentence of the content."""

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import yaml

from terminal.voice import VoiceError, for_the_ear, make_synthesizer, to_pinyin
from terminal.voice.espeak import EspeakSynthesizer
from terminal.voice.listening_page import prompts, write_page

CONTENT = Path(__file__).resolve().parents[3] / "content"
#: Word lists and sign names are no sentences.
NOT_SPOKEN = {"concepts.json", "goals.json", "readings.json", "icons.json"}
#: The tone at the end of every syllable in the engine's phoneme names.
TONE = re.compile(r"(?:214|35|55|51|21|11|22|33|44|1|2|4)(?=[N_| nr:])")


@pytest.fixture(scope="module")
def espeak() -> EspeakSynthesizer:
    return EspeakSynthesizer()


@pytest.mark.parametrize("engine", ["espeak", "pyttsx3"])
def test_an_engine_speaks_chinese_and_english(engine):
    synthesizer = make_synthesizer(engine)
    for text, voice in (("请A012号到3号窗口。", "zh"), ("Take ticket A012 to window 3.", "en")):
        speech = synthesizer.render(text, voice=voice)
        assert speech.samples.dtype == np.int16
        assert 1.0 < speech.duration_s < 12.0
        assert np.abs(speech.samples).max() > 1000
    synthesizer.close()
    synthesizer.close()


@pytest.mark.parametrize("engine", ["espeak", "pyttsx3"])
def test_text_without_anything_to_say_gives_silence(engine):
    assert len(make_synthesizer(engine).render("😀 …").samples) == 0


def test_what_is_said_is_never_in_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever was killed in the middle of a sentence left it in the temporary folder, with what the visitor asked."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert make_synthesizer("pyttsx3").render("您好").duration_s > 0.2
    assert not list(tmp_path.iterdir())


def test_an_unknown_engine_is_named():
    with pytest.raises(VoiceError, match="voice-unknown"):
        make_synthesizer("festival")


def test_slower_speech_lasts_longer_and_the_rate_is_near_what_was_asked(espeak):
    text = "带身份证和户口簿，到三号窗口排队，工作人员会帮您填表，办好以后把回执收好。"
    spoken = sum("\u4e00" <= c <= "\u9fff" for c in text)
    for rate_cpm in (100, 150, 180, 260):
        measured = 60 * spoken / espeak.render(text, rate_cpm).duration_s
        assert measured == pytest.approx(rate_cpm, rel=0.2)


def test_rates_beyond_the_range_are_clamped(espeak):
    slowest = espeak.render("您好，请坐。", 100).duration_s
    assert espeak.render("您好，请坐。", 20).duration_s == pytest.approx(slowest, rel=0.01)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _sentences() -> set[str]:
    found: set[str] = set()
    for path in [*CONTENT.rglob("*.json"), *CONTENT.rglob("*.yaml")]:
        if path.name in NOT_SPOKEN or {"lexicon", "signer"} & set(path.parts):
            continue
        read = json.loads if path.suffix == ".json" else yaml.safe_load
        found |= set(_strings(read(path.read_text(encoding="utf-8"))))
    return {re.sub(r"\{[^}]*\}", "3", text) for text in found if re.search("[\u4e00-\u9fff]", text)}


def test_every_sentence_of_the_content_is_read_as_chinese(espeak):
    """One tone for each syllable, none spelled in English letters, no character without a reading."""
    for text in sorted(_sentences()):
        heard = for_the_ear(text)
        pinyin = to_pinyin(heard)
        phonemes = espeak.phonemes(text)
        characters = sum("\u3400" <= c <= "\u9fff" for c in heard)
        assert "(" not in phonemes, (text, phonemes)
        assert len(re.findall("[1-5]", pinyin)) >= characters, (text, pinyin)
        assert len(TONE.findall(phonemes)) == len(re.findall("[1-5]", pinyin)), (text, pinyin, phonemes)


def test_the_listening_page_has_forty_prompts_twice(tmp_path):
    page = write_page(tmp_path / "out")
    assert len(prompts()) == 40
    assert len(list((tmp_path / "out").glob("*.wav"))) == 80
    assert page.read_text(encoding="utf-8").count("<audio") == 80
