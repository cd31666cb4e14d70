"""Answers that are nothing but values: which kind they are of, and whether nothing else was said."""

from __future__ import annotations

from collections.abc import Sequence

from recognition.understanding.result import Certainty, SlotKind, Understanding
from recognition.understanding.slots import Value
from recognition.understanding.slots.names import bare_name
from recognition.understanding.slots.value import slots_of
from recognition.understanding.spotting import stem

_SLOT_KINDS = {
    "id_number": SlotKind.ID_NUMBER,
    "phone": SlotKind.PHONE,
    "name": SlotKind.NAME,
    "name_pinyin": SlotKind.NAME,
    "date": SlotKind.DATE_TIME,
    "time": SlotKind.DATE_TIME,
    "day_part": SlotKind.DATE_TIME,
    "number": SlotKind.NUMBER,
    "ticket": SlotKind.NUMBER,
    "count": SlotKind.NUMBER,
    "amount": SlotKind.NUMBER,
}

_UNMISTAKABLE = frozenset(("id_number", "phone"))


def slot_answer(values: Sequence[Value], asked: SlotKind | None) -> Understanding | None:
    """The values of one kind: the kind asked for, or the most telling one."""
    kinds = [(value, _SLOT_KINDS[value.key]) for value in values if value.key in _SLOT_KINDS]
    if not kinds:
        return None
    order = list(SlotKind)
    kind = asked if asked in {k for _, k in kinds} else max((k for _, k in kinds), key=order.index)
    slots = slots_of(value for value, k in kinds if k is kind)
    return Understanding(Certainty.SURE, slot_kind=kind, slots=slots, score=1.0)


def stray_answer(values: Sequence[Value]) -> Understanding | None:
    """A value told among words that mean nothing here (有事打这个号 …): only of kinds that nobody says by chance."""
    return slot_answer([value for value in values if value.key in _UNMISTAKABLE], None)


def asked_name(text: str, asked: SlotKind | None) -> Understanding | None:
    """A bare name, if a name was asked for: nothing in the words themselves says that they are one."""
    name = bare_name(text) if asked is SlotKind.NAME else None
    return Understanding(Certainty.SURE, slot_kind=asked, slots={"name": name}, score=1.0) if name else None


def is_made_of(text: str, words: frozenset[str]) -> bool:
    """Whether a text can be cut into these words."""
    reachable = {0}
    for end in range(1, len(text) + 1):
        if any(start in reachable and text[start:end] in words for start in range(max(0, end - 8), end)):
            reachable.add(end)
    return len(text) in reachable


def label_set(words: Sequence[str]) -> frozenset[str]:
    return frozenset(stem(word) if word.isascii() else word for word in words)
