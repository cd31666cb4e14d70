"""ID numbers and telephone numbers, typed or spoken digit by digit.

Resident ID: GB 11643-1999, 17 digits and a check character. Mobile: 1[3-9] and nine digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from recognition.understanding.slots.numerals import digits_of, english_digits, number_of
from recognition.understanding.slots.value import Value

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
#: People say 叉 or 埃克斯 for the X at the end: 最后一个是叉, 末尾带个x.
_X = (
    r"(?:(?:最后|末尾|后面|结尾)?(?:一位|一个)?(?:是|带|加|有)?(?:一?个)?"
    r"(?:大写)?(?:的)?(?:字母)?(?:x|叉|[埃艾爱]克斯))"
)
_FIGURE = "[0-9零〇幺一二两三四五六七八九洞]"
#: Figures in a row: 零零幺三; 三个零; 一百三十八 said for 138; a year, month and day in an ID number.
_BORN = rf"{_FIGURE}{{4}}年{_FIGURE}{{0,2}}十?{_FIGURE}?月{_FIGURE}{{0,2}}十?{_FIGURE}?[日号]"
_ROUND = rf"一百[三四五六七八九]十{_FIGURE}?(?=[ ,，、]?{_FIGURE})"
_TIMES = "[两二三四五六]个"
_PLAIN = rf"(?:(?!{_FIGURE}(?:[个位]|{_FIGURE}{{3}}年)){_FIGURE})+[百千]?"
_TOKEN = re.compile(rf"(?P<born>{_BORN})|(?P<times>{_TIMES})(?P<same>{_FIGURE})|(?P<round>{_ROUND})|{_PLAIN}")
_FIGURES = rf"(?:{_BORN}|{_TIMES}{_FIGURE}|{_ROUND}|{_PLAIN})"
#: What is said between groups of figures, as people catch their breath or count along.
_PAUSE = (
    r"(?:[ ,，。、.:：()（）—-]|啊|呃|额|嗯|哦|噢|哈|嘛|的|然后|接着|再|就是|是|"
    r"(?:前面?|开头|打头|中间|当中|后面?|后头|末尾|最后|尾号|号码|区号|再后头?)(?:[两二三四五六七八1-9]位)?(?:数)?(?:是|为)?)"
)
_RUN = re.compile(rf"(?:\+?86)?{_FIGURES}(?:{_PAUSE}{{0,4}}+{_FIGURES})*+(?:{_PAUSE}{{0,2}}{_X})?")
_LEAST = 7


def is_valid_id_number(number: str) -> bool:
    """Whether an 18-character resident ID number has a real birth date and the right check character."""
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return born.year >= 1880 and _CHECKS[total % 11] == number[17]


def is_valid_mobile(number: str) -> bool:
    """Whether eleven digits are a mobile number of mainland China."""
    return re.fullmatch(r"1[3-9]\d{9}", number) is not None


def find_identity(text: str) -> Iterator[Value]:
    """ID numbers and phone numbers in a text; a wrong check digit is still an ID number, the terminal says so later."""
    for match in _RUN.finditer(text):
        if len(match[0]) < _LEAST:
            continue
        groups = list(_groups(match[0]))
        for first, last in _stretches(len(groups)):
            digits = "".join(digits for digits, _, _ in groups[first:last])
            start, end = match.start() + groups[first][1], match.start() + groups[last - 1][2]
            ends = last == len(groups) and re.search(f"{_X}$", match[0]) is not None
            if re.fullmatch(r"\d{17}X|\d{18}", digits + "X" * ends):
                yield Value("id_number", digits + "X" * ends, start, match.end() if ends else end)
                break
            if phone := _phone(digits):
                yield Value("phone", phone, start, end)
                break


_SPOKEN_ENGLISH = re.compile(
    r"\b(?:(?:(?:double|triple) )?(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)(?: |$)){7,}"
)


def find_english_identity(text: str) -> Iterator[Value]:
    """Phone numbers said figure by figure in English: one three eight, double zero, …"""
    for match in _SPOKEN_ENGLISH.finditer(text):
        if phone := _phone(english_digits(match[0])):
            yield Value("phone", phone, match.start(), match.end())


def _groups(run: str) -> Iterator[tuple[str, int, int]]:
    """The figures of a run, group by group, with their places."""
    for token in _TOKEN.finditer(run):
        yield _digits(token), token.start(), token.end()


def _stretches(count: int) -> Iterator[tuple[int, int]]:
    """All stretches of so many groups, the longest first: 三楼，幺三八…… holds a number behind another one."""
    for length in range(count, 0, -1):
        for first in range(count - length + 1):
            yield first, first + length


def _digits(token: re.Match[str]) -> str:
    if token["times"]:
        return digits_of(token["same"]) * (number_of(token["times"][0]) or 1)
    if token["round"]:
        return str(number_of(token["round"]))
    if token["born"]:
        year, month, day = re.split("[年月]", token["born"][:-1])
        return f"{digits_of(year)}{number_of(month) or 0:02d}{number_of(day) or 0:02d}"
    zeros = {"百": "00", "千": "000"}.get(token[0][-1], "")
    return digits_of(token[0]) + zeros


def _phone(number: str) -> str | None:
    number = re.sub(r"^(?:0086|86)(?=1[3-9]\d{9}$)", "", number)
    landline = re.fullmatch(r"0\d{2,3}\d{7,8}", number)
    return number if is_valid_mobile(number) or landline else None
