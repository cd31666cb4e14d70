"""What may be answered in each phase: grammars made from content, so that a new matter needs no code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from content import matters
from content.matters import Matters
from content.voice.asked import load_asked
from recognition.speech.grammar import Grammar, Phrase
from recognition.speech.questions import (
    COMMAND_COST,
    choice_question,
    matter_question,
    number_question,
    rating_question,
    yes_no_question,
)
from terminal.visit import farewell, spoken_keys
from terminal.visit.offered import NUMBERED

PARTING = {"farewell": farewell.SPOKEN}
CLOSED = {**PARTING, "key": spoken_keys.SPOKEN}
"""What a page with answers of its own listens for besides them."""
LEVELS = {
    "very_satisfied": "非常满意",
    "satisfied": "满意",
    "basically_satisfied": "基本满意",
    "dissatisfied": "不满意",
    "very_dissatisfied": "非常不满意",
}
"""The five levels always have these words (rule E-1)."""


def grammars(guide: Matters) -> dict[str, Grammar]:
    """One grammar a question, by the names of `terminal.visit.wants.QUESTIONS`."""
    lexicon = matters.load_lexicon()
    answers = {name: lexicon.phrases(name) for name in ("yes", "no")}
    step = {name: lexicon.phrases(name) for name in ("take_ticket", "book")}
    numbered = {word: (word,) for word in NUMBERED}
    asks = {"asked": tuple(load_asked())}
    return {
        "request": _with(matter_question(guide, lexicon), PARTING),
        "yes_no": _with(yes_no_question(lexicon), CLOSED),
        "confirm": _with(yes_no_question(lexicon), {**CLOSED, **asks}),
        "next_step": _with(choice_question("next_step", {**answers, **step}, lexicon), {**CLOSED, **asks}),
        "choice": _with(choice_question("choice", {**answers, **numbered}, lexicon), CLOSED),
        "number": number_question(lexicon),
        "commands": _with(choice_question("commands", answers, lexicon), CLOSED),
        "rating": _with(rating_question(LEVELS, lexicon), CLOSED),
    }


def _with(grammar: Grammar, more: Mapping[str, Iterable[str]]) -> Grammar:
    """The grammar with what may be said besides; rarer than the answers, as commands are."""
    known = {phrase.text for phrase in grammar.phrases}
    added = (Phrase(name, text, COMMAND_COST) for name, texts in more.items() for text in texts if text not in known)
    return replace(grammar, phrases=(*grammar.phrases, *added))
