"""Who asks what a matter costs, how long it takes, where, online or by somebody else is answered before the papers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.matters import load
from content.matters.answers import ANSWERED, answer, answer_signs
from content.signer import load_lexicon
from content.words import LANGUAGES, load_words
from recognition.understanding import Request, understand
from terminal.telling import glosses, sentence
from terminal.visit import matter as visit_matter
from terminal.visit.effects import Understand
from terminal.visit.events import Confirm, Understood
from terminal.visit.machine import step
from terminal.visit.moves import ask
from terminal.visit.state import Phase, State, Visit

MATTERS = load()


def _asks(words: str) -> State:
    """The terminal after this sentence was understood, shown and confirmed."""
    meaning = understand(Request(text=words), MATTERS)
    assert meaning.matter_id
    assert meaning.aspect
    asking, _ = ask(State(phase=Phase.ASKING, visit=Visit(visit_id="v")), Understand, "understand", text=words)
    understood = Understood(
        effect_id=asking.visit.pending,
        matter_id=meaning.matter_id,
        aspect=meaning.aspect.value,
        certainty="sure",
        candidates=(),
    )
    confirming, _ = step(asking, understood)
    shown, _ = step(confirming, Confirm())
    assert shown.phase is Phase.MATTER
    return shown


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("补身份证要多少钱", "办居民身份证丢失补领的费用：丢失补领每证40元。"),
        ("补身份证要几天", "办居民身份证丢失补领多久办好：20 天。"),
        ("社保卡坏了能让儿子代办吗", "办社会保障卡补换，让别人代办：可委托他人，须带双方身份证和委托书。"),
        ("护照能在网上办吗", "网上办不了，要到大厅来。"),
        ("结婚登记在哪儿办", "办结婚登记，在民政残联区。"),
    ],
)
def test_the_question_is_answered_first(words: str, told: str) -> None:
    saying = _asks(words).visit.saying
    assert sentence(saying.key, saying.args, load_words("zh"), MATTERS).endswith(told)


def test_who_asks_for_the_papers_or_just_for_the_matter_sees_the_papers() -> None:
    assert _asks("补身份证要带什么材料").visit.saying.key == "matter.bring"


def test_what_the_visit_answers_is_what_the_content_can_answer() -> None:
    assert visit_matter.ANSWERED == ANSWERED


@pytest.mark.parametrize("aspect", sorted(ANSWERED))
def test_every_matter_has_its_answer_in_words_and_signs(aspect: str) -> None:
    lexicon = load_lexicon()
    for matter in MATTERS:
        for language in LANGUAGES:
            assert answer(aspect, matter, MATTERS, load_words(language)).strip()
        args = (("matter", matter.id),)
        signs = glosses(f"answer.{aspect}", args, "", lexicon, MATTERS)
        assert all(sign in lexicon for sign in signs)
        assert signs[-1] == tuple(answer_signs(aspect, matter))[-1]


def test_one_day_is_one_day() -> None:
    found = MATTERS["senior_card"]
    one = replace(found, time_limit=replace(found.time_limit, promised_days=1))
    assert answer("time", one, MATTERS, load_words("en")) == "1 working day"


def test_nobody_ahead_is_signed_as_nobody() -> None:
    args = (("number", "A1"), ("ahead", "0"))
    signs = glosses("ticket.number", args, "", load_lexicon(), MATTERS)
    assert "没有" in signs
    assert "0" not in signs
