"""The shipped model on performed signs, unknown movements, taught signs and bad input."""

from __future__ import annotations

import numpy as np
import pytest

from content.signer import Camera, Style, perform
from recognition.signs import Certainty, SignModelError, SignRecognizer
from recognition.signs.normalise import EmptyTakeError, mirror, to_body_frame
from recognition.signs.store import NETWORK, SHIPPED, SIGNS, load_model

ASPECT = 4 / 3


@pytest.fixture(scope="module")
def recognizer() -> SignRecognizer:
    return SignRecognizer.load()


def performed(gloss: str, *, rate_hz: float = 25, **style: object) -> np.ndarray:
    """A take of one sign as a perfect tracker would give it."""
    played = perform([gloss], style=Style(**style))  # type: ignore[arg-type]
    span = played.spans[0]
    times = np.arange(span.start_s - 0.1, span.end_s + 0.1, 1 / rate_hz)
    return played.landmarks(times, Camera())


SIGNS_OF_THE_HALL = ("身份证", "丢", "补办", "残疾人证", "换", "社保", "你好")


@pytest.mark.parametrize("gloss", SIGNS_OF_THE_HALL)
def test_signs_of_the_hall_are_known(recognizer: SignRecognizer, gloss: str) -> None:
    assert recognizer.classify(performed(gloss), ASPECT).gloss == gloss


def test_a_left_handed_signer_is_understood_as_well(recognizer: SignRecognizer) -> None:
    left = recognizer.classify(performed("补办", dominant="left"), ASPECT)
    assert left.gloss == "补办"


def test_ten_pictures_a_second_are_enough(recognizer: SignRecognizer) -> None:
    assert recognizer.classify(performed("身份证", rate_hz=10), ASPECT).gloss == "身份证"


def test_digits_are_read_among_digits(recognizer: SignRecognizer) -> None:
    digits = frozenset("0123456789")
    read = [recognizer.classify(performed(d), ASPECT, digits).gloss for d in sorted(digits)]
    assert sum(gloss == digit for gloss, digit in zip(read, sorted(digits), strict=True)) >= 8


def test_hands_at_rest_are_no_sign(recognizer: SignRecognizer) -> None:
    played = perform(["你好"], style=Style(lead_s=2.0))
    resting = played.landmarks(np.arange(0, 1.2, 0.04), Camera())
    assert recognizer.classify(resting, ASPECT).gloss is None


def test_a_hand_that_flies_about_is_unknown_or_unsure(recognizer: SignRecognizer) -> None:
    rng, take = np.random.default_rng(0), performed("好")
    way = np.cumsum(rng.normal(0, 0.08, (len(take), 1, 2)), axis=0)
    take[:, 54:, :2] += way
    take[:, 54:, :2] += rng.normal(0, 0.05, take[:, 54:, :2].shape)
    assert recognizer.classify(take, ASPECT).state is not Certainty.SURE


def test_no_hand_and_no_frame_are_unknown(recognizer: SignRecognizer) -> None:
    nothing = np.full((20, 75, 3), np.nan, np.float32)
    assert recognizer.classify(nothing, ASPECT).gloss is None
    assert recognizer.classify(nothing[:0], ASPECT).gloss is None


@pytest.mark.parametrize("aspect", [np.nan, 0.0, 16 / 9])
def test_any_aspect_and_missing_points_give_an_answer(recognizer: SignRecognizer, aspect: float) -> None:
    take = performed("丢")
    take[::3, 54:] = np.nan
    take[5, 10] = np.inf
    assert 0 <= recognizer.classify(take, aspect).confidence <= 1


def test_alternatives_never_overtake(recognizer: SignRecognizer) -> None:
    found = recognizer.classify(performed("谢谢"), ASPECT)
    if found.gloss is not None:
        assert all(other.confidence <= 1 - found.confidence + 1e-6 for other in found.alternatives)


def test_a_taught_sign_works_at_once_and_can_be_undone() -> None:
    recognizer = SignRecognizer.load()
    rng = np.random.default_rng(1)
    takes = []
    for _ in range(5):
        take = performed("挥手", jitter=0.5, rng=rng)
        take[:, 33:, 1] += np.linspace(0, 0.15, len(take))[:, None].astype(np.float32)
        takes.append(take)
    recognizer.teach("本地手势", takes[:4], ASPECT)
    assert recognizer.classify(takes[4], ASPECT).gloss == "本地手势"
    recognizer.forget("本地手势")
    assert "本地手势" not in recognizer.glosses


def test_teaching_without_hands_says_so(recognizer: SignRecognizer) -> None:
    with pytest.raises(SignModelError) as refused:
        recognizer.teach("新", [np.full((20, 75, 3), np.nan, np.float32)], ASPECT)
    assert refused.value.code == "sign-take-unusable"


def test_a_take_and_its_mirror_image_look_the_same() -> None:
    take = performed("好")
    lengths = take * np.array([ASPECT, 1, ASPECT], np.float32)
    one, other = to_body_frame(lengths, 1.0), to_body_frame(mirror(lengths), 1.0)
    assert one.mirrored != other.mirrored
    assert np.nanmax(np.abs(one.points - other.points)) < 1e-4


def test_an_empty_take_has_no_body() -> None:
    with pytest.raises(EmptyTakeError):
        to_body_frame(np.full((3, 75, 3), np.nan, np.float32), ASPECT)


@pytest.mark.parametrize("broken", [SIGNS, NETWORK])
def test_a_damaged_model_is_named(tmp_path, broken: str) -> None:
    for name in (SIGNS, NETWORK):
        (tmp_path / name).write_bytes((SHIPPED / name).read_bytes())
    (tmp_path / broken).write_bytes((SHIPPED / broken).read_bytes()[:2000])
    with pytest.raises(SignModelError) as damaged:
        load_model(tmp_path)
    assert damaged.value.code == "sign-model-damaged"
    assert damaged.value.hint


def test_a_missing_model_says_how_to_get_one(tmp_path) -> None:
    with pytest.raises(SignModelError) as missing:
        load_model(tmp_path)
    assert missing.value.code == "sign-model-missing"
