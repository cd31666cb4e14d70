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

#: Rounded numbers, said with two digits in a row: 两三千, 七八个. The lower one is read.
_ROUGH = re.compile(
    "(?<![0-9一二两三四五六七八九])(?:一两|一二|两三|二三|三四|三五|四五|五六|六七|七八|八九)(?![0-9一二两三四五六七八九])"
)
#: Figures that are said so where they might be misheard; so read beside other figures only.
_RADIO = {"拐": "七", "勾": "九", "钩": "九"}
_RADIO_ROW = re.compile("(?<![往向右左被0-9])[0-9零〇幺一二两三四五六七八九洞拐勾钩]{2,}(?![道个弯了])")

#: One numeral in Chinese text: digits, characters, or a mixture such as 3千.
NUMERAL = r"[0-9零〇幺一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾洞]+"
_ENGLISH_SMALL = (
    r"(?:\d+|(?:"
    + "|".join(_ENGLISH_TENS)
    + r")(?:[ -](?:"
    + "|".join(_ENGLISH[1:10])
    + r")\b)?|(?:"
    + "|".join(sorted(_ENGLISH, key=len, reverse=True))
    + r")\b)"
)
_ENGLISH_HUNDREDS = rf"(?:{_ENGLISH_SMALL}|a) hundred(?:(?: and)? {_ENGLISH_SMALL})?"
#: One English number in words or digits: forty-two, twelve hundred, two thousand eight hundred, 2 800.
ENGLISH_NUMERAL = (
    rf"(?:(?:{_ENGLISH_SMALL}|a) thousand(?:(?: and)? {_ENGLISH_HUNDREDS}|(?: and)? {_ENGLISH_SMALL})?|"
    rf"{_ENGLISH_HUNDREDS}|\d{{1,3}}(?: \d{{3}})+(?= (?:yuan|rmb|kuai))|{_ENGLISH_SMALL})"
)


def digits_of(text: str) -> str:
    """The text as digits, character by character; characters that are no digit are dropped (一三八 -> 138)."""
    return "".join(str(_DIGITS[c]) for c in text if c in _DIGITS)


def plain_digits(text: str) -> str:
    """The text, as long as it was, with the figures of radio talk as plain ones: 幺洞拐 -> 幺洞七."""

    def plain(match: re.Match[str]) -> str:
        return "".join(_RADIO.get(c, c) for c in match[0])

    return _RADIO_ROW.sub(plain, text)


def about(text: str) -> int | None:
    """The number that a rounded one is near to: 两三千 -> 2000, 七八 -> 7, 二十来 -> 20."""
    return number_of(_ROUGH.sub(lambda match: match[0][0], re.sub("[来多几余把]", "", text)))


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
        return (_below_ten_thousand(high) if high else 1) * 10_000 + rest
    return _below_ten_thousand(text)


def english_digits(text: str) -> str:
    """The figures of a row said one by one: one three eight double zero -> 13800."""
    digits, times = "", 1
    for word in text.split():
        if word in ("double", "triple"):
            times = 2 if word == "double" else 3
        else:
            digits += str(0 if word == "oh" else english_number_of(word)) * times
            times = 1
    return digits


def english_number_of(text: str) -> int | None:
    """The number an English word or digits mean; None if they mean none."""
    text = text.lower().strip().replace(" and ", " ")
    if re.fullmatch(r"\d+(?: \d{3})*", text):
        return int(text.replace(" ", ""))
    for name, unit in (("thousand", 1000), ("hundred", 100)):
        high, found, low = text.partition(f" {name}")
        if found:
            many, rest = 1 if high == "a" else english_number_of(high), english_number_of(low) if low.strip() else 0
            return None if many is None or rest is None else many * unit + rest
    if text in _ENGLISH:
        return _ENGLISH.index(text)
    tens, _, unit_name = text.replace("-", " ").partition(" ")
    if tens in _ENGLISH_TENS and (not unit_name or unit_name in _ENGLISH[1:10]):
        return 20 + 10 * _ENGLISH_TENS.index(tens) + (_ENGLISH.index(unit_name) if unit_name else 0)
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
