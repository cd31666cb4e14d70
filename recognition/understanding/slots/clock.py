"""Clock times and parts of the day in Chinese: 九点一刻, 差五分十点, 三点过五分, 后晌四点半, 早上头.

Without a word for the part of the day, one to six o'clock are hours of the afternoon: halls are closed at night.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recognition.understanding.slots.numerals import NUMERAL, number_of
from recognition.understanding.slots.value import Value

#: Longer words before those in them: 后晌午 is no 晌午.
MORNING = (
    "(?:上午|早上|早晨|早起|清早)头|上午|头晌午?|前半?晌|上半?晌|早半晌|早上|早晨|早起|早间|一大早|一早|大清早|清早|清晨|"
    "大早上?|赶早|头午|午前|上半[天日]|前半[天日]|早半天|上昼|朝早|朝头|早朝|早饭(?:过?后|以后|之后)|(?<=[今明后听])早头?"
)
AFTERNOON = (
    "(?:下午|晚上|夜里)头|下午|后半?晌午?|下半?晌|过晌午?|歇晌(?:过?后|以后|起来)?|晚半?晌|午后|过午|下半[天日]|后半[天日]|晚半天|下昼|晏昼|"
    "(?:吃过|吃罢|吃完|吃了|吃好)?(?:中饭|中午饭|午饭|晌午饭|晌饭|晏昼饭)(?:过?后|以后|之后)?|午觉(?:过?后|起来)|"
    "傍晚|傍黑|擦黑儿?|晚夕|晚些时候|晚上|晚间|夜里|夜间|夜到|夜晚|晚黑|黑了|天黑|挨黑|挨晚|黑间|黑家|(?<=[今明后听])晚"
)
NOON = "中午头?|正?晌午头?|正午|晌火|晌头|晌午时"
_DAY_PART = rf"(?P<part>{MORNING}|{AFTERNOON}|{NOON})?"
_SHORT = "差|缺|欠|少|不到"
_QUARTERS = {"": 15, "一": 15, "1": 15, "二": 30, "两": 30, "2": 30, "三": 45, "3": 45}
_CLOCK = re.compile(
    rf"{_DAY_PART}(?:的)?(?P<hour>{NUMERAL})(?:点钟|点|时)(?:"
    rf"(?:还|就)?(?:{_SHORT})(?:(?P<less_quarter>[一1]?刻)|(?P<less>{NUMERAL})分)钟?|"
    r"(?P<half>半)(?:钟)?|(?:过|零)?(?P<quarter>[一二两三123])刻钟?|"
    rf"(?:过|零)?(?P<minute>{NUMERAL})分?钟?|整|正(?![月式在]))?(?:过(?P<more>{NUMERAL})分)?"
    rf"(?:(?:到|至|-|~){NUMERAL}(?:点钟|点|时)(?:半|[一二三]刻)?(?:那一?[档段趟场])?)?(?:敲过|多钟|多一点|多一些|(?<=[点半])多|过后|以后|过点|刚过)?"
)
#: 差一刻九点, 还差五分三点, 过五分九点.
_TO_THE_HOUR = re.compile(
    rf"{_DAY_PART}(?:还)?(?:(?P<short>差|缺|欠|少)|过)(?:(?P<quarter>[一1]?刻)|(?P<minutes>{NUMERAL})分)钟?(?:不?到|就)?"
    rf"(?P<hour>{NUMERAL})点(?:钟)?"
)
#: 大一点 is "a little larger", no clock time; 一点 alone or after a part of the day is.
_A_LITTLE = re.compile("^一点$")
_COLON = re.compile(rf"{_DAY_PART}(?P<hour>\d{{1,2}})[:.](?P<minute>[0-5]\d)(?!\d|[元块])")
_PART_ALONE = re.compile(rf"({MORNING})|({AFTERNOON})")


def find_clock(text: str) -> Iterator[Value]:
    """The clock time of a text, else the part of the day."""
    if clock := _clock(text):
        yield clock
    elif match := _PART_ALONE.search(text):
        yield Value("day_part", "morning" if match[1] else "afternoon", match.start(), match.end())


def _clock(text: str) -> Value | None:
    if match := _TO_THE_HOUR.search(text):
        minutes = 15 if match["quarter"] else number_of(match["minutes"]) or 0
        hour = number_of(match["hour"])
        if hour and hour <= 24 and minutes < 60:
            clock = _clock_text(hour, 0, match["part"] or _part_before(text[: match.start()]))
            clock = _moved(clock, -minutes if match["short"] else minutes)
            return Value("time", clock, match.start(), match.end())
    for match in (*_COLON.finditer(text), *_CLOCK.finditer(text)):
        hour, minute = number_of(match["hour"]), _minute(match)
        if hour is None or hour > 24 or minute > 59 or text[match.end() : match.end() + 1] in ("儿", "声"):
            continue
        part = match["part"] or _part_before(text[: match.start()])
        if _A_LITTLE.search(match[0]) and not part and match.start():
            continue
        if _COLON.pattern == match.re.pattern and "." in match[0] and not (part or match.end() == len(text)):
            continue
        return Value("time", _moved(_clock_text(hour, minute, part), _more(match)), match.start(), match.end())
    return None


def _minute(match: re.Match[str]) -> int:
    groups = match.groupdict()
    if groups.get("half"):
        return 30
    if groups.get("quarter"):
        return _QUARTERS[groups["quarter"]]
    return (number_of(groups["minute"]) or 0) if groups.get("minute") else 0


def _more(match: re.Match[str]) -> int:
    """Minutes past what was named (三点半过五分) or short of it (十点差一刻)."""
    groups = match.groupdict()
    if groups.get("less_quarter"):
        return -15
    return (number_of(groups.get("more") or "") or 0) - (number_of(groups.get("less") or "") or 0)


def _moved(clock: str, minutes: int) -> str:
    at = int(clock[:2]) * 60 + int(clock[3:]) + minutes
    return f"{at // 60 % 24:02d}:{at % 60:02d}"


def _part_before(text: str) -> str:
    match = re.search(rf"({MORNING}|{AFTERNOON}|{NOON})[^,。]{{0,2}}$", text)
    return match[1] if match else ""


def _clock_text(hour: int, minute: int, part: str) -> str:
    afternoon = bool(part) and re.fullmatch(f"{AFTERNOON}|{NOON}|晚", part) is not None
    noon = bool(part) and re.fullmatch(NOON, part) is not None
    if hour < 12 and ((afternoon and not (noon and hour > 9)) or (not part and hour < 7)):
        hour += 12
    return f"{hour % 24:02d}:{minute:02d}"
