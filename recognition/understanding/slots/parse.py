"""All values of a text; where two readings overlap, the first of the list below wins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from recognition.understanding.slots.amounts import find_amounts
from recognition.understanding.slots.dates import find_dates
from recognition.understanding.slots.english_dates import find_english_dates
from recognition.understanding.slots.identity import find_english_identity, find_identity
from recognition.understanding.slots.names import find_described_name, find_english_names, find_name_apart, find_names
from recognition.understanding.slots.numerals import NUMERAL, plain_digits
from recognition.understanding.slots.people import find_people
from recognition.understanding.slots.value import Value
from recognition.understanding.slots.values import find_hall_values, find_number

#: 不是一 (not one), said to correct a number: what follows is not meant.
_NOT_MEANT = re.compile(
    rf"(?:不是|不要|别是|不)({NUMERAL})(?!点)(?=$|[,。是而号]|的|啊|吧)|\bnot (?:\w+)$|\bnot (?:\w+) but\b"
)


def find_values(text: str, lang: str, today: date | None, original: str = "") -> list[Value]:
    """Values in the order of the text. What is denied (不是一) is left out.

    `number` is read only if no ticket, count, amount or the like is there.
    """
    kept = _NOT_MEANT.sub(lambda match: "#" * len(match[0]), plain_digits(text) if lang == "zh" else text)
    values: list[Value] = []
    for value in _all(kept, lang, today, original):
        if not any(value.start < other.end and other.start < value.end for other in values):
            values.append(value)
    if not any(value.key in ("ticket", "count", "amount", "id_number", "phone", "window") for value in values):
        blank = list(kept)
        for value in values:
            blank[value.start : value.end] = "#" * (value.end - value.start)
        if number := find_number("".join(blank), lang):
            values.append(number)
    return sorted(values, key=lambda value: value.start)


def _all(text: str, lang: str, today: date | None, original: str) -> Iterator[Value]:
    yield from find_identity(text)
    if lang == "en":
        yield from find_english_identity(text)
    if lang == "zh" and (name := find_described_name(text)):
        yield name
    if lang == "zh":
        yield from find_name_apart(text)
    if lang == "zh" and (people := find_people(text)):
        yield people
    yield from find_amounts(text, lang)
    yield from find_hall_values(text, lang)
    if lang == "en":
        yield from find_english_dates(text, today)
        yield from find_english_names(text, original)
    else:
        yield from find_dates(text, today)
        yield from find_names(text)
