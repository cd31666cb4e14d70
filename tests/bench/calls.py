"""The call with the whole terminal on one side and the console in Chromium on the other, recognition on.

Run by ``./wuai bench calls``. Camera, microphone and loudspeaker are simulated, the rest is real: hall, call worker,
WebRTC, browser. The delay is read from a time code in the picture (`terminal.call.timecode`) when the browser presents
it: from the camera's picture to the interpreter's screen, without the sensor and without the panel. Sound against
picture is the difference of what the browser plays of both at one moment by the sender's clock. "Away" is the
interpreter's machine asleep: all of the browser's processes stopped for ten seconds.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from terminal.call.timecode import BITS, OF_ROWS, ROWS
from terminal.demo.play import demo_settings
from terminal.demo.stage import Stage
from terminal.runtime.settings import Loaded
from terminal.start import running
from terminal.visit.events import (
    CallChanged,
    CallInterpreter,
    ChooseMatter,
    ChooseWay,
    Confirm,
    GiveConsent,
    Start,
    Way,
)
from terminal.visit.state import Phase
from tests.bench.whole import cpu_s, memory_mb, processes

CAMERA = (1280, 720)
SETTLE_S = 12.0
"""A browser begins small and grows; what is measured is what a conversation has."""
WATCH_S = 20.0
AWAY_S = 10.0
PATIENCE_S = 120.0
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-device-for-media-stream=fps=30",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)
EARLY = """
window.peers = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...given) { super(...given); window.peers.push(this); }
};
window.accepted = 0;
addEventListener("keydown", e => { if (e.key === "F2" && !window.accepted) window.accepted = Date.now(); }, true);
"""
FIRST = """() => new Promise(done => {
  const look = () => {
    const video = document.getElementById("remote");
    if (video && video.videoWidth && video.currentTime > 0) done(Date.now() - window.accepted);
    else setTimeout(look, 5);
  };
  look();
})"""
WATCH = f"""seconds => new Promise(done => {{
  const video = document.getElementById("remote");
  const canvas = Object.assign(document.createElement("canvas"), {{width: {BITS * 4}, height: 4}});
  const pencil = canvas.getContext("2d", {{willReadFrequently: true}});
  const late = [], skew = [], began = performance.now();
  let frames = 0, lastFrames = 0;
  const sync = setInterval(async () => {{
    const at = {{}};
    for (const one of (await window.peers.at(-1).getStats()).values())
      if (one.type === "inbound-rtp" && one.estimatedPlayoutTimestamp) at[one.kind] = one.estimatedPlayoutTimestamp;
    if (at.audio && at.video) skew.push(at.video - at.audio);
  }}, 500);
  const each = (now, facts) => {{
    frames += 1;
    const rows = Math.max(4, Math.floor(video.videoHeight * {ROWS} / {OF_ROWS}));
    pencil.drawImage(video, 0, 0, video.videoWidth, rows, 0, 0, {BITS * 4}, 4);
    const pixels = pencil.getImageData(0, 2, {BITS * 4}, 1).data;
    let code = 0;
    for (let bit = 0; bit < {BITS}; bit++) {{
      const at = 4 * (bit * 4 + 2);
      code = code * 2 + (pixels[at] + pixels[at + 1] + pixels[at + 2] > 382 ? 1 : 0);
    }}
    late.push(((Date.now() - code) % 2 ** {BITS} + 2 ** {BITS}) % 2 ** {BITS});
    if (performance.now() - began < seconds * 1000) video.requestVideoFrameCallback(each);
    else {{
      clearInterval(sync);
      done({{late, skew, fps: frames / (performance.now() - began) * 1000,
             width: video.videoWidth, height: video.videoHeight}});
    }}
  }};
  video.requestVideoFrameCallback(each);
}})"""
NEXT = """() => new Promise(done => {
  document.getElementById("remote").requestVideoFrameCallback(() => done(Date.now()));
})"""


class Browser(threading.Thread):
    """The interpreter: everything of the browser happens in this thread. ``results`` fill as they come."""

    def __init__(self, url: str, key: str, profile: Path) -> None:
        super().__init__(name="browser", daemon=True)
        self.results: dict[str, Any] = {}
        self.error: BaseException | None = None
        self._url, self._key, self._profile = url, key, profile
        self._step = threading.Event()

    def go_on(self) -> None:
        """Do the next step."""
        self._step.set()

    def _wait(self) -> None:
        self._step.wait()
        self._step.clear()

    def run(self) -> None:
        try:
            self._play()
        except BaseException as error:  # the main thread says it and ends
            self.error = error

    def _play(self) -> None:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            browser = playwright.chromium.launch_persistent_context(
                str(self._profile), executable_path=shutil.which("chromium"), args=list(FLAGS)
            )
            page = browser.new_page()
            page.set_default_timeout(PATIENCE_S * 1000)
            page.add_init_script(EARLY)
            page.goto(f"{self._url}/console/")
            page.fill("#key", self._key)
            page.keyboard.press("Enter")
            page.wait_for_selector("#desk:not([hidden])")
            page.click("#be-ready")
            self.results["ready"] = True
            page.wait_for_selector("#ring:not([hidden])")
            page.keyboard.press("F2")
            self.results["first_ms"] = page.evaluate(FIRST)
            self._wait()
            self.results["watched"] = page.evaluate(WATCH, WATCH_S)
            self._wait()
            self.results["next"] = page.evaluate(NEXT)
            self._wait()
            browser.close()
            self.results["closed"] = True


def main() -> None:
    """Measure and print."""
    if shutil.which("chromium") is None:
        print("chromium is not installed: apt install chromium")
        sys.exit(1)
    with TemporaryDirectory() as folder:
        settings = demo_settings(Path(folder) / "var").model_copy(deep=True)
        camera = settings.camera.model_copy(update={"width": CAMERA[0], "height": CAMERA[1]})
        call = settings.call.model_copy(update={"time_code": True})
        with running(Loaded(settings.model_copy(update={"camera": camera, "call": call}))) as terminal:
            stage = Stage(terminal)
            names = ("camera", "microphone", "speaker", "pad", "eyes", "ears")
            stage.until(lambda: all(stage.state.device(name) for name in names), "all parts", patience_s=PATIENCE_S)
            browser = Browser(terminal.access.url, terminal.keys["interpreter"], Path(folder) / "chromium")
            browser.start()
            _measure(stage, browser)


def _measure(stage: Stage, browser: Browser) -> None:
    def until(name: str) -> Any:
        stage.until(lambda: name in browser.results or browser.error is not None, name, PATIENCE_S)
        if browser.error is not None:
            raise browser.error
        return browser.results[name]

    until("ready")
    asked = _call(stage)
    ringing = _first(stage, "ringing") - asked
    print(f"asked to first sign of life: {ringing * 1000:.0f} ms")
    print(f"accepted to first picture:   {until('first_ms')} ms at the interpreter")
    stage.until(lambda: stage.running.terminal.parts.call.pictures["interpreter"]() is not None, "a picture here")
    stage.run(SETTLE_S)
    ring = stage.running.terminal.parts.call._interpreter
    own = {pid: name for pid, name in processes(os.getpid()).items() if "chrom" not in name and "node" not in name}
    cpu, began, numbers = cpu_s(own), time.monotonic(), ring.newest
    browser.go_on()
    watched = until("watched")
    passed = time.monotonic() - began
    picture = ring.read()
    assert picture is not None
    _print_watched(watched)
    rate, size = (ring.newest - numbers) / passed, picture.rgb.shape[1::-1]
    print(f"shown at the terminal:       {rate:.1f} frames/s at {size[0]}x{size[1]}")
    print(f"terminal's CPU in the call:  {(cpu_s(own) - cpu) / passed:.2f} cores, recognition and both screens on")
    print(f"terminal's memory:           {memory_mb(own):.0f} MB (proportional set size, {len(own)} processes)")
    _away(stage, browser, until)
    browser.go_on()
    until("closed")


def _call(stage: Stage) -> float:
    """A signing visitor says what it is about and asks for an interpreter; the instant of the consent."""
    stage.touch(Start)
    stage.touch(ChooseWay, way=Way.SIGN)
    stage.until_phase(Phase.CONSENT)
    stage.touch(GiveConsent)
    stage.until(lambda: stage.state.visit.framing != "", "the camera to see somebody")
    terminal = stage.running.terminal
    for event in (ChooseMatter(matter_id="id_card_lost"), Confirm(), CallInterpreter(), GiveConsent()):
        terminal.dispatch(event)
    stage.until_phase(Phase.REMOTE)
    return time.monotonic()


def _first(stage: Stage, state: str) -> float:
    found = lambda: [e.at for e in stage.events if isinstance(e, CallChanged) and e.state == state]  # noqa: E731
    stage.until(lambda: bool(found()), state, PATIENCE_S)
    return found()[0]


def _print_watched(watched: dict[str, Any]) -> None:
    late = [value for value in watched["late"] if value < 10_000]
    unread = len(watched["late"]) - len(late)
    print(f"received by the browser:     {watched['fps']:.1f} frames/s at {watched['width']}x{watched['height']}")
    if len(late) > 1:
        p95 = quantiles(late, n=20)[-1]
        print(f"camera to screen:            median {median(late):.0f} ms, p95 {p95:.0f} ms, of {len(late)} pictures")
    print(f"time codes not readable:     {unread} of {len(watched['late'])}")
    if watched["skew"]:
        print(f"sound against picture:       median {median(map(abs, watched['skew'])):.0f} ms apart")


def _away(stage: Stage, browser: Browser, until: Callable[[str], Any]) -> None:
    """The interpreter's machine sleeps for ten seconds; until pictures move again on both sides."""
    asleep = [pid for pid, name in processes(os.getpid()).items() if "chrom" in name]
    for pid in asleep:
        os.kill(pid, signal.SIGSTOP)
    try:
        stage.run(AWAY_S)
    finally:
        for pid in asleep:
            os.kill(pid, signal.SIGCONT)
    back, back_wall = time.monotonic(), time.time()
    number = stage.running.terminal.parts.call._interpreter.newest
    browser.go_on()
    stage.until(lambda: stage.running.terminal.parts.call._interpreter.newest > number, "pictures again", PATIENCE_S)
    here = time.monotonic() - back
    there = until("next") / 1000 - back_wall
    print(f"after {AWAY_S:.0f} s away:             {here:.1f} s to a picture here, {there:.1f} s to one there")


if __name__ == "__main__":
    main()
