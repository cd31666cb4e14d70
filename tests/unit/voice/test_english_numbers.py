"""English for the ear: times, days, money and numbers to call were read sign by sign."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.voice import for_the_ear

HEARD = [
    ("9:00–17:00", "9 AM to 5 PM"),
    ("Open 9:00-11:30.", "Open 9 AM to 11 30 AM."),
    ("at 14:05", "at 2 oh 5 PM"),
    ("12:00", "12 PM"),
    ("00:30", "12 30 AM"),
    ("24:00", "12 AM"),
    ("10:30:15", "10:30:15"),
    ("2026-12-01", "1 December 2026"),
    ("2026-13-01", "2026-13-01"),
    ("2–3 working days", "2 to 3 working days"),
    ("¥20", "20 yuan"),
    ("¥1,200.50", "1,200.50 yuan"),
    ("138****5678", "ending in 5 6 7 8"),
    ("010-12345678", "0 1 0, 1 2 3 4 5 6 7 8"),
    ("400-800-1234", "4 0 0, 8 0 0, 1 2 3 4"),
    ("the 12345 hotline", "the 1 2 3 4 5 hotline"),
    ("Please call 120", "Please call 1 2 0"),
    ("12345 yuan", "12345 yuan"),
    ("120 people", "120 people"),
    ("-5℃", "minus 5 degrees Celsius"),
    ("No. 3", "number 3"),
    ("Ticket A012 to window 3.", "Ticket A, 0 1 2 to window 3."),
    ("50%", "50%"),
]


@pytest.mark.parametrize(("written", "heard"), HEARD)
def test_english_is_read_as_people_say_it(written: str, heard: str) -> None:
    assert for_the_ear(written, "en") == heard


@given(st.text(alphabet="0123456789:-–¥.A No*X℃ ,", max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    assert for_the_ear(text, "en") == for_the_ear(text, "en").strip()
