"""Days that people name by a feast, by the moon's calendar or by the sun's: 元旦前一天, 正月初八, 年三十, 冬至那天.

The months of the moon's calendar are those published for China (GB/T 33661-2017), 2025 to 2050; they are a table
because they follow the sky, not a rule that is short to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from recognition.understanding.slots.numerals import NUMERAL, number_of

_FIRST_YEAR = 2025
#: A year each: its first day, its leap month (0: none), the length of its months (1: 30 days, 0: 29).
_MOON = [
    "0129 6 1010010101110",
    "0217 0 101001001110",
    "0206 0 110100100110",
    "0126 5 1110100100110",
    "0213 0 110101010011",
    "0203 0 010110101010",
    "0123 3 0110101101010",
    "0211 0 100101101101",
    "0131 11 0100101011101",
    "0219 0 010010101101",
    "0208 0 101001001101",
    "0128 6 1101001001011",
    "0215 0 110100100101",
    "0204 0 110101010010",
    "0124 5 1101101010100",
    "0212 0 101101011010",
    "0201 0 010101101101",
    "0122 2 0100101011011",
    "0210 0 010010011011",
    "0130 7 1010010010111",
    "0217 0 101001001011",
    "0206 0 101010100101",
    "0126 5 1011010100101",
    "0214 0 011011010010",
    "0202 0 101011011010",
    "0123 3 0101010110110",
]
#: Feasts with a day of the sun's calendar, and those of the moon's. Bare numbers (十一, 六一) need a word behind.
_SUN = {
    "元旦": (1, 1),
    "情人节": (2, 14),
    "妇女节|三八节": (3, 8),
    "植树节": (3, 12),
    "劳动节|五一节?": (5, 1),
    "青年节|五四": (5, 4),
    "儿童节|六一节?": (6, 1),
    "建党节": (7, 1),
    "建军节|八一": (8, 1),
    "教师节": (9, 10),
    "国庆节?|十一": (10, 1),
    "双十一": (11, 11),
    "双十二": (12, 12),
    "平安夜": (12, 24),
    "圣诞节?": (12, 25),
}
_BY_MOON = {
    "春节|大年初一|过年": (1, 1),
    "元宵节?|正月半": (1, 15),
    "龙抬头": (2, 2),
    "端午节?|端阳节?": (5, 5),
    "七夕节?": (7, 7),
    "中元节": (7, 15),
    "中秋节?|八月半": (8, 15),
    "重阳节?": (9, 9),
    "腊八节?": (12, 8),
    "小年": (12, 23),
    "年三十儿?|大年三十|大年夜|年夜|除夕": (12, 30),
}
#: Terms of the sun: month and the constant of their day in this century (day = year·0.2422 + constant − year÷4).
_TERMS = {"清明节?": (4, 4.81), "立春": (2, 3.87), "立冬": (11, 7.438), "冬至": (12, 21.94)}
_EVERY = "|".join((*_SUN, *_BY_MOON, *_TERMS))
_FEAST = re.compile(rf"(?P<past>过了|过完|等过)?(?P<feast>{_EVERY})(?P<rest>.{{0,8}})")
_MONTH_OF_MOON = r"(?P<month>正月|腊月|冬月|[一二三四五六七八九]月|十[一二]?月)"
_DAY_OF_MOON = re.compile(
    rf"(?P<moon>农历|阴历|旧历)?(?:(?P<new_year>大年|过完?年|年)(?P<first>初[一二三四五六七八九十])|{_MONTH_OF_MOON}(?:的)?"
    r"(?P<early>初)?(?P<day>廿[一二三四五六七八九]?|二?十[一二三四五六七八九]?|三十|[一二三四五六七八九]))(?:日|号)?"
)
_NEXT = r"(?:的)?(?:第[一二]天|头一天|后一天|次日|转天|隔天|头天)"
#: What stands behind a feast, and how many days off it means; the number is group 1 where there is one.
_OFF = (
    (re.compile(r"(?:节)?(?:的)?(?:前一天|头一天|头天|前一日|前夜|前夕)"), lambda n: -1),
    (re.compile(rf"(?:节)?(?:的)?(?:前|头|提前)({NUMERAL})天"), lambda n: -n),
    (re.compile(rf"(?:节)?(?:过后|以后|之后|后|过完|过了|完了|完|过){_NEXT}"), lambda n: 1),
    (re.compile(rf"(?:节)?(?:过后|以后|之后|后|过完|过了|完了|完|过)(?:的)?第?({NUMERAL})天"), lambda n: n),
    (re.compile(r"(?:节)?(?:的)?(?:第二天|后一天|次日|转天|隔天)"), lambda n: 1),
    (re.compile(r"(?:节)?(?:的)?(?:那天|那一天|当天|当日|这天)"), lambda n: 0),
)
_OPEN = re.compile(r"(?:节)?(?:前|后|以|之|期间|放|左右|过|快|时|要|到|没|的(?!话))")
#: These are numbers and verbs too: only what stands behind makes them a day.
_NO_DAY_ALONE = re.compile(r"五一|五四|六一|八一|十一|过年|年夜")


def feast_day(text: str, today: date) -> tuple[date, int, int] | None:
    """The first day of a text named by a feast or by the moon, and the characters that name it."""
    for match in _DAY_OF_MOON.finditer(text):
        if found := _moon_day(match, text, today):
            return found, match.start(), match.end()
    for match in _FEAST.finditer(text):
        if text[max(0, match.start("feast") - 1) : match.start("feast")] in set("一二三四五六七八九十0123456789第"):
            continue
        if off := _off(match):
            days, length = off
            end = match.start("rest") + length
            day = next(_following(match["feast"], days, today), None)
            return (day, match.start(), end) if day else None
    return None


def _off(match: re.Match[str]) -> tuple[int, int] | None:
    """How many days off the feast, and how many characters behind it say so."""
    rest = match["rest"]
    if match["past"] and (next_day := re.match(_NEXT, rest)):
        return 1, next_day.end()
    for pattern, days in _OFF:
        if behind := pattern.match(rest):
            return days(number_of(behind[1]) or 0 if behind.lastindex else 0), behind.end()
    if match["past"] or _OPEN.match(rest) or _NO_DAY_ALONE.fullmatch(match["feast"]):
        return None  # 春节前, 国庆期间 name no day
    return 0, 0


def _following(feast: str, days: int, today: date) -> Iterator[date]:
    for year in range(today.year - 1, today.year + 3):
        day = _of_year(feast, year)
        if day and day + timedelta(days) >= today:
            yield day + timedelta(days)


def _of_year(feast: str, year: int) -> date | None:
    for names, (month, day) in _SUN.items():
        if re.fullmatch(names, feast):
            return date(year, month, day)
    for names, (month, day) in _BY_MOON.items():
        if re.fullmatch(names, feast):
            return _from_moon(year, month, day)
    for names, (month, constant) in _TERMS.items():
        if re.fullmatch(names, feast):
            return date(year, month, int(year % 100 * 0.2422 + constant) - year % 100 // 4)
    return None


def _moon_day(match: re.Match[str], text: str, today: date) -> date | None:
    if match["new_year"]:
        month, day = 1, number_of(match["first"].removeprefix("初"))
    else:
        named = match["month"].removesuffix("月")
        month = {"正": 1, "冬": 11, "腊": 12}.get(named) or number_of(named) or 0
        day = number_of(match["day"].replace("廿", "二十"))
        if not (match["moon"] or match["early"] or named in "正冬腊"):
            return None
        if not match["early"] and text[match.end() : match.end() + 1] in set("一二三四五六七八九十个天"):
            return None
    if not month or not day:
        return None
    every = (_from_moon(year, month, day) for year in range(today.year - 1, today.year + 2))
    return next((one for one in every if one and one >= today), None)


def _from_moon(year: int, month: int, day: int) -> date | None:
    """A day of the moon's calendar; the thirtieth of a short month is its last. None outside the table."""
    if not 0 <= year - _FIRST_YEAR < len(_MOON):
        return None
    first, leap, months = _MOON[year - _FIRST_YEAR].split()
    before = month - 1 + (0 < int(leap) < month)
    lengths = [29 + int(length) for length in months]
    start = date(year, int(first[:2]), int(first[2:]))
    return start + timedelta(sum(lengths[:before]) + min(day, lengths[before]) - 1)
