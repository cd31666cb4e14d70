"""Terminal and hall say the same about every matter, because there is one source."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from content.matters import load
from hall.content import SAMPLE, load_content
from hall.contract import validator


def test_every_matter_is_the_guides_and_keeps_the_contract() -> None:
    hall, guide = load_content(), load()
    assert list(hall.matters) == [matter.id for matter in guide]
    for matter in guide:
        told = hall.matters[matter.id]
        assert validator("Matter").is_valid(told), matter.id
        assert (told["name"]["zh"], told["fee_yuan"], told["zone_id"]) == (matter.name.zh, matter.fee_yuan, matter.zone)


def test_one_paper_has_one_id_one_name_and_one_form_wherever_it_is_asked_for() -> None:
    names: dict[str, set[str]] = {}
    for matter in load_content().matters.values():
        ids = [paper["id"] for paper in matter["papers"]]
        assert len(ids) == len(set(ids)), matter["id"]
        for paper in matter["papers"]:
            names.setdefault(paper["id"], set()).add(paper["name"]["zh"])
    assert {paper: found for paper, found in names.items() if len(found) > 1} == {}


def test_a_matter_that_only_one_file_knows_is_named(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "hall")
    shutil.copytree(SAMPLE.parent / "matters", tmp_path / "matters")
    own = json.loads((tmp_path / "hall" / "matters.json").read_text("utf-8"))
    del own["matters"]["passport"]
    (tmp_path / "hall" / "matters.json").write_text(json.dumps(own), "utf-8")
    with pytest.raises(ValueError, match=r"hall-matters-differ: \['passport'\]"):
        load_content(tmp_path / "hall")
