"""What somebody says to put right what was said or heard: 护照，不对，是驾照; 三号窗口，哦不，十三号.

Either the correction can be understood by itself, or it only gives a value: then it takes the place of the last value
of its kind, and the request is understood anew with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from recognition.understanding.slots import Value
from recognition.understanding.slots.numerals import ENGLISH_NUMERAL, NUMERAL, digits_of, number_of

_MARKS = {
    "zh": re.compile(
        "[哦噢啊哎呀诶唉]?不行(?=还是|换|改|下?个?(?:周|礼拜|星期)|明|后天|大后天)|(?:不对)+|不是不是|不不+|说错了|讲错了|搞错了|弄错了|错了错了|错咯|错啦|(?<=[0-9零〇幺一二两三四五六七八九洞个人份块点分半刻午天号])错了|(?:哎呀)?(?:记|讲|说|搞|念)(?:岔|错|反|漏)了?|口误|嘴瓢了?|说滑了|[哦噢啊哎呀诶唉]不是?|呸+|我的意思是|我是说"
    ),
    "en": re.compile(r"\b(?:no wait|wait no|i mean|sorry no|no sorry|no i meant|i meant|correction|oh no)\b"),
}
#: After these only a value is a correction: 等一下 is said before wishes too.
_WEAK_MARKS = {
    "zh": re.compile(
        "等一下|等等|等下|算了(?=还是)|(?<!是)不是[^是]{1,8}是(?=.)|应该是|(?<=[点刻半分午号])改(?:成|到|为)"
    ),
    "en": re.compile(r"\b(?:sorry|rather|no|wait)\b"),
}
_NUMBERS = frozenset(("number", "window", "count", "amount", "age"))
_ROWS = frozenset(("id_number", "phone"))
_NUMERAL = {"zh": re.compile(NUMERAL), "en": re.compile(ENGLISH_NUMERAL)}
#: 最后一位是九: the digits that a long number ends in.
_ENDING = re.compile(
    rf"(?:最后|后面?|后头|尾号|末尾)(?:[一两三四二1-4]位|一个)?(?:数字?|号)?(?:是|为|应该是)?(?:([两三四二])个)?({NUMERAL})$"
)
#: 第二位是五: one digit of a long number.
_PLACE = re.compile(rf"(倒数)?第({NUMERAL})(?:位|个)(?:数字?)?(?:是|为|应该是)([0-9零〇幺一二两三四五六七八九])$")
#: How long the numbers are that people read out, and how they look; whether the last digit fits is told later.
_LENGTHS = {11: r"1[3-9]\d{9}", 18: r"\d{6}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]"}


@dataclass(frozen=True, slots=True)
class Correction:
    """`said` before the last mark, `meant` after it; a `weak` mark corrects values alone."""

    said: str
    meant: str
    weak: bool


def find_correction(text: str, lang: str) -> Correction | None:
    """The last correction of a text, if there is one."""
    for marks, weak in ((_MARKS, False), (_WEAK_MARKS, True)):
        if found := list(marks[lang].finditer(text)):
            return Correction(text[: found[-1].start()], text[found[-1].end() :].strip(), weak)
    return None


def mended(
    correction: Correction, lang: str, read: Callable[[str], Sequence[Value]], only_values: Callable[[str], bool]
) -> str | None:
    """What was said with the values of the correction in their places; None if it is no correction of values.

    `read` gives the values of a text, `only_values` whether it holds nothing else.
    """
    said = read(correction.said)
    rows = [value for value in said if value.key in _ROWS]
    if lang == "zh" and rows and (ending := _ENDING.search(correction.meant)):
        times = number_of(ending[1]) or 1 if ending[1] else 1
        return _with_ending(correction.said, rows[-1], digits_of(ending[2]) * times)
    if lang == "zh" and rows and (place := _PLACE.search(correction.meant)):
        return _with_digit(correction.said, rows[-1], place)
    if lang == "zh" and not rows and (whole := _said_again(correction)):
        return whole
    new = read(correction.meant)
    if not new or not only_values(correction.meant):
        return None
    if not correction.said:
        return correction.meant  # 不是明天，是后天上午
    text, added = correction.said, ""
    for value in sorted(new, key=lambda value: -value.start):
        kinds = _NUMBERS if value.key in _NUMBERS else {value.key}
        old = next((one for one in reversed(read(text)) if one.key in kinds), None)
        if old is None:
            added = correction.meant[value.start : value.end] + added
            continue
        text = text[: old.start] + _in_place(text[old.start : old.end], value, correction.meant, lang) + text[old.end :]
    return text + added if text != correction.said else None


def _said_again(correction: Correction) -> str | None:
    """A long number broken off and said on from some digit: 九九零零零零幺九五二，不对，幺九五三零三……

    The new digits take the place of so many of the last that the number is whole, if that makes a real one.
    """
    begun, on = _LAST_ROW.search(correction.said), _ROW.match(correction.meant)
    if not begun or not on:
        return None
    said, new = digits_of(begun[0]), digits_of(on[0]) + "X" * (on[1] is not None)
    for length, looks in _LENGTHS.items():
        kept = length - len(new)
        if 0 <= kept < len(said) and re.fullmatch(looks, said[:kept] + new):
            return correction.said[: begun.start()] + said[:kept] + new + correction.meant[on.end() :]
    return None


_LAST_ROW = re.compile(r"[0-9零〇幺一二两三四五六七八九洞 -]{2,}[,，]?(?:啊|呃)?$")
_ROW = re.compile(r"(?:是|应该是)?[,，]?[0-9零〇幺一二两三四五六七八九洞 -]{4,}(x|叉)?")


def _with_digit(said: str, row: Value, place: re.Match[str]) -> str | None:
    """The row with its nth digit replaced; the row is written as digits."""
    digits, nth = str(row.value), number_of(place[2]) or 0
    at = len(digits) - nth if place[1] else nth - 1
    if not 0 <= at < len(digits):
        return None
    return said[: row.start] + digits[:at] + digits_of(place[3]) + digits[at + 1 :] + said[row.end :]


def _in_place(old: str, value: Value, meant: str, lang: str) -> str:
    """The new value; of a number only its figures, for what is counted was said before: 三号窗口, 十三."""
    new = meant[value.start : value.end]
    if value.key in _NUMBERS and (number := _NUMERAL[lang].search(new)):
        return _NUMERAL[lang].sub(number[0], old, count=1)
    return new


def _with_ending(said: str, row: Value, ending: str) -> str:
    start = row.end - len(ending)
    return said[:start] + ending + said[row.end :] if start >= row.start else said
