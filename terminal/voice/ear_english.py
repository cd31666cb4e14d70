"""English text for the ear: what the engine would read sign by sign, or as another thing, is written out in words.

The engine itself reads plain numbers, shares and ordinals well. Rules run from the most special to the plainest.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DASH = r"\s*[-–—~]\s*"


def _date(match: re.Match[str]) -> str:
    return f"{int(match[3])} {_MONTHS[int(match[2]) - 1]} {match[1]}"


def _clock(match: re.Match[str]) -> str:
    """14:05 -> 2 oh 5 PM. What is no time of day stays."""
    hour, minute = int(match[1]), int(match[2])
    rest = "" if minute == 0 else f" oh {minute}" if minute < 10 else f" {minute}"
    return f"{(hour - 1) % 12 + 1}{rest} {'PM' if 12 <= hour < 24 else 'AM'}"


def _spelled(digits: str) -> str:
    return " ".join(digit for digit in digits if digit.isalnum())


_RULES: tuple[_Rule, ...] = (
    (re.compile(r"\b\d*[*•×]{2,}(\d{1,5}X?)\b"), lambda m: f"ending in {_spelled(m[1])}"),
    (re.compile(r"\b(\d{4})-(0?[1-9]|1[0-2])-(\d{1,2})\b"), _date),
    (re.compile(r"\b(0\d{2,3})-(\d{7,8})\b"), lambda m: f"{_spelled(m[1])}, {_spelled(m[2])}"),
    (re.compile(r"\b([48]00)-(\d{3,4})-(\d{3,4})\b"), lambda m: ", ".join(_spelled(part) for part in m.groups())),
    (re.compile(r"(?<=\d)" + _DASH + r"(?=\d{1,2}:\d\d\b)"), lambda _: " to "),
    (re.compile(r"\b([01]?\d|2[0-4]):([0-5]\d)\b(?!:)"), _clock),
    (re.compile(r"(?<![\d-])(\d{1,4})[-–—~](\d{1,4})(?![\d-])"), lambda m: f"{m[1]} to {m[2]}"),
    (re.compile(r"[¥￥]\s*(\d[\d,]*(?:\.\d+)?)"), lambda m: f"{m[1]} yuan"),
    (re.compile(r"(?<![\w.])[-−](?=\d)"), lambda _: "minus "),
    (re.compile(r"\s*(?:℃|°C)"), lambda _: " degrees Celsius"),
    (re.compile(r"\bNo\.\s*(?=\d)"), lambda _: "number "),
    (re.compile(r"\b([A-Z])(\d{3,4})\b"), lambda m: f"{m[1]}, {_spelled(m[2])}"),
    # Numbers to call: 12345 and its like are said digit by digit, but not as a sum.
    (re.compile(r"\b(12\d{3}|(?<=call )1[12]\d)\b(?!\s*(?:yuan|people))"), lambda m: _spelled(m[1])),
    (re.compile(r"\b\d{6,18}X?\b"), lambda m: _spelled(m[0])),
)


def english(text: str) -> str:
    """The text as it is to be spoken: Ticket A012, 14:00 -> Ticket A, 0 1 2, 2 PM. Never raises for any text."""
    for pattern, read in _RULES:
        text = pattern.sub(read, text)
    return text.strip()
