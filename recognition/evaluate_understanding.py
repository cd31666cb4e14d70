"""Scores the understanding on a file of items: `python -m recognition.evaluate_understanding FILE [--json] [--wrong]`.

The items have the format of `understanding_dev.json`. Keys of the figures, null where the file has nothing of it:

    accuracy          over matters and commands: answered with the gold id or one that is also right
    falsely_sure      over the same: answered with a wrong id
    unknown_answered  over what is unknown: answered with an id that is not also right
    ambiguous_asked   over what is ambiguous: asked back with at least two of the right matters shown
    slots             over slot and command items with values: all keys and values equal
    macro             mean over the matters of the accuracy within each
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from content import matters as matters_content
from recognition.understanding import Certainty, Channel, Request, Understanding, understand
from recognition.understanding_items import Item, ItemsError, read_items


@dataclass(frozen=True, slots=True)
class Scored:
    """An item and what was understood."""

    item: Item
    meant: Understanding

    @property
    def answer(self) -> str:
        """The id answered with, `ask` or `unknown`."""
        meant = self.meant
        if meant.certainty in (Certainty.ASK, Certainty.AMBIGUOUS):
            return "ask"
        return str(meant.matter_id or meant.command or meant.slot_kind or "unknown")

    @property
    def is_right(self) -> bool:
        """Whether the answer is the gold one or also right; for ambiguous items whether two right cards are shown."""
        if self.item["kind"] == "ambiguous":
            return len(set(self.meant.candidates) & set(self.item["gold"])) >= 2
        return self.answer == self.item["gold"] or self.answer in self.item.get("also_ok", ())

    @property
    def slots_right(self) -> bool:
        """Whether all values are equal."""
        return bool(dict(self.meant.slots) == self.item["slots"])


def request_of(item: Item) -> Request:
    """The request an item stands for."""
    today = date.fromisoformat(item["today"]) if item.get("today") else None
    return Request(item.get("text", ""), tuple(item.get("glosses", ())), Channel(item["channel"]), today)


def score(items: Iterable[Item]) -> list[Scored]:
    """Understand every item with the sample guide."""
    guide = matters_content.load()
    return [Scored(item, understand(request_of(item), guide)) for item in items]


def figures(scored: Sequence[Scored]) -> dict[str, Any]:
    """The figures named above and those reported beside them."""
    wanted = [s for s in scored if s.item["kind"] in ("matter", "command")]
    unknown = [s for s in scored if s.item["kind"] == "unknown"]
    ambiguous = [s for s in scored if s.item["kind"] == "ambiguous"]
    valued = [s for s in scored if s.item["kind"] in ("slot", "command") and s.item["slots"]]
    within: dict[str, list[bool]] = defaultdict(list)
    for s in wanted:
        if s.item["kind"] == "matter":
            within[s.item["gold"]].append(s.is_right)
    asked = [s for s in wanted if s.answer == "ask" and s.item["gold"] in s.meant.candidates]
    aspects = [s for s in wanted if s.item.get("aspect") and s.is_right]
    plain = [s for s in wanted if s.item["kind"] == "matter" and not s.item.get("aspect") and s.is_right]
    return {
        "accuracy": _share(s.is_right for s in wanted),
        "falsely_sure": _share(not s.is_right and s.answer not in ("ask", "unknown") for s in wanted),
        "unknown_answered": _share(not s.is_right and s.answer != "ask" for s in unknown),
        "ambiguous_asked": _share(s.answer == "ask" and s.is_right for s in ambiguous),
        "slots": _share(s.slots_right for s in valued),
        "macro": _mean([sum(rights) / len(rights) for rights in within.values()]),
        "asked_with_right": _share(s in asked for s in wanted),
        "unknown_asked": _share(s.answer == "ask" for s in unknown),
        "slot_kind": _share(s.is_right for s in scored if s.item["kind"] == "slot"),
        "matter_slots": _share(s.slots_right for s in wanted if s.item["kind"] == "matter" and s.item["slots"]),
        "aspect": _share(str(s.meant.aspect) == s.item["aspect"] for s in aspects),
        "aspect_claimed": _share(s.meant.aspect is not None for s in plain),
        "by_channel": _groups(wanted, "channel"),
        "by_noise": _groups(wanted, "noise"),
        "by_lang": _groups(wanted, "lang"),
        "counts": {
            "matter_command": len(wanted),
            "unknown": len(unknown),
            "ambiguous": len(ambiguous),
            "slots": len(valued),
        },
    }


def _groups(scored: Sequence[Scored], field: str) -> dict[str, float | None]:
    groups: dict[str, list[bool]] = defaultdict(list)
    for s in scored:
        groups[s.item[field]].append(s.is_right)
    return {name: _share(rights) for name, rights in sorted(groups.items())}


def _share(flags: Iterable[bool]) -> float | None:
    return _mean([float(flag) for flag in flags])


def _mean(values: Sequence[float]) -> float | None:
    """None of nothing: no unknown item was answered wrongly where there are none, but that is no merit."""
    return round(sum(values) / len(values), 4) if values else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures of a file; `--wrong` lists what went wrong."""
    parser = argparse.ArgumentParser(description="Score the understanding on a file of items.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", help="machine-readable figures")
    parser.add_argument("--wrong", action="store_true", help="list the items that went wrong")
    options = parser.parse_args(arguments)
    try:
        items = read_items(options.file)
    except ItemsError as error:
        print(f"evaluate_understanding: {error}", file=sys.stderr)
        return 2
    score(items[:1])  # what is loaded once is no request's time
    began = time.perf_counter()
    scored = score(items)
    result = figures(scored) | {"ms_per_request": round(1000 * (time.perf_counter() - began) / max(1, len(items)), 2)}
    if options.wrong:
        _print_wrong(scored)
    print(json.dumps(result, ensure_ascii=False, indent=None if options.json else 1))
    return 0


def _print_wrong(scored: Sequence[Scored]) -> None:
    for s in scored:
        ignored = s.item["kind"] in ("unknown", "ambiguous", "matter")
        if not s.is_right or (s.item["slots"] and not s.slots_right and not ignored):
            said = s.item.get("text") or " ".join(s.item.get("glosses", ()))
            shown = s.answer if s.answer != "ask" else f"ask {','.join(s.meant.candidates)}"
            print(f"{s.item['id']} {said} | {s.item['gold']} {s.item['slots'] or ''} | {shown} {dict(s.meant.slots)}")


if __name__ == "__main__":
    raise SystemExit(main())
