"""What is no sign: movements without meaning, prototypes that stand for them, and what they do to a reading."""

from __future__ import annotations

import numpy as np
import pytest

from content.signer import load_lexicon, perform
from content.signer.performers import filmed, random_camera, random_style
from models.training.signs.calibrate import Domain, calibrate, weighted_quantile
from models.training.signs.restless import restless_lexicon
from recognition.signs import SignRecognizer
from recognition.signs.forms import IDLE, words
from recognition.signs.prototypes import Calibration, Prototypes, decide, evidence
from recognition.signs.store import Background

CALIBRATION = Calibration(bias=-6.0, nearness=6.0, lead=6.0, radius=0.3, apart=6.0)


def test_every_movement_without_meaning_can_be_performed() -> None:
    lexicon, rng = restless_lexicon(5, 80), np.random.default_rng(0)
    for gloss in lexicon.glosses:
        played = perform([gloss], style=random_style(rng), lexicon=lexicon)
        hands = played.landmarks(np.array([played.duration_s / 2]))[0, 33:]
        assert np.isfinite(hands).all()


def test_none_of_them_is_a_sign_of_the_lexicon() -> None:
    parts = {sign.parts for sign in load_lexicon().signs.values()}
    assert not parts & {sign.parts for sign in restless_lexicon(5, 80).signs.values()}


def test_talking_hands_are_seldom_read_as_signs() -> None:
    """Performers and movements that are in no training set."""
    recognizer, lexicon, rng = SignRecognizer.load(), restless_lexicon(1234, 60), np.random.default_rng(8)
    confidences = []
    for gloss in lexicon.glosses:
        camera = random_camera(rng)
        played = perform([gloss], style=random_style(rng), lexicon=lexicon)
        take = filmed(played, camera, played.spans[0].start_s - 0.3, played.spans[0].end_s, rng)
        reading = recognizer.classify(take, camera.aspect, words())
        confidences.append(reading.confidence if reading.gloss is not None else 0.0)
    assert np.mean(np.array(confidences) >= 0.85) <= 0.05
    assert np.mean(np.array(confidences) >= 0.45) <= 0.25


def test_a_take_nearest_to_no_sign_is_unknown() -> None:
    assert decide([(IDLE, 0.9), ("好", 0.8)], CALIBRATION).gloss is None


def test_a_sign_near_to_no_sign_is_less_sure() -> None:
    far = decide([("好", 0.8), ("丢", 0.2), (IDLE, 0.1)], CALIBRATION)
    near = decide([("好", 0.8), (IDLE, 0.75), ("丢", 0.2)], CALIBRATION)
    assert far.gloss == near.gloss == "好"
    assert near.confidence < far.confidence
    assert [other.gloss for other in near.alternatives] == ["丢"]


def test_the_lead_is_over_the_next_sign() -> None:
    assert evidence([("好", 0.8), (IDLE, 0.7), ("丢", 0.5)]) == pytest.approx((0.8, 0.3, 0.1))


def test_rare_domains_set_the_radius_as_much_as_common_ones() -> None:
    values, weight = np.array([0.9] * 90 + [0.4] * 10), np.array([1.0] * 90 + [9.0] * 10)
    assert weighted_quantile(values, weight, 0.4) == 0.4
    assert weighted_quantile(values, weight, 0.6) == 0.9


def test_the_calibration_tells_right_from_wrong() -> None:
    """Takes near to their sign become likely, takes between two signs and foreign ones do not."""
    rng = np.random.default_rng(0)
    corners = np.eye(8, dtype=np.float32)
    prototypes = Prototypes(corners[:5], ("a", "b", "c", "d", IDLE), ("synthetic",) * 5)
    names = tuple("abcd" * 50)
    takes = corners[[("abcd").index(name) for name in names]] + rng.normal(0, 0.15, (200, 8))
    takes /= np.linalg.norm(takes, axis=1, keepdims=True)
    foreign = rng.normal(0, 1, (100, 8))
    foreign /= np.linalg.norm(foreign, axis=1, keepdims=True)
    background = Background(foreign.astype(np.float32), ("x",) * 100)
    found = calibrate([Domain(takes.astype(np.float32), names, prototypes)], background, prototypes)
    assert decide(prototypes.nearest(corners[0]), found).confidence > 0.85
    between = (corners[0] + corners[1]) / np.sqrt(2)
    assert decide(prototypes.nearest(between), found).confidence < 0.5
