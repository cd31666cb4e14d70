"""What may be answered to each question: grammars made from content, so that a new matter needs no code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from content import matters
from content.matters import Lexicon, Matters
from content.matters.lexicon import Frame, GoalKind
from recognition.speech.grammar import Grammar

STEERING = ("repeat", "slower", "louder", "bigger_text", "back", "home", "call_person", "call_interpreter")
NUMBERED = ("第一个", "第二个", "第三个", "第四个", "第五个")
RATINGS = ("非常满意", "满意", "基本满意", "不满意", "非常不满意")


HAPPENINGS = ("apply", "reissue", "swap", "lost", "expired", "broken")
"""What people say of a document besides its name: concepts of content/matters/words."""
WORDS_EACH = 8
"""Words taken of each concept for spoken variants: the commonest stand first in content."""
MOST_VARIANTS = 160


def spoken_variants(lexicon: Lexicon, matter_id: str) -> list[str]:
    """What people may say for a matter: the words of each of its frames, in both orders (老年卡丢了, 补老年卡)."""
    frames = (f for g in lexicon.goals if g.kind is GoalKind.MATTER and g.ids == (matter_id,) for f in g.frames)
    found = dict.fromkeys(text for frame in frames for text in _said(lexicon, frame))
    return list(found)[:MOST_VARIANTS]


def _said(lexicon: Lexicon, frame: Frame) -> Iterator[str]:
    words = [_words(lexicon, alternatives) for alternatives in frame.required]
    if len(words) == 1:
        yield from (word for word in words[0] if len(word) > 1)
        words.append(
            [word for name in HAPPENINGS if name in lexicon.concepts for word in lexicon.concepts[name].zh[:3]]
        )
    if len(words) == 2:
        yield from (first + second for first in words[0] for second in words[1])
        yield from (second + first for first in words[0] for second in words[1])


def _words(lexicon: Lexicon, alternatives: Iterable[str]) -> list[str]:
    known = [name for name in sorted(alternatives) if name in lexicon.concepts]
    return [word for name in known for word in lexicon.concepts[name].zh[:WORDS_EACH]]


def grammars(guide: Matters) -> dict[str, Grammar]:
    """One grammar a question, by the names of `terminal.visit.wants.QUESTIONS`."""
    lexicon = matters.load_lexicon()
    steering = {name: list(lexicon.phrases(name)) for name in STEERING}
    yes_no = steering | {name: list(lexicon.phrases(name)) for name in ("yes", "no")}
    asked = {
        matter_id: [matter.name.zh, *matter.also_called, *spoken_variants(lexicon, matter_id)]
        for matter_id, matter in guide.by_id.items()
    }
    step = {name: list(lexicon.phrases(name)) for name in ("take_ticket", "book")}
    numbered = {str(place): [word] for place, word in enumerate(NUMBERED)}
    rating = {word: [word] for word in RATINGS}
    return {
        "request": Grammar.of("request", asked | steering, open=True),
        "yes_no": Grammar.of("yes_no", yes_no | asked),
        "next_step": Grammar.of("next_step", yes_no | step),
        "choice": Grammar.of("choice", yes_no | numbered),
        "commands": Grammar.of("commands", yes_no),
        "rating": Grammar.of("rating", yes_no | rating),
    }
