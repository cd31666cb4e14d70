"""The figures as one table: a row of all, then the length classes by length."""

from __future__ import annotations

from recognition.speech_table import HEAD, markdown

SHARES = {"clips": 4, "exact": 0.5, "nearest": 0.75, "rejected": 0.25}
FOUND = {
    **SHARES,
    "false_accepts": {"foreign": {"clips": 7, "accepted": 2, "kept_95": 1}},
    "rtf": 0.0234,
    "by_syllables": {"21-99": SHARES, "4-7": SHARES, "1-3": SHARES},
}


def cells(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]


def test_every_model_and_noise_has_a_row_of_all_and_its_lengths_in_order() -> None:
    free = {"clips": 1, "syllables": 9, "error": 0.5}
    rows = cells(
        markdown({"a/own": {"quiet": {"of_100": FOUND, "free": free}}, "b/other": {"5 dB": {"of_100": FOUND}}})
    )
    assert rows[0] == list(HEAD)
    assert {len(row) for row in rows} == {len(HEAD)}
    assert [row[:2] + row[3:4] for row in rows[2:6]] == [["own", "quiet", n] for n in ("all", "1-3", "4-7", "21-99")]
    assert [row[0] for row in rows[6:]] == ["other"] * 4


def test_what_was_falsely_taken_is_counted_at_the_shipped_threshold() -> None:
    row = cells(markdown({"own": {"quiet": {"of_100": FOUND}}}))[2]
    assert row[4:] == ["4", "75.0%", "25.0%", "2 of 7", "", "0.023"]
