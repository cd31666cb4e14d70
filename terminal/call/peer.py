"""One connection with one interpreter: they offer, we answer, media flow (contract 9). Only the call worker imports it.

aiortc gathers all candidates before it answers, so nothing trickles from here; the browser's trickle in. What can be
done before there is an offer, `prepare` does.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Collection, Mapping
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
from terminal.call.copies import Copies
from terminal.call.pictures import CameraTrack, RemotePicture
from terminal.call.sounds import MicrophoneTrack, RemoteSound

logger = logging.getLogger(__name__)

START_KBPS, LEAST_KBPS = 2500, 500
"""Without the first Chromium sends 360p for twelve seconds and more (measured); without the second a line
that is long or loses a little is given 180 lines, too few for hands. A line must carry 768 kbit/s each way (B-7)."""
vpx.DEFAULT_BITRATE, vpx.MAX_BITRATE = 1_000_000, 2_500_000
"""The library's ceiling of 1.5 Mbit/s is for 480p; signing at 720p wants at least 768 kbit/s each way (B-7)."""
encoder.install()
BOTH = ("audio", "video")


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
        self._copies: Copies | None = None
        self._pc.on("track", self._track)
        self._pc.on("connectionstatechange", lambda: changed(self._pc.connectionState))

    @property
    def state(self) -> str:
        """State of the connection."""
        return str(self._pc.connectionState)

    async def prepare(self) -> None:
        """Take the ports, ask the STUN and TURN servers and make the encoder now: nobody waits for it then.

        The offer must be one of a sound and a picture (`offers_both`), for both have their places from now on.
        """
        self._add_tracks(BOTH)
        transports = [sender.transport.transport for sender in self._pc.getSenders()]
        await asyncio.gather(
            asyncio.to_thread(encoder.SigningEncoder.prepare, self.camera.size),
            *(transport.iceGatherer.gather() for transport in transports),
        )

    async def answer(self, offer: str) -> str:
        """Answer the interpreter's offer (SDP).

        Raises
        ------
        ValueError
            The offer cannot be read, or shares nothing that we can send.
        """
        if not set(kinds(offer)) & set(BOTH):
            raise ValueError("the offer has no place for a picture or a sound")
        try:
            prepared = bool(self._pc.getSenders())
            await self._pc.setRemoteDescription(RTCSessionDescription(offer, "offer"))
            if not prepared:
                self._add_tracks(kinds(offer))
            await self._pc.setLocalDescription(await self._pc.createAnswer())
            for sender in self._pc.getSenders():
                if sender.kind == "video" and sender.track is self.camera:
                    self._copies = Copies(sender)
                    self._copies.attach()
        except Exception as error:  # aiortc lets every fault of a foreign text through: IndexError, KeyError, assert
            raise ValueError(f"the offer cannot be used: {type(error).__name__}") from error
        return with_bitrates(self._pc.localDescription.sdp)

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

    def protect(self, lost: float) -> None:
        """Send against this loss (0..1), as it was reported last."""
        if self._copies is not None:
            self._copies.lost(lost)

    async def close(self) -> None:
        """End it; also where it never came about."""
        for task in self._tasks:
            task.cancel()
        self.camera.stop()
        self._microphone.stop()
        await self._pc.close()

    def _add_tracks(self, wanted: Collection[str]) -> None:
        for track in (self.camera, self._microphone):
            if track.kind in wanted:
                self._pc.addTrack(track)

    def _track(self, track: Any) -> None:
        taker = self.picture if track.kind == "video" else self._sound
        task = asyncio.create_task(taker.receive(track))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def offers_both(offer: str) -> bool:
    """Whether an offer has a place for sound and one for a picture, one each: what `Peer.prepare` prepares for."""
    return sorted(kinds(offer)) == list(BOTH)


def kinds(offer: str) -> list[str]:
    """What an offer has places for, in its order."""
    return re.findall(r"^m=(\w+)", offer, re.M)


def with_bitrates(sdp: str) -> str:
    """The answer with hints to the browser at which rate to begin and to stay, in the fmtp of each video codec."""
    hint = f"x-google-start-bitrate={START_KBPS};x-google-min-bitrate={LEAST_KBPS}"
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
