"""A recorded signer in the figure's place: found by the words signed, played in time, and the figure again after it."""

from __future__ import annotations

import asyncio
import hashlib
import json
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from content.signer import perform
from hall.embedded import running_hall
from terminal.avatar.frames import FrameSource
from terminal.clips import INDEX, ClipPlayer, Shelf
from terminal.links.clips import sync
from terminal.services import HallClient, Ok, intent_key
from terminal.services.line import Ask
from terminal.ui.examples import examples
from terminal.ui.gallery import Shot, draw
from terminal.ui.live import LiveSources

FPS, LENGTH_S, SIZE = 10, 1.2, (320, 240)
SENTENCE = "您好，请坐。"
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short clip of our own figure, as an interpreter's would be."""
    path = tmp_path_factory.mktemp("film") / "sit.webm"
    source = FrameSource(perform(["你好", "坐"]), SIZE, "interpreter")
    with av.open(str(path), "w", format="webm") as container:
        stream = container.add_stream("libvpx", rate=FPS)
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        stream.time_base = Fraction(1, FPS)
        for number in range(round(FPS * LENGTH_S)):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(source(number / FPS)), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def shelf_with(film: Path, folder: Path) -> Shelf:
    (folder / "a.clip").write_bytes(film.read_bytes())
    rows = [{"file": "a.clip", "transcript": SENTENCE, "checked": False}]
    (folder / INDEX).write_text(json.dumps(rows), encoding="utf-8")
    return Shelf(folder)


def until(condition: Callable[[], bool]) -> None:
    """Wait for the decoding thread, as long as a busy machine may need."""
    ends = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_a_sentence_finds_its_clip_whatever_its_punctuation(film: Path, tmp_path: Path) -> None:
    shelf = shelf_with(film, tmp_path)
    assert shelf.find("您好 请坐") is not None
    assert shelf.find("请出示身份证") is None


def test_a_broken_index_means_the_figure(tmp_path: Path) -> None:
    (tmp_path / INDEX).write_text("{", encoding="utf-8")
    assert Shelf(tmp_path).find(SENTENCE) is None


def test_the_clip_plays_and_ends(film: Path, tmp_path: Path) -> None:
    clip = shelf_with(film, tmp_path).find(SENTENCE)
    assert clip is not None
    player = ClipPlayer()
    assert player.picture(100.0) is None
    player.play(clip, 100.0)
    until(lambda: player.picture(100.0) is not None)
    first = player.picture(100.0)
    assert first is not None
    assert first.shape == (SIZE[1], SIZE[0], 3)
    until(lambda: player.picture(100.0 + LENGTH_S + 1.0) is None)


def test_a_stopped_clip_is_gone_at_once_and_a_broken_one_shows_nothing(film: Path, tmp_path: Path) -> None:
    clip = shelf_with(film, tmp_path).find(SENTENCE)
    assert clip is not None
    player = ClipPlayer()
    player.play(clip, 0.0)
    until(lambda: player.picture(0.5) is not None)
    player.stop()
    assert player.picture(0.5) is None
    clip.path.write_bytes(b"no film")
    player.play(clip, 0.0)
    until(lambda: not any(thread.name == "clip" for thread in threading.enumerate()))
    assert player.picture(1.0) is None


def test_the_stage_shows_the_clip_instead_of_the_figure() -> None:
    state = examples()["idle"]
    red = np.zeros((240, 320, 3), np.uint8)
    red[..., 0] = 255
    plain = draw(Shot("idle"), state, LiveSources(), 0.1)
    clip = draw(Shot("idle"), state, replace(LiveSources(), clip=lambda _at: red), 0.1)
    stage = clip[15:85, 20:88]
    assert (stage.reshape(-1, 3) == (255, 0, 0)).all(axis=1).mean() > 0.7
    assert (clip[115:] == plain[115:]).all()


def test_clips_of_a_real_hall_arrive_whole_and_go_when_they_expire(film: Path, tmp_path: Path) -> None:
    data = film.read_bytes()

    async def story(url: str, keys: dict[str, str]) -> list[object]:
        async with HallClient(url, keys["admin"]) as admin, HallClient(url, keys["terminal"]) as terminal:
            text = {"zh": SENTENCE, "en": "Hello, please sit down."}
            body = {"title": text, "transcript": text, "kind": "phrase", "signer_role": "interpreter", "consent": True}
            body["expires_at"] = "2026-11-23T17:00:00+08:00"
            made = await admin.line.ask(Ask("POST", "/v1/clips", body, key=intent_key()))
            assert isinstance(made, Ok), made
            unready = await sync(terminal, tmp_path / "shelf", NOON)
            headers = {"Content-Type": "video/webm"}
            put = await admin.line.http.put(f"/v1/clips/{made.value['id']}/content", content=data, headers=headers)
            assert put.status_code == 200, put.text
            there = await sync(terminal, tmp_path / "shelf", NOON)
            found = Shelf(tmp_path / "shelf").find(SENTENCE)
            assert found is not None
            arrived = hashlib.sha256(found.path.read_bytes()).hexdigest()
            late = await sync(terminal, tmp_path / "shelf", datetime(2999, 1, 1, tzinfo=UTC))
            return [unready, there, arrived, late]

    with running_hall(tmp_path / "hall", clock="2026-11-23T10:00:00+08:00") as hall:
        seen = asyncio.run(story(hall.url, dict(hall.keys)))
    assert seen == [0, 1, hashlib.sha256(data).hexdigest(), 0]
    assert list((tmp_path / "shelf").glob("*.clip")) == []
