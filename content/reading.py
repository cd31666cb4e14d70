"""Reads JSON content with the place in hand, so that an error can say where it is.

A `Node` is a value plus its place (`matters[3].fee_yuan`). Its methods give typed values or raise `ContentError`.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from content.errors import ContentError


@dataclass(frozen=True, slots=True)
class Text:
    """One short text in both languages of the interface; Simplified Chinese first."""

    zh: str
    en: str

    def in_language(self, lang: str) -> str:
        """The text for `zh` or `en`; Chinese for any other language."""
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a content file together with the file and the place it came from."""

    value: Any
    file: str
    place: str = ""

    def fail(self, code: str, message: str, hint: str) -> NoReturn:
        """Raise a `ContentError` that names this place."""
        raise ContentError(code, message=message, context=f"{self.file}, {self.place or 'top level'}", hint=hint)

    def __getitem__(self, key: str) -> Node:
        """The field `key`; an error if it is missing, with the nearest present name."""
        fields = self.fields()
        if key not in fields:
            near = difflib.get_close_matches(key, fields, n=1)
            known = f"did you mean {near[0]!r}?" if near else "add it"
            self.fail(
                "content-field-missing", f"The field {key!r} is missing.", f"Fields are {sorted(fields)}; {known}"
            )
        return self._child(fields[key], f".{key}")

    def get(self, key: str) -> Node | None:
        """The field `key`, or None if it is missing or null."""
        value = self.fields().get(key)
        return None if value is None else self._child(value, f".{key}")

    def fields(self) -> dict[str, Any]:
        """The value as a dict."""
        fields: dict[str, Any] = self._typed(dict, "an object {…}")
        return fields

    def entries(self) -> Iterator[tuple[str, Node]]:
        """Key and node of every field."""
        for key, value in self.fields().items():
            yield key, self._child(value, f".{key}")

    def items(self) -> list[Node]:
        """The nodes of a list."""
        values = self._typed(list, "a list […]")
        return [self._child(value, f"[{index}]") for index, value in enumerate(values)]

    def string(self) -> str:
        """A string that is not empty."""
        value: str = self._typed(str, "a text in quotes")
        if not value.strip():
            self.fail("content-text-empty", "The text is empty.", "Write the text or remove the entry.")
        return value

    def strings(self) -> tuple[str, ...]:
        """A list of strings that are not empty."""
        return tuple(node.string() for node in self.items())

    def integer(self) -> int:
        """A whole number, not negative."""
        value: int = self._typed(int, "a whole number")
        if isinstance(self.value, bool) or value < 0:
            self.fail("content-number-wrong", f"{self.value!r} is no number of 0 or more.", "Write 0 or more.")
        return value

    def flag(self) -> bool:
        """true or false."""
        return bool(self._typed(bool, "true or false"))

    def one_of(self, choices: Iterable[str]) -> str:
        """A string out of `choices`."""
        value = self.string()
        allowed = sorted(choices)
        if value not in allowed:
            near = difflib.get_close_matches(value, allowed, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"Use one of {allowed}."
            self.fail("content-choice-unknown", f"{value!r} is not known here.", hint)
        return value

    def text(self) -> Text:
        """A `{"zh": …, "en": …}` pair."""
        return Text(self["zh"].string(), self["en"].string())

    def texts(self) -> tuple[Text, ...]:
        """A list of `{"zh": …, "en": …}` pairs."""
        return tuple(node.text() for node in self.items())

    def _child(self, value: Any, step: str) -> Node:
        return Node(value, self.file, (self.place + step).lstrip("."))

    def _typed(self, kind: type, name: str) -> Any:
        if not isinstance(self.value, kind):
            found = type(self.value).__name__
            self.fail("content-type-wrong", f"Expected {name}, found {found}.", f"Write {name} here.")
        return self.value


def read_json(path: Path, *, formats: frozenset[int] = frozenset({1})) -> Node:
    """The root node of a JSON content file whose `format` is one of `formats`."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ContentError(
            "content-file-missing",
            message="A content file is missing.",
            context=str(path),
            hint="Restore the file from the project, or name the right folder.",
        ) from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ContentError(
            "content-file-damaged",
            message=f"The file is not readable JSON: {error}.",
            context=str(path),
            hint="Open it in an editor and mend the place named.",
        ) from error
    root = Node(value, str(path))
    version = root["format"].integer()
    if version not in formats:
        root["format"].fail("content-format-unknown", f"Format {version} is not known.", f"Known: {sorted(formats)}.")
    return root
