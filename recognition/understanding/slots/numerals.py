"""Numbers as people write and say them: 138, 一百三十八, 幺三八, 两千, thirty-five."""

from __future__ import annotations

import re

_DIGITS = {
    **{str(n): n for n in range(10)},
    **dict(zip("零〇幺一二两三四五六七八九", (0, 0, 1, 1, 2, 2, *range(3, 10)), strict=True)),
}
_DIGITS |= {"壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9, "洞": 0, "俩": 2, "仨": 3}
_UNITS = {"十": 10, "拾": 10, "百": 100, "千": 1000, "廿": 20}
_ENGLISH = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_ENGLISH_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

#: One numeral in Chinese text: digits, characters, or a mixture such as 3千.
NUMERAL = r"[0-9零〇幺一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾洞]+"
#: One English number word or digits.
ENGLISH_NUMERAL = (
    r"(?:\d+|(?:"
    + "|".join(_ENGLISH_TENS)
    + r")(?:[ -](?:"
    + "|".join(_ENGLISH[1:10])
    + r"))?|"
    + "|".join(sorted(_ENGLISH, key=len, reverse=True))
    + ")"
)


def digits_of(text: str) -> str:
    """The text as digits, character by character; characters that are no digit are dropped (一三八 -> 138)."""
    return "".join(str(_DIGITS[c]) for c in text if c in _DIGITS)


def number_of(text: str) -> int | None:
    """The number a Chinese numeral means; None if it is none. 一百零五, 一百五 (150), 三千, 两万, 幺三八 (138)."""
    if not text or not re.fullmatch(NUMERAL, text):
        return None
    if not any(c in _UNITS or c == "万" for c in text):
        return int(digits_of(text))
    high, ten_thousand, low = text.partition("万")
    if "万" in low:  # 千千万万 is no number
        return None
    if ten_thousand:
        rest = _below_ten_thousand(low) if low else 0
        rest = rest * 1000 if len(low) == 1 and low in _DIGITS else rest
        return _below_ten_thousand(high) * 10_000 + rest
    return _below_ten_thousand(text)


def english_number_of(text: str) -> int | None:
    """The number an English word or digits mean; None if they mean none."""
    text = text.lower().strip()
    if text.isascii() and text.isdigit():
        return int(text)
    if text in _ENGLISH:
        return _ENGLISH.index(text)
    tens, _, unit = text.replace("-", " ").partition(" ")
    if tens in _ENGLISH_TENS and (not unit or unit in _ENGLISH[1:10]):
        return 20 + 10 * _ENGLISH_TENS.index(tens) + (_ENGLISH.index(unit) if unit else 0)
    return None


def _below_ten_thousand(text: str) -> int:
    total, pending, last_unit = 0, "", 1
    for c in text:
        if c in _UNITS:
            last_unit = _UNITS[c]
            total += (int(pending) if pending else 1) * last_unit
            pending = ""
        else:
            pending += str(_DIGITS[c])
    if pending:
        # 一百五 is 150 and 三千二 is 3200, but 一百零五 is 105.
        abbreviated = last_unit >= 100 and len(pending) == 1 and text[-2:-1] not in ("零", "〇")
        total += int(pending) * (last_unit // 10 if abbreviated else 1)
    return total
