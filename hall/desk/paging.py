"""Pages of lists: `limit` items and a cursor to the next page, which is good for this list and these filters only."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Select

from hall.call import Call
from hall.problems import Refusal

T = TypeVar("T")
_CURSOR = re.compile(r"c(\d{1,9})-([0-9a-f]{8})")


def page_of_rows(call: Call, query: Select[Any], view: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """One page of a query in a stable order."""
    offset, limit = _span(call)
    rows = call.session.scalars(query.offset(offset).limit(limit + 1)).all()
    return _page(call, rows, offset, limit, view)


def page_of_items(call: Call, items: Sequence[T], view: Callable[[T], dict[str, Any]]) -> dict[str, Any]:
    """One page of a sequence."""
    offset, limit = _span(call)
    return _page(call, items[offset : offset + limit + 1], offset, limit, view)


def _span(call: Call) -> tuple[int, int]:
    cursor = call.query.get("cursor")
    match = _CURSOR.fullmatch(cursor) if cursor is not None else None
    if cursor is not None and (match is None or match[2] != _list_of(call)):
        raise Refusal("bad_cursor")
    return (int(match[1]) if match else 0), call.query.get("limit", 50)


def _list_of(call: Call) -> str:
    """Which list, of whom, with which filters."""
    filters = {name: value for name, value in call.query.items() if name not in ("cursor", "limit")}
    named = json.dumps([call.operation_id, sorted(call.path.items()), filters], sort_keys=True, default=str)
    return hashlib.sha256(named.encode()).hexdigest()[:8]


def _page(
    call: Call, rows: Sequence[Any], offset: int, limit: int, view: Callable[[Any], dict[str, Any]]
) -> dict[str, Any]:
    page: dict[str, Any] = {"items": [view(row) for row in rows[:limit]]}
    if len(rows) > limit:
        page["next_cursor"] = f"c{offset + limit}-{_list_of(call)}"
    return page
