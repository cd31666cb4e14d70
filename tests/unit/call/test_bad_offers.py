"""The terminal's side of the media meets a stranger's machine: offers and candidates that cannot be used."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from aiortc import RTCPeerConnection, RTCSessionDescription

from terminal.call.media import LARGEST_OFFER, Media
from terminal.call.wishes import CallParts
from terminal.runtime.frames import FrameRing

SIZE = (160, 120)
RUBBISH = (
    "",
    "v=0",
    "我要办身份证",
    "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n",
    "m=" * 400,
    "v=0\r\n" + "a=x\r\n" * LARGEST_OFFER,
)


async def offer(*kinds: str, only: str = "") -> str:
    """What a browser might offer; ``only`` names the one format that it can."""
    pc = RTCPeerConnection()
    for kind in kinds:
        pc.addTransceiver(kind, direction="sendrecv")
    await pc.setLocalDescription(await pc.createOffer())
    sdp = str(pc.localDescription.sdp)
    await pc.close()
    return sdp.replace("VP8", only).replace("H264", only) if only else sdp


def played(scene: Callable[[Media], Coroutine[Any, Any, None]]) -> None:
    """The scene with the media of a call, closed afterwards."""
    rings = [FrameRing(width=SIZE[0], height=SIZE[1]) for _ in range(3)]
    names = [ring.name for ring in rings]
    parts = CallParts("", "", "", names[0], SIZE, names[1], names[2], SIZE, "clips:", "recorder:")

    async def run() -> None:
        media = Media(parts, (), lambda state: None)
        try:
            await scene(media)
        finally:
            await media.close()

    try:
        asyncio.run(run())
    finally:
        for ring in rings:
            ring.close()


@pytest.mark.parametrize("rubbish", RUBBISH)
def test_an_offer_that_cannot_be_read_gets_no_answer_and_the_next_one_does(rubbish: str) -> None:
    async def scene(media: Media) -> None:
        assert await media.answer("interpreter", rubbish) == ""
        assert "m=video" in await media.answer("interpreter", await offer("audio", "video"))

    played(scene)


def test_without_a_common_format_there_is_no_answer() -> None:
    async def scene(media: Media) -> None:
        assert await media.answer("interpreter", await offer("audio", "video", only="AV9")) == ""

    played(scene)


@pytest.mark.parametrize(
    "candidate",
    [None, "", 7, [], {}, {"candidate": 7}, {"candidate": "candidate:x"}, {"candidate": "candidate:1 1 udp 1 ::: x"}],
)
def test_a_candidate_that_cannot_be_used_costs_only_itself(candidate: Any) -> None:
    async def scene(media: Media) -> None:
        assert await media.answer("interpreter", await offer("audio", "video"), 1)
        await media.candidate("interpreter", candidate, 1)
        await media.candidate(
            "interpreter", {"candidate": "candidate:1 1 udp 1 127.0.0.1 9 typ host", "sdpMid": "0"}, 1
        )
        await media.candidate("nobody", candidate)

    played(scene)


def test_what_is_prepared_while_it_rings_answers_the_first_fitting_offer() -> None:
    async def scene(media: Media) -> None:
        media.prepare()
        media.prepare()  # asked every second
        first = await media.answer("interpreter", await offer("audio", "video"), 1)
        again = await media.answer("interpreter", await offer("audio", "video"), 2)
        for answer in (first, again):
            assert answer.count("a=candidate") >= 1
            assert answer.count("a=sendrecv") == 2
        password = [line for line in first.splitlines() if line.startswith("a=ice-pwd")]
        assert password[0] not in again, "a new offer is a new connection"

    played(scene)


@pytest.mark.parametrize("kinds", [("video",), ("audio", "video", "video")])
def test_an_unusual_offer_is_answered_without_what_was_prepared(kinds: tuple[str, ...]) -> None:
    async def scene(media: Media) -> None:
        media.prepare()
        answer = await media.answer("interpreter", await offer(*kinds))
        assert [line.split()[0] for line in answer.splitlines() if line.startswith("m=")] == [f"m={k}" for k in kinds]

    played(scene)


def test_who_has_no_place_any_more_gets_no_picture_and_may_come_again() -> None:
    async def scene(media: Media) -> None:
        browser = RTCPeerConnection()
        for kind in ("audio", "video"):
            browser.addTransceiver(kind, direction="sendrecv")
        await browser.setLocalDescription(await browser.createOffer())
        answer = await media.answer("second_interpreter", browser.localDescription.sdp)
        await browser.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        await state_of(browser, "connected")
        assert media.connected
        await media.part("second_interpreter")
        await state_of(browser, "closed", "failed")
        assert not media.connected
        assert await media.reports() == {}
        assert "m=video" in await media.answer("second_interpreter", await offer("audio", "video"))
        await browser.close()

    played(scene)


async def state_of(pc: RTCPeerConnection, *wanted: str) -> None:
    async with asyncio.timeout(30):
        while pc.connectionState not in wanted:
            await asyncio.sleep(0.05)
