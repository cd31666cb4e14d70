"""Every sentence of the screens, in `zh.yaml` and `en.yaml` (and the clerk's in `staff.zh.yaml`, `staff.en.yaml`).

Keys of nested groups are joined by dots (``ask.title``); ``{n}`` stands for an argument. Where the number in a sentence
is 0 or 1, the sentence of the same name in the group ``nobody`` or ``single`` is taken, if there is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

from content.errors import ContentError

FOLDER = Path(__file__).resolve().parent
LANGUAGES = ("zh", "en")
_FORMS = {"0": "nobody", "1": "single"}
_NUMBER = re.compile(r"[A-Za-z0-9-]+")
_NUMBERED = re.compile(r"\{window\} ?号窗口|[Ww]indow \{window\}")


class Words:
    """The sentences of one language. Calling it gives one: ``words("ticket.ahead", n=3)``."""

    def __init__(self, language: str, sentences: Mapping[str, str]) -> None:
        self.language = language
        self._sentences = sentences

    def __call__(self, key: str, **arguments: object) -> str:
        """The sentence of ``key`` with its arguments; `ContentError` where either is missing."""
        try:
            return _windows_name(self._sentences[self._form(key, arguments)], arguments).format_map(arguments)
        except KeyError as error:
            missing = error.args[0]
            raise ContentError(
                "word-missing" if missing == key else "word-argument-missing",
                message=f"The sentence {key!r} cannot be said in {self.language!r}: {missing!r} is missing.",
                context=f"{FOLDER / self.language}.yaml",
                hint="Add the key in every language, or pass the argument.",
            ) from error

    def _form(self, key: str, arguments: Mapping[str, object]) -> str:
        """The key of the sentence for nobody or for one, where that is the number and there is such a sentence."""
        count = str(arguments.get("ahead", arguments.get("n")))
        form = f"{_FORMS.get(count)}.{key}"
        return form if form in self._sentences else key

    def __contains__(self, key: object) -> bool:
        return key in self._sentences

    def __iter__(self) -> Iterator[str]:
        return iter(self._sentences)

    def arguments(self, key: str) -> frozenset[str]:
        """Names of the arguments that the sentence of ``key`` takes."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self._sentences[key]) if name)

    def raw(self, key: str) -> str:
        """The sentence of ``key`` as written in the file."""
        return self._sentences[key]


def _windows_name(sentence: str, arguments: Mapping[str, object]) -> str:
    """A window with a name instead of a number is called by its name alone: 请到综合受理窗口, not …窗口号窗口."""
    if "window" not in arguments or _NUMBER.fullmatch(str(arguments["window"])):
        return sentence
    return _NUMBERED.sub("{window}", sentence)


@lru_cache(maxsize=8)
def load_words(language: str, folder: Path = FOLDER) -> Words:
    """All sentences of ``language`` (zh or en). Raises `ContentError` where a file is missing or not readable."""
    sentences: dict[str, str] = {}
    for path in sorted(folder.glob(f"*{language}.yaml")):
        for key, value in _flat(_read(path)):
            if not isinstance(value, str):
                raise ContentError(
                    "word-no-text",
                    message=f"{key!r} is {value!r}, not a text.",
                    context=str(path),
                    hint="Put it in quotes: YAML reads Yes, No and digits as something else.",
                )
            if key in sentences:
                raise ContentError(
                    "word-twice", message=f"{key!r} occurs twice.", context=str(path), hint="Remove one."
                )
            sentences[key] = value
    if not sentences:
        raise ContentError(
            "words-missing", message=f"No sentences in {language!r}.", context=str(folder), hint="Restore them."
        )
    return Words(language, sentences)


def _read(path: Path) -> dict[str, Any]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ContentError(
            "words-damaged", message=f"Not readable: {error}.", context=str(path), hint="Mend the line."
        ) from error
    return data or {}


def _flat(tree: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value
