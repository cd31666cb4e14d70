"""The caption stands whole; the word being signed has a line below it, and nothing else moves."""

from __future__ import annotations

import os
from dataclasses import replace

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import numpy as np
import pytest
from numpy.typing import NDArray

from content.matters import load
from content.signer import load_lexicon
from terminal.telling import said_by
from terminal.ui import said, text
from terminal.ui.examples import CLOCK, HALL, examples
from terminal.ui.live import LiveSources, Signed
from terminal.ui.look import visitor_look
from terminal.ui.text import Style
from terminal.ui.visitor import visitor_view
from terminal.ui.window import Screen

LEXICON = load_lexicon()
STYLE = Style(54, 1.3, True, (255, 255, 255))


def words(signs: list[str], caption: str) -> list[str]:
    """The words of the caption that these signs say; "" for none."""
    found = said_by(signs, caption, LEXICON)
    return [caption[place[0] : place[1]] if place else "" for place in found]


def test_sign_order_finds_its_words_wherever_they_stand() -> None:
    assert words(["身份证", "你", "看", "请"], "请给我看您的身份证。") == ["身份证", "您", "看", "请"]


def test_a_sign_without_a_word_marks_none() -> None:
    assert words(["视频", "办理", "可以"], "可以打开摄像头吗？") == ["", "", "可以"]


def test_a_sign_that_comes_twice_says_the_second_word_the_second_time() -> None:
    caption = "可以坐，可以等。"
    assert said_by(["可以", "可以", "可以"], caption, LEXICON) == ((0, 2), (4, 6), None)


def test_the_marked_letters_are_counted_without_what_setting_puts_in() -> None:
    assert text.letters(f"叫到 C{said.GLUE}027\n时，{said.doubtful('这里')}会亮") == "叫到C027时，这里会亮"


@pytest.mark.parametrize("mark", [(0, 2), (4, 7), (9, 11)])
def test_the_line_lies_below_its_letters_and_moves_none(mark: tuple[int, int]) -> None:
    words_, width = "请在这里看身份证，\n在门口拍照片。", 560
    plain, lined = text.paragraph(words_, STYLE, width), text.paragraph(words_, STYLE, width, mark)
    assert (plain.Height, plain.LongestLine) == (lined.Height, lined.LongestLine)


SAID = {"waiting": "请稍等，叫到C027时这里会亮。", "matter": "残疾人证换领、补办", "timeout": "残疾人证换领、补办"}
"""A sentence on each of these screens; on the last one a question lies over it."""


def shown(name: str, mark: tuple[int, int] | None, words_: str = "") -> NDArray[np.int_]:
    """The screen's pixels with these letters of its sentence being signed."""
    state = examples()[name]
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load())
    screen = Screen("marks", (540, 960), space=(1080, 1920))
    live = replace(LiveSources(), word=lambda _at: Signed(words_ or SAID[name], mark) if mark else None)
    screen.show(visitor_view(state, look), look, live, 0.0)
    seen = np.array(screen.picture(), dtype=int)
    screen.close()
    return seen


@pytest.mark.parametrize("name", ["waiting", "matter"])
def test_one_word_of_the_caption_is_lined_and_the_rest_is_as_it_was(name: str) -> None:
    plain, lined = shown(name, None), shown(name, (0, 3))
    rows, columns = np.nonzero(np.abs(plain - lined).max(axis=2) > 12)
    assert 0 < len(np.unique(rows)) <= 6
    assert len(np.unique(columns)) > 20


def test_nothing_is_marked_below_a_question_that_lies_over_it() -> None:
    assert (shown("timeout", None) == shown("timeout", (0, 3))).all()


def test_another_sentence_than_the_one_being_signed_is_not_marked() -> None:
    assert (shown("waiting", None) == shown("waiting", (0, 2), "您好，欢迎您！")).all()
