"""Blocks of sign files: a strict subset of YAML, read line by line so that every error can name its line.

    身份证:
      en: identity card
      parts:
        - right fist>four in/left; at head_side; move extend_seq

Three levels, two spaces each: gloss, field, list item. A field holds a plain or double-quoted scalar, a flow list in
one line, or a block list. Read this way because the general reader takes over a second for the whole lexicon and keeps
no line numbers; that both read the same is tested.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from content.signer.errors import LexiconError

Value = str | list["Line"]


@dataclass(frozen=True, slots=True)
class Line:
    """A text and the line of its file that it stands on (1 is the first)."""

    text: str
    number: int


@dataclass(slots=True)
class Block:
    """One top-level entry of a file with its fields."""

    name: str
    number: int
    fields: dict[str, Line | list[Line]] = field(default_factory=dict)


def read_blocks(path: Path) -> list[Block]:
    """All blocks of the file in order; raises `LexiconError` naming file and line."""
    blocks: list[Block] = []
    items: list[Line] | None = None
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not raw.strip() or raw.lstrip().startswith("#"):
            continue
        indent, text = len(raw) - len(raw.lstrip(" ")), raw.strip()
        if indent == 0:
            blocks.append(Block(_top(path, number, text), number))
            items = None
        elif indent == 2 and blocks:
            items = _field(path, number, text, blocks[-1])
        elif indent == 4 and items is not None and text.startswith("- "):
            items.append(Line(_scalar(text[2:].strip()), number))
        else:
            raise _fault(path, number, f"cannot place {text!r}", "Indent fields by two and list items by four spaces.")
    return blocks


def _top(path: Path, number: int, text: str) -> str:
    if not text.endswith(":"):
        raise _fault(path, number, f"{text!r} is no gloss", "A block begins with its gloss and a colon: 身份证:")
    return _scalar(text[:-1])


def _field(path: Path, number: int, text: str, block: Block) -> list[Line] | None:
    match = re.fullmatch(r"(\w+):(?: (.*))?", text)
    if not match:
        raise _fault(path, number, f"{text!r} is no field", "A field is a name, a colon and a value.")
    name, value = match.group(1), (match.group(2) or "").strip()
    if name in block.fields:
        raise _fault(path, number, f"{name} stands twice in {block.name}", "Keep one of the two.")
    if value.startswith("["):
        block.fields[name] = [Line(item, number) for item in _flow(value)]
        return None
    if value:
        block.fields[name] = Line(_scalar(value), number)
        return None
    items: list[Line] = []
    block.fields[name] = items
    return items


def _flow(value: str) -> list[str]:
    found = re.findall(r'"(?:[^"\\]|\\.)*"|[^,\[\]]+', value[1:-1])
    return [_scalar(item.strip()) for item in found if item.strip()]


def _scalar(text: str) -> str:
    return str(json.loads(text)) if text.startswith('"') else text


def _fault(path: Path, number: int, message: str, hint: str) -> LexiconError:
    return LexiconError("lexicon-unreadable", message=message, context=f"{path.name}, line {number}", hint=hint)
