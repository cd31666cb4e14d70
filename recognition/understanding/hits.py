"""Hits put right before they count as evidence: what is denied is left out, values are added."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from recognition.understanding.request import Units
from recognition.understanding.slots import Value
from recognition.understanding.spotting import Hit

#: Ages from which the senior card and the allowance for the very old are given; see the guide.
_SENIOR_AGE, _VERY_OLD_AGE = 60, 80
#: What a word of denial denies; by default acts and states. 没有 before an act says that there is none yet.
_DENIABLE = {"没有": ("states",), "别": ("acts",)}
#: 不是换驾照，是办护照: everything between is denied.
_CONTRAST = re.compile(r"(?<!是)不是([^是]{1,10})(?=就是|而是|是)")


def without_denied(hits: Sequence[Hit], kinds: Mapping[str, str], units: Units) -> list[Hit]:
    """Hits without what is denied: 没丢 and 不是补办 speak neither for a loss nor for a reissue.

    Of 不是换驾照，是办护照 only what follows the second 是 is left.
    """
    contrasted = [match.span(1) for match in _CONTRAST.finditer(units.text)] if units.lang == "zh" else []
    kept: list[Hit] = []
    for hit in hits:
        if any(start <= hit.start < end for start, end in contrasted):
            continue
        before = kept[-1] if kept else None
        if before and before.end == hit.start and "not" in before.concepts:
            denied = {c for c in hit.concepts if kinds.get(c) in _DENIABLE.get(before.word, ("acts", "states"))}
            if denied:
                kept[-1] = replace(before, concepts=frozenset({"not"}))
                hit = replace(hit, concepts=hit.concepts - denied)
        if hit.concepts:
            kept.append(hit)
    return kept


def with_values(hits: Sequence[Hit], values: Sequence[Value], units: Units) -> list[Hit]:
    """Hits for the values that frames may ask for (#date, #window …)."""
    marks = []
    for value in values:
        covered = covered_units(value, units)
        if covered:
            marks.append(Hit(covered[0], covered[-1] + 1, frozenset({_mark(value)}), 1.0, str(value.value)))
    return sorted([*hits, *marks], key=lambda hit: hit.start)


def _mark(value: Value) -> str:
    """The concept of a value. Ages count by what they entitle to: 60 and more, 80 and more."""
    if value.key == "age" and int(value.value) >= _SENIOR_AGE:
        return "#age80" if int(value.value) >= _VERY_OLD_AGE else "#age60"
    return f"#{value.key}"


def covered_units(value: Value, units: Units) -> list[int]:
    """The units a value was read from."""
    return [i for i, (start, end) in enumerate(_positions(units)) if start < value.end and value.start < end]


def _positions(units: Units) -> list[tuple[int, int]]:
    gap = 0 if units.lang == "zh" else 1
    places, at = [], 0
    for unit in units.units:
        places.append((at, at + len(unit)))
        at += len(unit) + gap
    return places
