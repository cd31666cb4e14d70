"""Toneless readings of the content: light ones are those of the whole dictionary."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from content.voice import load_polyphones
from models.training.speech.readings import NOT_THESE
from recognition.understanding.sound import word_syllables

ROOT = Path(__file__).resolve().parents[3]
LIGHT = """
import json, sys
from recognition.mandarin import pypinyin
from recognition.understanding.sound import word_syllables
texts = json.load(sys.stdin)
assert len(pypinyin().constants.PHRASES_DICT) < 10_000
print(json.dumps([word_syllables(text) for text in texts]))
"""
WHOLE = """
import json, sys
from pypinyin import Style, lazy_pinyin
print(json.dumps([lazy_pinyin(text, style=Style.NORMAL) for text in json.load(sys.stdin)]))
"""


def chinese() -> list[str]:
    """All that is Chinese in the content's files."""
    files = [path for kind in ("yaml", "json", "txt") for path in (ROOT / "content").rglob(f"*.{kind}")]
    texts = {run for path in files for run in re.findall(r"[\u3400-\u9fff]+", path.read_text(encoding="utf-8"))}
    return sorted(texts)


def read(program: str, texts: list[str]) -> list[list[str]]:
    """In a process of its own: what pypinyin has loaded stays loaded."""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, cwd=ROOT, check=True)
    found: list[list[str]] = json.loads(done.stdout)
    return found


def test_all_chinese_of_the_content_reads_as_with_the_whole_dictionary() -> None:
    texts = chinese()
    both = zip(texts, read(LIGHT, texts), read(WHOLE, texts), strict=True)
    differing = {
        text: (light, whole)
        for text, light, whole in both
        if light != whole and not any(word in text for word in NOT_THESE)
    }
    assert not differing, "add these words to content/voice/polyphones.json (or say why the whole one is wrong)"


def test_texts_that_are_not_ours_are_read_as_with_the_whole_dictionary() -> None:
    """A hall has matters of its own: words of any kind are read as they are said."""
    texts = ["长江大桥", "商行执照", "重建都城", "乐器行", "为了解决", "调节税率", "率领藏族乐团", "角色的传记"]
    assert read(LIGHT, texts) == read(WHOLE, texts)


def test_words_are_not_read_as_their_characters() -> None:
    assert word_syllables("会计") == ("kuai", "ji")
    assert word_syllables("银行") == ("yin", "hang")
    assert all(len(word) == len(syllables) for word, syllables in load_polyphones().items())
