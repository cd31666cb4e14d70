"""Chinese lines break where print would break them (A-29)."""

from __future__ import annotations

import pytest

from terminal.ui import said, text
from terminal.ui.text import Style

STYLE = Style(40, 1.4, False, (0, 0, 0))


def lines(words: str, width: float) -> int:
    return round(text.height(words, STYLE, width) / (STYLE.size * STYLE.line))


def test_closing_punctuation_never_begins_a_line() -> None:
    five_signs = "请带户口簿"
    room = text.natural_width(five_signs, STYLE)
    # "簿。" would have to be split; instead both go to the second line and nothing needs a third.
    assert lines(five_signs + "。", room) == 2
    assert lines(five_signs + "。", room + STYLE.size) == 1


def test_closing_punctuation_begins_no_line_behind_a_word_without_room_for_it() -> None:
    """Seen at 200 %: 您要办 / 哪一件 / ？."""
    words, room = "哪一件？", 3.4 * STYLE.size
    assert lines(words, room) == 2
    assert text.paragraph(words, STYLE, room).LongestLine < 2.5 * STYLE.size  # 哪一 / 件？


def test_a_word_too_long_for_its_line_is_broken_between_the_words_in_it() -> None:
    """Seen in large letters: 正在请手 / 语翻译。"""
    glue = said.GLUE
    assert text.glued("正在请手语翻译。", 4.6) == f"正{glue}在请手{glue}语翻{glue}译。"
    assert text.glued("正在请手语翻译。", 9) == f"正{glue}在请{glue.join('手语翻译')}。"


def test_a_day_and_a_time_stay_whole_where_a_line_holds_them() -> None:
    """Seen on a lying panel: 还没到时间，11 月 / 24 日 周二 上午 / 9:15 起可以签到。"""
    words = "11 月 24 日 周二 上午 9:15"
    assert text.glued(words, 8).count("\N{NO-BREAK SPACE}") == 4
    assert "日 周" in text.glued(words, 8)
    assert "月 24" in text.glued(words, 4)


@pytest.mark.parametrize("phrase", ["20 个", "6 号", "A012"])
def test_a_number_stays_with_its_unit(phrase: str) -> None:
    assert "\N{NO-BREAK SPACE}" in text.glued(phrase) or " " not in phrase


def test_a_number_and_its_noun_are_one_piece_also_where_a_line_is_balanced() -> None:
    """Seen on a picture: "3 workin / g days"."""
    words = "3 working days"
    assert text.widest_word(words, STYLE) >= text.natural_width("3 working", STYLE)
    width = text.balanced_width(words, STYLE, text.natural_width(words, STYLE) - 10)
    assert width >= text.natural_width("3 working", STYLE) - 1


def test_an_ellipsis_is_one_piece() -> None:
    assert text.glued("等等……") == f"等等…{said.GLUE}…"


def test_a_long_sentence_is_cut_with_an_ellipsis() -> None:
    short = text.cut("请带身份证和户口簿到窗口办理" * 5, STYLE, 400, 2)
    assert short.endswith("…")
    assert lines(short, 400) <= 2


def test_a_heading_leaves_no_lone_sign_on_the_last_line() -> None:
    words = "居民身份证丢失补领"
    room = text.natural_width(words, STYLE) - STYLE.size / 2
    balanced = text.balanced_width(words, STYLE, room)
    assert balanced < room * 0.75
    assert lines(words, balanced) == 2


def test_a_heading_of_two_words_is_balanced_between_them() -> None:
    """Narrower than its longest word a heading would be torn inside it."""
    for words in ("Sign language", "Interpretation service"):
        room = text.natural_width(words, STYLE) - STYLE.size / 2
        assert text.balanced_width(words, STYLE, room) >= text.widest_word(words, STYLE)


def test_latin_words_are_never_broken_but_chinese_may_be() -> None:
    assert text.widest_word("办理 registration 手续", STYLE) == text.natural_width("registration", STYLE)
    assert text.widest_word("请对着屏幕打手语", STYLE) == 0.0


def test_a_word_is_never_torn_apart() -> None:
    words = "您要办什么事？"
    seen = set()
    for width in range(int(STYLE.size * 3), int(STYLE.size * 7), 10):
        seen.add(lines(words, width))
        assert lines(words, width) >= 1
    glue = said.GLUE
    assert f"什{glue}么" in text.glued(words)
    assert text.natural_width("什么", STYLE) == pytest.approx(2 * STYLE.size + 1, abs=1)


def test_a_caption_of_two_lines_breaks_where_the_voice_pauses() -> None:
    words = "可以，免费，就在门口右手边。"
    assert text.at_pause(words, STYLE, 9 * STYLE.size) == "可以，免费，\n就在门口右手边。"
    assert text.at_pause(words, STYLE, 20 * STYLE.size) == words
    assert text.at_pause("约等 1,200 人在等着办事", STYLE, 7 * STYLE.size) == "约等 1,200 人在等着办事"


def test_a_caption_of_three_lines_breaks_there_too_where_that_costs_no_line() -> None:
    words = "录一段手语留言，可以吗？"
    assert lines(words, 6 * STYLE.size) == 3
    broken = text.at_pause(words, STYLE, 6 * STYLE.size)
    assert broken == "录一段手语留言，\n可以吗？"
    assert lines(broken, 6 * STYLE.size) == 3


@pytest.mark.parametrize("word", ["叫到", "下午", "留言", "没有", "送出去", "可以吗"])
def test_the_words_of_our_sentences_stay_whole(word: str) -> None:
    """Seen on pictures: 叫/到, 下/午, 留/言. A word that is read at a glance is not torn."""
    assert said.GLUE.join(word) in text.glued(f"请{word}了")


def test_no_break_at_a_pause_leaves_a_word_alone() -> None:
    plain = text.Style(34.0, 1.45, False, (0, 0, 0))
    words = "Only you, the interpreter and window 6 see this. Not recorded."
    assert text.at_pause(words, plain, 820.0) == words
    waiting = "您可以接着等，也可以打字。"
    assert text.at_pause(waiting, plain, 34.0 * 6.3) == waiting
    assert text.at_pause(waiting, plain, 34.0 * 8) == "您可以接着等，\n也可以打字。"
    assert text.at_pause("可以，免费，就在门口右手边。", plain, 34.0 * 6.5) == "可以，免费，\n就在门口右手边。"


@pytest.mark.parametrize("words", ["好\ud83d", "\udc00", "\ud83d\ude00好"])
def test_half_a_character_is_drawn_as_an_unknown_one(words: str) -> None:
    """Of an emoji that a keyboard elsewhere sent in two: the screen could not be drawn, and the visit ended."""
    assert text.natural_width(words, STYLE) > 0
    assert said.unhalved("\ud83d\ude00好") == "😀好"
    assert said.unhalved("好\ud83d") == "好\ufffd"
