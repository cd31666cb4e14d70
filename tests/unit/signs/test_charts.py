"""The pictures of the evaluation show the figures they are given."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from recognition.charts import LINE, MISSED, OURS, Bar, bars, bins, calibration_error, confusion, reliability


def has_colour(path: Path, colour: int) -> bool:
    picture = cv2.imread(str(path))
    wanted = np.array([colour & 255, colour >> 8 & 255, colour >> 16 & 255])
    return bool((picture == wanted).all(axis=2).any())


def test_a_missed_goal_is_seen(tmp_path: Path) -> None:
    bars(tmp_path / "met.png", "met", [Bar("a", 0.5, 0.8, 0.9)])
    bars(tmp_path / "missed.png", "missed", [Bar("a", 0.5, 0.8, 0.7)])
    assert has_colour(tmp_path / "met.png", OURS)
    assert not has_colour(tmp_path / "met.png", MISSED)
    assert has_colour(tmp_path / "missed.png", MISSED)


def test_a_confusion_is_seen(tmp_path: Path) -> None:
    truth = np.array(["1", "1", "2"])
    confusion(tmp_path / "right.png", "right", truth, truth)
    confusion(tmp_path / "wrong.png", "wrong", truth, np.array(["2", "2", "2"]))
    assert not has_colour(tmp_path / "right.png", MISSED)
    assert has_colour(tmp_path / "wrong.png", MISSED)


def test_confidence_and_share_right_are_compared_in_bins(tmp_path: Path) -> None:
    confidence, right = np.array([0.95, 0.95, 0.15, 0.15]), np.array([True, True, True, False])
    assert bins(confidence, right) == [(pytest.approx(0.15), 0.5, 2), (pytest.approx(0.95), 1.0, 2)]
    assert calibration_error(confidence, right) == pytest.approx((2 * 0.35 + 2 * 0.05) / 4)
    reliability(tmp_path / "dots.png", "dots", confidence, right, confidence / 2)
    assert has_colour(tmp_path / "dots.png", OURS)
    assert has_colour(tmp_path / "dots.png", LINE)
