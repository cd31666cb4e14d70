"""What Safari is reported to ask for before it plays an MP4: the first two bytes by `Range`, answered 206 with the
whole length, and the right type; H.264 with 4:2:0 pictures and `moov` before the pictures come from the film itself.
Safari was not run here: these are facts of the films that the hall gives out.
"""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import av
import httpx
import numpy as np
import pytest

from hall.check.desk import Desk, Person

MP4 = {"Content-Type": "video/mp4"}


def _film(path: Path) -> bytes:
    """Ten pictures as Safari takes them."""
    with av.open(str(path), "w", options={"movflags": "faststart"}) as box:
        stream = box.add_stream("libx264", rate=25, options={"profile": "baseline"})
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for number in range(10):
            frame = av.VideoFrame.from_ndarray(np.full((240, 320, 3), number * 20, np.uint8), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            box.mux(stream.encode(frame))
        box.mux(stream.encode(None))
    return path.read_bytes()


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return _film(tmp_path_factory.mktemp("film") / "film.mp4")


@pytest.fixture
def addresses(desk: Desk, film: bytes) -> dict[str, tuple[str, Person]]:
    """Where each MP4 of the hall is read, and by whom: a message, and a clip."""
    left = {"consent_to_keep": True, "briefing": {}, "reply_way": "at_hall"}
    mail = f"/v1/videomails/{desk.terminal.post('/v1/videomails', left, expect=201).body['id']}/content"
    desk.terminal.send("PUT", mail, content=film, headers=MP4, expect=200)
    both = {"zh": "通知", "en": "Notice"}
    made = {"title": both, "transcript": both, "kind": "announcement", "signer_role": "interpreter", "consent": True}
    clip = f"/v1/clips/{desk.interpreters[0].post('/v1/clips', made, expect=201).body['id']}/content"
    desk.interpreters[0].send("PUT", clip, content=film, headers=MP4, expect=200)
    return {"message": (mail, desk.interpreters[0]), "clip": (clip, desk.terminal)}


@pytest.mark.parametrize("which", ["message", "clip"])
def test_the_first_two_bytes_and_then_the_rest(
    desk: Desk, film: bytes, addresses: dict[str, tuple[str, Person]], which: str
) -> None:
    path, who = addresses[which]

    def part(asked: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {who.secret}", "Range": asked}
        return httpx.get(f"{desk.url}{path}", headers=headers, timeout=30, trust_env=False)

    probe = part("bytes=0-1")
    assert (probe.status_code, probe.content) == (206, film[:2])
    assert probe.headers["content-range"] == f"bytes 0-1/{len(film)}"
    assert probe.headers["content-length"] == "2"
    assert (probe.headers["content-type"], probe.headers["accept-ranges"]) == ("video/mp4", "bytes")
    middle = len(film) // 2
    parts = [part(f"bytes=0-{middle - 1}"), part(f"bytes={middle}-")]
    assert [one.status_code for one in parts] == [206, 206]
    with av.open(io.BytesIO(b"".join(one.content for one in parts))) as box:
        assert len(list(box.decode(video=0))) == 10
    assert part(f"bytes={len(film)}-").status_code == 416


def test_the_answers_film_comes_as_what_it_is(desk: Desk, film: bytes) -> None:
    """The page takes it whole, by a request that may carry the code's secret, and plays it from memory; Safari takes
    the type from the answer."""
    left = {"consent_to_keep": True, "briefing": {}, "reply_way": "at_hall"}
    mail = desk.terminal.post("/v1/videomails", left, expect=201).body["id"]
    desk.terminal.send("PUT", f"/v1/videomails/{mail}/content", content=film, headers=MP4, expect=200)
    with httpx.Client(base_url=desk.url, trust_env=False, timeout=30) as http:
        key = {"Authorization": f"Bearer {desk.terminal.secret}"}
        code = http.post("/answer/code", json={"videomail_id": mail}, headers=key).json()["address"]
        mine = {
            "Authorization": f"Bearer {desk.interpreters[0].secret}",
            "Content-Type": "video/mp4;codecs=avc1.42E01F",
        }
        assert http.put(f"/answer/{mail}/film", content=film, headers=mine).status_code == 200
        desk.interpreters[0].post(f"/v1/videomails/{mail}/reply", {"text": "好"})
        opened = http.post("/answer/film", json={"session_id": mail, "secret": code.rpartition(".")[2]})
    assert (opened.status_code, opened.headers["content-type"], opened.content) == (200, "video/mp4", film)
