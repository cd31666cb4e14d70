"""Performances: smooth, reachable, outside the body, repeatable."""

from __future__ import annotations

import numpy as np
import pytest

from content.signer import Camera, Lexicon, Performance, Style, load_lexicon, perform
from content.signer.skeleton import BONES, FOREARM, PALM, UPPER_ARM

LEXICON: Lexicon = load_lexicon()


def _at(performance: Performance, step_s: float = 1 / 30) -> np.ndarray:
    return np.arange(0.0, performance.duration_s, step_s)


@pytest.mark.parametrize("category", sorted({sign.category for sign in LEXICON.signs.values()}))
def test_every_sign_can_be_performed(category: str) -> None:
    for sign in LEXICON.signs.values():
        if sign.category != category:
            continue
        performance = perform([sign.gloss])
        poses = performance.poses(_at(performance, 0.1))
        assert np.isfinite(poses.right_hand).all(), sign.gloss
        assert np.isfinite(poses.left_hand).all(), sign.gloss
        assert 0.9 < performance.duration_s < 7.5, sign.gloss


def test_the_arms_keep_their_lengths() -> None:
    poses = perform(["身份证", "丢", "补办"]).poses(np.linspace(0, 4, 40))
    names = dict(zip(("shoulder_r", "elbow_r", "wrist_r"), (10, 12, 14), strict=True))
    upper = np.linalg.norm(poses.body[:, names["elbow_r"]] - poses.body[:, names["shoulder_r"]], axis=1)
    fore = np.linalg.norm(poses.body[:, names["wrist_r"]] - poses.body[:, names["elbow_r"]], axis=1)
    assert np.allclose(upper, UPPER_ARM, rtol=0.01)
    assert np.allclose(fore, FOREARM, rtol=0.05)


def test_fingers_keep_their_lengths_while_they_move() -> None:
    poses = perform(["丢", "忘记", "多少"]).poses(np.linspace(0, 3, 60))
    bone = np.linalg.norm(poses.right_hand[:, 6] - poses.right_hand[:, 5], axis=1)
    assert np.allclose(bone, BONES[0, 0] * PALM, rtol=0.02)


@pytest.mark.parametrize("glosses", [["身份证", "丢", "补办"], ["你", "手语", "可以"], ["1", "5", "好", "不"]])
def test_hands_never_jump(glosses: list[str]) -> None:
    performance = perform(glosses)
    poses = performance.poses(_at(performance, 1 / 60))
    for hand in (poses.right_hand, poses.left_hand):
        steps = np.linalg.norm(np.diff(hand, axis=0), axis=2).max(axis=1)
        # 5 m/s is fast for a hand; a figure of 288 units between the shoulders is about 0.37 m wide there
        assert steps.max() * 60 * 0.37 / 288 < 6.0


def test_spans_follow_each_other_with_blends_and_holds() -> None:
    performance = perform(["身份证", "丢", "补办"])
    assert [span.gloss for span in performance.spans] == ["身份证", "丢", "补办"]
    for before, after in zip(performance.spans, performance.spans[1:], strict=False):
        assert 0.15 <= after.start_s - before.end_s <= 0.45
    for span in performance.spans:
        end = performance.poses(np.array([span.end_s - 0.12, span.end_s]))
        assert np.linalg.norm(end.right_hand[1] - end.right_hand[0], axis=1).max() < 3.0


def test_a_faster_signer_needs_less_time() -> None:
    slow, fast = (perform(["你好", "谢谢"], style=Style(speed=speed, lead_s=0.1, tail_s=0.1)) for speed in (0.7, 1.4))
    assert fast.duration_s < 0.65 * slow.duration_s


def test_a_left_hander_is_the_mirror_image() -> None:
    times = np.linspace(0.0, 2.0, 20)
    right = perform(["我", "身份证"]).poses(times)
    left = perform(["我", "身份证"], style=Style(dominant="left")).poses(times)
    assert np.allclose(left.left_hand, right.right_hand * (-1, 1, 1))
    assert np.allclose(left.body[:, 9], right.body[:, 10] * (-1, 1, 1))


def test_mirrored_landmarks_are_the_landmarks_of_the_left_hander() -> None:
    times = np.linspace(0.0, 2.0, 9)
    right = perform(["身份证"]).landmarks(times)
    left = perform(["身份证"], style=Style(dominant="left")).landmarks(times)
    assert np.allclose(left[:, 33:54, 0], 1.0 - right[:, 54:75, 0], atol=1e-5)
    assert np.allclose(left[:, 33:54, 1], right[:, 54:75, 1], atol=1e-5)


