"""Identity numbers digit by digit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.signs.numbers import DigitReading, check_character, correct_id_number, is_id_number

# The worked example of GB 11643-1999.
EXAMPLE = "11010519491231002X"


def read(text: str, **doubts: str) -> list[DigitReading]:
    """Every character read surely, except places named `at7="38"`: 3 a little before 8."""
    digits = [DigitReading(((character, 0.95),)) for character in text]
    for place, readings in doubts.items():
        digits[int(place[2:])] = DigitReading(((readings[0], 0.5), (readings[1], 0.4)))
    return digits


def test_the_standards_example_is_right() -> None:
    assert is_id_number(EXAMPLE)


@pytest.mark.parametrize("wrong", ["", "1", EXAMPLE[:-1] + "1", EXAMPLE.lower(), "a" * 18])
def test_other_texts_are_not(wrong: str) -> None:
    assert not is_id_number(wrong)


@given(st.text("0123456789", min_size=17, max_size=17), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(first: str, place: int, shift: int) -> None:
    whole = first + check_character(first)
    wrong = whole[:place] + str((int(whole[place]) + shift) % 10) + whole[place + 1 :]
    assert not is_id_number(wrong)


def test_a_doubtful_digit_is_put_right_by_the_check_character() -> None:
    assert correct_id_number(read(EXAMPLE, at7="39")) == EXAMPLE


def test_a_number_that_cannot_be_right_is_not_guessed() -> None:
    assert correct_id_number(read("110105194912310021")) is None


def test_too_short_a_number_is_not_guessed() -> None:
    assert correct_id_number(read("110105")) is None
