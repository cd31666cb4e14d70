"""Days and clock times in Chinese and English, read on a given day.

Weeks start on Monday: on a Monday 下周二 is eight days ahead. A bare weekday is the coming one. English "next Tuesday"
is the coming Tuesday. Without a clock-time suffix, one to six o'clock are hours of the afternoon: halls are closed
at night.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from recognition.understanding.slots.numerals import ENGLISH_NUMERAL, NUMERAL, english_number_of, number_of
from recognition.understanding.slots.value import Value

_NEAR = {"大后": 3, "大后天": 3, "今": 0, "明": 1, "后": 2, "昨": -1, "前": -2}
#: Nobody means a day so many days ahead; the number is something else.
_FAR = 1000
_DAYS = "一二三四五六日天末"
#: Longer words before those in them: 后晌午 is no 晌午.
_MORNING = (
    "上午|头晌午?|前半?晌|上半?晌|早半晌|早上|早晨|早起|早间|一大早|一早|大清早|清早|清晨|大早上?|赶早|头午|午前|"
    "上半天|前半天|早半天|上昼|朝早|朝头|早朝|(?<=[今明后])早"
)
_AFTERNOON = (
    "下午|后半?晌午?|下半?晌|过晌午?|晚半?晌|午后|过午|下半天|后半天|晚半天|下昼|晏昼|后半日|傍晚|傍黑|擦黑儿?|晚夕|"
    "晚些时候|晚上|晚间|夜里|夜间|天黑|挨黑|黑间|(?<=[今明后])晚"
)
_NOON = "中午|晌午头?|正午|晌火|晌头"
_DAY_PART = rf"(?P<part>{_MORNING}|{_AFTERNOON}|{_NOON})?"
_RELATIVE = re.compile(
    r"(大后|今|明|后|昨)(?:天|儿个|儿|日)|(?<![每一二两三四五六七八九十几0-9])(?:听|赶)朝|([今明后])(?=[早晚])"
)
_WEEKDAY = re.compile(rf"(下下|上上|下|上|这|本)?(?:一)?(?:个)?(?:周|星期|礼拜)([{_DAYS}1-7])")
_NEXT_WEEK = re.compile(r"(下下|下|这|本)(?:个)?(?:周|星期|礼拜)(?![一二三四五六日天末1-7])")
_MONTH_DAY = re.compile(rf"(?:({NUMERAL})年)?({NUMERAL})月({NUMERAL})(?:日|号)?")
_DAY_ONLY = re.compile(rf"(下个?月|这个?月|本月|月底)?({NUMERAL})(?:日|号)(?!窗|柜|楼|线|台|门|厅)")
_DAYS_AHEAD = re.compile(rf"({NUMERAL})(?:天|日)(?:之后|以后|后)|再过({NUMERAL})天|过({NUMERAL})天")
_CLOCK = re.compile(
    rf"{_DAY_PART}(?:的)?(?P<hour>{NUMERAL})(?:点钟|点|时)(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<minute>{NUMERAL})分?|整)?"
)
#: 差一刻九点, 十点差五分.
_TO_THE_HOUR = re.compile(
    rf"{_DAY_PART}(?:差(?:(?P<quarter>一刻)|(?P<before>{NUMERAL})分)钟?(?:不?到)?(?P<hour>{NUMERAL})点|"
    rf"(?P<full>{NUMERAL})点差(?P<after>{NUMERAL})分)"
)
#: 大一点 is "a little larger", no clock time; 一点 alone or after a part of the day is.
_A_LITTLE = re.compile("^一点$")
_COLON = re.compile(rf"{_DAY_PART}(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})")
_PART_ALONE = re.compile(rf"({_MORNING})|({_AFTERNOON})")
#: 二十八号的飞机, 十五号就要考试: what makes a bare number a day of the month.
_ON_THAT_DAY = (
    "的?(?:飞机|火车|高铁|动车|航班|车票|机票|船)|考试|出差|动身|出发|开学|面试|高考|开庭|报到|之前|以前|截止|"
    "(?:要|就要|就|得|必须|一早)(?:坐|上|赶|去|走|出|飞|考|用|回)"
)

_MOVED_TO = re.compile("(?:约|改|换|挪|推|定|订|延|放|调)(?:到|在|成|至)")

_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_EN_MONTH = "|".join(f"{m}|{m[:3]}" for m in _MONTHS)
_EN_CLOCKS = (
    re.compile(rf"\b(?P<hour>{ENGLISH_NUMERAL})(?: (?P<minute>\d\d))? ?(?P<half>am|pm|a m|p m)\b"),
    re.compile(rf"\b(?P<past>half|quarter) past (?P<hour>{ENGLISH_NUMERAL})\b"),
    re.compile(rf"\b(?P<hour>{ENGLISH_NUMERAL}) (?P<minute>thirty|fifteen|forty-five)\b"),
    re.compile(rf"\b(?P<hour>{ENGLISH_NUMERAL}) o'?clock\b"),
    re.compile(r"\b(?P<hour>\d{1,2}) (?P<minute>\d\d)\b"),
    re.compile(rf"\bat (?P<hour>{ENGLISH_NUMERAL})\b(?! years)"),
)


def find_dates(text: str, today: date | None) -> Iterator[Value]:
    """Dates, clock times and parts of the day in Chinese text. Without `today` only clock times are read."""
    found = _wanted_date(text, today) if today else None
    if found:
        yield found
    clock = _clock(text)
    if clock:
        yield clock
    elif part := _part_of_day(text):
        yield part


def find_english_dates(text: str, today: date | None) -> Iterator[Value]:
    """The same in English text (lower case, words parted by one blank)."""
    found = _english_date(text, today) if today else None
    if found:
        yield found
    clock = _english_clock(text)
    if clock:
        yield clock
    elif match := re.search(r"\b(morning|afternoon)\b", text):
        yield Value("day_part", match[1], match.start(), match.end())


def _wanted_date(text: str, today: date) -> Value | None:
    """The day that something is moved to, where another one is named too: 今天人太多，约到明天."""
    if (moved := _MOVED_TO.search(text)) and (after := _first_date(text[moved.end() :], today)):
        return replace(after, start=after.start + moved.end(), end=after.end + moved.end())
    return _first_date(text, today)


def _first_date(text: str, today: date) -> Value | None:
    for named in _MONTH_DAY.finditer(text):
        month, day, year = number_of(named[2]), number_of(named[3]), number_of(named[1]) if named[1] else None
        if value := _calendar_day(today, year, month, day):
            return Value("date", value, named.start(), named.end())
    if match := _WEEKDAY.search(text):
        return Value("date", _weekday(today, match[1], match[2]).isoformat(), match.start(), match.end())
    if match := _RELATIVE.search(text):
        near = match[1] or match[2] or match[0][0]
        return Value("date", (today + timedelta(_NEAR.get(near, 1))).isoformat(), match.start(), match.end())
    if (match := _DAYS_AHEAD.search(text)) and (days := number_of(match[1] or match[2] or match[3]) or 0) < _FAR:
        return Value("date", (today + timedelta(days)).isoformat(), match.start(), match.end())
    return _day_of_month(text, today)


def _day_of_month(text: str, today: date) -> Value | None:
    for match in _DAY_ONLY.finditer(text):
        day = number_of(match[2])
        named = match[1] or _followed_by_time(text[match.end() :])
        if day is None or not 1 <= day <= 31 or not named:
            continue
        month = today.month + (1 if (match[1] or "").startswith("下") or (not match[1] and day < today.day) else 0)
        if value := _calendar_day(today, today.year + (month > 12), (month - 1) % 12 + 1, day):
            return Value("date", value, match.start(), match.end())
    return None


def _followed_by_time(rest: str) -> bool:
    """Whether 8号 is a day: a time of day, or nothing but particles, stands behind it."""
    return bool(re.match(rf"(?:{_MORNING}|{_AFTERNOON}|{_NOON}|那天|{NUMERAL}点|去|来|{_ON_THAT_DAY})", rest))


def _calendar_day(today: date, year: int | None, month: int | None, day: int | None) -> str | None:
    """ISO date of a day of the year; without a year the next one to come."""
    if month is None or day is None:
        return None
    try:
        wanted = date(year or today.year, month, day)
        if year is None and wanted < today:
            wanted = date(today.year + 1, month, day)
    except (ValueError, OverflowError):  # a telephone number stood before 二月
        return None
    return wanted.isoformat()


def _weekday(today: date, which: str | None, name: str) -> date:
    index = int(name) - 1 if name.isdigit() else {"天": 6, "末": 5}.get(name, _DAYS.index(name))
    monday = today - timedelta(today.weekday())
    weeks = {"下": 1, "下下": 2, "上": -1, "上上": -2}.get(which or "", 0)
    wanted = monday + timedelta(7 * weeks + index)
    return wanted + timedelta(7) if which is None and wanted < today else wanted


def _clock(text: str) -> Value | None:
    if match := _TO_THE_HOUR.search(text):
        minutes = 15 if match["quarter"] else number_of(match["before"] or match["after"]) or 0
        hour = number_of(match["hour"] or match["full"])
        if hour and hour <= 24 and minutes < 60:
            clock = _clock_text(hour, 0, match["part"] or "")
            return Value("time", _earlier(clock, minutes), match.start(), match.end())
    for match in (*_COLON.finditer(text), *_CLOCK.finditer(text)):
        hour = number_of(match["hour"])
        groups = match.groupdict()
        minute = 30 if groups.get("half") else 15 * (number_of(groups["quarter"]) or 0) if groups.get("quarter") else 0
        minute = (number_of(groups["minute"]) or 0) if groups.get("minute") else minute
        if hour is None or hour > 24 or minute > 59 or text[match.end() : match.end() + 1] in ("儿", "声"):
            continue
        part = match["part"] or _part_before(text[: match.start()])
        if _A_LITTLE.search(match[0]) and not part and match.start():
            continue
        return Value("time", _clock_text(hour, minute, part), match.start(), match.end())
    return None


def _earlier(clock: str, minutes: int) -> str:
    at = int(clock[:2]) * 60 + int(clock[3:]) - minutes
    return f"{at // 60 % 24:02d}:{at % 60:02d}"


def _part_before(text: str) -> str:
    match = re.search(rf"({_MORNING}|{_AFTERNOON}|{_NOON})[^,。]{{0,2}}$", text)
    return match[1] if match else ""


def _clock_text(hour: int, minute: int, part: str) -> str:
    afternoon = bool(part) and (re.fullmatch(f"{_AFTERNOON}|{_NOON}|晚", part) is not None)
    if hour < 12 and ((afternoon and not (part in ("中午", "晌午") and hour > 9)) or (not part and hour < 7)):
        hour += 12
    return f"{hour % 24:02d}:{minute:02d}"


def _part_of_day(text: str) -> Value | None:
    match = _PART_ALONE.search(text)
    if not match:
        return None
    return Value("day_part", "morning" if match[1] else "afternoon", match.start(), match.end())


def _english_date(text: str, today: date) -> Value | None:
    for pattern, days in ((r"day after tomorrow", 2), (r"tomorrow", 1), (r"today|tonight", 0)):
        if match := re.search(rf"\b(?:the )?(?:{pattern})\b", text):
            return Value("date", (today + timedelta(days)).isoformat(), match.start(), match.end())
    if match := re.search(rf"\b({_EN_MONTH}) ({ENGLISH_NUMERAL})(?: ?(?:st|nd|rd|th))?\b", text):
        return _english_month(today, match[1], match[2], match)
    if match := re.search(rf"\b({ENGLISH_NUMERAL}) ?(?:st|nd|rd|th)?(?: of)? ({_EN_MONTH})\b", text):
        return _english_month(today, match[2], match[1], match)
    if match := re.search(rf"\b(?:(next|this|coming|on) )?({'|'.join(_WEEKDAYS)})(?: (next) week)?\b", text):
        ahead = (_WEEKDAYS.index(match[2]) - today.weekday()) % 7
        ahead = ahead or (7 if match[1] == "next" else 0)
        if match[3]:
            ahead = 7 - today.weekday() + _WEEKDAYS.index(match[2])
        return Value("date", (today + timedelta(ahead)).isoformat(), match.start(), match.end())
    if match := re.search(rf"\bin ({ENGLISH_NUMERAL}) days\b", text):
        days_ahead = min(english_number_of(match[1]) or 0, _FAR)
        return Value("date", (today + timedelta(days_ahead)).isoformat(), match.start(), match.end())
    return None


def _english_month(today: date, month: str, day: str, match: re.Match[str]) -> Value | None:
    index = next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(month[:3]))
    value = _calendar_day(today, None, index, english_number_of(day))
    return Value("date", value, match.start(), match.end()) if value else None


def _english_clock(text: str) -> Value | None:
    for pattern in _EN_CLOCKS:
        match = pattern.search(text)
        if not match:
            continue
        groups = match.groupdict()
        hour = english_number_of(groups["hour"])
        minute = {"half": 30, "quarter": 15}.get(groups.get("past") or "", 0)
        minute = english_number_of(groups["minute"]) or 0 if groups.get("minute") else minute
        if hour is None or hour > 23 or minute > 59:
            continue
        pm = (groups.get("half") or "").startswith("p") or re.search(r"\b(afternoon|evening)\b", text)
        am = (groups.get("half") or "").startswith("a") or re.search(r"\bmorning\b", text)
        hour += 12 if hour < 12 and (pm or (not am and hour < 7)) else 0
        return Value("time", f"{hour:02d}:{minute:02d}", match.start(), match.end())
    return None
