"""Text for the ear -> tone-numbered pinyin, the spelling the speech engine reads without guessing.

Readings come from pypinyin with our own phrases on top. The tones of 一 and 不 change with the next syllable, except
where 一 is a number in a row or an ordinal. The engine itself joins third tones.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from content.voice import load_readings
from recognition.mandarin import characters_only

_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0002ffff]+")
_TOKEN = re.compile(r"[\u3400-\u9fff\U00020000-\U0002ffff]+|[A-Z]|[，。！？；、,.!?;]")
_PAUSES = str.maketrans("，。！？；、", ",.!?;,")
_NUMERALS = "零一二三四五六七八九十百千万亿两幺几半"
#: 一 keeps its first tone where it is part of a number or a name, not a count: a day of the week or month, 第一, and at
#: the end of words (统一, but 系统一般; 万一, but 三万一千).
_NAMED_BEFORE = re.compile(
    rf"(?:[零一二三四五六七八九十百千第期拜初唯惟逐合之其]|(?<![系传])统|(?:^|[^{_NUMERALS}])万)$"
)
#: Likewise before these: 一月, 一号, 一楼, 一年级, and from one to another number (一到三天).
_NAMED_AFTER = re.compile(
    rf"[月号日楼零一二三四五六七八九十幺]|年级|季度|单元|层(?![楼层])|[级等代期区室]|[到至](?=[{_NUMERALS}])"
)
#: Behind 周 一 is Monday, but for these: 每周一次.
_TIMES = "次回趟遍个天"


def to_pinyin(text: str) -> str:
    """Tone-numbered pinyin with punctuation: 请到三号窗口。 -> "qing3 dao4 san1 hao4 chuang1 kou3." """
    said: list[str] = []
    for token in _TOKEN.findall(text):
        if _CHINESE.fullmatch(token):
            said.extend(_syllables(token))
        elif token in load_readings().letters:
            said.extend(load_readings().letters[token])
        elif said:
            said[-1] += token.translate(_PAUSES)
    return " ".join(said)


@lru_cache(maxsize=1)
def _reader() -> tuple[object, object]:
    """pypinyin whole, with our phrases loaded. Loading changes pypinyin for the process; toneless readings stay."""
    pypinyin = characters_only()
    pypinyin.load_phrases_dict(dict(_phrases()))
    phrases = load_readings().phrases
    pypinyin.load_phrases_dict({word: [[syllable] for syllable in said] for word, said in phrases.items()}, "tone3")
    return pypinyin.lazy_pinyin, pypinyin.Style.TONE3


def _phrases() -> Iterator[tuple[str, list[list[str]]]]:
    """pypinyin's 47,000 phrases, one after another, as it keeps them, but equal syllables are one object: they take
    14 MB so, and 34 as pypinyin loads them (measured)."""
    text = (files("pypinyin") / "phrases_dict.json").read_text(encoding="utf-8")
    decode = json.JSONDecoder().raw_decode
    known: dict[tuple[str, ...], list[str]] = {}
    at = text.find('"')
    while at >= 0:
        word, at = decode(text, at)
        syllables, at = decode(text, text.index("[", at))
        yield word, [known.setdefault(tuple(syllable), syllable) for syllable in syllables]
        at = text.find('"', at)


def _syllables(text: str) -> list[str]:
    lazy_pinyin, style = _reader()
    read = lazy_pinyin(
        text, style=style, neutral_tone_with_five=True, v_to_u=False, errors=lambda rest: [""] * len(rest)
    )  # type: ignore[operator]
    return [said for index in range(len(text)) if (said := _with_sandhi(text, read, index))]


def _with_sandhi(text: str, read: list[str], index: int) -> str:
    character, said = text[index], read[index]
    following = read[index + 1][-1:] if index + 1 < len(read) else ""
    if character == "不" and said.startswith("bu"):
        return "bu2" if following == "4" else said
    if character != "一" or not following:
        return said
    before, after = text[max(index - 2, 0) : index], text[index + 1]
    if before.endswith(after) and after not in _NUMERALS and before[0] != "一":
        return "yi5"  # 看一看, but 一个一个
    weekday = before.endswith("周") and after not in _TIMES
    if weekday or _NAMED_BEFORE.search(before) or _NAMED_AFTER.match(text, index + 1):
        return "yi1"
    return "yi2" if following == "4" else "yi4"
