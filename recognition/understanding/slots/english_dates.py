"""Days and clock times in English: next Tuesday, the third of December, quarter to ten, Friday week.

"Next Tuesday" is the coming Tuesday, "Tuesday next week" that of the week that begins on the coming Monday.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from recognition.understanding.slots.numerals import ENGLISH_NUMERAL, english_number_of
from recognition.understanding.slots.value import Value

_FAR = 1000
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_WEEKDAY = "|".join(_WEEKDAYS)
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
_MONTH = "|".join(f"{month}|{month[:3]}" for month in _MONTHS) + "|sept"
_UNITS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_TEENS = [
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
_ORDINALS = {name: number for number, name in enumerate((*_UNITS, *_TEENS), 1)}
_ORDINALS |= {"thirtieth": 30, "thirty first": 31, "thirty-first": 31}
_ORDINALS |= {f"twenty{dash}{name}": 20 + n for n, name in enumerate(_UNITS, 1) for dash in " -"}
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_DAY = rf"(?:{_ORDINAL}|\d{{1,2}} ?(?:st|nd|rd|th)|{ENGLISH_NUMERAL})"
_FEASTS = {"christmas eve": (12, 24), "christmas(?: day)?": (12, 25), "new year's(?: day)?": (1, 1)}
_FEAST = re.compile(rf"\b(?:the )?(?:(?P<off>day (?:after|before)) )?(?P<feast>{'|'.join(_FEASTS)})\b")
_NEAR = ((r"day after tomorrow", 2), (r"tomorrow", 1), (r"today|tonight", 0))
_MONTH_DAY = re.compile(rf"\b({_MONTH}) (?:the )?({_DAY})\b(?:,? (20\d\d)\b)?")
_DAY_MONTH = re.compile(rf"\b(?:the )?({_DAY})(?: of)? ({_MONTH})\b(?:,? (20\d\d)\b)?")
_WEEKDAY_SAID = re.compile(
    rf"\b(?:(?P<next>next week) (?:on )?)?(?:(?P<which>next|this|coming|on) )?(?P<day>{_WEEKDAY})"
    rf"(?: (?P<after>(?:of )?(?:next week|week)))?\b"
)
_AHEAD = re.compile(
    rf"\bin ({ENGLISH_NUMERAL}|an?) (day|week|month)s?\b|"
    rf"\b({ENGLISH_NUMERAL}|a) (day|week|month)s? (?:from (?:now|today)|later)\b"
)
_ONLY_DAY = re.compile(
    rf"\b(?:on )?the ({_ORDINAL}|\d{{1,2}} ?(?:st|nd|rd|th))\b(?! (?:time|one|floor|window|counter))"
)

_PARTS = re.compile(r"\b(morning|afternoon|evening)\b")
_MINUTES = rf"(?P<minutes>{ENGLISH_NUMERAL}|a quarter|quarter)"
_CLOCKS = (
    re.compile(
        rf"\b(?P<hour>{ENGLISH_NUMERAL})(?: (?P<minute>\d\d|thirty|fifteen|forty[- ]five))? ?"
        r"(?P<half>am|pm|a m|p m)\b"
    ),
    re.compile(
        rf"\b(?P<past>half|quarter|a quarter|{ENGLISH_NUMERAL})(?: minutes)? past (?P<hour>{ENGLISH_NUMERAL})\b"
    ),
    re.compile(
        r"\b(?P<to>quarter|a quarter|five|ten|twenty|twenty-five|\d{1,2})(?: minutes)? to "
        rf"(?P<hour>{ENGLISH_NUMERAL})\b"
    ),
    re.compile(rf"\b(?P<past>half) (?P<hour>{ENGLISH_NUMERAL})\b"),
    re.compile(
        rf"\b(?P<hour>{ENGLISH_NUMERAL}) (?P<minute>ten|twenty|thirty|fifteen|forty[- ]five|forty|fifty)\b"
        r"(?! (?:yuan|rmb|kuai))"
    ),
    re.compile(rf"\b(?P<hour>{ENGLISH_NUMERAL}) o'?clock\b"),
    re.compile(r"\b(?P<hour>1?\d|2[0-3]) (?P<minute>[0-5]\d)\b(?! \d| (?:yuan|rmb|kuai|people))"),
    re.compile(
        rf"\b(?:at|around|about|by) (?P<hour>{ENGLISH_NUMERAL})\b(?! (?:years|yuan|rmb|people|\d|thousand|hundred))"
    ),
    re.compile(r"\b(?P<noon>noon|midday)\b"),
)


def find_english_dates(text: str, today: date | None) -> Iterator[Value]:
    """Dates, clock times and parts of the day in English text (lower case, words parted by one blank)."""
    found = next(_days(text, today), None) if today else None
    if found:
        yield found
        text = text[: found.start] + "#" * (found.end - found.start) + text[found.end :]
    if clock := _clock(text):
        yield clock
    elif match := _PARTS.search(text):
        yield Value("day_part", "morning" if match[1] == "morning" else "afternoon", match.start(), match.end())


def _days(text: str, today: date) -> Iterator[Value]:
    for feast in _FEAST.finditer(text):
        month, day = next(at for name, at in _FEASTS.items() if re.fullmatch(name, feast["feast"]))
        off = {"day after": 1, "day before": -1}.get(feast["off"] or "", 0)
        if feast_day := _calendar_day(today, None, month, day):
            yield _value(feast_day + timedelta(off), feast)
    if match := _AHEAD.search(text):
        number = match[1] or match[3]
        count = 1 if number in ("a", "an") else min(english_number_of(number) or 0, _FAR)
        yield _value(_later(today, count, match[2] or match[4]), match)
    for name, days in _NEAR:
        if match := re.search(rf"\b(?:the )?(?:{name})\b", text):
            yield _value(today + timedelta(days), match)
    for pattern, month_at, day_at in ((_MONTH_DAY, 1, 2), (_DAY_MONTH, 2, 1)):
        if match := pattern.search(text):
            index = next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(match[month_at][:3]))
            year = int(match[3]) if match[3] else None
            if value := _calendar_day(today, year, index, _day_number(match[day_at])):
                before = re.search(rf"\b(?:{_WEEKDAY})(?: the)? $", text[: match.start()])
                yield _value(value, match, before.start() if before else None)
    if match := _WEEKDAY_SAID.search(text):
        ahead = (_WEEKDAYS.index(match["day"]) - today.weekday()) % 7
        ahead = ahead or (7 if match["which"] == "next" else 0)
        if match["next"] or (match["after"] or "").endswith("next week"):
            ahead = 7 - today.weekday() + _WEEKDAYS.index(match["day"])
        elif match["after"]:
            ahead += 7  # Friday week
        yield _value(today + timedelta(ahead), match)
    if (match := _ONLY_DAY.search(text)) and (number_said := _day_number(match[1])):
        in_month = (today.month + (number_said < today.day) - 1) % 12 + 1
        if value := _calendar_day(today, None, in_month, number_said):
            yield _value(value, match)


def _later(today: date, count: int, unit: str) -> date:
    if unit != "month":
        return today + timedelta(count * (7 if unit == "week" else 1))
    months = today.month - 1 + count
    return date(today.year + months // 12, months % 12 + 1, min(today.day, 28))


def _value(day: date, match: re.Match[str], start: int | None = None) -> Value:
    return Value("date", day.isoformat(), match.start() if start is None else start, match.end())


def _day_number(said: str) -> int | None:
    return _ORDINALS.get(said) or english_number_of(re.sub(r" ?(?:st|nd|rd|th)$", "", said))


def _calendar_day(today: date, year: int | None, month: int, day: int | None) -> date | None:
    try:
        wanted = date(year or today.year, month, day or 0)
        return wanted.replace(year=wanted.year + 1) if year is None and wanted < today else wanted
    except ValueError:
        return None


def _clock(text: str) -> Value | None:
    for pattern in _CLOCKS:
        match = pattern.search(text)
        if not match:
            continue
        said = match.groupdict()
        if said.get("noon"):
            return Value("time", "12:00", match.start(), match.end())
        hour = english_number_of(said["hour"])
        past = _minutes(said.get("past")) or _minutes(said.get("minute"))
        minute = past - _minutes(said.get("to"))
        if hour is None or hour > 23 or not -60 < minute < 60:
            continue
        pm = (said.get("half") or "").startswith("p") or re.search(r"\b(afternoon|evening)\b", text)
        am = (said.get("half") or "").startswith("a") or re.search(r"\bmorning\b", text)
        hour += 12 if hour < 12 and (pm or (not am and hour < 7)) else 0
        at = hour * 60 + minute
        return Value("time", f"{at // 60 % 24:02d}:{at % 60:02d}", match.start(), match.end())
    return None


def _minutes(said: str | None) -> int:
    if not said:
        return 0
    return (
        {"half": 30, "quarter": 15, "a quarter": 15}.get(said)
        or english_number_of(said.replace("forty five", "forty-five"))
        or 0
    )
