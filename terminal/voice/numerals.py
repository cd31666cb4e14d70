"""Numbers as people say them in Chinese."""

from __future__ import annotations

import re

import cn2an

_DIGITS = "零一二三四五六七八九"
#: In strings of digits one is said yao, since yi sounds like qi (seven) over a loudspeaker.
_SPELLED = "零幺二三四五六七八九"
#: Before these a lone two is 两, not 二: things counted, and the large units of numbers (2万 -> 两万). A year of school
#: and a quarter of a year are numbered, not counted: 2年级, 2季度.
_COUNTED = re.compile(
    "小时|分钟|平方|年(?!级)|[个位天元块人张份本次遍件套把种家名步页趟条句点岁周处户间台笔项组段寸方米秒公吨倍百千万亿]"
)
#: What is counted in millions and more; longer rows of digits before anything else are spelled.
LARGE_UNITS = "[元块人次户件份张笔万亿]|平方"


def spelled(digits: str) -> str:
    """Digits one by one: 138 -> 幺三八."""
    return "".join(_SPELLED[int(digit)] for digit in digits)


def year(digits: str) -> str:
    """A year digit by digit: 2026 -> 二零二六."""
    return "".join(_DIGITS[int(digit)] for digit in digits)


def cardinal(number: str) -> str:
    """A whole or decimal number: 102 -> 一百零二, 2000 -> 两千, 80.5 -> 八十点五."""
    whole, _, fraction = number.partition(".")
    said = cn2an.an2cn(int(whole)) if len(whole) <= 12 else spelled(whole)
    said = re.sub("^二(?=[百千万亿])", "两", said)
    said = re.sub("(?<=[万亿])二(?=千)", "两", said)
    fraction = fraction.rstrip("0")
    return said + ("点" + "".join(_DIGITS[int(digit)] for digit in fraction) if fraction else "")


def counted(number: str, following: str) -> str:
    """A number before a counted thing: 2个 -> 两, 12个 -> 十二, 2号 -> 二."""
    if number == "2" and _COUNTED.match(following):
        return "两"
    return cardinal(number)
