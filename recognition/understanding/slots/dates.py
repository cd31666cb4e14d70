"""Days in Chinese, read on a given day: 后日, 拜五, 下下礼拜三, 月底, 十二月的第一个星期一, 元旦前一天.

Weeks start on Monday: on a Monday 下周二 is eight days ahead. A bare weekday is the coming one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from recognition.understanding.slots.clock import AFTERNOON, MORNING, NOON, find_clock
from recognition.understanding.slots.feasts import feast_day
from recognition.understanding.slots.numerals import NUMERAL, about, number_of
from recognition.understanding.slots.value import Value

_NEAR = {"大后": 3, "外后": 3, "今": 0, "明": 1, "后": 2, "昨": -1, "听": 1}
#: Nobody means a day so many days ahead; the number is something else.
_FAR = 1000
_WEEK = "周|星期|礼拜"
_DAYS = "一二三四五六日天末"
#: 后个 is a day, 后个月 is none; 今朝 and 明朝 are said in the lower Yangtze, 听日 in the south.
_DAY_SAID = r"(?:天|儿个|儿|日|个儿|朝头?|个(?!月|礼拜|星期|周|人|钟))"
_RELATIVE = re.compile(
    rf"(?:赶|趁)?(大后|外后|今|明|后|昨){_DAY_SAID}|(?<![每一二两三四五六七八九十几0-9])(?:听|赶)(?:朝|日(?![语本]))|"
    r"([今明后])(?=[早晚])|(?:隔天|次日|翌日)"
)
_WEEKDAY = re.compile(
    rf"(再下|(?<!一)下下|上上|下|上|这|本)?(?:一)?(?:个)?(?:周|星期|礼拜|(?<![一-鿿])拜|(?<=[下上这个])拜)(?:的)?(?:{_WEEK})?([{_DAYS}1-7])(?![点0-9])"
)
_SAME_DAY = re.compile(rf"(下下|下)(?:个)?(?:(?P<week>{_WEEK})|月)(?:的)?(今天|明天|后天)")
_MONTH_DAY = re.compile(rf"(?:({NUMERAL}|今|明|后)年(?:的)?)?({NUMERAL})月(?:的)?({NUMERAL})(?:日|号)?")
_NUMERIC = re.compile(
    rf"(?:(20\d\d)[-/.])?(?<![\d.])(1[0-2]|0?[1-9])[-/.](3[01]|[0-2]\d|[1-9])(?![.元块:])(?:日|号)?(?=$|{MORNING}|{AFTERNOON}|{NOON}|[,。吧的那]|\d\d?[:点])"
)
_MONTH = rf"(?P<month>下个?月|这个?月|本月|{NUMERAL}月份?)"
_NTH_WEEKDAY = re.compile(
    rf"{_MONTH}(?:的)?(?:第(?P<nth>[一二三四五1-5])|(?P<first>头一)|(?P<last>最后一))个?(?:{_WEEK})(?P<day>[{_DAYS}1-7])"
)
_END_OF_MONTH = re.compile(
    rf"{_MONTH}(?:的)?(?:底|末|尾|最后一天)(?:的)?(?:最后一天|那天)?(?!{NUMERAL})|(?P<this>月底|月末)(?:的)?最后一天"
)
_START_OF_MONTH = re.compile(rf"{_MONTH}(?:的)?(?:头一天|第一天)")
_DAY_ONLY = re.compile(rf"(下个?月|这个?月|本月|月底)?(?:的)?(初)?({NUMERAL})(日|号)?(?!窗|柜|楼|线|台|门|厅)")
_NO_DAY = "个天次岁人块元点多来几万千百份张本年月周期"
_DAYS_AHEAD = re.compile(
    rf"(?:({NUMERAL})个?|(半)个)(天|日|{_WEEK}|月)(?:之后|以后|过后|后)(?![面头来天日])|(?:再|等)?过({NUMERAL})个?(天|{_WEEK}|月)(?!头)"
)
#: 二十八号的飞机, 十五号就要考试: what makes a bare number a day of the month.
_ON_THAT_DAY = (
    "的?(?:飞机|火车|高铁|动车|航班|车票|机票|船)|考试|出差|动身|出发|开学|面试|高考|开庭|报到|之前|以前|截止|"
    "(?:要|就要|就|得|必须|一早)(?:坐|上|赶|去|走|出|飞|考|用|回)"
)

_MOVED_TO = re.compile("(?:约|改|换|挪|推|定|订|延|放|调)(?:到|在|成|至)")


def find_dates(text: str, today: date | None) -> Iterator[Value]:
    """Dates, clock times and parts of the day in Chinese text. Without `today` only clock times are read."""
    found = _wanted_date(text, today) if today else None
    if found:
        yield found
        day = re.sub(NUMERAL, lambda match: "#" * len(match[0]), text[found.start : found.end])
        text = text[: found.start] + day + text[found.end :]  # 十二月三号 holds no hour, but 今晚 an evening
    yield from find_clock(text)


def _wanted_date(text: str, today: date) -> Value | None:
    """The day that something is moved to, where another one is named too: 今天人太多，约到明天."""
    if (moved := _MOVED_TO.search(text)) and (after := _first_date(text[moved.end() :], today)):
        return replace(after, start=after.start + moved.end(), end=after.end + moved.end())
    return _first_date(text, today)


def _first_date(text: str, today: date) -> Value | None:
    for read in (_numeric, _of_month, _feast, _month_and_day, _same_day, _of_week, _relative, _ahead, _day_of_month):
        if value := read(text, today):
            return value
    return None


def _value(day: date | None, match: re.Match[str]) -> Value | None:
    return Value("date", day.isoformat(), match.start(), match.end()) if day else None


def _numeric(text: str, today: date) -> Value | None:
    match = _NUMERIC.search(text)
    if not match:
        return None
    return _value(_calendar_day(today, int(match[1]) if match[1] else None, int(match[2]), int(match[3])), match)


def _of_month(text: str, today: date) -> Value | None:
    """下个月第二个礼拜三, 这个月底, 下个月头一天."""
    if match := _NTH_WEEKDAY.search(text):
        year, month = _month(match["month"], today)
        nth = number_of(match["nth"]) if match["nth"] else 0 if match["last"] else 1
        return _value(_nth_weekday(year, month, nth or 0, _weekday_index(match["day"])), match)
    if match := _END_OF_MONTH.search(text):
        year, month = _month(match["month"] or "本月", today)
        return _value(_first_of_next(year, month) - timedelta(1), match)
    if match := _START_OF_MONTH.search(text):
        return _value(date(*_month(match["month"], today), 1), match)
    return None


def _feast(text: str, today: date) -> Value | None:
    if found := feast_day(text, today):
        day, start, end = found
        return Value("date", day.isoformat(), start, end)
    return None


def _month_and_day(text: str, today: date) -> Value | None:
    for named in _MONTH_DAY.finditer(text):
        year = {"今": 0, "明": 1, "后": 2}.get(named[1] or "")
        year = (number_of(named[1]) if named[1] else None) if year is None else today.year + year
        if value := _value(_calendar_day(today, year, number_of(named[2]), number_of(named[3])), named):
            return value
    return None


def _same_day(text: str, today: date) -> Value | None:
    """下个礼拜今天, 下个月的今天."""
    match = _SAME_DAY.search(text)
    if not match:
        return None
    times = len(match[1])
    day = today + timedelta(7 * times) if match["week"] else _months_later(today, times)
    return _value(day + timedelta(_NEAR[match[3][0]]), match)


def _of_week(text: str, today: date) -> Value | None:
    match = _WEEKDAY.search(text)
    return _value(_weekday(today, match[1], match[2]), match) if match else None


def _relative(text: str, today: date) -> Value | None:
    match = _RELATIVE.search(text)
    if not match:
        return None
    return _value(today + timedelta(_NEAR.get(match[1] or match[2] or match[0][0], 1)), match)


def _ahead(text: str, today: date) -> Value | None:
    match = _DAYS_AHEAD.search(text)
    if not match:
        return None
    unit = match[3] or match[5]
    if match[2]:
        return _value(today + timedelta(15 if unit == "月" else 3), match)
    number = about(match[1] or match[4]) or 0
    if number >= _FAR:
        return None
    if unit == "月":
        return _value(_months_later(today, number), match)
    return _value(today + timedelta(number * (1 if unit in "天日" else 7)), match)


def _day_of_month(text: str, today: date) -> Value | None:
    for match in _DAY_ONLY.finditer(text):
        day, behind = number_of(match[3]), text[match.end() :]
        named = (match[1] and (match[4] or not behind[:1] or behind[0] not in _NO_DAY)) or (
            match[4] and not match[2] and _followed_by_time(behind)
        )
        if day is None or not 1 <= day <= 31 or not named:
            continue
        month = today.month + (1 if (match[1] or "").startswith("下") or (not match[1] and day < today.day) else 0)
        if value := _value(_calendar_day(today, today.year + (month > 12), (month - 1) % 12 + 1, day), match):
            return value
    return None


def _followed_by_time(rest: str) -> bool:
    """Whether 8号 is a day: a time of day, or nothing but particles, stands behind it."""
    return bool(re.match(rf"(?:{MORNING}|{AFTERNOON}|{NOON}|那天|{NUMERAL}点|去|来|{_ON_THAT_DAY})", rest))


def _calendar_day(today: date, year: int | None, month: int | None, day: int | None) -> date | None:
    """A day of the year; without a year the next one to come."""
    if month is None or day is None:
        return None
    try:
        wanted = date(year or today.year, month, day)
        if year is None and wanted < today:
            wanted = date(today.year + 1, month, day)
    except (ValueError, OverflowError):  # a telephone number stood before 二月
        return None
    return wanted


def _month(said: str, today: date) -> tuple[int, int]:
    """Year and month of 下个月, 本月, 十二月."""
    number = number_of(said.split("月")[0]) if said[0] not in "下这本" else None
    if number and 1 <= number <= 12:
        return today.year + (number < today.month), number
    month = today.month + said.startswith("下")
    return today.year + (month > 12), (month - 1) % 12 + 1


def _first_of_next(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1)


def _months_later(today: date, count: int) -> date:
    """The same day so many months later, or the month's last day where it is shorter."""
    months = today.month - 1 + count
    last = _first_of_next(today.year + months // 12, months % 12 + 1) - timedelta(1)
    return last.replace(day=min(today.day, last.day))


def _nth_weekday(year: int, month: int, nth: int, weekday: int) -> date | None:
    """The nth weekday of a month; 0 is the last."""
    if not nth:
        last = _first_of_next(year, month) - timedelta(1)
        return last - timedelta((last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    day = first + timedelta((weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return day if day.month == month else None


def _weekday_index(name: str) -> int:
    return int(name) - 1 if name.isdigit() else {"天": 6, "末": 5}.get(name, _DAYS.index(name))


def _weekday(today: date, which: str | None, name: str) -> date:
    monday = today - timedelta(today.weekday())
    weeks = {"下": 1, "下下": 2, "再下": 2, "上": -1, "上上": -2}.get(which or "", 0)
    wanted = monday + timedelta(7 * weeks + _weekday_index(name))
    return wanted + timedelta(7) if which is None and wanted < today else wanted
