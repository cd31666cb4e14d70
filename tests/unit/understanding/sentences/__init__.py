"""Sentences written for this project, to see whether the understanding generalises beyond any one set.

One line each: kind|gold|channel|text|aspect|slots. Kinds m c s u a = matter, command, slot, unknown, ambiguous; `en`
and `other` in the place of the channel are typed English and other languages. The day is Monday 23 November 2026.

Each set was first measured unseen (the figures stand in docs/understanding.md) and then used to better the words, so
the figures that the tests assert are those of a set that is known.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

KINDS = {"m": "matter", "c": "command", "s": "slot", "u": "unknown", "a": "ambiguous"}
WHOLE_NUMBERS = {"number", "count", "amount", "window", "rating", "age"}
#: Answers that are as good: an interpreter called or asked for, a person or help, a time for an interpreter.
ALSO_OK = {
    "sign_service": ["call_interpreter", "book"],
    "call_interpreter": ["sign_service"],
    "help_service": ["call_person"],
}
FOLDER = Path(__file__).resolve().parent


def items(name: str) -> list[dict[str, Any]]:
    """The items of a set, in the format of the development set; a line `# long stories` names what follows."""
    found, heading = [], "none"
    for number, line in enumerate((FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            heading = line.removeprefix("#").strip()
        elif line:
            found.append(_item(f"{name}-{number}", line) | {"noise": heading})
    return found


def names() -> list[str]:
    """The sets there are."""
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def _item(item_id: str, line: str) -> dict[str, Any]:
    kind, gold, channel, said, aspect, slots = [*line.split("|"), "", ""][:6]
    lang = channel if channel in ("en", "other") else "zh"
    item: dict[str, Any] = {
        "id": item_id,
        "kind": KINDS[kind],
        "gold": gold.split(",") if kind == "a" else gold,
        "also_ok": ALSO_OK.get(gold, []),
        "channel": "typed" if lang != "zh" else channel,
        "lang": lang,
        "today": "2026-11-23",
        "slots": dict(_slot(pair) for pair in slots.split(",") if pair),
    }
    item["glosses" if channel == "signed" else "text"] = said.split() if channel == "signed" else said
    return item | ({"aspect": aspect} if aspect else {})


def _slot(pair: str) -> tuple[str, str | float]:
    key, value = pair.split("=")
    return key, (float(value) if "." in value else int(value)) if key in WHOLE_NUMBERS else value
