"""The sign lexicon as it is shipped, and what a wrong file gets told."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml

from content.signer import Lexicon, LexiconError, load_lexicon, perform
from content.signer.blocks import Line, read_blocks
from content.signer.lexicon import LEXICON
from content.words import load_words

SHARED = Path(__file__).resolve().parents[4] / "shared" / "facts" / "csl_signs.json"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def test_every_sign_is_unverified_and_names_its_source(lexicon: Lexicon) -> None:
    assert all(sign.status == "unverified" and sign.source for sign in lexicon.signs.values())


def test_numbers_letters_gestures_and_greetings_are_there(lexicon: Lexicon) -> None:
    wanted = [*map(str, range(11)), *"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ZH", "CH", "SH", "NG", "你好", "谢谢", "挥手"]
    assert all(gloss in lexicon.signs for gloss in wanted)
    assert all(gloss in lexicon.signs for gloss in lexicon.gestures.values())


def test_ten_and_three_have_two_forms(lexicon: Lexicon) -> None:
    assert lexicon.variants("10-fist") == ("10", "10-fist")
    assert lexicon.concept("3-index") == "3"
    assert lexicon.sign("10-fist").parts != lexicon.sign("10").parts


def test_an_alias_leads_to_its_sign(lexicon: Lexicon) -> None:
    assert lexicon.resolve("您") == "你"
    assert lexicon.sign("感谢") is lexicon.sign("谢谢")


def test_an_unknown_word_is_told_with_a_near_one(lexicon: Lexicon) -> None:
    with pytest.raises(LexiconError) as caught:
        lexicon.sign("身份政")
    assert caught.value.code == "gloss-unknown"
    assert "身份" in caught.value.hint


def test_relations_between_signs_name_signs_or_words(lexicon: Lexicon) -> None:
    pairs = [(s.gloss, r) for s in lexicon.signs.values() for r in s.relations if r.kind == "minimal_pair"]
    assert len(pairs) > 40
    assert all(relation.differs for _, relation in pairs)


def test_sentences_can_all_be_signed(lexicon: Lexicon) -> None:
    for sentence in lexicon.sentences.values():
        filled = sentence.filled({"number": "A012", "window": "7", "ahead": "3", "matter": ["身份证", "丢"]})
        assert filled, sentence.key
        assert all(gloss in lexicon for gloss in filled), sentence.key


def test_requests_can_all_be_signed_and_say_what_they_mean(lexicon: Lexicon) -> None:
    assert len(lexicon.requests) > 90
    for request in lexicon.requests.values():
        perform(request.glosses, lexicon=lexicon)


def test_a_compound_is_signed_as_its_parts_in_turn(lexicon: Lexicon) -> None:
    card = lexicon.sign("老年人优待证")
    assert lexicon.sign("老年证") is card
    assert card.parts == tuple(part for word in card.compound_of for part in lexicon.sign(word).parts)


def test_a_number_in_a_sentence_is_signed_digit_by_digit(lexicon: Lexicon) -> None:
    filled = lexicon.sentences["called.your_turn"].filled({"number": "A-012", "window": "7"})
    assert filled[2:6] == ("A", "0", "1", "2")


@pytest.mark.parametrize("path", sorted((LEXICON / "signs").glob("*.yaml")), ids=lambda p: p.stem)
def test_sign_files_read_the_same_by_any_yaml_reader(path: Path) -> None:
    theirs = yaml.safe_load(path.read_text(encoding="utf-8"))
    ours = {b.name: {k: v.text if isinstance(v, Line) else [i.text for i in v] for k, v in b.fields.items()}
            for b in read_blocks(path)}  # fmt: skip
    as_text = {name: {k: [str(i) for i in v] if isinstance(v, list) else str(v).replace("True", "true")
                      for k, v in fields.items()} for name, fields in theirs.items()}  # fmt: skip
    assert ours == as_text


@pytest.mark.shared
def test_every_researched_sign_was_carried_over(lexicon: Lexicon) -> None:
    if not SHARED.exists():
        pytest.skip(f"needs the research file {SHARED.name} in ../shared/facts")
    facts = json.loads(SHARED.read_text(encoding="utf-8"))
    assert len(facts) == 469
    for fact in facts:
        sign = lexicon.sign(fact["gloss"])
        assert len(sign.parts) == len(fact["parts"]), sign.gloss
        assert sign.hands == fact["hands"], sign.gloss
        assert sign.expression == fact["expression"], sign.gloss


WRONG = [
    ("handshape", "right fist>four in/left", "right fsit>four in/left", "unknown handshape 'fsit'", "fist"),
    ("place", "at head_side", "at head_sid", "unknown place 'head_sid'", "head_side"),
    ("movement", "move extend_seq", "move extend_sequence", "unknown movement", "extend_seq"),
    ("direction", "in/left", "in/lft", "unknown direction 'lft'", "left"),
    ("parallel axes", "in/left", "left/left", "both point left", "right angles"),
    ("missing place", "; at head_side; move extend_seq", "", "the place is missing", "at PLACE"),
    ("clause", "; move extend_seq", "; moov extend_seq", "unknown clause", "move"),
    ("lonely relation", "; at head_side", "; base; at head_side", "does not fit one hand", "base"),
]


@pytest.mark.parametrize(("right", "wrong", "message", "hint"), [case[1:] for case in WRONG], ids=[c[0] for c in WRONG])
def test_a_wrong_part_is_told_with_file_line_and_mend(
    tmp_path: Path, right: str, wrong: str, message: str, hint: str
) -> None:
    error = _load_changed(tmp_path, right, wrong)
    assert message in error.message
    assert error.context.startswith("document.yaml, line 8")
    assert hint in error.hint


@pytest.mark.parametrize(
    ("right", "wrong", "message", "line"),
    [
        ("  en: identity card\n", "", "身份证 lacks `en`", 4),
        ("  source: D19\n", "  sorce: D19\n", "unknown field in 身份证", 13),
        ("  status: unverified\n", "  status: fine\n", "'fine' is not allowed", 15),
        ("身份:\n", "身份证:\n", "身份证 stands twice", 17),
        ("  pinyin: shēnfènzhèng\n", "  pinyin: a\n  pinyin: b\n", "pinyin stands twice", 7),
        ("身份证:\n", "身份证\n", "is no gloss", 4),
    ],
)
def test_a_wrong_block_is_told_with_its_line(tmp_path: Path, right: str, wrong: str, message: str, line: int) -> None:
    error = _load_changed(tmp_path, right, wrong)
    assert message in error.message
    assert f"line {line}" in error.context


def test_a_sentence_with_an_unknown_sign_is_told(tmp_path: Path) -> None:
    shutil.copytree(LEXICON, tmp_path / "lexicon")
    (tmp_path / "lexicon" / "sentences.yaml").write_text("hi:\n  signs: [你号]\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="there is no sign for '你号'") as caught:
        load_lexicon(tmp_path / "lexicon")
    assert "你好" in caught.value.hint or "号码" in caught.value.hint


def _load_changed(tmp_path: Path, right: str, wrong: str) -> LexiconError:
    folder = tmp_path / "lexicon"
    shutil.copytree(LEXICON, folder)
    path = folder / "signs" / "document.yaml"
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        load_lexicon(folder)
    return caught.value


def test_every_fixed_sentence_of_the_terminal_exists_in_sign_order(lexicon: Lexicon) -> None:
    """All but the two whose words come from outside: what a clerk types, and what the hall's system answers."""
    told = {key.removeprefix("say.") for key in load_words("zh") if key.startswith("say.")}
    assert told - set(lexicon.sentences) == {"converse.clerk_says", "hall.says"}
    assert set(lexicon.sentences) <= told
