"""Text for the ear: what stands on a screen, written out as people say it.

Digits, letters and signs become Chinese characters (or, for letters, capitals parted by blanks that `pinyin` spells).
The rules run from the most special (an ID number) to the plainest (any number), each on what the earlier ones left.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from content.voice import load_readings
from terminal.voice.numerals import cardinal, counted, spelled, year

_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_PART = r"(?P<part>上午|下午|晚上|中午|早上|凌晨)?"
_CLOCK = r"(?<![\d:])(?P<hour>[01]?\d|2[0-4])[:：](?P<minute>[0-5]\d)(?![\d:])"


def _id_number(match: re.Match[str]) -> str:
    digits, check = match[1], match[2].upper()
    last = "X" if check == "X" else spelled(check)
    return f"{spelled(digits[:6])}，{spelled(digits[6:14])}，{spelled(digits[14:17])}{last}"


def _phone(match: re.Match[str]) -> str:
    return "，".join(spelled(group) for group in match.groups())


def _landline(match: re.Match[str]) -> str:
    return f"{spelled(match[1])}，{spelled(match[2])}"


def _masked(match: re.Match[str]) -> str:
    tail = match[1]
    return "尾号" + (spelled(tail[:-1]) + "X" if tail[-1] in "Xx" else spelled(tail))


def _ticket(match: re.Match[str]) -> str:
    return f"{match[1].upper()} {spelled(match[2])}号"


def _clock(match: re.Match[str]) -> str:
    hour, minute, part = int(match["hour"]), int(match["minute"]), match["part"]
    part = part or (
        "上午"
        if 6 <= hour < 12
        else "中午"
        if hour == 12
        else "下午"
        if 12 < hour < 18
        else "晚上"
        if hour >= 18
        else ""
    )
    hour = hour - 12 if hour > 12 else hour
    said = "两" if hour == 2 else cardinal(str(hour))
    rest = (
        ""
        if minute == 0
        else "半"
        if minute == 30
        else f"零{cardinal(str(minute))}分"
        if minute < 10
        else f"{cardinal(str(minute))}分"
    )
    return f"{part}{said}点{rest}"


def _iso_date(match: re.Match[str]) -> str:
    return f"{year(match[1])}年{cardinal(str(int(match[2])))}月{cardinal(str(int(match[3])))}日"


def _range(match: re.Match[str]) -> str:
    following = match.string[match.end() :]
    return f"{counted(match[1], following)}到{counted(match[2], following)}"


def _number(match: re.Match[str]) -> str:
    return counted(match[0].replace(",", ""), match.string[match.end() :])


_RULES: tuple[_Rule, ...] = (
    (re.compile(r"(?<![\dA-Za-z])(\d{17})([\dXx])(?![\dA-Za-z])"), _id_number),
    (re.compile(r"(?<!\d)\d*[*＊•●×]{2,}(\d{1,5}[Xx]?)(?!\d)"), _masked),
    (re.compile(r"(?<!\d)(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?!\d)"), _phone),
    (re.compile(r"(?<!\d)(0\d{2,3})-(\d{7,8})(?!\d)"), _landline),
    (re.compile(r"(?<![A-Za-z])([A-Z])(\d{3,4})号?(?![\dA-Za-z])"), _ticket),
    (re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"), _iso_date),
    (
        re.compile(rf"{_PART}{_CLOCK}\s*[-–—~～至到]\s*(?P<rest>(?:上午|下午|晚上)?\d{{1,2}}[:：]\d\d)"),
        lambda m: f"{_clock(m)}到{m['rest']}",
    ),
    (re.compile(rf"{_PART}{_CLOCK}"), _clock),
    (re.compile(r"〔(\d{4})〕(\d+)号"), lambda m: f"，{year(m[1])}年{cardinal(m[2])}号"),
    (re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年)"), lambda m: year(m[1])),
    (re.compile(r"(\d+(?:\.\d+)?)\s*[%％]"), lambda m: f"百分之{cardinal(m[1])}"),
    (re.compile(r"[¥￥]\s*(\d[\d,]*(?:\.\d+)?)"), lambda m: f"{counted(m[1].replace(',', ''), '元')}元"),
    (re.compile(r"(?<![\d.])(\d{1,4})\s*[-–—~～]\s*(\d{1,4})(?![\d.])"), _range),
    (
        re.compile(r"(?<!\d)(110|119|120|122|12\d{3}|11[0-9]{1}|9\d{4})(?=热线|电话|$|[，。、！？])"),
        lambda m: spelled(m[1]),
    ),
    (re.compile(r"(?<![\d.])0\d+(?![\d.])"), lambda m: spelled(m[0])),
    (re.compile(r"(?<!\d)\d{7,}(?!\d)"), lambda m: spelled(m[0])),
    (re.compile(r"第(\d+)"), lambda m: f"第{cardinal(m[1])}"),
    (re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"), _number),
    (re.compile(r"(?<=[\u4e00-\u9fff])\s*/\s*(?=[\u4e00-\u9fff])"), lambda _: "或"),
    (re.compile(r"[A-Za-z]+"), lambda m: " ".join(m[0].upper())),
    (re.compile(r"[（(\[【]\s*|[—–→…]+|\s*[|｜/]\s*"), lambda _: "，"),
    (re.compile(r"[）)\]】“”‘’\"'《》〈〉「」·•●*#_~]"), lambda _: ""),
    (re.compile(r"[:：]"), lambda _: "，"),
    (re.compile(r"，[，、]+"), lambda _: "，"),
    (re.compile(r"，+(?=[。！？；])"), lambda _: ""),
    (re.compile(r"^[，、]+|[，、]+$"), lambda _: ""),
)
_SPEAKABLE = re.compile(r"[^\u3400-\u9fff\U00020000-\U0002ffffA-Z0-9，。！？；、,.!?; ]")
_ENGLISH_TICKET = re.compile(r"\b([A-Z])(\d{3,4})\b")
_ENGLISH_LONG = re.compile(r"\b\d{6,18}X?\b")


def for_the_ear(text: str, lang: str = "zh") -> str:
    """The text as it is to be spoken: 请A012号到3号窗口 -> 请A 零幺二号到三号窗口. Never raises for any text."""
    if lang == "en":
        return _english(text)
    for written, said in load_readings().spoken.items():
        text = text.replace(written, said)
    text = text.translate(_NARROW)
    for pattern, read in _RULES:
        text = pattern.sub(read, text)
    return re.sub(r"\s+", " ", _SPEAKABLE.sub("", text)).strip()


#: Full-width digits and letters as plain ones.
_NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}


def _english(text: str) -> str:
    text = _ENGLISH_TICKET.sub(lambda match: f"{match[1]}, {' '.join(match[2])}", text)
    return _ENGLISH_LONG.sub(lambda match: " ".join(match[0]), text).strip()
