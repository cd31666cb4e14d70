"""The best path through the windows of a stretch."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from recognition.signs.grammar import START, request_grammar
from recognition.signs.recognition import Certainty, Recognition
from recognition.signs.segments import OVERLAP, Segment, Segmentation


def segment(started: float, ended: float, gloss: str, confidence: float) -> Segment:
    return Segment(started, ended, Recognition(gloss, confidence, Certainty.MAYBE))


def told(*segments: Segment, before: str | None = START) -> list[str]:
    stretch = Segmentation(request_grammar(), before)
    for one in sorted(segments, key=lambda segment: segment.ended):
        stretch.add(one)
    return [one.gloss for one in stretch.path()]


def test_one_long_window_beats_two_odd_short_ones_inside_it() -> None:
    """The low hand at the end of 丢 looks like 孩子."""
    windows = segment(0.0, 0.4, "丢", 0.67), segment(0.45, 0.85, "孩子", 0.84), segment(0.0, 0.85, "丢", 0.74)
    assert told(*windows, before="身份证") == ["丢"]


def test_the_way_up_to_a_sign_is_no_sign() -> None:
    assert told(segment(0.0, 0.36, "取", 0.5), segment(0.4, 1.0, "身份证", 0.95)) == ["身份证"]


def test_a_compound_stands_for_its_parts_and_their_echoes() -> None:
    windows = segment(0.0, 0.4, "补", 0.95), segment(0.5, 1.3, "补办", 0.9), segment(0.0, 1.4, "补办", 0.9)
    assert told(*windows, segment(1.3, 1.7, "办", 0.9)) == ["补办"]


def test_signs_one_after_the_other_all_come() -> None:
    windows = [segment(0.0, 0.6, "身份证", 0.9), segment(0.8, 1.4, "丢", 0.9), segment(1.6, 2.3, "补办", 0.9)]
    assert told(*windows) == ["身份证", "丢", "补办"]


def test_digits_do_repeat() -> None:
    stretch = Segmentation(None, START)
    for place in range(3):
        stretch.add(segment(place, place + 0.6, "1", 0.9))
    assert [one.gloss for one in stretch.path()] == ["1", "1", "1"]


def test_whoever_signs_for_minutes_is_read_to_the_end() -> None:
    words = ["身份证", "丢"] * 60
    assert told(*(segment(place, place + 0.6, word, 0.95) for place, word in enumerate(words))) == words


def test_a_long_pause_with_raised_hands_ends_nothing() -> None:
    assert told(segment(0.0, 0.6, "身份证", 0.95), segment(30.0, 30.6, "丢", 0.95)) == ["身份证", "丢"]


def test_nothing_read_is_no_sign() -> None:
    assert told() == []
    assert told(segment(0.0, 0.4, "取", 0.31)) == []


def test_what_is_settled_stays_and_is_weighed_no_more() -> None:
    """Two minutes of signing, each word with two other readings; signs settle ten seconds after their end."""
    words, settled, most, weighed = ["身份证", "丢"] * 60, list[str](), 0, 0
    stretch = Segmentation(request_grammar(), START)
    for place, word in enumerate(words):
        for length, gloss, confidence in ((0.4, "孩子", 0.5), (0.6, word, 0.95), (0.85, "要", 0.6)):
            stretch.add(segment(place + 0.6 - length, place + 0.6, gloss, confidence))
        old = [sign for sign in stretch.path() if sign.ended <= place - 10]
        if old:
            stretch.settle(old[-1].ended)
            settled += [sign.gloss for sign in old]
        most, weighed = max(most, len(stretch.path())), max(weighed, len(stretch))
    assert settled + [sign.gloss for sign in stretch.path()] == words
    assert most <= 11
    assert weighed <= 3 * 11


def test_no_sign_reaches_into_what_is_settled() -> None:
    stretch = Segmentation(request_grammar(), START)
    stretch.add(segment(0.0, 0.6, "身份证", 0.95))
    stretch.settle(0.6)
    stretch.add(segment(0.0, 1.2, "丢", 0.99))
    assert stretch.path() == []
    stretch.add(segment(0.8, 1.4, "丢", 0.9))
    assert [sign.gloss for sign in stretch.path()] == ["丢"]


_WINDOWS = st.lists(
    st.tuples(
        st.floats(0, 20),
        st.sampled_from([0.4, 0.6, 0.85, 1.2, 1.7, 2.4]),
        st.sampled_from(["身份证", "丢", "补", "办", "补办", "孩子", "要"]),
        st.floats(0, 1),
    ),
    max_size=60,
)


@given(_WINDOWS)
def test_signs_of_a_path_hardly_overlap_and_are_in_order(windows: list[tuple[float, float, str, float]]) -> None:
    stretch = Segmentation(request_grammar(), START)
    for at, length, gloss, confidence in sorted(windows, key=lambda window: window[0] + window[1]):
        stretch.add(segment(at, at + length, gloss, confidence))
    path = stretch.path()
    for one, other in pairwise(path):
        shorter = min(one.ended - one.started, other.ended - other.started)
        assert other.started >= one.ended - OVERLAP * shorter - 1e-9
        assert one.gloss != other.gloss or other.started - one.ended >= 0.8
