"""The grammars of the dialogue's questions, made from content; only numbers and times are listed here.

Ids: a matter's id, `command:louder`, `yes`, `no`, `rating:satisfied`, `window:7`. Commands may be said at any question.
`concept:…` are words by which visitors ask; their row goes to the understanding as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from content.matters import Lexicon, Matters
from recognition.speech.grammar import Grammar

SHORTEST_SPOTTED = 2
"""Characters. Single ones occur inside too many other words to be spotted in free speech."""

NUMBER_WORDS = (*"零一二三四五六七八九十百千万两幺点", "叉")
_YES, _NO = ("yes", "yes_alone"), ("no",)
SHORT_ANSWERS = frozenset("是对行好嗯要不没错停")
"""One-syllable answers listened for; every further one makes those harder to tell apart."""
COMMAND_COST = 2.5
"""Commands are rarer than answers where yes or no is asked; our judgement. Stop costs nothing: at 1.0 half of the lone
停 of a reader were taken for 行."""


def matter_question(guide: Matters, lexicon: Lexicon) -> Grammar:
    """ "What would you like to do?" An open question: names of matters and words about them, anywhere in a sentence."""
    named = {matter.id: (matter.name.zh, *matter.also_called) for matter in guide}
    words = {f"concept:{concept.id}": _long_enough(concept.zh) for concept in lexicon.concepts.values()}
    return Grammar.of("matter", {**named, **_commands(lexicon), **words}, open=True)


def choice_question(name: str, options: Mapping[str, Iterable[str]], lexicon: Lexicon) -> Grammar:
    """One of the options on the screen, said as they are written there or as content names them; or a command."""
    return Grammar.of(name, {**options, **_commands(lexicon)})


def yes_no_question(lexicon: Lexicon) -> Grammar:
    """Yes, no, or a command; one syllable is enough."""
    answers = {
        "yes": [word for name in _YES for word in lexicon.phrases(name) if len(word) > 1 or word in SHORT_ANSWERS],
        "no": [word for name in _NO for word in lexicon.phrases(name) if len(word) > 1 or word in SHORT_ANSWERS],
        "stop": ["停", "停下", "停一下"],
    }
    commands = _commands(lexicon)
    return Grammar.of("yes or no", {**answers, **commands}, costs=dict.fromkeys(commands, COMMAND_COST))


def number_question(lexicon: Lexicon) -> Grammar:
    """Digits and numbers in any order: telephone, document, ticket, amount, count."""
    return Grammar.of("number", _commands(lexicon), NUMBER_WORDS)


def rating_question(levels: Mapping[str, str], lexicon: Lexicon) -> Grammar:
    """`levels`: level -> its name as the screen shows it."""
    named = {f"rating:{level}": [text] for level, text in levels.items()}
    return Grammar.of("rating", {**named, **_commands(lexicon)})


def _commands(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    return {f"command:{name}": lexicon.phrases(name) for name in lexicon.commands if name not in (*_YES, *_NO)}


def _long_enough(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in words if len(word) >= SHORTEST_SPOTTED)
