"""Free decoding: words that sound alike count together, and one of them stands for all."""

from __future__ import annotations

import math

import pytest

from models.training.speech.language_model import END, END_SHARE, OTHERS, language_model

SHARES = {"是": 0.3, "事": 0.2, "办": 0.3, "办事": 0.1, "证": 0.1}
NUMBERS = {word: number for number, word in enumerate(SHARES, 1)}
TEXTS = [(1.0, "办事"), (1.0, "办证"), (1.0, "是办事"), (1.0, "证事")]


def arcs(texts: list[tuple[float, str]], state: int) -> dict[str, float]:
    """Word (or END, or "" for falling back) -> probability on leaving a state."""
    names = {str(number): word for word, number in NUMBERS.items()} | {"0": ""}
    found = {}
    for row in (line.split() for line in language_model(SHARES, NUMBERS, texts)):
        if row[0] == str(state):
            found[names[row[2]] if len(row) > 2 else END] = math.exp(-float(row[-1]))
    return found


def test_the_most_frequent_word_stands_for_all_that_sound_like_it() -> None:
    found = arcs([], 0)
    assert found["是"] == pytest.approx(0.5 * (1 - END_SHARE), abs=1e-4)
    assert found["事"] == pytest.approx(OTHERS * 0.2 * (1 - END_SHARE), abs=1e-4)
    assert found[END] == pytest.approx(END_SHARE, abs=1e-4)


def test_after_a_word_of_the_texts_the_one_seen_there_is_written() -> None:
    rows = [row.split() for row in language_model(SHARES, NUMBERS, TEXTS)]
    after = next(int(row[1]) for row in rows if row[2:3] == [str(NUMBERS["证"])])
    found = arcs(TEXTS, after)
    assert "是" not in found
    assert found["事"] > arcs(TEXTS, 0)["事"]


def test_the_first_row_names_the_state_where_sentences_begin() -> None:
    first = int(language_model(SHARES, NUMBERS, TEXTS)[0].split()[0])
    assert set(arcs(TEXTS, first)) == {"", "办事", "办", "是", "证"}
    assert language_model(SHARES, NUMBERS, [])[0].startswith("0 ")


def test_leaving_a_state_never_promises_more_than_falling_back_adds() -> None:
    rows = [row.split() for row in language_model(SHARES, NUMBERS, TEXTS)]
    for state in {row[0] for row in rows if row[0] != "0"}:
        found = arcs(TEXTS, int(state))
        assert sum(p for word, p in found.items() if word) <= 1.0 + found[""]
