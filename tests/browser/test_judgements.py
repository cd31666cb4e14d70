"""What the pages say of a picture: brightness of the own one, quality of the received one. Run in the browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from desk import Console

pytestmark = pytest.mark.browser
# A picture of three greys: the rim, the head, and all the rest (a shirt, mostly), with some noise.
LIGHT = """async ([rim, head, rest, noise]) => {
  const {light} = await import("/console/media.js");
  const pixels = new Uint8ClampedArray(32 * 18 * 4);
  for (let y = 0; y < 18; y++) for (let x = 0; x < 32; x++) {
    const grey = x < 6 || x > 25 ? rim : y < 9 ? head : rest;
    const value = grey + ((x + y) % 2 ? noise : -noise);
    pixels.set([value, value, value, 255], 4 * (y * 32 + x));
  }
  return light(pixels, 32, 18);
}"""
LIGHTS = [
    ("goodLight", 120, 130, 90, 20),
    ("goodLight", 210, 150, 40, 10),  # a dark shirt before a pale wall
    ("againstLight", 210, 60, 40, 15),
    ("tooDark", 20, 25, 20, 8),
    ("tooBright", 240, 240, 235, 9),
    ("covered", 128, 128, 128, 1),
    ("covered", 0, 0, 0, 0),
]
VERDICT = "async seen => (await import('/console/quality.js')).verdict(seen, seen.camera)"
HINT = "async sdp => (await import('/console/peer.js')).withStart(sdp)"
SDP = "m=video 9 UDP/TLS/RTP/SAVPF 96 97 98\r\na=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\na=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\na=rtpmap:98 H264/90000\r\na=fmtp:98 packetization-mode=1\r\n"  # noqa: E501


def test_light_quality_and_the_bitrate_hint(console: Callable[..., Console]) -> None:
    page = console().page
    for said, *greys in LIGHTS:
        assert page.evaluate(LIGHT, greys) == said, greys
    good = {"fps": 30, "width": 1280, "height": 720, "frozen": False, "camera": True}
    for change, said in (({}, "good"), ({"fps": 19}, "slow"), ({"fps": 20, "height": 240}, "good"),
                         ({"fps": 11}, "unreadable"), ({"height": 180}, "unreadable"), ({"fps": 0}, "frozen"),
                         ({"frozen": True}, "frozen"), ({"camera": False, "fps": 0}, "off")):  # fmt: skip
        assert page.evaluate(VERDICT, {**good, **change}) == said, change
    hinted = page.evaluate(HINT, SDP)
    assert "a=fmtp:96 x-google-start-bitrate=2500\r\n" in hinted
    assert "a=fmtp:98 x-google-start-bitrate=2500;packetization-mode=1\r\n" in hinted
    assert hinted.count("x-google") == 2
    assert page.evaluate(HINT, hinted) == hinted, "said once"
