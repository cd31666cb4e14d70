"""What leaves the terminal: the picture, an encoder that does not begin anew for nothing, the clock of the sound."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from aiortc import codecs
from aiortc.codecs.vpx import Vp8Decoder, vp8_depayload
from aiortc.jitterbuffer import JitterFrame
from av import VideoFrame
from numpy.typing import NDArray

from hardware.microphone import RATE_HZ
from terminal.call.encoder import BITS_A_PIXEL, SigningEncoder, install
from terminal.call.pictures import as_video
from terminal.call.sounds import KEPT_CHUNKS, LOOKED_AT, MOST_BEHIND_S, MOST_CHUNKS, MicrophoneTrack

SIZE, LARGE = (320, 240), (1280, 720)
KEY_BIT = 1
"""Lowest bit of the first byte of a VP8 picture: 0 for a whole one (RFC 6386, 9.1)."""


def person(place: int = 0) -> NDArray[np.uint8]:
    """A picture uint8 (240, 320, 3) with patches of plain colours, moved by ``place``."""
    rgb = np.full((SIZE[1], SIZE[0], 3), (200, 210, 220), np.uint8)
    rgb[60:180, 80 + place : 160 + place] = (220, 170, 140)
    rgb[60:180, 160 + place : 240 + place] = (30, 60, 160)
    return rgb


def stamped(frame: VideoFrame, count: int) -> VideoFrame:
    frame.pts, frame.time_base = count * 3600, Fraction(1, 90_000)
    return frame


def sent(encoder: SigningEncoder, count: int, size: tuple[int, int] = SIZE, force: bool = False) -> bytes:
    payloads, at = encoder.encode(stamped(as_video(person(count % 20), size), count), force)
    assert at == count * 3600
    return b"".join(vp8_depayload(payload) for payload in payloads)


def whole(data: bytes) -> bool:
    return not data[0] & KEY_BIT


@pytest.mark.parametrize("size", [SIZE, (160, 120), (216, 160)])
def test_colours_survive_the_way_to_the_encoder(size: tuple[int, int]) -> None:
    frame = as_video(person(), size)
    assert (frame.width, frame.height, frame.format.name) == (*size, "yuv420p")
    rgb = frame.to_ndarray(format="rgb24").astype(int)
    skin = rgb[size[1] // 2, size[0] * 120 // SIZE[0]]
    shirt = rgb[size[1] // 2, size[0] * 200 // SIZE[0]]
    assert np.abs(skin - (220, 170, 140)).max() < 8
    assert np.abs(shirt - (30, 60, 160)).max() < 8


def test_what_is_encoded_can_be_decoded_and_looks_alike() -> None:
    encoder, decoder = SigningEncoder(), Vp8Decoder()
    for count in range(10):
        (frame,) = decoder.decode(JitterFrame(data=sent(encoder, count), timestamp=count * 3600))
    off = np.abs(frame.to_ndarray(format="rgb24").astype(int) - person(9)).mean()
    assert off < 6


def test_a_small_change_of_the_estimate_begins_no_new_picture() -> None:
    encoder = SigningEncoder()
    encoder.target_bitrate = 1_000_000
    assert whole(sent(encoder, 0))
    for count, rate in enumerate((1_000_000, 1_200_000, 1_400_000, 900_000, 1_000_000), start=1):
        encoder.target_bitrate = rate
        assert not whole(sent(encoder, count))


@pytest.mark.parametrize("share", [0.5, 2.0])
def test_a_line_that_became_another_is_followed(share: float) -> None:
    encoder = SigningEncoder()
    sent(encoder, 0, LARGE)
    encoder.target_bitrate = int(encoder.codec.bit_rate * share)
    assert whole(sent(encoder, 1, LARGE))
    assert encoder.codec.bit_rate == encoder.target_bitrate
    assert not whole(sent(encoder, 2, LARGE))


def test_a_small_picture_takes_a_small_share_of_a_wide_line() -> None:
    encoder = SigningEncoder()
    encoder.target_bitrate = 1_400_000
    sent(encoder, 0, LARGE)
    assert encoder.codec.bit_rate == 1_400_000
    sent(encoder, 1)
    assert encoder.codec.bit_rate == pytest.approx(BITS_A_PIXEL * SIZE[0] * SIZE[1], rel=0.01)


def test_what_was_prepared_begins_with_a_whole_picture_and_serves_one_connection() -> None:
    SigningEncoder.prepare(SIZE)
    first, second = SigningEncoder(), SigningEncoder()
    sent_first, sent_second = sent(first, 1), sent(second, 1)
    assert whole(sent_first)
    assert whole(sent_second)
    assert first.codec is not second.codec
    decoder = Vp8Decoder()
    assert (
        np.abs(decoder.decode(JitterFrame(sent_first, 0))[0].to_ndarray(format="rgb24").astype(int) - person(1)).mean()
        < 12
    )


def test_a_receiver_that_asks_gets_a_whole_picture_once() -> None:
    encoder = SigningEncoder()
    still = stamped(as_video(person(), SIZE), 0)
    pictures = []
    for force in (False, False, True, False):
        payloads, _ = encoder.encode(still, force)
        pictures.append(whole(b"".join(vp8_depayload(payload) for payload in payloads)))
        still.pts += 3600
    assert pictures == [True, False, True, False]


def test_another_size_is_another_beginning() -> None:
    encoder = SigningEncoder()
    sent(encoder, 0)
    assert whole(sent(encoder, 1, (160, 120)))


def test_the_library_makes_this_encoder_for_vp8() -> None:
    install()
    made = codecs.get_encoder(codecs.RTCRtpCodecParameters("video/VP8", 90_000, payloadType=97))
    assert isinstance(made, SigningEncoder)


def test_sound_that_was_slept_through_is_not_sent_afterwards() -> None:
    async def heard() -> int:
        track = MicrophoneTrack(deque())
        first = await track.recv()
        time.sleep(slept_s)
        return (await track.recv()).pts - first.pts

    slept_s = 0.6
    assert asyncio.run(heard()) >= (slept_s - MOST_BEHIND_S - 0.02) * RATE_HZ


def test_sound_that_always_waits_is_dropped_once_and_for_all() -> None:
    waiting = deque([np.full(320, number, np.int16) for number in range(MOST_CHUNKS)], maxlen=MOST_CHUNKS)

    async def heard() -> list[int]:
        track, numbers = MicrophoneTrack(waiting), []
        for number in range(MOST_CHUNKS, 3 * LOOKED_AT):
            numbers.append(int((await track.recv()).to_ndarray()[0, 0]))
            waiting.append(np.full(320, number, np.int16))
        return numbers

    numbers = asyncio.run(heard())
    steps = [later - earlier for earlier, later in pairwise(numbers)]
    assert sorted(steps)[-2:] == [1, 1 + MOST_CHUNKS - KEPT_CHUNKS], "one step over what waited, nothing lost otherwise"
    assert len(waiting) == KEPT_CHUNKS
