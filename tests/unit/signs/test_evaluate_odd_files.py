"""Files of recordings that are strange but allowed, and files that are not: a figure or what to mend, never a wrong
figure."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sign_files import Row, arrays, save

from recognition.evaluate import main

SIGNS, NAMES = ("身份证", "丢", "换"), ("card", "lost", "換える")
Changed = Callable[..., Path]


@pytest.fixture(scope="module")
def drawn() -> dict[str, Any]:
    """Three people who sign three words on two days; the first two to be fitted on. The words have other names than
    in the lexicon, so that the file is one of another language."""
    made = arrays(
        Row(gloss, f"p{person}", f"day{day}", "train" if person < 2 else "eval")
        for person in range(3)
        for gloss in SIGNS
        for day in range(2)
    )
    return made | {"labels": np.array([NAMES[SIGNS.index(label)] for label in made["labels"]])}


@pytest.fixture
def changed(drawn: dict[str, Any], tmp_path: Path) -> Changed:
    """Writes the file with some arrays put in the place of its own, or left out (None)."""

    def write(name: str = "made", **other: Any) -> Path:
        found = {key: array for key, array in (drawn | other).items() if array is not None}
        return save(tmp_path / f"{name}.npz", found)

    return write


def figures(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert main([*map(str, arguments), "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    return found


def complaint(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main([*map(str, arguments), "--json"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    return told.err


def test_the_picture_s_shape_and_the_session_may_be_unknown(changed: Changed, capsys) -> None:
    as_made = figures(capsys, changed(), "--protocol", "signers")
    bare = figures(capsys, changed(aspect=None, sessions=None), "--protocol", "signers")
    assert bare["accuracy"] == as_made["accuracy"]


def test_names_may_be_numbers_or_bytes(changed: Changed, drawn: dict[str, Any], capsys) -> None:
    _, numbers = np.unique(drawn["labels"], return_inverse=True)
    people = np.array([int(name[1:]) for name in drawn["signers"]])
    split = np.array([name.encode() for name in drawn["split"]])
    labels = np.array([name.encode() for name in drawn["labels"]])
    as_made = {p: figures(capsys, changed(), "--protocol", p) for p in ("signers", "enrol-other:1")}
    for protocol, plain in as_made.items():
        odd = figures(capsys, changed("bytes", signers=people, split=split, labels=labels), "--protocol", protocol)
        assert (odd["rows"], odd["accuracy"]) == (plain["rows"], plain["accuracy"])
    assert figures(capsys, changed("numbers", labels=numbers), "--protocol", "signers")["signs"] == len(SIGNS)


def test_a_point_that_is_no_number_is_missing_and_spoils_no_other_take(
    changed: Changed, drawn: dict[str, Any], capsys
) -> None:
    endless, missing = drawn["x"].copy(), drawn["x"].copy()
    endless[0], missing[0] = np.inf, np.nan
    told = [figures(capsys, changed(x=x), "--protocol", "signers")["accuracy"] for x in (endless, missing)]
    assert told[0] == told[1]


@pytest.mark.parametrize("frames", [slice(0, 1), slice(0, 0)], ids=["one frame", "no frame"])
def test_takes_of_one_frame_or_none_are_scored(changed: Changed, drawn: dict[str, Any], capsys, frames: slice) -> None:
    lengths = np.full(len(drawn["labels"]), frames.stop)
    assert figures(capsys, changed(lengths=lengths), "--protocol", "sessions")["rows"] == len(lengths)


def test_a_take_of_no_frames_holds_nothing(changed: Changed, drawn: dict[str, Any], capsys) -> None:
    nothing = figures(capsys, changed(lengths=np.zeros(len(drawn["labels"]), int)), "--protocol", "sessions")
    assert nothing["accuracy"] < 0.5


def test_no_hand_in_any_take_is_a_figure_without_a_word_of_warning(
    changed: Changed, drawn: dict[str, Any], capsys
) -> None:
    x = drawn["x"].copy()
    x[:, :, 33:] = np.nan
    assert figures(capsys, changed(x=x), "--protocol", "sessions")["accuracy"] < 0.5


def test_a_picture_without_width_is_one_of_unknown_shape(changed: Changed, drawn: dict[str, Any], capsys) -> None:
    flat, unknown = (np.full(len(drawn["labels"]), value, np.float32) for value in (0.0, np.nan))
    told = [figures(capsys, changed(aspect=aspect), "--protocol", "sessions")["accuracy"] for aspect in (flat, unknown)]
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("protocol", "array", "said"),
    [
        ("signers", "signers", "one person"),
        ("open-set", "signers", "one person"),
        ("sessions", "sessions", "one session"),
    ],
)
def test_one_group_alone_cannot_be_parted(
    changed: Changed, drawn: dict[str, Any], capsys, protocol: str, array: str, said: str
) -> None:
    alone = np.full(len(drawn["labels"]), "x")
    told = complaint(capsys, changed(**{array: alone, "split": np.full(len(alone), "train")}), "--protocol", protocol)
    assert said in told


@pytest.mark.parametrize("protocol", ["signers", "sessions", "enrol:1", "open-set"])
def test_foreign_rows_alone_are_no_vocabulary(changed: Changed, drawn: dict[str, Any], capsys, protocol: str) -> None:
    told = complaint(capsys, changed(split=np.full(len(drawn["labels"]), "foreign")), "--protocol", protocol)
    assert "foreign" in told


def test_a_test_file_of_other_signs_is_not_scored_as_something_else(
    changed: Changed, drawn: dict[str, Any], capsys
) -> None:
    fitted, other = changed("fitted"), changed("other", labels=np.char.add("q", drawn["labels"]))
    for protocol in ("signers", "open-set", "enrol-other:1"):
        told = complaint(capsys, fitted, "--protocol", protocol, "--test", other)
        assert "qcard" in told or "No two signs" in told


def test_rows_of_signs_that_nothing_was_fitted_on_are_counted(changed: Changed, drawn: dict[str, Any], capsys) -> None:
    labels = drawn["labels"].astype("<U8").copy()
    labels[-1] = "新"
    found = figures(capsys, changed(labels=labels), "--protocol", "signers")
    assert (found["rows"], found["left_out"]) == (5, 1)


def test_open_set_without_rows_set_apart_parts_the_people(changed: Changed, drawn: dict[str, Any], capsys) -> None:
    split = np.where(drawn["labels"] == "lost", "foreign", "train")
    found = figures(capsys, changed(split=split), "--protocol", "open-set")
    assert found["rows"] == 12
    assert found["refused_rows"] == 6
    assert 0 <= found["refused"] <= 1


def test_sessions_are_folds_of_one_file(changed: Changed, capsys) -> None:
    with pytest.raises(SystemExit):
        main([str(changed("a")), "--protocol", "sessions", "--test", str(changed("b"))])
    assert "--test" in capsys.readouterr().err


def test_the_figures_name_the_file_that_was_scored(changed: Changed, capsys) -> None:
    found = figures(capsys, changed("mine"), "--protocol", "enrol:1", "--test", changed("theirs"))
    assert (found["file"], found["test"]) == ("mine.npz", "theirs.npz")


@pytest.mark.parametrize("takes", ["0", "²", "-1", ""])
def test_a_number_of_takes_is_one_or_more(changed: Changed, capsys, takes: str) -> None:
    with pytest.raises(SystemExit):
        main([str(changed()), "--protocol", f"enrol:{takes}"])
    assert "enrol:K" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("array", "value", "said"),
    [
        ("lengths", -3, "row 4"),
        ("lengths", 999, "row 4"),
        ("lengths", np.nan, "row 4"),
        ("lengths", 2.5, "row 4"),
    ],
)
def test_a_length_that_cannot_be_is_named_with_its_row(
    changed: Changed, drawn: dict[str, Any], capsys, array: str, value: float, said: str
) -> None:
    lengths = drawn[array].astype(np.float32)
    lengths[4] = value
    told = complaint(capsys, changed(lengths=lengths), "--protocol", "signers")
    assert said in told
    assert "made.npz" in told


@pytest.mark.parametrize("fault", ["no rows", "words for points", "one label for all", "objects", "no people"])
def test_arrays_that_do_not_fit_are_named(changed: Changed, drawn: dict[str, Any], capsys, fault: str) -> None:
    other: dict[str, Any] = {
        "no rows": {name: array[:0] for name, array in drawn.items()},
        "words for points": {"x": np.full(drawn["x"].shape, "a")},
        "one label for all": {"labels": np.array("card")},
        "objects": {"labels": drawn["labels"].astype(object)},
        "no people": {"signers": None},
    }[fault]
    told = complaint(capsys, changed(**other), "--protocol", "signers")
    assert "recordings-damaged" in told
    assert "made.npz" in told


def test_an_array_by_itself_is_no_file_of_recordings(tmp_path: Path, capsys) -> None:
    np.save(tmp_path / "alone.npy", np.zeros(3))
    assert "recordings-damaged" in complaint(capsys, tmp_path / "alone.npy")