def test_variation_repeats_with_its_seed_and_differs_without() -> None:
    def landmarks(seed: int) -> np.ndarray:
        style = Style(jitter=1.0, rng=np.random.default_rng(seed))
        return perform(["换"], style=style).landmarks(np.linspace(0, 1.2, 12))

    assert np.array_equal(landmarks(7), landmarks(7), equal_nan=True)
    assert np.nanmax(np.abs(landmarks(7) - landmarks(8))) > 0.01


def test_landmarks_lie_as_in_the_recordings() -> None:
    landmarks = perform(["5"], style=Style(rest="down")).landmarks(np.array([1.0]))[0]
    assert landmarks.shape == (75, 3)
    assert landmarks.dtype == np.float32
    assert np.isnan(landmarks[23:33]).all()
    assert landmarks[11, 0] > landmarks[12, 0]  # the signer's left shoulder is right in the picture
    assert landmarks[0, 1] < landmarks[11, 1] < landmarks[13, 1]  # nose above shoulders above elbows
    right = landmarks[54:75]
    assert np.allclose(right[0, :2], landmarks[16, :2], atol=1e-3)  # the hand hangs on its wrist
    assert right[12, 1] < right[9, 1] < right[0, 1]  # the middle finger points up
    assert (right[:, 0] < 0.5).all()


def test_a_nearer_camera_sees_the_signer_larger() -> None:
    times = np.array([1.0])
    far, near = (perform(["5"]).landmarks(times, Camera(zoom=zoom))[0] for zoom in (1.0, 1.5))
    width = lambda points: points[11, 0] - points[12, 0]  # noqa: E731
    assert width(near) == pytest.approx(1.5 * width(far), rel=1e-4)


def test_a_turned_camera_narrows_the_shoulders() -> None:
    straight, turned = (perform(["5"]).landmarks(np.array([1.0]), Camera(yaw_deg=yaw))[0] for yaw in (0.0, 40.0))
    assert turned[11, 0] - turned[12, 0] < 0.85 * (straight[11, 0] - straight[12, 0])


def test_a_performance_can_begin_in_the_middle_of_another() -> None:
    first = perform(["身份证"])
    second = perform(["好"], begin=first.state(0.9), style=Style(lead_s=0.05))
    assert np.abs(second.pose(0.0).right_hand - first.pose(0.9).right_hand).max() < 8.0


def test_questions_raise_or_draw_the_brows() -> None:
    asked = perform(["可以"], expression="brow_raise")
    middle = (asked.spans[0].start_s + asked.spans[0].end_s) / 2
    assert perform(["身份证"], expression="brow_raise").pose(1.1).face.brow > 0.8
    assert perform(["什么"]).pose(1.1).face.furrow > 0.6
    assert asked.pose(middle).face.pitch != 0


@pytest.mark.parametrize("gloss", LEXICON.glosses)
def test_no_hand_goes_through_the_trunk_or_the_head(gloss: str) -> None:
    performance = perform([gloss])
    poses = performance.poses(_at(performance, 0.1))
    for hand in (poses.right_hand, poses.left_hand):
        before = hand[..., 2] > 0.0  # a hand behind the hip or the ear is meant to be there
        inside_trunk = (np.abs(hand[..., 0]) < 90) & (hand[..., 1] < 0) & (hand[..., 1] > -400) & (hand[..., 2] < 40)
        assert not (inside_trunk & before).any()
        centre = (hand - (0.0, 232.0, 22.0)) / (90.0, 118.0, 92.0)
        assert (np.linalg.norm(centre, axis=-1)[before] > 0.75).all()


def _shape_of(gloss: str) -> np.ndarray:
    """A sign as recognisers see it: both hands at 16 moments of its span."""
    performance = perform([gloss])
    span = performance.spans[0]
    poses = performance.poses(np.linspace(span.start_s, span.end_s, 16))
    return np.concatenate([poses.right_hand, poses.left_hand], axis=1)


def _pairs(kind: str) -> list[tuple[str, str]]:
    pairs = {tuple(sorted((s.gloss, LEXICON.resolve(r.other)))) for s in LEXICON.signs.values()
             for r in s.relations if r.kind == kind and r.other in LEXICON}  # fmt: skip
    return sorted((a, b) for a, b in pairs if LEXICON.sign(a).parts != LEXICON.sign(b).parts)


@pytest.mark.parametrize(("one", "other"), _pairs("minimal_pair"))
def test_minimal_pairs_are_performed_differently(one: str, other: str) -> None:
    apart = np.linalg.norm(_shape_of(one) - _shape_of(other), axis=-1).max()
    assert apart > 15.0
