"""What the terminal tells the visitor, in words and in sign order. Pure; used by caption, voice and signer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from content import phrases
from content.matters import Matters, load_lexicon
from content.matters.answers import answer, answer_signs
from content.matters.matter import Material
from content.reading import Text
from content.signer import Lexicon
from content.words import Words

ANSWER = "answer."
"""Keys of answers to what was asked about a matter; the aspect follows."""
PHRASE = "phrase."
"""Keys of the clerk's quick phrases."""
_SAYS_ITSELF = re.compile("有就带|；")
"""有就带 is no case in which a paper is needed: 有就带才要 would mean nothing."""
LONGEST_WORD = 8
"""Longest gloss looked for in a free sentence, in characters."""


def sentence(key: str, args: tuple[tuple[str, str], ...], words: Words, matters: Matters) -> str:
    """The sentence in the language of ``words``; matters, times and the hall's own sentences are put in."""
    if key.startswith(PHRASE):
        text = phrases.load()[key.removeprefix(PHRASE)].text
        return text.en if words.language == "en" else text.zh
    heard = f"say.{key}"  # what is only noted on a page has no words of its own for the ear
    return words(heard if heard in words else key, **_spelled(key, dict(args), words, matters))


def _spelled(key: str, args: dict[str, str], words: Words, matters: Matters) -> dict[str, str]:
    spelled = dict(args)
    if "matter" in args and args["matter"] in matters.by_id:
        name = matters[args["matter"]].name
        spelled["matter"] = name.en if words.language == "en" else name.zh
        if "aspect" in args:
            about = args["aspect"]
            spelled["answer"] = words(f"answer.{about}", answer=answer(about, matters[args["matter"]], matters, words))
        if key.startswith(ANSWER):
            spelled["answer"] = answer(key.removeprefix(ANSWER), matters[args["matter"]], matters, words)
    if "business" in args:
        spelled["business"] = business(args["business"], words)
    if "starts" in args:
        spelled["starts"] = moment(datetime.fromisoformat(args["starts"]), words)
    if "zh" in args:
        spelled["sentence"] = args["en"] if words.language == "en" else args["zh"]
    return spelled


@lru_cache(maxsize=1)
def _elsewhere() -> Mapping[str, Text]:
    return load_lexicon().elsewhere


def business(name: str, words: Words) -> str:
    """What this hall does not do, in words; nothing known of it stays unnamed."""
    found = _elsewhere().get(name)
    return found.in_language(words.language) if found is not None else words("confirm.unknown_matter")


def needed(paper: Material, words: Words) -> str:
    """When a paper is needed at all; nothing where it always is."""
    if paper.needed_if is None:
        return ""
    when = paper.needed_if.in_language(words.language)
    return when if _SAYS_ITSELF.search(paper.needed_if.zh) else words("matter.only_if", when=when)


def moment(at: datetime, words: Words) -> str:
    if words.language == "en":
        return at.strftime("%A %d %B at %H:%M")
    return f"{at.month}月{at.day}日{at.hour}点{at.minute:02d}分" if at.minute else f"{at.month}月{at.day}日{at.hour}点"


def glosses(
    key: str, args: tuple[tuple[str, str], ...], text_zh: str, lexicon: Lexicon, matters: Matters
) -> tuple[str, ...]:
    """The signs of a sentence: the fixed one in sign order where the lexicon has it, else the words that it knows.

    Unknown words are left out of the signing and stay in the caption: nothing is spelled letter by letter.
    """
    if key.startswith(PHRASE):
        return phrases.load()[key.removeprefix(PHRASE)].glosses
    fixed = lexicon.sentences.get(key)
    if fixed is not None:
        ahead = {"ahead": ("没有",)} if dict(args).get("ahead") == "0" else {}  # nobody, not a zero
        return fixed.filled({**dict(args), **ahead, **_signed_matter(key, args, lexicon, matters)})
    return known_words(text_zh, lexicon)


def expression(key: str, lexicon: Lexicon) -> str:
    """The face that goes with a fixed sentence: brows up for a yes/no question, drawn together for what and where."""
    fixed = lexicon.sentences.get(key)
    return fixed.expression if fixed is not None else "neutral"


def _signed_matter(
    key: str, args: tuple[tuple[str, str], ...], lexicon: Lexicon, matters: Matters
) -> dict[str, str | tuple[str, ...]]:
    """The matter's name in the signs that the lexicon has, and what was asked about it."""
    matter = matters.by_id.get(dict(args).get("matter", ""))
    if matter is None:
        return {}
    return {
        "matter": known_words(matter.name.zh, lexicon),
        "answer": answer_signs(dict(args).get("aspect") or key.removeprefix(ANSWER), matter),
    }


def known_words(text_zh: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The words of a sentence that the lexicon has, longest first."""
    return tuple(gloss for gloss, _, _ in _known(text_zh, lexicon))


def said_by(signs: Sequence[str], letters: str, lexicon: Lexicon) -> tuple[tuple[int, int] | None, ...]:
    """Which letters of a caption each sign says, from the first to before the second; None where no word of the caption
    is that sign's: sign order is not word order, and not every sign has a word.

    A sign that comes twice says the second word the second time.
    """
    places: dict[str, list[tuple[int, int]]] = {}
    for gloss, start, end in _known(letters, lexicon):
        places.setdefault(gloss, []).append((start, end))
    found = (places.get(lexicon.resolve(sign)) for sign in signs)
    return tuple(one.pop(0) if one else None for one in found)


def _known(text_zh: str, lexicon: Lexicon) -> Iterator[tuple[str, int, int]]:
    """The gloss of every word that the lexicon has, and where the word begins and ends."""
    place = 0
    while place < len(text_zh):
        word = next((w for w in _words_at(text_zh, place) if w in lexicon), "")
        if word:
            yield lexicon.resolve(word), place, place + len(word)
        place += len(word) or 1


def _words_at(text: str, place: int) -> list[str]:
    return [text[place : place + length] for length in range(LONGEST_WORD, 0, -1)]
