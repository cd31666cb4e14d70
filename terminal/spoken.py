"""What the voice says: the sentence, and what stands below it on the screen, for who does not see it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from content.matters import Matters
from content.matters.matter import Material
from content.words import Words
from terminal.telling import moment, needed, sentence

Args = tuple[tuple[str, str], ...]
_STOPS = {"zh": ("", "，", "；"), "en": (" ", ", ", "; ")}
"""Between sentences, between what belongs together, between papers."""


def spoken(key: str, args: Args, words: Words, matters: Matters) -> str:
    """The sentence, then the numbered answers that it offers (`terminal.visit.offered`), or the papers to bring."""
    given = dict(args)
    parts = [sentence(key, args, words, matters)]
    choices = [choice for choice in given.get("choices", "").split(";") if choice]
    for place, choice in enumerate(choices, start=1):
        parts.append(words("voice.choice", place=place, name=_named(choice, words, matters)))
    if key == "rate.question":
        parts.append(words("voice.levels"))
    matter = matters.by_id.get(given.get("matter", ""))
    if matter is not None and key == "matter.bring":
        parts.append(_papers("voice.papers", matter.materials, words))
    elif matter is not None and "papers" in given:  # what was asked is answered first
        parts.append(_papers("voice.bring", matter.materials, words))
    return _STOPS[words.language][0].join(parts)


def _named(choice: str, words: Words, matters: Matters) -> str:
    return _STOPS[words.language][1].join(_part(part, words, matters) for part in choice.split(","))


def _part(part: str, words: Words, matters: Matters) -> str:
    """A matter by its name, a moment as people say it, a number of the queue as it is."""
    if part in matters.by_id:
        return matters[part].name.in_language(words.language)
    try:
        return moment(datetime.fromisoformat(part), words)
    except ValueError:
        return part


def _papers(key: str, papers: Sequence[Material], words: Words) -> str:
    _, comma, stop = _STOPS[words.language]
    if not papers:
        return words("voice.no_papers")
    named = (
        comma.join(filter(None, (paper.name.in_language(words.language), needed(paper, words)))) for paper in papers
    )
    return words(key, papers=stop.join(named))
