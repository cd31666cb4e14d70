"""Hits put right before they count as evidence: what is denied is left out, values are added."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from recognition.understanding.request import Units
from recognition.understanding.slots import Value
from recognition.understanding.spotting import Hit

#: Ages from which the senior card and the allowance for the very old are given; see the guide.
_SENIOR_AGE, _VERY_OLD_AGE = 60, 80
#: 不开公司，就摆个小摊: such words deny a topic too if another one is named.
_DENY_TOPICS = frozenset(("不", "不是", "不想", "不要", "不办", "不用"))
#: 执照上礼拜刚办下来: so many units may stand between a topic and what says that it is done. Our judgement.
_DONE_WITHIN = 5
#: 身份证和户口本都带了: so many between topics that share it. Our judgement.
_IN_A_ROW = 1
#: 身份证社保卡一块儿都丢了: so many between two topics and the word that says "all". Our judgement.
_ALL_WITHIN = 3
_DONE = frozenset(("done", "brought", "not_lost"))
_NOT_YET = frozenset(("还没", "还没有", "还未", "没有", "没", "未"))
#: What a word of denial denies; by default acts and states. 没有 before an act says that there is none yet.
_DENIABLE = {"没有": ("states",), "别": ("acts",)}
#: 不是换驾照，是办护照; 不是个体户，我们…: what stands between is denied.
_CONTRAST = re.compile(r"(?<!是)不是([^是就而我咱俺]{1,10})(?=[是就而我咱俺])")


def without_denied(hits: Sequence[Hit], kinds: Mapping[str, str], units: Units) -> list[Hit]:
    """Hits without what is denied: 没丢 and 不是补办 speak neither for a loss nor for a reissue.

    Of 不是换驾照，是办护照 only what follows the second 是 is left; of 不是新办社保卡，是断了 the topic too.
    """
    kept: list[Hit] = []
    for hit in _without_not_yet(_without_places(_without_contrasted(hits, kinds, units)), kinds, units):
        before = kept[-1] if kept else None
        if before and _denies_topic(before, hit, kinds, units) and any(is_topic(o, kinds) for o in hits if o != hit):
            continue
        if before and before.end == hit.start and "not" in before.concepts and not _asks(before, units):
            denied = {c for c in hit.concepts if kinds.get(c) in _DENIABLE.get(before.word, ("acts", "states"))}
            if denied:
                kept[-1] = replace(before, concepts=frozenset({"not"}))
                hit = replace(hit, concepts=hit.concepts - denied)
        if hit.concepts:
            kept.append(hit)
    return kept


def _without_not_yet(hits: Sequence[Hit], kinds: Mapping[str, str], units: Units) -> list[Hit]:
    """Hits with 还没 denying what has not happened yet: 身份证还没过期 is neither expired nor the first."""
    kept: list[Hit] = []
    for hit in hits:
        before = kept[-1] if kept else None
        happened = {concept for concept in hit.concepts if kinds.get(concept) == "states"}
        if before and before.end == hit.start and before.word in _NOT_YET and happened and not _asks(before, units):
            kept[-1] = replace(before, concepts=frozenset({"not"}))
            hit = replace(hit, concepts=hit.concepts - happened)
        if hit.concepts:
            kept.append(hit)
    return kept


def _without_places(hits: Sequence[Hit]) -> list[Hit]:
    """Hits without what only says where something is: 学校边上开个早点铺 is no matter of schools."""
    near = {hit.start for hit in hits if "beside" in hit.concepts}
    return [hit for hit in hits if hit.end not in near]


def _denies_topic(before: Hit, hit: Hit, kinds: Mapping[str, str], units: Units) -> bool:
    denies = before.word in _DENY_TOPICS and not _asks(before, units)
    return before.end == hit.start and denies and is_topic(hit, kinds)


def _asks(word: Hit, units: Units) -> bool:
    """Whether a word of denial is the end of a question: 是不是, 要不要, 有没有."""
    after = units.units[word.start + 1 : word.start + 2]
    return word.start > 0 and word.word.startswith(("不", "没")) and units.units[word.start - 1 : word.start] == after


def _without_contrasted(hits: Sequence[Hit], kinds: Mapping[str, str], units: Units) -> list[Hit]:
    spans = [match.span(1) for match in _CONTRAST.finditer(units.text)] if units.lang == "zh" else []
    denied = [hit for hit in hits if any(start <= hit.start < end for start, end in spans)]
    others = [hit for hit in hits if hit not in denied]
    if not any(is_topic(hit, kinds) for hit in others):
        others += [hit for hit in denied if is_topic(hit, kinds)]
    return sorted(others, key=lambda hit: hit.start)


def without_done(hits: Sequence[Hit], kinds: Mapping[str, str]) -> list[Hit]:
    """Hits without the topics of what is done already: of 执照办好了，想办食品证 the licence is no wish any more.

    Neither is what was brought (身份证户口本都带了) or is not lost (身份证没丢，社保卡丢了).
    """
    over = [hit for hit in hits if hit.concepts & _DONE and "pay_in" not in hit.concepts]  # 医保也交了 may be a wish
    had = [topic for one in over for topic in _topics_before(one, hits, kinds)]
    had += [min(after, key=lambda hit: hit.start) for one in hits if (after := _topics_after(one, hits, kinds))]
    return [hit for hit in hits if hit not in had]


def in_row(topics: Sequence[Hit], hits: Sequence[Hit]) -> bool:
    """Whether two topics stand side by side with a word for "all" behind them: 身份证社保卡都丢了."""
    alls = [hit.start for hit in hits if hit.concepts & {"all", "both"}]
    rows = [second for first, second in pairwise(topics) if first.end == second.start]
    return any(second.end <= place <= second.end + _ALL_WITHIN for second in rows for place in alls)


def _topics_before(done: Hit, hits: Sequence[Hit], kinds: Mapping[str, str]) -> list[Hit]:
    """The nearest topic before, and those in a row with it."""
    found: list[Hit] = []
    at, within = done.start, _DONE_WITHIN
    for hit in reversed([hit for hit in hits if hit.end <= done.start and is_topic(hit, kinds)]):
        if at - hit.end > within:
            break
        found.append(hit)
        at, within = hit.start, _IN_A_ROW
    return found


def _topics_after(had: Hit, hits: Sequence[Hit], kinds: Mapping[str, str]) -> list[Hit]:
    return [hit for hit in hits if "have" in had.concepts and is_topic(hit, kinds) and hit.start == had.end]


def is_topic(hit: Hit, kinds: Mapping[str, str]) -> bool:
    """Whether a word names what a request is about."""
    return any(kinds.get(concept) == "topics" for concept in hit.concepts)


def with_values(hits: Sequence[Hit], values: Sequence[Value], units: Units) -> list[Hit]:
    """Hits for the values that frames may ask for (#date, #window …); a row of digits holds no words (110)."""
    marks = []
    for value in values:
        covered = covered_units(value, units)
        if value.key in ("id_number", "phone"):
            hits = [hit for hit in hits if hit.start not in covered]
        if covered:
            marks.append(Hit(covered[0], covered[-1] + 1, frozenset({_mark(value)}), 1.0, str(value.value)))
    return sorted([*hits, *marks], key=lambda hit: hit.start)


def in_sign_order(units: Units) -> list[Hit]:
    """A mark for frames that ask for it: signed, or typed word by word as signed. There 办 behind a topic is vague.

    The mark explains nothing of the request.
    """
    return [Hit(0, 0, frozenset({"#signed"}), 1.0, "")] if units.signed else []


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
