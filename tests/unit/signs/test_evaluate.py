"""The evaluate command on small files made here, and on the shared recordings where they are."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from sign_files import Row, arrays, one_take, save

from recognition.evaluate import main
from recognition.signs.describe import Describer, cut_measured
from recognition.signs.store import load_model

SIGNS = ("身份证", "丢", "换")
SHARED = Path(__file__).parents[4] / "shared" / "data"


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four people, three signs, two takes each; one foreign sign."""
    rows = [
        Row(gloss, f"p{person}", f"day{take}", split_of(gloss, person))
        for person in range(4)
        for gloss in (*SIGNS, "社保")
        for take in range(2)
    ]
    return save(tmp_path_factory.mktemp("recordings") / "made.npz", arrays(rows))


def split_of(gloss: str, person: int) -> str:
    return "foreign" if gloss == "社保" else ("train" if person < 2 else "eval")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, float]:
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("protocol", ["signers", "sessions", "enrol:1", "enrol-other:2", "open-set"])
def test_every_protocol_answers_in_one_json_line(recordings: Path, capsys, protocol: str) -> None:
    result = run(capsys, str(recordings), "--protocol", protocol)
    assert result["accuracy"] > 0.9
    assert {"balanced", "rows", "ms_per_row"} <= result.keys()
    assert ("refused" in result) == (protocol == "open-set")


def test_another_file_can_be_the_test(recordings: Path, capsys) -> None:
    result = run(capsys, str(recordings), "--protocol", "signers", "--test", str(recordings))
    assert result["rows"] == 4 * len(SIGNS) * 2


def test_a_damaged_file_is_named(tmp_path: Path, capsys) -> None:
    broken = tmp_path / "broken.npz"
    broken.write_bytes(b"PK no archive")
    assert main([str(broken)]) == 2
    assert "recordings-damaged" in capsys.readouterr().err


def test_a_protocol_that_cannot_be_run_says_why(recordings: Path, capsys) -> None:
    assert main([str(recordings), "--protocol", "enrol:50"]) == 2
    assert "50 takes" in capsys.readouterr().err


def test_a_take_is_also_measured_without_its_beginning_and_end() -> None:
    take, describer = one_take("换", np.random.default_rng(0)), Describer(load_model().embedder)
    cuts = cut_measured(take, 4 / 3)
    for cut, part in zip(cuts, (take[2:], take[:18], take[2:18]), strict=True):
        assert cut == pytest.approx(describer.describe(part, 4 / 3)[0])
    still = cut_measured(take[:1], 4 / 3)
    assert (still == describer.describe(take[:1], 4 / 3)[0]).all()
    assert not cut_measured(np.full_like(take, np.nan), 4 / 3).any()


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the recordings of ../shared are not here")
@pytest.mark.parametrize(
    ("file", "protocol", "least"),
    [
        ("ksl13_sessions_dev", "sessions", 0.96),
        ("words_mit_enrol_dev", "enrol:5", 0.93),
        ("isl_words_enrol_dev", "enrol:5", 0.92),
        ("csl_numbers_dev", "signers", 0.87),
        ("asl7_words_dev", "signers", 0.82),
    ],
)
def test_recorded_people_stay_above_the_plain_baseline(file: str, protocol: str, least: float, capsys) -> None:
    result = run(capsys, str(SHARED / "signs" / f"{file}.npz"), "--protocol", protocol)
    assert result["accuracy"] >= least
