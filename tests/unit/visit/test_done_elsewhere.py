"""Who wants what this hall does not do is told so, instead of signing it again and again."""

from __future__ import annotations

import pytest

from content.matters import load
from content.matters import load_lexicon as words_of_requests
from content.signer import load_lexicon
from content.words import load_words
from recognition.understanding import Channel, Request, understand
from terminal.intents import of_meaning
from terminal.telling import glosses, sentence
from terminal.ui.examples import CLOCK, HALL
from terminal.ui.look import visitor_look
from terminal.ui.visitor.words import said
from terminal.visit.effects import Understand
from terminal.visit.events import Sureness, Way
from terminal.visit.machine import step
from terminal.visit.moves import ask
from terminal.visit.state import Chip, Meaning, Phase, State, Visit
from terminal.visit.state import Request as Told

MATTERS = load()
CHIPS = tuple(Chip(word, 0.9, Sureness.SURE) for word in ("退休", "办理"))


def understood(state: State, text: str = "", glosses: tuple[str, ...] = ()) -> State:
    state, _ = ask(state, Understand, "understand", text=text, glosses=glosses)
    channel = Channel.SIGNED if glosses else Channel.SPOKEN
    meaning = understand(Request(text=text, glosses=glosses, channel=channel), MATTERS)
    for event in of_meaning(meaning, state.visit.pending, 1.0, text):
        state, _ = step(state, event)
    return state


def asking(way: Way) -> State:
    return State(phase=Phase.ASKING, visit=Visit(visit_id="v", way=way, request=Told(chips=CHIPS, misses=1)))


def test_retirement_signed_is_told_to_be_done_elsewhere() -> None:
    """A deaf visitor was told that this was not understood, and signed it until other ways were offered."""
    state = understood(asking(Way.SIGN), glosses=("退休", "办理"))
    assert (state.phase, state.visit.request) == (Phase.ASKING, Told(misses=1))
    saying = state.visit.saying
    assert sentence(saying.key, saying.args, load_words("zh"), MATTERS) == "退休手续不在这里办。可以按“找人帮忙”来问。"
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=MATTERS)
    assert said(state, look).startswith("退休手续不在这里办。")
    signs = glosses(saying.key, saying.args, "", load_lexicon(), MATTERS)
    assert all(sign in load_lexicon() for sign in signs)


def test_said_over_the_question_it_is_told_too() -> None:
    confirming = State(phase=Phase.CONFIRMING, visit=Visit(visit_id="v", way=Way.SPEAK, meaning=Meaning("passport")))
    state = understood(confirming, text="我要办退休")
    assert (state.phase, state.visit.meaning, state.visit.saying.key) == (Phase.ASKING, None, "ask.elsewhere")


@pytest.mark.parametrize("words", ["今天天气真好", "我饿了", "阿巴阿巴"])
def test_talk_is_no_business_that_is_done_elsewhere(words: str) -> None:
    assert understood(asking(Way.SPEAK), text=words).visit.saying.key == "ask.not_understood"


def test_every_business_has_its_name_in_both_languages() -> None:
    for name in words_of_requests().elsewhere:
        for language in ("zh", "en"):
            told = sentence("ask.elsewhere", (("business", name),), load_words(language), MATTERS)
            assert "{" not in told
