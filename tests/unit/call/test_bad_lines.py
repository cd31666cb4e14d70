"""What a line that loses and delays costs: second copies on the way out, an even pace on the way in."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from aiortc import MediaStreamTrack, RTCPeerConnection
from av import VideoFrame
from hypothesis import given
from hypothesis import strategies as st

from terminal.call.copies import CALM_REPORTS, Copies
from terminal.call.peer import offers_both, with_bitrates
from terminal.call.pictures import LOOKED_AT, MOST_WAIT_S, Pace

PICTURES = 6
ANSWER = (
    "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 97 98\r\na=rtpmap:97 VP8/90000\r\na=rtpmap:98 rtx/90000\r\na=fmtp:98 apt=97\r\n"
)


class Noise(MediaStreamTrack):
    """A few pictures that need several packets each, then nothing more."""

    kind = "video"

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    async def recv(self) -> VideoFrame:
        if self.count == PICTURES:
            await asyncio.Event().wait()
        self.count += 1
        pixels = np.random.default_rng(self.count).integers(0, 255, (360, 320), np.uint8)
        frame = VideoFrame.from_ndarray(pixels, format="yuv420p")
        frame.pts, frame.time_base = self.count * 3600, Fraction(1, 90_000)
        await asyncio.sleep(0.02)
        return frame


async def _sent(lost: float) -> tuple[Counter[int], int]:
    """How often each packet of the picture went out, and how many copies did."""
    here, there = RTCPeerConnection(), RTCPeerConnection()
    sender = here.addTrack(Noise())
    own, copies = Counter[int](), 0

    async def counted(packet: bytes, pass_on: Any = sender.transport._send_rtp) -> None:
        nonlocal copies
        if packet[1] not in range(200, 207):
            own[int.from_bytes(packet[2:4], "big")] += packet[8:12] == sender._ssrc.to_bytes(4, "big")
            copies += packet[8:12] != sender._ssrc.to_bytes(4, "big")
        await pass_on(packet)

    sender.transport._send_rtp = counted  # type: ignore[method-assign]
    second = Copies(sender)
    second.attach()
    second.lost(lost)
    await here.setLocalDescription(await here.createOffer())
    await there.setRemoteDescription(here.localDescription)
    await there.setLocalDescription(await there.createAnswer())
    await here.setRemoteDescription(there.localDescription)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(20):
            while sender.track.count < PICTURES or not own:
                await asyncio.sleep(0.05)
    await asyncio.sleep(0.3)
    await here.close()
    await there.close()
    return +own, copies


@pytest.mark.parametrize("lost", [0.0, 0.05])
def test_a_line_that_loses_gets_every_packet_but_the_last_pictures_twice(lost: float) -> None:
    own, copies = asyncio.run(_sent(lost))
    assert set(own.values()) == {1}
    assert len(own) > 2 * PICTURES, "each picture needs several packets"
    assert (copies > len(own) / 2) if lost else (copies == 0)


async def _calm() -> None:
    copies = Copies(RTCPeerConnection().addTransceiver("video").sender)
    copies.lost(0.02)
    for _ in range(CALM_REPORTS - 1):
        copies.lost(0.0)
        assert copies.on
    copies.lost(0.005)
    assert copies.on
    for _ in range(CALM_REPORTS):
        copies.lost(0.0)
    assert not copies.on


def test_copies_end_only_after_a_long_calm() -> None:
    asyncio.run(_calm())


@given(st.lists(st.floats(0, 0.25), min_size=LOOKED_AT, max_size=3 * LOOKED_AT))
def test_pictures_are_shown_in_order_never_before_they_come_and_never_much_later(late: list[float]) -> None:
    pace, due = Pace(), []
    for place, held_up in enumerate(late):
        arrived = max([100 + place / 25 + held_up, *(at for at, _ in due[-1:])])  # one lost packet holds up the next
        due.append((arrived, pace.due(place / 25, arrived)))
    assert all(at >= before - 1e-6 for (_, before), (_, at) in pairwise(due[LOOKED_AT:]))
    assert all(at - arrived <= MOST_WAIT_S + 1e-6 for arrived, at in due)


def test_on_a_good_line_nothing_waits() -> None:
    pace = Pace()
    assert all(pace.due(place / 25, 7 + place / 25) == pytest.approx(7 + place / 25) for place in range(100))


def test_pictures_that_are_held_up_now_and_then_are_shown_evenly() -> None:
    pace = Pace()
    due = [pace.due(n / 25, n / 25 + (0.2 if n % 10 == 0 else 0.0)) for n in range(200)]
    assert all(later - sooner == pytest.approx(1 / 25) for sooner, later in pairwise(due[LOOKED_AT:]))


def test_the_browser_is_told_where_to_begin_and_where_to_stay() -> None:
    (line,) = (line for line in with_bitrates(ANSWER).splitlines() if line.startswith("a=fmtp:97"))
    assert "x-google-start-bitrate=2500" in line
    assert "x-google-min-bitrate=500" in line


@pytest.mark.parametrize(
    ("kinds", "fits"), [("audio video", True), ("video audio", True), ("video", False), ("audio video video", False)]
)
def test_only_an_offer_of_one_sound_and_one_picture_is_prepared_for(kinds: str, fits: bool) -> None:
    assert offers_both("\r\n".join(f"m={kind} 9 UDP/TLS/RTP/SAVPF 96" for kind in kinds.split())) is fits
