"""The on-screen pinyin keyboard offers what people mean first."""

from __future__ import annotations

import pytest

from terminal.ui.pinyin import candidates


@pytest.mark.parametrize(
    ("letters", "first"), [("ni", "你"), ("wo", "我"), ("bu", "不"), ("ban", "办"), ("huan", "换"), ("sfz", "身份证")]
)
def test_everyday_signs_and_words_of_the_hall_come_first(letters: str, first: str) -> None:
    assert candidates(letters)[0] == first


def test_a_reading_that_hardly_anybody_uses_comes_last() -> None:
    """援 is read yuan; in our papers, and in everyday Chinese, 换 欢 环 are what huan means."""
    found = candidates("huan")
    assert found.index("援") > found.index("欢")
    assert set(candidates("hang")[:1] + candidates("xing")[:1]) == {"行"}
