"""The clerk's quick phrases: eight keys, both languages, every gloss a word of the lexicon."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from content import phrases
from content.errors import ContentError
from content.signer import load_lexicon


def written(folder: Path, *entries: dict[str, object]) -> Path:
    """A phrase file with these entries on top of a sound one."""
    sound = {"id": "sit", "key": "F1", "text": {"zh": "请坐", "en": "Sit"}, "glosses": [], "verified": False}
    path = folder / "clerk.json"
    path.write_text(json.dumps({"format": 1, "phrases": [sound | entry for entry in entries]}), encoding="utf-8")
    return path


def test_each_function_key_has_one_phrase_in_order() -> None:
    assert tuple(phrase.key for phrase in phrases.load().values()) == phrases.KEYS


def test_the_signer_knows_every_word_of_every_phrase() -> None:
    lexicon = load_lexicon()
    for phrase in phrases.load().values():
        assert [lexicon.resolve(gloss) for gloss in phrase.glosses], phrase.id


def test_no_phrase_claims_to_be_checked_before_somebody_did() -> None:
    """A deaf signer has to check each; whoever sets `verified` writes who and when beside the sign."""
    assert not [phrase.id for phrase in phrases.load().values() if phrase.verified]


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        (({}, {"key": "F2"}), "phrase-twice"),
        (({}, {"id": "wait"}), "phrase-twice"),
        (({"key": "F12"},), "content-choice-unknown"),
        (({"text": {"zh": "请坐"}},), "content-field-missing"),
        (({"glosses": "坐"},), "content-type-wrong"),
    ],
)
def test_a_wrong_file_names_its_place(tmp_path: Path, entries: tuple[dict[str, object], ...], code: str) -> None:
    with pytest.raises(ContentError) as caught:
        phrases.load(written(tmp_path, *entries))
    assert caught.value.code == code
    assert "phrases[" in caught.value.context
