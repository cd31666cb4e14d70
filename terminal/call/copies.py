"""A second copy of each packet of the picture where the line loses some. Only the call worker imports this.

Rule 1: on a long line a lost packet is asked for and comes a round trip later; until then nothing is shown. Of two
copies one arrives nearly always: of 5 in 100 lost, one in 400 is missing.
Rule 2: the copy goes with the next picture, some 40 ms later: a line that drops several packets at once drops one copy
of each.
The copy is a retransmission (RFC 4588), as the receiver would ask for it, so that what it reports as lost is the line's
loss and not what is left of it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiortc import rtcrtpreceiver, rtcrtpsender
from aiortc.rtcrtpsender import RTCRtpSender

rtcrtpsender.RTP_HISTORY_SIZE = 1024  # type: ignore[attr-defined]
rtcrtpreceiver.RTP_HISTORY_SIZE = 512  # type: ignore[attr-defined]
"""Packets that can be sent again, and that are asked for. The library's 128 are half a second of a good picture: on a
line of 0.3 s there and back, what is lost twice would be lost for good, and the picture stand still until another
whole one came."""
REPORTS = range(200, 207)
"""Types of RTCP packets (RFC 3550, 4585)."""
LOSES, CALM = 0.01, 0.004
"""Share of packets lost, as the receiver reports it in steps of 1/256, at which copies begin and end."""
CALM_REPORTS = 10
"""Reports come every 2 s; a line that lost is watched for 20 s before it is trusted again (our judgement)."""


class Copies:
    """Stands between a sender of pictures and its transport; `lost` switches it."""

    def __init__(self, sender: RTCRtpSender) -> None:
        self._sender = sender
        self._pass_on: Callable[[bytes], Awaitable[None]]
        self._picture, self._newest = b"", -1
        self._numbers: list[int] = []
        self._calm = 0
        self.on = False

    def attach(self) -> None:
        """From now on packets pass through here: once, when the transport is the one that stays."""
        transport: Any = self._sender.transport
        self._pass_on, transport._send_rtp = transport._send_rtp, self._send

    def lost(self, share: float) -> None:
        """What the receiver reports, 0..1."""
        self._calm = self._calm + 1 if share < CALM else 0
        if share >= LOSES:
            self.on = True
        elif self._calm >= CALM_REPORTS:
            self.on = False

    async def _send(self, packet: bytes) -> None:
        await self._pass_on(packet)
        number = int.from_bytes(packet[2:4], "big")
        ours = packet[8:12] == self._sender._ssrc.to_bytes(4, "big") and packet[1] not in REPORTS
        if not ours or self._newest not in (-1, (number - 1) % 65536):
            return  # sound, a report, or a copy
        self._newest = number
        if packet[4:8] != self._picture:
            again, self._numbers, self._picture = self._numbers, [], packet[4:8]
            for one in again if self.on else ():
                await self._sender._retransmit(one)
        self._numbers.append(number)
