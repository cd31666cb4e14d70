"""The stage: sentences begin where the hands are, captions follow, the figure rests and breathes."""

from __future__ import annotations

import numpy as np
import pytest

from content.signer import load_lexicon
from terminal.avatar.stage import SignerStage, StageFrame


def _hands(frame: StageFrame) -> np.ndarray:
    return np.concatenate([frame.pose.right_hand, frame.pose.left_hand])


def test_a_sentence_is_signed_gloss_by_gloss_and_ends_at_rest() -> None:
    stage = SignerStage()
    rest = _hands(stage.frame(0.0))
    duration_s = stage.sign(["身份证", "丢", "补办"], at_s=10.0)
    frames = [stage.frame(10.0 + t) for t in np.arange(0.0, duration_s, 0.02)]
    assert list(dict.fromkeys(f.gloss for f in frames if f.gloss)) == ["身份证", "丢", "补办"]
    indexes = [f.gloss_index for f in frames if f.gloss_index is not None]
    assert indexes == sorted(indexes)
    after = stage.frame(10.0 + duration_s)
    assert not after.signing
    assert np.abs(_hands(after) - rest).max() < 8.0


def test_a_new_sentence_begins_from_where_the_hands_are() -> None:
    stage = SignerStage()
    stage.sign(["身份证", "丢"], at_s=0.0)
    before = _hands(stage.frame(0.9))
    stage.sign(["好"], at_s=0.9)
    assert np.abs(_hands(stage.frame(0.9)) - before).max() < 9.0
    steps = [_hands(stage.frame(0.9 + k / 60)) for k in range(90)]
    assert np.abs(np.diff(steps, axis=0)).max() < 75.0  # 6 m/s at 60 frames/s, see the performance tests


def test_half_speed_takes_twice_as_long() -> None:
    usual, slow = SignerStage().sign(["你好", "谢谢"], 0.0), SignerStage().sign(["你好", "谢谢"], 0.0, speed=0.5)
    assert slow == pytest.approx(2 * usual, rel=0.15)


def test_words_without_a_sign_are_left_out() -> None:
    stage = SignerStage()
    stage.sign(["身份证", "量子力学"], 0.0)
    assert [stage.frame(t).gloss for t in (0.9,)] == ["身份证"]


def test_every_fixed_sentence_of_the_terminal_can_be_signed() -> None:
    stage = SignerStage()
    values = {"number": "A012", "window": "7", "ahead": "3", "matter": ["身份证"]}
    for key, sentence in load_lexicon().sentences.items():
        takes_s = stage.sign(sentence.filled(values), 100.0, expression=sentence.expression)
        assert 0.8 < takes_s < 12.0, key


def test_at_rest_it_breathes_and_blinks_but_not_in_reduced_motion() -> None:
    moving, still = SignerStage(), SignerStage(reduced_motion=True)
    times = np.arange(0.0, 12.0, 0.04)
    faces = [moving.frame(t).pose.face for t in times]
    assert max(f.breath for f in faces) > 0.9 > -0.9 > min(f.breath for f in faces)
    blinks = np.array([f.blink for f in faces]) > 0.5
    assert 2 <= np.sum(blinks[1:] & ~blinks[:-1]) <= 5
    assert {still.frame(t).pose.face for t in times} == {still.frame(0.0).pose.face}


def test_the_stage_says_which_sign_it_is_at() -> None:
    stage = SignerStage()
    assert stage.at_sign(0.0) is None
    takes_s = stage.sign(["身份证", "量子力学", "丢"], 10.0)
    seen = [stage.at_sign(t) for t in np.arange(10.0, 10.0 + takes_s + 1.0, 0.05)]
    assert list(dict.fromkeys(one for one in seen if one is not None)) == [0, 1]
    assert seen[-1] is None
