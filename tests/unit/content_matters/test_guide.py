"""The guide of matters: it loads, it holds together, and its errors name file, place and mend."""

import json
from pathlib import Path

import pytest

from content.errors import ContentError
from content.matters import load
from content.matters.reader import FOLDER


def _broken(tmp_path: Path, change) -> Path:
    guide = json.loads((FOLDER / "matters.json").read_text(encoding="utf-8"))
    change(guide)
    (tmp_path / "matters.json").write_text(json.dumps(guide, ensure_ascii=False), encoding="utf-8")
    return tmp_path


def test_the_sample_guide_says_that_it_is_a_sample():
    guide = load()
    assert guide.sample
    assert guide.notice.zh
    assert not any(matter.verified for matter in guide)


def test_every_matter_stands_in_a_zone_and_has_both_languages():
    guide = load()
    assert len(guide) == 42
    assert {matter.zone for matter in guide} <= set(guide.zones)
    for matter in guide:
        assert all((matter.name.zh, matter.name.en, matter.notes.zh, matter.notes.en, matter.steps, matter.materials))


def test_a_matter_is_found_by_its_id():
    assert load()["id_card_lost"].fee_yuan == 40


def test_a_mistyped_field_is_named_with_its_place(tmp_path):
    def change(guide):
        guide["matters"][3]["fee_yuann"] = guide["matters"][3].pop("fee_yuan")

    with pytest.raises(ContentError) as caught:
        load(_broken(tmp_path, change))
    assert caught.value.code == "content-field-missing"
    assert "matters[3]" in caught.value.context
    assert "matters.json" in caught.value.context
    assert "fee_yuann" in caught.value.hint


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda g: g["matters"][0].update(zone="Z"), "content-choice-unknown"),
        (lambda g: g["matters"][0].update(fee_yuan="20"), "content-type-wrong"),
        (lambda g: g["matters"][0].update(fee_yuan=-1), "content-number-wrong"),
        (lambda g: g["matters"][0]["name"].update(en=" "), "content-text-empty"),
        (lambda g: g["matters"][1].update(id=g["matters"][0]["id"]), "matter-twice"),
        (lambda g: g.update(format=9), "content-format-unknown"),
    ],
)
def test_faults_are_told_apart(tmp_path, change, code):
    with pytest.raises(ContentError) as caught:
        load(_broken(tmp_path, change))
    assert caught.value.code == code
    assert caught.value.hint


def test_a_missing_or_damaged_file_says_so(tmp_path):
    with pytest.raises(ContentError, match="content-file-missing"):
        load(tmp_path)
    (tmp_path / "matters.json").write_text("{", encoding="utf-8")
    with pytest.raises(ContentError, match="content-file-damaged"):
        load(tmp_path)
