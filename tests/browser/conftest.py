"""A real hall, Debian's Chromium with a fake camera, and a visitor who speaks WebRTC through aiortc."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from desk import INTERPRETERS, Console, admin
from line import Line
from signer import as_camera
from visitor import Visitor

from hall.embedded import RunningHall, running_hall

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The drawn signer stands in for the camera (`as_camera`); nobody is there to click "allow".
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]


@pytest.fixture(scope="session")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHall]:
    with running_hall(tmp_path_factory.mktemp("hall")) as started:
        yield started


@pytest.fixture(scope="session")
def keys(hall: RunningHall) -> dict[str, str]:
    """A key for each of the two interpreters of these tests."""
    return {person: admin(hall.url, hall.keys["admin"], person) for person in INTERPRETERS}


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: apt install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        camera = as_camera(tmp_path_factory.mktemp("camera") / "signer.mjpeg")
        flags = [*FLAGS, f"--use-file-for-fake-video-capture={camera}"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def console(chromium: object, hall: RunningHall, keys: dict[str, str]) -> Iterator[Callable[..., Console]]:
    """Opens consoles; the calls they are in are ended and their interpreters away afterwards."""
    opened: list[Console] = []

    def open_one(person: str = INTERPRETERS[0], **options: object) -> Console:
        opened.append(Console(chromium, options.pop("url", hall.url), keys[person], **options))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture
def visitor(hall: RunningHall, keys: dict[str, str]) -> Iterator[Visitor]:
    visitor = Visitor(hall.url, hall.keys["terminal"])
    yield visitor
    visitor.leave(keys.values())
    visitor.close()


@pytest.fixture
def a_minute_later(hall: RunningHall) -> Iterator[Callable[[], None]]:
    """Sets the hall's clock so far ahead that a lost interpreter is given up; it is right again afterwards."""
    headers = {"Authorization": f"Bearer {hall.keys['admin']}"}
    with httpx.Client(base_url=hall.url, headers=headers, trust_env=False) as office:

        def later() -> None:
            moment = datetime.now(UTC) + timedelta(seconds=62)
            office.put("/v1/test/clock", json={"now": moment.isoformat(), "running": True}).raise_for_status()

        yield later
        office.delete("/v1/test/clock")


@pytest.fixture
def line(hall: RunningHall) -> Iterator[Line]:
    line = Line(hall.url)
    yield line
    line.close()
