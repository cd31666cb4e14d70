"""Every sentence exists in both languages, takes the same arguments, and can be drawn with our fonts."""

from __future__ import annotations

from pathlib import Path

import pytest
import skia

from content.errors import ContentError
from content.words import LANGUAGES, load_words
from terminal.ui.text import typeface

#: The hall's own sentence comes in both languages; each screen shows its own.
OWN_ARGUMENTS = {"hall.says"}


def test_both_languages_have_the_same_sentences() -> None:
    zh, en = (set(load_words(language)) for language in LANGUAGES)
    assert zh == {key for key in en if not key.startswith("single.")}, "Chinese has no other form for one"


def test_both_languages_take_the_same_arguments() -> None:
    zh, en = (load_words(language) for language in LANGUAGES)
    optional = {"month", "month_name", "half"}
    wrong = [key for key in zh if (zh.arguments(key) ^ en.arguments(key)) - optional and key not in OWN_ARGUMENTS]
    assert wrong == []


def test_a_missing_sentence_names_the_key_and_the_file() -> None:
    with pytest.raises(ContentError) as caught:
        load_words("zh")("ask.titel")
    assert caught.value.code == "word-missing"
    assert "ask.titel" in caught.value.message
    assert "zh" in caught.value.context


def test_a_missing_argument_is_named() -> None:
    with pytest.raises(ContentError) as caught:
        load_words("zh")("idle.load_total")
    assert caught.value.code == "word-argument-missing"


@pytest.mark.parametrize(
    ("window", "zh", "en"),
    [
        ("5", "请到5号窗口", "go to window 5"),
        ("A3", "请到A3号窗口", "go to window A3"),
        ("综合受理窗口", "请到综合受理窗口。", "go to 综合受理窗口"),
    ],
)
def test_a_window_with_a_name_is_called_by_its_name(window: str, zh: str, en: str) -> None:
    said = [load_words(language)("say.leaving.moved", window=window, number="D027") for language in LANGUAGES]
    assert zh in said[0]
    assert en in said[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_ahead_is_said_in_words(language: str) -> None:
    words = load_words(language)
    forms = [key for key in words if key.startswith("nobody.")]
    for key in (form.removeprefix("nobody.") for form in forms):
        counted = "ahead" if "ahead" in words.arguments(key) else "n"
        none, some = (words(key, **{"number": "A012", counted: count}) for count in ("0", 3))
        assert "0" not in none.replace("A012", ""), key
        assert "3" in some, key
    assert {"nobody.say.ticket.number", "nobody.ticket.people", "nobody.slip.ahead"} <= set(forms)


def test_one_of_something_is_no_plural() -> None:
    """A guide said "1 work days"."""
    words = load_words("en")
    forms = [key.removeprefix("single.") for key in words if key.startswith("single.")]
    for key in forms:
        assert words(key, n=1) == words.raw(f"single.{key}")
        assert words(key, n=2) == words.raw(key).format(n=2)
    assert "theme.days" in forms


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_no_sentence_has_a_sign_that_the_font_lacks(weight: str) -> None:
    face = typeface(f"NotoSansSC-{weight}.otf")
    signs = {sign for language in LANGUAGES for key in load_words(language) for sign in load_words(language).raw(key)}
    assert [sign for sign in sorted(signs) if sign.isprintable() and not face.unicharToGlyph(ord(sign))] == []


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_font_has_every_sign_of_the_matters(weight: str) -> None:
    from content.matters.reader import FOLDER

    face = typeface(f"NotoSansSC-{weight}.otf")
    signs = set((FOLDER / "matters.json").read_text(encoding="utf-8")) - {"\n"}
    assert [sign for sign in sorted(signs) if not face.unicharToGlyph(ord(sign))] == []


def test_the_font_is_simplified_chinese() -> None:
    assert typeface("NotoSansSC-Regular.otf").getFamilyName() == "Noto Sans CJK SC"
    assert isinstance(skia.FontStyle.Bold().weight(), int)


def test_yes_without_quotes_is_refused(tmp_path: Path) -> None:
    """The English answers once read True and False: YAML takes a bare Yes for a truth value."""
    (tmp_path / "en.yaml").write_text("confirm:\n  'yes': Yes\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_words("en", tmp_path)
    assert caught.value.code == "word-no-text"
    assert load_words("en")("confirm.yes") == "Yes"
