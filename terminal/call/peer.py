"""One connection with one interpreter: they offer, we answer, media flow (contract 9). Only the call worker imports it.

aiortc gathers all candidates before it answers, so nothing trickles from here; the browser's trickle in.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Mapping
from typing import Any

from aiortc import (
    RTCConfiguration,
    RTCIceServer,
    RTCIceTransportPolicy,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.codecs import vpx
from aiortc.sdp import candidate_from_sdp

from terminal.call import encoder
from terminal.call.pictures import CameraTrack, RemotePicture
from terminal.call.sounds import MicrophoneTrack, RemoteSound

logger = logging.getLogger(__name__)

START_KBPS = 2500
"""Without it Chromium sends 360p for twelve seconds and more (measured)."""
vpx.DEFAULT_BITRATE, vpx.MAX_BITRATE = 1_000_000, 2_500_000
"""The library's ceiling of 1.5 Mbit/s is for 480p; signing at 720p wants at least 768 kbit/s each way (B-7)."""
encoder.install()


class Peer:
    """One RTCPeerConnection; `changed` is told its state: new, connecting, connected, disconnected, failed, closed."""

    def __init__(
        self,
        ice_servers: tuple[Mapping[str, Any], ...],
        camera: CameraTrack,
        microphone: MicrophoneTrack,
        picture: RemotePicture,
        sound: RemoteSound,
        changed: Callable[[str], None],
        *,
        relay_only: bool = False,
    ) -> None:
        policy = RTCIceTransportPolicy.RELAY if relay_only else RTCIceTransportPolicy.ALL
        servers = [RTCIceServer(list(s["urls"]), s.get("username"), s.get("credential")) for s in ice_servers]
        self._pc = RTCPeerConnection(RTCConfiguration(iceServers=servers, iceTransportPolicy=policy))
        self.camera, self.picture = camera, picture
        self._microphone, self._sound = microphone, sound
        self._tasks: set[asyncio.Task[None]] = set()
        self._pc.on("track", self._track)
        self._pc.on("connectionstatechange", lambda: changed(self._pc.connectionState))

    @property
    def state(self) -> str:
        """State of the connection."""
        return str(self._pc.connectionState)

    async def answer(self, offer: str) -> str:
        """Answer the interpreter's offer (SDP).

        Raises
        ------
        ValueError
            The offer cannot be read, or shares nothing that we can send.
        """
        try:
            await self._pc.setRemoteDescription(RTCSessionDescription(offer, "offer"))
            self._pc.addTrack(self.camera)
            self._pc.addTrack(self._microphone)
            await self._pc.setLocalDescription(await self._pc.createAnswer())
        except Exception as error:  # aiortc lets every fault of a foreign text through: IndexError, KeyError, assert
            raise ValueError(f"the offer cannot be used: {type(error).__name__}") from error
        return with_start_bitrate(self._pc.localDescription.sdp, START_KBPS)

    async def candidate(self, found: Any) -> None:
        """A candidate of the browser: {candidate, sdpMid, sdpMLineIndex}; None or an empty one says that all came."""
        if not isinstance(found, Mapping) or not found.get("candidate"):
            return
        try:
            candidate = candidate_from_sdp(str(found["candidate"]).removeprefix("candidate:"))
            candidate.sdpMid, candidate.sdpMLineIndex = found.get("sdpMid"), found.get("sdpMLineIndex")
            await self._pc.addIceCandidate(candidate)
        except Exception as error:  # as above: a candidate that cannot be read costs only itself
            logger.info("a candidate cannot be used: %s", type(error).__name__)

    async def losses(self) -> tuple[float, int]:
        """Share of our packets lost on the way, 0..1, and the round trip in ms (0 where not known)."""
        lost, round_trip = 0.0, 0.0
        for sender in self._pc.getSenders():
            for one in (await sender.getStats()).values():
                if one.type == "remote-inbound-rtp" and one.kind == "video":
                    lost, round_trip = one.fractionLost / 256, one.roundTripTime or 0.0
        return lost, round(round_trip * 1000)

    async def close(self) -> None:
        """End it; also where it never came about."""
        for task in self._tasks:
            task.cancel()
        self.camera.stop()
        self._microphone.stop()
        await self._pc.close()

    def _track(self, track: Any) -> None:
        taker = self.picture if track.kind == "video" else self._sound
        task = asyncio.create_task(taker.receive(track))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def with_start_bitrate(sdp: str, kbps: int) -> str:
    """The answer with a hint to the browser at which rate to begin, in the fmtp of each video codec."""
    hint = f"x-google-start-bitrate={kbps}"
    lines = []
    described = set(re.findall(r"^a=fmtp:(\d+) ", sdp, re.M))
    for line in sdp.splitlines():
        codec = re.match(r"a=rtpmap:(\d+) (VP8|H264)/90000", line)
        form = re.match(r"a=fmtp:(\d+) ", line)
        if form and form[1] in _codecs(sdp):
            line += f";{hint}"
        lines.append(line)
        if codec and codec[1] not in described:
            lines.append(f"a=fmtp:{codec[1]} {hint}")
    return "\r\n".join(lines) + "\r\n"


def _codecs(sdp: str) -> set[str]:
    return set(re.findall(r"^a=rtpmap:(\d+) (?:VP8|H264)/90000", sdp, re.M))
