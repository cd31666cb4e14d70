"""ID numbers and telephone numbers, typed or spoken digit by digit.

Resident ID: GB 11643-1999, 17 digits and a check character. Mobile: 1[3-9] and nine digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from recognition.understanding.slots.numerals import digits_of
from recognition.understanding.slots.value import Value

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
#: People say 叉 or 埃克斯 for the X at the end.
_X = r"(?:[x叉]|埃克斯|艾克斯)"
_RUN = re.compile(rf"(?:\+?86)?[0-9零〇幺一二两三四五六七八九洞百千 -]{{7,}}{_X}?")


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
        number = _digits(match[0])
        if re.fullmatch(r"\d{17}[\dX]", number):
            yield Value("id_number", number, match.start(), match.end())
        elif phone := _phone(number):
            yield Value("phone", phone, match.start(), match.end())


def _digits(run: str) -> str:
    x = "X" if re.search(f"{_X}$", run) else ""
    run = re.sub(r"([一二两三四五六七八九])千", r"\g<1>零零零", run)
    run = re.sub(r"([一二两三四五六七八九])百", r"\g<1>零零", run)
    return digits_of(run) + x


def _phone(number: str) -> str | None:
    number = re.sub(r"^(?:0086|86)(?=1[3-9]\d{9}$)", "", number)
    landline = re.fullmatch(r"0\d{2,3}\d{7,8}", number)
    return number if is_valid_mobile(number) or landline else None
