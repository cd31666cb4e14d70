"""Text for the ear: what stands on a screen, written out as people say it. English is in `ear_english`.

Digits, letters and signs become Chinese characters (or, for letters, capitals parted by blanks that `pinyin` spells).
The rules run from the most special (an ID number) to the plainest (any number), each on what the earlier ones left.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from content.voice import load_readings
from terminal.voice.ear_english import english
from terminal.voice.numerals import LARGE_UNITS, cardinal, counted, spelled, year

_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_PART = r"(?P<part>上午|下午|晚上|中午|早上|凌晨)?"
_CLOCK = r"(?<![\d:])(?P<hour>[01]?\d|2[0-4])[:：](?P<minute>[0-5]\d)(?:[:：](?P<second>[0-5]\d))?(?![\d:])"
_DASH = r"\s*[-–—~～]+\s*"
_AMOUNT = r"\d[\d,]*(?:\.\d+)?"
#: What a price or a number may be for each of: 5元/本, 3次/年.
_EACH = "本|份|人|次|张|件|套|户|证|页|笔|科|年|月|季|天|日|小时|分钟|个|平方米|公里"


def _id_number(match: re.Match[str]) -> str:
    digits, check = match[1], match[2].upper()
    last = "X" if check == "X" else spelled(check)
    return f"{spelled(digits[:6])}，{spelled(digits[6:14])}，{spelled(digits[14:17])}{last}"


def _phone(match: re.Match[str]) -> str:
    return "，".join(spelled(group) for group in match.groups())


def _landline(match: re.Match[str]) -> str:
    number = spelled(re.sub(r"\D", "", match[2]))
    return f"{spelled(match[1])}，{number}" + (f"，转{spelled(match[3])}" if match[3] else "")


def _joined(match: re.Match[str]) -> str:
    """Numbers of a house, joined by bars: 3-2-301."""
    return "杠".join(cardinal(part) if len(part) < 3 else spelled(part) for part in match[0].split("-"))


def _fraction(match: re.Match[str]) -> str:
    return f"{cardinal(match[2])}分之{cardinal(match[1])}" if int(match[1]) < int(match[2]) else match[0]


def _masked(match: re.Match[str]) -> str:
    tail = match[1]
    return "尾号" + (spelled(tail[:-1]) + "X" if tail[-1] in "Xx" else spelled(tail))


def _ticket(match: re.Match[str]) -> str:
    return f"{match[1].upper()} {spelled(match[2])}号"


def _clock(match: re.Match[str]) -> str:
    hour, minute, second = int(match["hour"]), int(match["minute"]), match["second"]
    said = counted(str(hour - 12 if hour > 12 else hour), "点")
    return f"{match['part'] or _part_of_day(hour)}{said}点{_minutes(minute, second)}"


def _part_of_day(hour: int) -> str:
    """Nothing before six, where 2:05 may be a length as well as a time."""
    parts = ((18, "晚上"), (13, "下午"), (12, "中午"), (6, "上午"), (0, ""))
    return next(part for begins, part in parts if hour >= begins)


def _minutes(minute: int, second: str | None) -> str:
    if second is not None:
        return f"{cardinal(str(minute))}分{cardinal(str(int(second)))}秒"
    if minute in (0, 30):
        return "半" if minute else ""
    return f"{'零' if minute < 10 else ''}{cardinal(str(minute))}分"


def _iso_date(match: re.Match[str]) -> str:
    return f"{year(match[1])}年{cardinal(str(int(match[2])))}月{cardinal(str(int(match[3])))}日"


def _range(match: re.Match[str]) -> str:
    following = match.string[match.end() :]
    return f"{counted(match[1], following)}到{counted(match[2], following)}"


def _number(match: re.Match[str]) -> str:
    return counted(match[0].replace(",", ""), match.string[match.end() :])


_RULES: tuple[_Rule, ...] = (
    # People, papers and places, by their own numbers.
    (re.compile(r"(?<![\dA-Za-z])(\d{17})([\dXx])(?![\dA-Za-z])"), _id_number),
    (re.compile(r"(?<!\d)\d*[*＊•●×乘]{2,}(\d{1,5}[Xx]?)(?!\d)"), _masked),
    (re.compile(r"((?:尾号|[后末][三四五六]位)[是为：:\s]*)(\d+)"), lambda m: m[1] + spelled(m[2])),
    (re.compile(r"(?<!\d)(?:加86[ -]?)?(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?!\d)"), _phone),
    (re.compile(r"(?<!\d)([48]00)-?(\d{3})-?(\d{4})(?!\d)"), _phone),
    (re.compile(r"(?<!\d)([48]00)-(\d{4})-(\d{3})(?!\d)"), _phone),
    (re.compile(r"(?<!\d)[（(]?(0\d{2,3})[）)-] ?(\d{3,4}-?\d{4})(?:[-转](\d{1,5}))?(?!\d)"), _landline),
    (re.compile(r"(?<!\d)\d{4}(?: \d{4}){2,4}(?: \d{1,3})?(?!\d)"), lambda m: "，".join(map(spelled, m[0].split()))),
    (re.compile(r"(?<!\d)(\d{3,4})(?=室|房间|号房)"), lambda m: spelled(m[1])),
    (re.compile(r"(?<![A-Za-z])([A-Z])(\d{3,4})号?(?![\dA-Za-z])"), _ticket),
    (re.compile(r"(\d+)#"), lambda m: f"{m[1]}号"),
    # Days and times.
    (re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"), _iso_date),
    (re.compile(r"(?<![\d-])\d{1,4}(?:-\d{1,4}){2,}(?![\d-])"), _joined),
    (
        re.compile(rf"{_PART}{_CLOCK}\s*[-–—~～至到]\s*(?P<rest>(?:上午|下午|晚上)?\d{{1,2}}[:：]\d\d)"),
        lambda m: f"{_clock(m)}到{m['rest']}",
    ),
    (re.compile(rf"{_PART}{_CLOCK}"), _clock),
    (re.compile(r"〔(\d{4})〕(\d+)号"), lambda m: f"，{year(m[1])}年{cardinal(m[2])}号"),
    # From one to another: 2月1日-3月1日, 100元-200元, 周一-周五; but not 2楼-3号窗口.
    (
        re.compile(rf"(?P<unit>[%％元日月年号天时点分岁周级层楼度]){_DASH}(?=[\d年月.]+(?P=unit))"),
        lambda m: f"{m['unit']}到",
    ),
    (re.compile(rf"(?P<day>周|星期)(?P<one>[一二三四五六]){_DASH}(?=(?P=day))"), lambda m: f"{m['day']}{m['one']}到"),
    (re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年)"), lambda m: year(m[1])),
    # Numbers with a sign: below zero, shares, money, ratios.
    (re.compile(rf"(?<!\d)[-−](?={_AMOUNT}(?:{_DASH}{_AMOUNT})?\s*(?:摄氏)?度)"), lambda _: "零下"),
    (re.compile(r"(?<!\d)[-−](?=\d+[层楼])|(?:(?<=^)|(?<=[\s，。：:（(]))[-−](?=\d)"), lambda _: "负"),
    (re.compile(r"(\d+(?:\.\d+)?)\s*[%％]"), lambda m: f"百分之{cardinal(m[1])}"),
    (re.compile(r"(\d+(?:\.\d+)?)\s*‰"), lambda m: f"千分之{cardinal(m[1])}"),
    (re.compile(rf"[¥￥]\s*({_AMOUNT})"), lambda m: f"{counted(m[1].replace(',', ''), '元')}元"),
    (re.compile(rf"\$\s*({_AMOUNT})"), lambda m: f"{counted(m[1].replace(',', ''), '元')}美元"),
    (re.compile(rf"(?:(?<=元)|(?<=\d[次个件份张人]))\s*/\s*(?={_EACH})"), lambda _: "每"),
    (re.compile(r"第?(\d+)\s*/\s*(\d+)\s*页"), lambda m: f"第{cardinal(m[1])}页，共{cardinal(m[2])}页"),
    (re.compile(r"(?<![\d/.])(\d{1,2})\s*/\s*(\d{1,3})(?![\d/.])"), _fraction),
    (re.compile(r"(?<![\d:：.])(\d{1,3})[:：]([1-9]\d{0,2})(?![\d:：])"), lambda m: f"{m[1]}比{m[2]}"),
    (re.compile(r"(?<=\d)\s*[*＊]\s*(?=\d)"), lambda _: "乘"),
    (re.compile(r"(?<=\d)\s*[hH](?![A-Za-z])"), lambda _: "小时"),
    (re.compile(r"(?<![\d.])(\d{1,4})\s*[-–—~～]\s*(\d{1,4})(?![\d.])"), _range),
    # What is left of figures: numbers to call, long ones by their digits, then any number.
    (
        re.compile(r"(?<!\d)(110|119|120|122|12\d{3}|10010|10086|11[0-9]|9\d{4})(?=热线|电话|$|[，。、！？])"),
        lambda m: spelled(m[1]),
    ),
    (re.compile(r"(?<![\d.])0\d+(?![\d.])"), lambda m: spelled(m[0])),
    (re.compile(rf"(?<!\d)\d{{7,}}(?!\d)(?!\.\d)(?!\s*(?:{LARGE_UNITS}))"), lambda m: spelled(m[0])),
    (re.compile(r"第(\d+)"), lambda m: f"第{cardinal(m[1])}"),
    (re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"), _number),
    (re.compile(r"[①-⑳]"), lambda m: f"{cardinal(str(ord(m[0]) - ord('①') + 1))}，"),
    (re.compile(r"[Ⅰ-Ⅻ]"), lambda m: cardinal(str(ord(m[0]) - ord("Ⅰ") + 1))),
    # Signs that are heard as a word or as a pause, letters by their names.
    (re.compile(r"(?<=[\u4e00-\u9fff])\s*/\s*(?=[\u4e00-\u9fff])"), lambda _: "或"),
    (re.compile(r"[A-Za-z]+"), lambda m: " ".join(m[0].upper())),
    (re.compile(r"[（(\[【]\s*|[—–→…]+|\s*[|｜/]\s*|(?<=[\u4e00-\u9fff])[-~～]+(?=[\u4e00-\u9fff])"), lambda _: "，"),
    (re.compile(r"[）)\]】“”‘’\"'《》〈〉「」·•●*#_~]"), lambda _: ""),
    (re.compile(r"[:：]"), lambda _: "，"),
    (re.compile(r"，[，、]+"), lambda _: "，"),
    (re.compile(r"，+(?=[。！？；])"), lambda _: ""),
    (re.compile(r"^[，、]+|[，、]+$"), lambda _: ""),
)
_SPEAKABLE = re.compile(r"[^\u3400-\u9fff\U00020000-\U0002ffffA-Z0-9，。！？；、,.!?; ]")


def for_the_ear(text: str, lang: str = "zh") -> str:
    """The text as it is to be spoken: 请A012号到3号窗口 -> 请A 零幺二号到三号窗口. Never raises for any text."""
    if lang == "en":
        return english(text)
    for written, said in load_readings().spoken.items():
        text = text.replace(written, said)
    text = text.translate(_NARROW)
    for pattern, read in _RULES:
        text = pattern.sub(read, text)
    return re.sub(r"\s+", " ", _SPEAKABLE.sub("", text)).strip()


#: Full-width digits and letters as plain ones.
_NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
