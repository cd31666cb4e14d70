"""What may be answered to each question: grammars made from content, so that a new matter needs no code."""

from __future__ import annotations

from content import matters
from content.matters import Matters
from recognition.speech.grammar import Grammar

STEERING = ("repeat", "slower", "louder", "bigger_text", "back", "home", "call_person", "call_interpreter")
NUMBERED = ("第一个", "第二个", "第三个", "第四个", "第五个")
RATINGS = ("非常满意", "满意", "基本满意", "不满意", "非常不满意")


def grammars(guide: Matters) -> dict[str, Grammar]:
    """One grammar a question, by the names of `terminal.visit.wants.QUESTIONS`."""
    lexicon = matters.load_lexicon()
    steering = {name: list(lexicon.phrases(name)) for name in STEERING}
    yes_no = steering | {name: list(lexicon.phrases(name)) for name in ("yes", "no")}
    asked = {matter_id: [matter.name.zh, *matter.also_called] for matter_id, matter in guide.by_id.items()}
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
