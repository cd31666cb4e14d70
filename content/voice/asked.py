"""Reads `asked.json`: how visitors ask about the matter that a page shows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from content.reading import read_json

_FILE = Path(__file__).resolve().parent / "asked.json"


@lru_cache(maxsize=1)
def load_asked() -> Mapping[str, str]:
    """Question -> aspect, as the understanding names it."""
    aspects = read_json(_FILE)["asked"].entries()
    return {question.string(): aspect for aspect, node in aspects for question in node.items()}
