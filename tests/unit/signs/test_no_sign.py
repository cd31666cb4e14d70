"""What is no sign: movements without meaning, prototypes that stand for them, and what they do to a reading."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from content.signer import Lexicon, load_lexicon, perform
from content.signer.performers import filmed, random_camera, random_style
from models.training.signs.calibrate import Domain, calibrate, shift, weighted_quantile, with_whole
from models.training.signs.restless import restless_lexicon
from models.training.signs.synthetic import Take, random_end, random_take
from recognition.signs import SignRecognizer
from recognition.signs.forms import IDLE, words
from recognition.signs.prototypes import Calibration, Prototypes, decide, evidence
from recognition.signs.recognition import Alternative, Certainty, Recognition, raised
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
        reading = recognizer.whole(recognizer.classify(take, camera.aspect, words()))
        confidences.append(reading.confidence if reading.gloss is not None else 0.0)
    assert np.mean(np.array(confidences) >= 0.85) <= 0.05
    assert np.mean(np.array(confidences) >= 0.45) <= 0.25


def test_the_end_of_a_sign_is_not_another_sign() -> None:
    """丢 ends with an open hand beside the hip; without the way there it was read as 孩子, which is still read."""
    recognizer, lexicon, rng = SignRecognizer.load(), load_lexicon(), np.random.default_rng(11)

    def glosses(make: Callable[[str, Lexicon, np.random.Generator], Take], gloss: str) -> list[str | None]:
        takes = [make(gloss, lexicon, rng) for _ in range(10)]
        return [recognizer.classify(take.points, take.aspect, words()).gloss for take in takes]

    assert "孩子" not in glosses(random_end, "丢")
    assert glosses(random_take, "孩子").count("孩子") >= 8


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


def made() -> Domain:
    """Takes of four signs, each around a corner of its own."""
    rng, corners = np.random.default_rng(0), np.eye(8, dtype=np.float32)
    prototypes = Prototypes(corners[:5], ("a", "b", "c", "d", IDLE), ("synthetic",) * 5)
    names = tuple("abcd" * 50)
    takes = corners[["abcd".index(name) for name in names]] + rng.normal(0, 0.15, (200, 8))
    takes /= np.linalg.norm(takes, axis=1, keepdims=True)
    return Domain(takes.astype(np.float32), names, prototypes)


def test_the_calibration_tells_right_from_wrong() -> None:
    """Takes near to their sign become likely, takes between two signs and foreign ones do not."""
    foreign = np.random.default_rng(1).normal(0, 1, (100, 8))
    foreign /= np.linalg.norm(foreign, axis=1, keepdims=True)
    background = Background(foreign.astype(np.float32), ("x",) * 100)
    domain = made()
    found = calibrate([domain], background, domain.prototypes)
    corners = np.eye(8, dtype=np.float32)
    assert decide(domain.prototypes.nearest(corners[0]), found).confidence > 0.85
    between = (corners[0] + corners[1]) / np.sqrt(2)
    assert decide(domain.prototypes.nearest(between), found).confidence < 0.5


def test_a_shift_makes_confidences_as_high_as_readings_are_right() -> None:
    rng = np.random.default_rng(0)
    odds = rng.normal(0, 2, 4000)
    truth = (rng.random(4000) < 1 / (1 + np.exp(-odds - 1.5))).astype(float)
    assert shift(odds, truth, np.ones(4000)) == pytest.approx(1.5, abs=0.15)
    # Where wrong ones count more, less is added.
    assert shift(odds, truth, np.where(truth == 1, 1.0, 4.0)) < 0.5


def test_a_whole_sign_is_surer_than_a_window() -> None:
    """In windows every second sign is unknown (here: hidden), of whole signs one in five."""
    domain = made()
    calibration = with_whole(Calibration(-3.0, 3.0, 3.0, 0.3), [domain])
    reading = decide(domain.prototypes.nearest(domain.vectors[0]), calibration)
    right = [raised(decide(domain.prototypes.nearest(v), calibration), calibration.whole) for v in domain.vectors]
    assert calibration.whole > 0
    assert raised(reading, calibration.whole).confidence > reading.confidence
    assert np.mean([one.confidence for one in right]) > 0.8


def test_a_raised_reading_keeps_its_order_and_its_whole() -> None:
    reading = Recognition("丢", 0.6, Certainty.MAYBE, (Alternative("好", 0.3), Alternative("对", 0.1)))
    seen = raised(reading, 1.5)
    assert (seen.gloss, seen.state) == ("丢", Certainty.SURE)
    assert [other.gloss for other in seen.alternatives] == ["好", "对"]
    assert seen.confidence + sum(other.confidence for other in seen.alternatives) == pytest.approx(1)
    assert raised(reading, 0.0) == reading
    unknown = Recognition(None, 0.0, Certainty.UNCLEAR)
    assert raised(unknown, 1.5) is unknown
