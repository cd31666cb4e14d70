"""What may be answered in each phase: grammars made from content, so that a new matter needs no code."""

from __future__ import annotations

from content import matters
from content.matters import Matters
from recognition.speech.grammar import Grammar
from recognition.speech.questions import (
    choice_question,
    matter_question,
    number_question,
    rating_question,
    yes_no_question,
)
from terminal.visit.offered import NUMBERED

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
    return {
        "request": matter_question(guide, lexicon),
        "yes_no": yes_no_question(lexicon),
        "next_step": choice_question("next_step", {**answers, **step}, lexicon),
        "choice": choice_question("choice", {**answers, **numbered}, lexicon),
        "number": number_question(lexicon),
        "commands": choice_question("commands", answers, lexicon),
        "rating": rating_question(LEVELS, lexicon),
    }
