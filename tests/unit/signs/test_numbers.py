"""Identity numbers digit by digit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.signer import Camera, Lexicon, Style, perform
from models.training.signs.restless import restless_lexicon
from recognition.landmarks import Landmarks
from recognition.signs import Mode, SignRecognizer, SignStream
from recognition.signs.numbers import (
    DigitReading,
    NumberEntry,
    check_character,
    correct_id_number,
    is_id_number,
)
from recognition.signs.recognition import UNKNOWN, Alternative, Certainty, Recognition

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


def seen(digit: str, confidence: float = 0.95, *others: tuple[str, float]) -> Recognition:
    state = Certainty.SURE if confidence > 0.85 else Certainty.MAYBE
    return Recognition(digit, confidence, state, tuple(Alternative(*other) for other in others))


def entered(text: str) -> NumberEntry:
    entry = NumberEntry()
    for character in text:
        entry.add(seen(character))
    return entry


def test_a_signed_number_says_which_digits_are_doubtful() -> None:
    entry = entered("110")
    entry.add(seen("1", 0.6, ("7", 0.2)))
    entry.add(seen("0", 0.5))
    assert entry.text == "11010"
    assert entry.doubtful == (4, 3)


def test_crossed_fingers_are_x_only_at_the_end_of_an_identity_number() -> None:
    entry = entered(EXAMPLE[:16])
    entry.add(seen("10"))
    assert entry.text == EXAMPLE[:16]
    entry.add(seen(EXAMPLE[16]))
    entry.add(seen("10"))
    assert entry.text == EXAMPLE


def test_a_wrong_identity_number_is_put_right_where_one_reading_fits() -> None:
    entry = entered(EXAMPLE[:4])
    entry.add(seen("8", 0.5, (EXAMPLE[4], 0.4)))
    for character in EXAMPLE[5:17]:
        entry.add(seen(character))
    entry.add(seen("10"))
    assert entry.text != EXAMPLE
    assert entry.suggestion == EXAMPLE


def test_an_unknown_sign_is_no_digit_and_the_last_one_can_be_taken_back() -> None:
    entry = entered("12")
    entry.add(UNKNOWN)
    entry.drop()
    assert entry.text == "1"
    assert entry.suggestion is None


def number_of(glosses: list[str], lexicon: Lexicon | None = None) -> str:
    """The number that a stream reads where one is asked for."""
    played = perform(glosses, style=Style(rest="down"), lexicon=lexicon)
    times = np.arange(0, played.duration_s + 0.8, 1 / 25)
    points = played.landmarks(times, Camera())
    for hand in (slice(33, 54), slice(54, 75)):
        points[points[:, hand, 1].mean(1) > 1.02, hand] = np.nan
    stream = SignStream(SignRecognizer.load(), Mode.NUMBER)
    for at, picture in zip(times, points, strict=True):
        stream.feed(Landmarks(at=float(at), points=picture))
    return stream.number.text


def test_digits_of_a_stream_become_a_number() -> None:
    assert number_of(list("360")) == "360"


def test_hands_that_only_move_are_hardly_ever_a_number() -> None:
    """A digit is expected there, which must not make one of talking and scratching; an open hand held up is a 5."""
    lexicon = restless_lexicon(5, 24)
    glosses = list(lexicon.glosses)
    read = [number_of(glosses[i : i + 2], lexicon) for i in range(0, 24, 2)]
    assert sum(map(bool, read)) <= 3
