"""Free decoding: words that sound alike count together, one of them stands for all, and longer histories come first."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

import pytest

from recognition.speech.language_model import (
    END_SHARE,
    OTHERS,
    Vocabulary,
    count_ngrams,
    language_model,
    read_ngrams,
    write_ngrams,
)

SHARES = {"是": 0.3, "事": 0.2, "办": 0.3, "办事": 0.1, "证": 0.1}
VOCABULARY = Vocabulary.of(SHARES, {word: number for number, word in enumerate(SHARES, 1)})
TEXTS = [(2.0, "办事"), (2.0, "办证"), (2.0, "是办事"), (2.0, "证事"), (2.0, "办证办事")]
START_STATE = 0


def model(texts):
    """For every state word (or "" for falling back, None for ending) -> (probability, next state)."""
    made = language_model(VOCABULARY, count_ngrams(texts, SHARES.__contains__))
    names = {number: word for word, number in VOCABULARY.numbers.items()} | {0: ""}
    states = []
    for final, arcs in zip(made._final, made._arcs, strict=True):
        assert all(one[0] < other[0] for one, other in pairwise(arcs)), "sorted, each word once"
        states.append({names[reads]: (math.exp(-cost), target) for reads, _, cost, target in arcs})
        states[-1][None] = (math.exp(-final), -1)
    return states


def followed(states, words, start=START_STATE):
    """The state after some words, falling back where needed."""
    at = start
    for word in words:
        while word not in states[at]:
            at = states[at][""][1]
        at = states[at][word][1]
    return at


def test_without_texts_the_most_frequent_word_stands_for_all_that_sound_like_it():
    (only,) = model([])
    assert only["是"][0] == pytest.approx(0.5 * (1 - END_SHARE))
    assert only["事"][0] == pytest.approx(OTHERS * 0.2 * (1 - END_SHARE))
    assert only[None][0] == pytest.approx(END_SHARE)


def test_after_a_word_of_the_texts_the_one_seen_there_is_written():
    states = model(TEXTS)
    after = states[followed(states, ["证"], len(states) - 1)]
    assert "是" not in after
    assert after["事"][0] > states[-1]["事"][0]


def test_sentences_begin_in_the_first_state():
    assert set(model(TEXTS)[START_STATE]) == {"", None, "办事", "办", "是", "证"}


def test_two_words_before_tell_more_than_one():
    """证 is followed by 办事 only where 办 came before it."""
    states = model(TEXTS)
    long, short = states[followed(states, ["办", "证"])], states[followed(states, ["证"], len(states) - 1)]
    assert long is not short
    assert long[""][1] == followed(states, ["证"], len(states) - 1)


def test_two_words_seen_together_once_make_no_history():
    assert len(model([(1.0, "办证办事")])) == len(model([(1.0, "办证"), (1.0, "证办事"), (1.0, "办事")]))


def test_from_every_state_the_probabilities_make_one():
    """Over sounds: those named in the state, and the rest of the shorter history's by falling back."""
    states = model(TEXTS)
    named = {word: VOCABULARY.sounds[word] for word in SHARES}
    for state in states[:-1]:
        back, shorter = state[""]
        sounds = {named[word] for word in state if word}
        rest = sum(
            p for word, (p, _) in whole(states, shorter).items() if word is not None and named[word] not in sounds
        )
        total = sum(p for word, (p, _) in state.items() if word) + back * rest + state[None][0]
        assert total == pytest.approx(1.0, abs=1e-6)


def whole(states, at):
    """Every sound's probability at a state, by its first word."""
    found = {word: entry for word, entry in states[at].items() if word not in ("", None)}
    if "" not in states[at]:
        return {word: (p, t) for word, (p, t) in found.items() if word != "事"} | {"是": found["是"]}
    back, shorter = states[at][""]
    sounds = {VOCABULARY.sounds[word] for word in found}
    for word, (p, target) in whole(states, shorter).items():
        if VOCABULARY.sounds[word] not in sounds:
            found[word] = (back * p, target)
    return found


def test_what_is_in_no_word_parts_a_text():
    assert count_ngrams([(2.0, "办¤证")], SHARES.__contains__) == Counter(
        {("<s>", "办"): 2.0, ("<s>", "办", "</s>"): 2.0, ("<s>", "证"): 2.0, ("<s>", "证", "</s>"): 2.0}
    )


def test_counts_come_back_from_their_file(tmp_path):
    counts = count_ngrams(TEXTS, SHARES.__contains__)
    write_ngrams(tmp_path, counts)
    assert read_ngrams(tmp_path) == counts


def test_a_sentence_of_the_hall_becomes_likelier_by_its_weight():
    def likely(texts):
        states = model(texts)
        return states[followed(states, ["是"])].get("证", (0.0, 0))[0]

    assert likely([*TEXTS, (3.0, "是证")]) > likely([*TEXTS, (0.5, "是证")]) > likely(TEXTS) == 0.0
