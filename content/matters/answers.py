"""The answer to what was asked about a matter: its fee, its time, its place, online, by somebody else.

Pure; the words are the content's, so that caption, voice and signer say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from content.matters.matter import Matter, Matters
from content.words import Words


def answer(aspect: str, matter: Matter, guide: Matters, words: Words) -> str:
    """The answer in the language of ``words``; `KeyError` for an aspect that is none of `ANSWERED`."""
    return _TEXTS[aspect](matter, guide, words)


def answer_signs(aspect: str, matter: Matter) -> str | tuple[str, ...]:
    """What the signer puts in the answer's place: digits, or glosses; nothing where nothing was asked.

    The place is the zone's letter, as on tickets.
    """
    if aspect == "online":
        return ("可以",) if matter.online else ("不能", "你", "来")
    if aspect == "proxy":
        return ("可以",) if matter.proxy_allowed else ("不能", "你", "来")
    if aspect == "fee":
        return str(matter.fee_yuan) if matter.fee_yuan else ("免费",)
    if aspect == "time":
        days = matter.time_limit.days
        return ("不同",) if days is None else str(days) if days else ("现在", "完成")
    return matter.zone if aspect == "place" else ()


def duration(matter: Matter, words: Words) -> str:
    """How long it takes: the promised days, else the statutory ones, else "differs"."""
    days = matter.time_limit.days
    if days is None:
        return words("matter.days_unknown")
    if days == 0:
        return words("matter.at_once")
    return words(f"matter.days_{matter.time_limit.unit}", n=days)


_TEXTS: Mapping[str, Callable[[Matter, Matters, Words], str]] = {
    "fee": lambda matter, guide, words: matter.fee_note.in_language(words.language),
    "time": lambda matter, guide, words: duration(matter, words),
    "place": lambda matter, guide, words: guide.zones[matter.zone].name.in_language(words.language),
    "online": lambda matter, guide, words: words("answer.can_online" if matter.online else "answer.not_online"),
    "proxy": lambda matter, guide, words: matter.proxy_note.in_language(words.language),
}
ANSWERED = frozenset(_TEXTS)
"""What may be asked, as the understanding names it. Papers are the page itself."""

__all__ = ["ANSWERED", "answer", "answer_signs", "duration"]
