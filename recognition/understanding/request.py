"""What comes in: words heard, words typed, or signs seen."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from recognition.understanding.result import SlotKind

_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0002ffff]")
_LATIN_WORD = re.compile(r"[a-zß-öø-ÿ]+(?:['’-][a-zß-öø-ÿ]+)*|\d+")
_BLANKS = re.compile(r"\s+")
#: Typed as signed: words of a few characters, some with a question mark, parted by blanks.
_WORD_BY_WORD = re.compile(r"[^\s，。！,!]{1,7}(?: [^\s，。！,!]{1,7})+")
#: Of a longer text only the end is read: the wish comes last, and no text may keep the terminal waiting.
MAX_UNITS = 400
_TENS = {"10", "20", "30", "40", "50", "60", "70", "80", "90"}


class Channel(StrEnum):
    """How the request was made."""

    SPOKEN = "speech"
    TYPED = "typed"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class Request:
    """One thing a visitor said, typed or signed.

    `today` is the day from which "the day after tomorrow" counts; without it no relative date is read.
    `asked` is the value the screen has just asked for: then a bare number or name answers that question.
    """

    text: str = ""
    glosses: tuple[str, ...] = ()
    channel: Channel = Channel.SPOKEN
    today: date | None = None
    asked: SlotKind | None = None


@dataclass(frozen=True, slots=True)
class Units:
    """A request cut into units: characters of Chinese (`lang` zh) or lower-case words of English (`lang` en).

    `signed`: it comes word by word in the order of signs, as glosses or typed with blanks.
    """

    lang: str
    units: tuple[str, ...]
    signed: bool = False

    @property
    def text(self) -> str:
        """The units as one string: joined without blanks (zh) or with (en)."""
        return ("" if self.lang == "zh" else " ").join(self.units)


def cut(request: Request) -> Units:
    """Cut a request into units. Foreign scripts give an empty tuple."""
    text = " ".join(_joined_numbers(request.glosses)) if request.glosses else request.text
    text = unicodedata.normalize("NFKC", text)
    if request.glosses or _CHINESE.search(text):
        signed = bool(request.glosses) or (request.channel is Channel.TYPED and _WORD_BY_WORD.fullmatch(text.strip()))
        return Units("zh", tuple(_BLANKS.sub("", text).lower())[-MAX_UNITS:], bool(signed))
    return Units("en", tuple(_LATIN_WORD.findall(text.lower().replace("’", "'")))[-MAX_UNITS:])


def _joined_numbers(glosses: tuple[str, ...]) -> list[str]:
    """Signs for tens and units make one number: 60, 5 -> 65."""
    joined: list[str] = []
    for gloss in glosses:
        if joined and joined[-1] in _TENS and len(gloss) == 1 and gloss in "123456789":
            joined[-1] = str(int(joined[-1]) + int(gloss))
        else:
            joined.append(gloss)
    return joined
