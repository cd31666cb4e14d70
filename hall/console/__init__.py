"""The interpreter's console: a page at `/console/` that works in any current browser, with no build step.

The key that the interpreter types is kept in the tab only (sessionStorage): a reload in the middle of a call must
come back into the call without typing, and closing the tab forgets it. Nothing is written to the disk by the page.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from hall.pages import Page, add_page

PHRASES = Path(__file__).resolve().parents[2] / "content" / "phrases" / "interpreter.json"


def add_console(app: FastAPI) -> None:
    """Mount the page, with the interpreter's phrases of the content beside it."""
    add_page(app, Page("console", Path(__file__).with_name("page"), {"phrases.json": _phrases}))


def _phrases() -> list[dict[str, Any]]:
    phrases: list[dict[str, Any]] = json.loads(PHRASES.read_text("utf-8"))["phrases"]
    return phrases
