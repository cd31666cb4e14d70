"""The room's own noise is learnt from its quiet moments, not from whoever talks in it."""

from __future__ import annotations

from recognition.speech.endpoint import FRAME_S, NoiseFloor


def after(level_dbfs: float, seconds: float, floor: NoiseFloor) -> float:
    """The floor after so long at one level."""
    return [floor.after(level_dbfs) for _ in range(round(seconds / FRAME_S))][-1]


def test_a_talker_does_not_become_the_rooms_noise() -> None:
    assert after(-20.0, 3.0, NoiseFloor()) <= -45.0


def test_one_quiet_moment_brings_it_down_at_once() -> None:
    floor = NoiseFloor()
    after(-20.0, 5.0, floor)
    assert floor.after(-58.0) == -58.0


def test_a_room_that_stays_loud_is_learnt_in_time() -> None:
    assert after(-35.0, 15.0, NoiseFloor()) == -35.0
