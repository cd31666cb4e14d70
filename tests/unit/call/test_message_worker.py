"""The message's worker with a real hall: the film arrives, decodes and moves; nothing is left in the terminal."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import av
import httpx
import numpy as np
import pytest

from content import matters
from hall.embedded import RunningHall, running_hall
from terminal.message.link import MessageLink
from terminal.message.wishes import MessageParts
from terminal.runtime.bus import Bus
from terminal.runtime.frames import FrameRing
from terminal.runtime.supervisor import Supervisor
from terminal.visit.events import Event, MessageChanged
from terminal.visit.state import Briefing
from terminal.visit.wants import MessageWish

NO_HANDS = np.full((2, 21, 2), np.nan, np.float32)
SIZE = (320, 240)
PATIENCE_S = 90.0
FEWEST = 5
WISH = MessageWish("v-7", "warm", briefing=Briefing("id_card_lost", (("身份证", True),), (0,), 1))


class Terminal:
    """Supervisor, link and worker, with a camera that shows a moving bar; the wish is the visit's."""

    def __init__(self, url: str, key: str) -> None:
        self.bus, self.events, self._stopping = Bus(), list[Event](), threading.Event()
        self.supervisor = Supervisor(self.bus.publish)
        self.camera = FrameRing(width=SIZE[0], height=SIZE[1])
        self.link = MessageLink(self.supervisor, self.camera, matters.load())
        self.link.employ(lambda shown: MessageParts(url, key, self.camera.name, SIZE, shown))
        self._eyes = threading.Thread(target=self._film, daemon=True)
        self._eyes.start()

    def _film(self) -> None:
        count = 0
        while not self._stopping.wait(0.04):
            picture = np.full((SIZE[1], SIZE[0], 3), (200, 60, 30), np.uint8)
            left = count * 7 % (SIZE[0] - 40)
            picture[60:180, left : left + 40] = (0, 255, 0)
            self.camera.write(picture, NO_HANDS, time.monotonic())
            count += 1

    def until(self, condition: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < deadline, f"{what} never came: {self.events[-6:]}"
            self.supervisor.tend(time.monotonic())
            self.events += self.bus.drain()
            time.sleep(0.02)

    def news(self, state: str) -> MessageChanged:
        """Waits for it."""

        def found() -> list[MessageChanged]:
            return [e for e in self.events if isinstance(e, MessageChanged) and e.state == state]

        self.until(lambda: bool(found()), state)
        return found()[-1]

    def films(self) -> None:
        """As far as the film being watched."""
        self.link.follow(replace(WISH, act="ready"))
        self.news("ready")
        self.link.follow(replace(WISH, act="record"))
        began = self.camera.newest
        self.until(lambda: self.camera.newest > began + 40, "pictures to record")
        self.link.follow(replace(WISH, act="close"))
        self.news("made")
        self.link.follow(replace(WISH, act="play", plays=1))

    def close(self) -> None:
        self.supervisor.close(6.0)
        self._stopping.set()
        self._eyes.join()
        self.link.close()
        self.camera.close()


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHall]:
    with running_hall(tmp_path_factory.mktemp("hall")) as running:
        yield running


def test_the_film_arrives_decodes_and_moves_and_a_wipe_leaves_nothing(hall: RunningHall) -> None:
    terminal = Terminal(hall.url, hall.keys["terminal"])
    try:
        terminal.films()
        shown: list[np.ndarray] = []
        terminal.until(lambda: terminal.link.picture() is not None, "the film on the screen")
        shown.append(_picture(terminal))
        terminal.until(lambda: _differ(shown[0], _picture(terminal)), "movement on the screen")

        send = replace(WISH, act="send", plays=1, send_id="v-8", contact="13900000000")
        terminal.link.follow(send)
        sent = terminal.news("sent")
        assert sent.number.startswith("V")
        assert sent.due < sent.delete_at
        mail_id, secret = sent.address.removeprefix(f"{hall.url}/answer#").split(".", 1)
        known = {"session_id": mail_id, "secret": secret}
        answer = httpx.post(f"{hall.url}/answer/open", json=known, trust_env=False).raise_for_status().json()
        assert (answer["state"], answer["number"]) == ("waiting", sent.number)

        with httpx.Client(base_url=hall.url, headers=_key(hall)) as desk:
            (mail,) = desk.get("/v1/videomails").raise_for_status().json()["items"]
            assert (mail["number"], mail["state"]) == (sent.number, "queued")
            assert mail["briefing"]["understood"] == [{"text": "身份证", "confirmed": True}]
            assert "13900000000" not in str(mail)
            film = desk.get(f"/v1/videomails/{mail['id']}/content").raise_for_status()
        assert film.headers["content-type"] == "video/webm"
        with av.open(io.BytesIO(film.content)) as box:
            assert [stream.type for stream in box.streams] == ["video"], "no sound"
            pictures = [frame.to_ndarray(format="rgb24") for frame in box.decode(video=0)]
        assert len(pictures) >= FEWEST, "a busy machine films fewer"
        assert pictures[0].shape == (SIZE[1], SIZE[0], 3)
        assert _differ(pictures[0], pictures[len(pictures) // 2])

        pid = terminal.supervisor.pid("message")
        terminal.link.follow(None)
        terminal.link.wipe()
        assert terminal.link.picture() is None
        terminal.until(lambda: terminal.supervisor.pid("message") is None, "the end of the worker")
        assert pid is not None
        assert not Path(f"/proc/{pid}/maps").exists(), "the film was in its memory and nowhere else"
        assert terminal.link._shown.read() is None
    finally:
        terminal.close()


def test_a_hall_that_is_away_costs_no_film() -> None:
    terminal = Terminal("http://127.0.0.1:9", "nobody")
    try:
        terminal.films()
        terminal.link.follow(replace(WISH, act="send", plays=1, send_id="v-8"))
        terminal.news("away")
        terminal.link.follow(replace(WISH, act="play", plays=2))
        terminal.until(lambda: terminal.link.picture() is not None, "the film, still there")
    finally:
        terminal.close()


def _picture(terminal: Terminal) -> np.ndarray:
    found = terminal.link.picture()
    assert found is not None
    return found


def _differ(one: np.ndarray, other: np.ndarray) -> bool:
    return bool((np.abs(one.astype(int) - other.astype(int)).max(axis=2) > 60).mean() > 0.02)


def _key(hall: RunningHall) -> dict[str, str]:
    return {"Authorization": f"Bearer {hall.keys['interpreter']}"}
