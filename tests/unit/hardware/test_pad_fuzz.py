"""Anything may come over a serial line: driver and simulated pad take every frame and every byte without falling over.

The simulated pad once fell over a START of the basic form that noise had made on a line of the full profile.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hardware.pad.driver import PadDriver
from hardware.pad.frames import PadFrame, encode
from hardware.pad.messages import Profile
from hardware.pad.port import EvaluationClosed, Outcome, StaffCard
from hardware.pad.settings import PadSettings
from hardware.pad.simulator.model import PadModel

frames = st.builds(
    PadFrame,
    address=st.sampled_from([0x81, 0x82, 0x05, 0xFF]),
    command=st.sampled_from(range(0x20)),
    data=st.binary(max_size=7),
)
lines = st.lists(st.one_of(frames.map(encode), st.binary(max_size=30)), max_size=30)
profiles = st.sampled_from(list(Profile))


@given(profiles, lines)
def test_the_driver_takes_anything_and_closes_its_evaluation_once(profile: Profile, line: list[bytes]) -> None:
    driver = PadDriver(PadSettings(profile=profile), "pad")
    driver.opened(0.0)
    driver.prompt(StaffCard(name="李明"), 60.0, 1, 0.0)
    now = 0.0
    for piece in line:
        now += 0.06
        driver.receive(piece, now)
        driver.tick(now)
    driver.tick(now + 64.0)
    driver.tick(now + 128.0)
    closed = [event for event in driver.take_events() if isinstance(event, EvaluationClosed) and not event.late]
    assert len(closed) == 1
    assert (closed[0].level is not None) is (closed[0].outcome is Outcome.LEVEL)


@given(profiles, lines, st.lists(st.integers(0, 4), max_size=3))
def test_the_simulated_pad_takes_anything(profile: Profile, line: list[bytes], keys: list[int]) -> None:
    pad = PadModel(profile=profile)
    pad.power_up(0.0)
    for at, piece in enumerate(line, start=1):
        pad.receive(piece, at * 0.06)
        if keys:
            pad.press(keys[at % len(keys)], at * 0.06)
        pad.tick(at * 0.06)
    assert all(frame[:2] == b"\xff\x68" for frame in pad.output())
