"""What is said at a counter: every Chinese text of the content, and the clerks' sentences of `counter.json`, filled.

For the language model of captions (`recognition.speech.language_model`); a hall's own content takes part by itself.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import yaml

from content import matters
from content.reading import read_json

CONTENT = Path(__file__).resolve().parent.parent
_FILE = Path(__file__).with_name("counter.json")
_WISHES = CONTENT / "matters" / "words"
_SLOT = re.compile(r"\{(\w+)[^{}]*\}")
_PAUSE = re.compile(r"[，。、；：？！…—·（）“”‘’《》【】,.;:?!()\"'/\s]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2}")
FILLED = 3.0
"""Weight of one of the clerks' sentences with all its fillings; a clause of the content weighs 1. Our judgement."""
_NUMBERS = ["一", "两", "三", "四", "五", "六", "七", "八", "九", "十", "十二", "十五", "二十", "三十", "六十"]
_HOURS = (("上午", "八九十"), ("下午", "一两三四五"))
_COMMON: Mapping[str, Sequence[str]] = {
    "window": [str(number) for number in range(1, 31)],
    "days": _NUMBERS,
    "count": _NUMBERS,
    "yuan": ["五", "十", "二十", "四十", "八十", "一百", "一百六十", "两百", "三百八十", "五百", "一千"],
    "time": [f"{part}{hour}点{half}" for half in ("", "半") for part, hours in _HOURS for hour in hours],
    "day": ["今天", "明天", "后天", *(f"{week}{day}" for week in ("周", "下周", "星期") for day in "一二三四五六")],
}


def hall_key() -> str:
    """Changes with what a hall replaces by its own: its guide of matters, the hall itself, the clerks' sentences."""
    files = [*sorted((CONTENT / "hall").glob("*.json")), CONTENT / "matters" / "matters.json", _FILE]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def counter_talk() -> Iterator[tuple[float, str]]:
    """Weight and sentence: the clerks' sentences with their slots filled, then the clauses of all content."""
    fillings = _fillings()
    for sentence in read_json(_FILE)["sentences"].strings():
        filled = sorted(set(_filled(sentence, fillings)))
        yield from ((FILLED / len(filled), text) for text in filled)
    yield from ((1.0, clause) for clause in _clauses())


def _fillings() -> dict[str, Sequence[str]]:
    guide = matters.load()
    papers = {clause for m in guide for paper in m.materials for clause in _split(paper.name.zh)}
    return {
        **_COMMON,
        "matter": [name for m in guide for name in (*_split(m.name.zh), *m.also_called)],
        "paper": sorted(papers),
        "place": sorted({clause for m in guide for clause in _split(m.department.zh)}),
    }


def _filled(sentence: str, fillings: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The sentence with every slot filled; of several slots each runs through its own values."""
    slots = [slot for slot in _SLOT.findall(sentence) if slot in fillings]
    most = max((len(fillings[slot]) for slot in slots), default=1)
    rows = {slot: islice(cycle(fillings[slot]), most) for slot in slots}
    for _ in range(most):
        filled = sentence
        for slot, row in rows.items():
            filled = filled.replace(f"{{{slot}}}", next(row))
        yield filled


def _clauses() -> Iterator[str]:
    """What stands in the content, cut at pauses and at places for arguments; each clause once.

    The words by which wishes are understood are not what a clerk says.
    """
    seen: set[str] = set()
    for path in sorted(path for path in CONTENT.rglob("*") if _WISHES not in path.parents):
        for text in _texts(path):
            for part in _SLOT.split(text)[::2]:
                seen.update(clause for clause in _split(part))
    return iter(sorted(seen))


def _texts(path: Path) -> Iterator[str]:
    if path.suffix == ".json" and path != _FILE:
        yield from _chinese(json.loads(path.read_text(encoding="utf-8")))
    elif path.name.endswith("zh.yaml"):
        yield from _chinese(yaml.safe_load(path.read_text(encoding="utf-8")))


def _chinese(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key != "about":
                yield from _chinese(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _chinese(inner)


def _split(text: str) -> list[str]:
    return [part for part in _PAUSE.split(text) if _CHINESE.search(part)]
