"""The words by which visitors ask: concepts (words that mean the same) and goals (what must be said to mean a goal).

Files: `words/concepts.json`, `words/goals.json`, `words/read_back.json`. The grammar of a frame stands in `goals.json`:
`id_card lost|reissue !temp` = a word for an ID card and a word for losing or reissuing, none for "temporary".
Chinese words may be patterns: `(带/拿)(/点)(什么/啥)` stands for all eight.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import product
from pathlib import Path

from content.reading import Node, Text, read_json

FOLDER = Path(__file__).resolve().parent / "words"

#: Kinds of concept, as the sections of the file are named.
KINDS = ("topics", "acts", "states", "people", "aspects", "others")

#: Values a parser of slots finds, and the mark of a request in the order of signs; frames may ask for them.
SLOT_CONCEPTS = frozenset({"#date", "#time", "#window", "#zone", "#ticket", "#number", "#age60", "#age80", "#signed"})


class GoalKind(StrEnum):
    """What answering a goal means."""

    MATTER = "matter"
    COMMAND = "command"
    ELSEWHERE = "elsewhere"  # known business that this hall does not do
    EITHER = "either"  # one of several matters: ask which


@dataclass(frozen=True, slots=True)
class Concept:
    """Words and phrases that mean the same in a request; `spelled` are the Chinese words that patterns stand for."""

    id: str
    kind: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    spelled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """Concepts that must all be named, in any order, for a goal to be meant.

    `yields`: gives way to any other goal. `insists`: asks which matter even where one of them has evidence of its own.
    """

    required: tuple[frozenset[str], ...]
    forbidden: frozenset[str]
    yields: bool
    insists: bool


@dataclass(frozen=True, slots=True)
class Goal:
    """A matter, a command, business done elsewhere, or a question which of several matters."""

    kind: GoalKind
    ids: tuple[str, ...]
    frames: tuple[Frame, ...]


@dataclass(frozen=True)
class Lexicon:
    """Everything the understanding knows about words. `whole` holds answers that are a whole utterance (yes, no).

    `particles` and `greetings` may stand beside such an answer, `labels` beside a bare value (我的电话是 …).
    `dialect`: words of a region and the words of the same length that they stand for (莫得: 没有).
    """

    concepts: Mapping[str, Concept]
    fillers: Concept
    goals: tuple[Goal, ...]
    whole: Mapping[str, Concept]
    particles: Concept
    greetings: Concept
    labels: Concept
    elsewhere: Mapping[str, Text]
    read_back: Mapping[str, Text]
    aspect_names: Mapping[str, Text]
    dialect: Mapping[str, str]

    @cached_property
    def commands(self) -> tuple[str, ...]:
        """The ids of all commands."""
        named = [goal.ids[0] for goal in self.goals if goal.kind is GoalKind.COMMAND]
        return (*named, *self.whole)

    def phrases(self, command_id: str) -> tuple[str, ...]:
        """Chinese phrases that alone mean a command: for the speech grammar and for lists of what one may say."""
        if command_id in self.whole:
            return self.whole[command_id].zh
        goal = next(goal for goal in self.goals if goal.kind is GoalKind.COMMAND and goal.ids == (command_id,))
        single = [frame.required[0] for frame in goal.frames if len(frame.required) == 1]
        ids = sorted(concept for alternatives in single for concept in alternatives if concept in self.concepts)
        return tuple(dict.fromkeys(word for concept in ids for word in self.concepts[concept].zh if len(word) > 1))


def load_lexicon(folder: Path | None = None) -> Lexicon:
    """The lexicon in `folder` (default: the one shipped). Raises `ContentError` at the first fault."""
    words = read_json((folder or FOLDER) / "concepts.json")
    goals = read_json((folder or FOLDER) / "goals.json")
    texts = read_json((folder or FOLDER) / "read_back.json")
    concepts = {name: _concept(name, kind, node) for kind in KINDS for name, node in words[kind].entries()}
    elsewhere = dict(goals["elsewhere"].entries())
    return Lexicon(
        concepts=concepts,
        fillers=_concept("filler", "fillers", words["fillers"]),
        goals=(
            *(_goal(GoalKind.MATTER, (name,), node, concepts) for name, node in goals["matters"].entries()),
            *(_goal(GoalKind.COMMAND, (name,), node, concepts) for name, node in goals["commands"].entries()),
            *(_goal(GoalKind.ELSEWHERE, (name,), node["frames"], concepts) for name, node in elsewhere.items()),
            *(_either(node, concepts) for node in goals["either"].items()),
        ),
        labels=_concept("label", "fillers", goals["labels"]),
        greetings=_concept("greeting", "fillers", goals["greetings"]),
        particles=_concept("particle", "fillers", goals["particles"]),
        whole={name: _concept(name, "whole", node) for name, node in goals["whole"].entries()},
        elsewhere={name: node["name"].text() for name, node in elsewhere.items()},
        read_back={name: node.text() for name, node in texts["texts"].entries()},
        aspect_names={name: node.text() for name, node in texts["aspects"].entries()},
        dialect=dict(_dialect(words["dialect"])),
    )


def _concept(name: str, kind: str, node: Node) -> Concept:
    chinese, _, english = node.string().partition("|")
    phrases = (phrase.strip() for phrase in english.split(","))
    plain = tuple(word for word in chinese.split() if "(" not in word)
    spelled = (word for pattern in chinese.split() if "(" in pattern for word in _spelled_out(pattern))
    return Concept(name, kind, plain, tuple(phrase for phrase in phrases if phrase), tuple(dict.fromkeys(spelled)))


def _dialect(node: Node) -> Iterator[tuple[str, str]]:
    for standard, words in node.entries():
        for word in words.string().split():
            if len(word) != len(standard):
                words.fail(
                    "lexicon-dialect-length", f"{word!r} is not as long as {standard!r}.", "Add it to a concept."
                )
            yield word, standard


def _spelled_out(pattern: str) -> list[str]:
    """The words of a pattern: `(带/拿)(什么/啥)` stands for four; an empty alternative leaves the place out."""
    pieces = [piece.split("/") for piece in pattern.replace(")", "(").split("(") if piece]
    return ["".join(word) for word in product(*pieces)]


def _goal(kind: GoalKind, ids: tuple[str, ...], frames: Node, concepts: Mapping[str, Concept]) -> Goal:
    return Goal(kind, ids, tuple(_frame(node, concepts) for node in frames.items()))


def _either(node: Node, concepts: Mapping[str, Concept]) -> Goal:
    return Goal(GoalKind.EITHER, node["of"].strings(), (_frame(node["frame"], concepts),))


def _frame(node: Node, concepts: Mapping[str, Concept]) -> Frame:
    line = node.string()
    tokens = line.lstrip("~+").split()
    required = tuple(_alternatives(token, concepts) for token in tokens if not token.startswith("!"))
    forbidden = frozenset(token[1:] for token in tokens if token.startswith("!"))
    for name in sorted(frozenset().union(*required) | forbidden):
        if name not in concepts and name not in SLOT_CONCEPTS:
            node.fail("lexicon-concept-unknown", f"The frame names {name!r}.", "Add the concept or mend the name.")
    return Frame(required, forbidden, line.startswith("~"), line.startswith("+"))


def _alternatives(token: str, concepts: Mapping[str, Concept]) -> frozenset[str]:
    """The concepts of a token; `@topic` is any topic."""
    if token == "@topic":
        return frozenset(concept.id for concept in concepts.values() if concept.kind == "topics")
    return frozenset(token.split("|"))
