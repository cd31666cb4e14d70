"""Words found by their keys: the same as looking at every word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recognition.understanding.word_table import WordTable

KEYS = st.text("abc", min_size=1, max_size=4)


@given(words=st.sets(KEYS, max_size=30), given_keys=st.lists(st.sets(st.sampled_from("abcx")), max_size=5))
def test_a_walk_finds_the_words_that_fit_and_no_others(words: set[str], given_keys: list[set[str]]) -> None:
    table = WordTable({word: frozenset({word.upper()}) for word in words}, tuple)
    front, found = [table.start()], set()
    for keys in given_keys:
        front = [longer for stretch in front for longer in table.further(stretch, keys)]
        found |= {pair for stretch in front for pair in table.ending(stretch)}
    fitting = {
        word
        for word in words
        if len(word) <= len(given_keys) and all(key in keys for key, keys in zip(word, given_keys, strict=False))
    }
    assert found == {(word, frozenset({word.upper()})) for word in fitting}


def test_words_that_sound_alike_are_told_apart() -> None:
    sounds = {"过户": ("guo", "hu"), "果壶": ("guo", "hu"), "过": ("guo",)}
    table = WordTable({word: frozenset({word}) for word in sounds}, sounds.__getitem__)
    (one,) = table.further(table.start(), ["guo", "never heard"])
    (two,) = table.further(one, ["hu"])
    assert [word for word, _ in table.ending(one)] == ["过"]
    assert {word for word, _ in table.ending(two)} == {"过户", "果壶"}
    assert {(word, keys) for word, keys, _ in table.spelled()} == set(sounds.items())
