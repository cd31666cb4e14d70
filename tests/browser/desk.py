"""The interpreter at the console, as the tests see it."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import httpx

INTERPRETERS = ("in-1", "in-2")
PATIENCE_S = 40.0
# 32 x 18 points of a video, drawn through a canvas as any page could.
PIXELS = """id => {
  const video = document.getElementById(id);
  if (!video.videoWidth) return null;
  const canvas = Object.assign(document.createElement("canvas"), {width: 32, height: 18});
  const pencil = canvas.getContext("2d");
  pencil.drawImage(video, 0, 0, 32, 18);
  return [...pencil.getImageData(0, 0, 32, 18).data];
}"""
SMALL_TARGETS = """least => [...document.querySelectorAll("button, input, textarea, summary")]
  .filter(one => one.checkVisibility() && !["radio", "checkbox"].includes(one.type))
  .map(one => [one.id || one.textContent, one.getBoundingClientRect()])
  .filter(([, box]) => box.height < least || box.width < least).map(([name]) => name)"""


def admin(url: str, key: str, person: str) -> str:
    """A new key for one interpreter."""
    body = {"scope": "interpreter", "label": person, "interpreter_id": person}
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": str(uuid.uuid4())}
    answer = httpx.post(f"{url}/v1/keys", json=body, headers=headers, trust_env=False)
    assert answer.is_success, answer.text
    return str(answer.json()["key"])


def until(condition: Callable[[], Any], what: str) -> Any:
    """Wait for a true value and give it back."""
    end = time.monotonic() + PATIENCE_S
    while not (found := condition()):
        assert time.monotonic() < end, f"waited in vain for: {what}"
        time.sleep(0.1)
    return found


class Screen:
    """One page in a context of its own; errors of its scripts fail the test."""

    def __init__(self, chromium: Any, *, width: int = 1280, height: int = 800, **context: Any) -> None:
        self.context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **context)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE_S * 1000)
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def shows(self, selector: str) -> None:
        self.page.wait_for_selector(selector)

    def reads(self, text: str, where: str = "#log") -> None:
        self.shows(f'{where} .said:text-is("{text}")')

    def state(self) -> str:
        return str(self.page.evaluate("window.wuai.state"))

    def pixels(self, video: str = "remote") -> list[int]:
        return until(lambda: self.page.evaluate(PIXELS, video), f"a picture in #{video}")

    def sees_movement(self, video: str = "remote", ground: tuple[int, int, int] | None = None) -> None:
        """The picture changes and, where `ground` is given, is the one with that ground."""
        first = self.pixels(video)
        until(lambda: _differ(first, self.pixels(video)), f"movement in #{video}")
        if ground is not None:
            until(lambda: _has_ground(self.pixels(video), ground), f"the ground {ground} in #{video}")

    def every_control_is_named_and_large(self, least: int = 44) -> None:
        tree = self.page.locator("body").aria_snapshot()
        unnamed = re.findall(r'^\s*- (?:button|textbox|radio|video)(?! ")[^\n]*', tree, re.MULTILINE)
        assert unnamed == [], tree
        assert self.page.evaluate(SMALL_TARGETS, least) == []
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "wider than the window"

    def close(self) -> None:
        self.context.close()
        assert self.errors == []


class Console(Screen):
    """The console, signed in."""

    def __init__(self, chromium: Any, url: str, key: str, *, query: str = "", **context: Any) -> None:
        super().__init__(chromium, **context)
        self.page.goto(f"{url}/console/{query}")
        self.page.fill("#key", key)
        self.page.keyboard.press("Enter")
        self.shows("#desk:not([hidden])")

    def is_ready(self) -> None:
        self.page.click("#be-ready")
        self.shows("#be-ready[aria-pressed=true]")

    def accepts(self) -> None:
        """Waits for the ring and takes it by the key."""
        self.shows("#ring:not([hidden])")
        self.page.keyboard.press("F2")
        self.shows("#call:not([hidden])")

    def takes(self, ask: Callable[[], None]) -> None:
        """Goes on duty; somebody asks for an interpreter; takes the call."""
        self.is_ready()
        ask()
        self.accepts()

    def asks_another(self, matter: str, still_open: str) -> None:
        """Asks the next interpreter to go on, with the notes they need."""
        self.page.click("#over")
        self.page.fill("[name=matter]", matter)
        self.page.fill("[name=open]", still_open)
        self.page.click("#ask-yes")

    def invites(self) -> None:
        """Asks for a second interpreter beside this one."""
        self.page.click("#second")
        self.page.click("#ask-yes")

    def ends(self) -> None:
        self.page.click("#end")
        self.page.click("#ask-yes")
        self.shows("#wrapup:not([hidden])")

    def writes_up(self) -> None:
        for answer in ("settled", "regional", "ok"):
            self.page.check(f"#finish input[value={answer}]")
        self.page.click("#finish button")
        self.shows("#desk:not([hidden])")


def _differ(first: list[int], other: list[int]) -> bool:
    return sum(abs(one - two) for one, two in zip(first, other, strict=True)) > 400


def _has_ground(pixels: list[int], ground: tuple[int, int, int]) -> bool:
    """A third of the points is near the colour; codecs shift it a little."""
    points = list(zip(pixels[::4], pixels[1::4], pixels[2::4], strict=True))
    near = [point for point in points if all(abs(one - two) < 40 for one, two in zip(point, ground, strict=True))]
    return len(near) > len(points) / 3
