"""When an utterance begins and ends."""

from __future__ import annotations

import numpy as np

from recognition.speech.endpoint import FRAME_S, Edge, Endpoint, EndpointSettings, NoiseFloor, level_dbfs


def edges(pattern: str, settings: EndpointSettings | None = None) -> list[tuple[int, Edge]]:
    """`pattern`: one character a frame, `#` voiced."""
    endpoint = Endpoint(settings or EndpointSettings())
    found = [(n, endpoint.feed(mark == "#", n * FRAME_S)) for n, mark in enumerate(pattern)]
    return [(n, edge) for n, edge in found if edge]


def test_sixty_milliseconds_of_voice_start_and_half_a_second_of_silence_ends() -> None:
    assert edges("..###" + "." * 40) == [(4, Edge.STARTED), (29, Edge.ENDED)]


def test_a_click_starts_nothing() -> None:
    assert edges("..#....#....##....") == []


def test_a_pause_inside_a_sentence_does_not_end_it() -> None:
    assert edges("####" + "." * 24 + "####" + "." * 25) == [(2, Edge.STARTED), (56, Edge.ENDED)]


def test_open_questions_wait_longer() -> None:
    slow = EndpointSettings(end_s=1.5)
    assert edges("###" + "." * 60 + "###" + "." * 75, slow) == [(2, Edge.STARTED), (140, Edge.ENDED)]


def test_an_utterance_without_end_is_cut() -> None:
    short = EndpointSettings(longest_s=1.0)
    assert edges("#" * 53, short)[1] == (51, Edge.TOO_LONG)


def test_time_is_what_the_frames_say() -> None:
    endpoint = Endpoint(EndpointSettings())
    for n in range(3):
        endpoint.feed(True, 100 + n * FRAME_S)
    assert endpoint.spoken_until == 100 + 3 * FRAME_S


def timed(frames: list[tuple[bool, float]]) -> list[tuple[int, Edge]]:
    """(voiced, stamp) of each frame."""
    endpoint = Endpoint(EndpointSettings())
    found = [(n, endpoint.feed(voiced, at)) for n, (voiced, at) in enumerate(frames)]
    return [(n, edge) for n, edge in found if edge]


def test_frames_lost_in_a_word_are_no_silence() -> None:
    """The frame after the hole is the closure of a consonant; the word goes on."""
    before = [(True, n * FRAME_S) for n in range(10)]
    after = [(n >= 3, 0.9 + n * FRAME_S) for n in range(10)]
    assert timed(before + after) == [(2, Edge.STARTED)]


def test_frames_lost_in_the_silence_delay_its_end_by_no_more_than_half() -> None:
    spoken = [(True, n * FRAME_S) for n in range(5)]
    every_other = [(False, 0.1 + 2 * n * FRAME_S) for n in range(30)]
    assert timed(spoken + every_other) == [(2, Edge.STARTED), (17, Edge.ENDED)]


def test_silence_that_was_stamped_late_and_comes_in_a_row_ends_the_utterance() -> None:
    spoken = [(True, 3.0) for _ in range(5)]
    in_a_row = [(False, 3.0) for _ in range(30)]
    assert timed(spoken + in_a_row) == [(2, Edge.STARTED), (29, Edge.ENDED)]


def test_a_steady_noise_becomes_the_floor_and_a_pause_brings_it_down() -> None:
    floor = NoiseFloor()
    for _ in range(1000):
        loud = floor.after(-40.0)
    assert loud == -40.0
    assert floor.after(-70.0) == -70.0


def test_levels_are_decibels_of_full_scale() -> None:
    assert level_dbfs(np.zeros(320, np.int16)) == -96.0
    assert abs(level_dbfs(np.full(320, 32767, np.int16))) < 0.01
    assert abs(level_dbfs(np.full(320, 3276, np.int16)) + 20) < 0.1
