"""What a hall offers: the goals of the lexicon cut down to its guide, and the words to find them by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from content.matters import Goal, GoalKind, Lexicon, Matters
from content.matters.lexicon import Frame
from recognition.understanding.spotting import Spotter

#: Endings of words for papers and shops that northern speech rounds with 儿.
_SAID_WITH_ER = tuple("本证卡照店馆摊铺厂脸")


def offered(goals: Iterable[Goal], matters: Matters) -> Iterator[Goal]:
    """Goals of the lexicon that this hall does; a matter of another hall counts for nothing here."""
    for goal in goals:
        if goal.kind in (GoalKind.COMMAND, GoalKind.ELSEWHERE):
            yield goal
            continue
        ids = tuple(matter_id for matter_id in goal.ids if matter_id in matters)
        if ids:
            yield Goal(goal.kind if len(ids) == len(goal.ids) else GoalKind.MATTER, ids, goal.frames)


def named_goals(lexicon: Lexicon, matters: Matters) -> Iterator[Goal]:
    """A matter without frames of its own is found by its names: content alone is enough for a new matter."""
    known = {goal.ids[0] for goal in lexicon.goals if goal.kind is GoalKind.MATTER}
    for matter in matters:
        if matter.id not in known:
            yield Goal(
                GoalKind.MATTER,
                (matter.id,),
                (Frame((frozenset({say_concept(matter.id)}),), frozenset(), False, False),),
            )


def say_concept(matter_id: str) -> str:
    """The concept of a matter's own names."""
    return f"say:{matter_id}"


def spotter(lexicon: Lexicon, matters: Matters, lang: str) -> Spotter:
    """Finds the words of the lexicon and the names of matters that have no frames of their own."""
    words = [
        (word, c.id) for c in lexicon.concepts.values() for word in ((*c.zh, *c.spelled) if lang == "zh" else c.en)
    ]
    known = {goal.ids[0] for goal in lexicon.goals if goal.kind is GoalKind.MATTER}
    for matter in matters:
        if matter.id not in known:
            names = (matter.name.zh, *matter.also_called) if lang == "zh" else (matter.name.en.lower(),)
            words += [(name, say_concept(matter.id)) for name in names]
    kinds = {concept.id: concept.kind for concept in lexicon.concepts.values()}
    kinds |= {say_concept(matter.id): "topics" for matter in matters}
    words += [
        (f"{word}儿", concept) for word, concept in words if _is_said_with_er(word) and kinds[concept] == "topics"
    ]
    return Spotter(lang, words, lexicon.fillers.zh if lang == "zh" else lexicon.fillers.en, kinds, lexicon.dialect)


def _is_said_with_er(word: str) -> bool:
    """Whether northern speech likes to end a word in 儿: 残疾本儿, 小摊儿."""
    return len(word) > 1 and word.endswith(_SAID_WITH_ER)


def whole_spotter(lexicon: Lexicon, lang: str) -> Spotter:
    """Finds the words for yes and no, and the particles and greetings beside them (你好 is no 好)."""
    answers = {**lexicon.whole, "greeting": lexicon.greetings}
    words = [(word, name) for name, c in answers.items() for word in ((*c.zh, *c.spelled) if lang == "zh" else c.en)]
    return Spotter(lang, words, lexicon.particles.zh if lang == "zh" else lexicon.particles.en, {}, lexicon.dialect)
