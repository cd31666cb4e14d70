"""Reads a file of items for `recognition.evaluate_understanding`, and says of each faulty one what to mend.

A list of objects in the format of `understanding_dev.json`. `channel`, `kind`, `gold` and `text` or `glosses` must be
there; everything else may be missing or null.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from content.errors import DiagnosticError
from recognition.understanding import Channel

Item = dict[str, Any]

KINDS = ("matter", "command", "slot", "unknown", "ambiguous")
CHANNELS = tuple(channel.value for channel in Channel)
# Of the many faults of one file so many are told.
TOLD = 5
_UNSAID: dict[str, Any] = {"text": "", "glosses": [], "slots": {}, "also_ok": [], "lang": "unsaid", "noise": "unsaid"}


class ItemsError(DiagnosticError):
    """A file of items cannot be scored. Who can act: whoever wrote it. Codes: `items-missing`, `items-damaged`."""


def read_items(path: Path) -> list[Item]:
    """The items, with what was not said filled in. Raises `ItemsError`."""
    if not path.is_file():
        raise ItemsError("items-missing", message="There is no such file.", context=str(path))
    try:
        rows = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise _damaged("The file is no JSON.", f"{path}: {error}", "Write a list of items, UTF-8.") from error
    if not isinstance(rows, list) or not rows:
        raise _damaged("The file holds no list of items.", str(path), "Write [item, item, …].")
    faults = [f"{_name(number, row)}: {fault}" for number, row in enumerate(rows, 1) for fault in _faults(row)]
    if faults:
        more = f"; and {len(faults) - TOLD} more" if len(faults) > TOLD else ""
        told = "; ".join(faults[:TOLD]) + more
        raise _damaged("Items cannot be scored.", f"{path}: {told}", "Mend these items; each needs its answer.")
    return [_whole(number, row) for number, row in enumerate(rows, 1)]


def _whole(number: int, row: Item) -> Item:
    said = {key: value for key, value in row.items() if value is not None}
    return {"id": f"item {number}"} | _UNSAID | said


def _faults(row: object) -> Iterator[str]:
    if not isinstance(row, dict):
        yield "no object"
        return
    if row.get("channel") not in CHANNELS:
        yield f"channel {row.get('channel')!r} is none of {', '.join(CHANNELS)}"
    if row.get("kind") not in KINDS:
        yield f"kind {row.get('kind')!r} is none of {', '.join(KINDS)}"
    if row.get("text") is None and row.get("glosses") is None:
        yield "neither text nor glosses"
    if row.get("kind") == "ambiguous":
        if not _texts(row.get("gold")) or len(row["gold"]) < 2:
            yield "gold of an ambiguous item is a list of two ids or more"
    elif not isinstance(row.get("gold"), str):
        yield "gold is an id"
    for field, right, is_a in _SHAPES:
        if row.get(field) is not None and not right(row[field]):
            yield f"{field} is {is_a}"


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _text(value: object) -> bool:
    return isinstance(value, str)


def _day(value: object) -> bool:
    try:
        date.fromisoformat(value)  # type: ignore[arg-type]  # what is no text is no day either
    except (TypeError, ValueError):
        return False
    return True


_SHAPES: tuple[tuple[str, Callable[[object], bool], str], ...] = (
    ("text", _text, "a text"),
    ("glosses", _texts, "a list of texts"),
    ("also_ok", _texts, "a list of ids"),
    ("slots", lambda value: isinstance(value, dict), "an object"),
    ("today", _day, "a day: 2026-11-22"),
    *((field, _text, "a text") for field in ("lang", "noise", "aspect")),
)


def _name(number: int, row: object) -> str:
    named = row.get("id") if isinstance(row, dict) else None
    return f"item {number}" + (f" ({named})" if named else "")


def _damaged(message: str, context: str, hint: str) -> ItemsError:
    return ItemsError("items-damaged", message=message, context=context, hint=hint)
