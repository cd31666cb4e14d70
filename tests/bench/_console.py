"""The interpreter in the call's bench: the console in Chromium, and what is read from its pictures."""

from __future__ import annotations

import queue
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from terminal.call.timecode import BITS, OF_ROWS, ROWS

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
window.accepted = 0;
window.steps = {};
const step = name => { if (window.accepted) window.steps[name] ??= Date.now() - window.accepted; };
addEventListener("keydown", e => { if (e.key === "F2" && !window.accepted) window.accepted = Date.now(); }, true);
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...given) {
    super(...given);
    window.peers.push(this);
    this.addEventListener("iceconnectionstatechange", () => step(`line ${this.iceConnectionState}`));
    this.addEventListener("connectionstatechange", () => step(`keys ${this.connectionState}`));
    this.addEventListener("track", ({track}) => track.addEventListener("unmute", () => step(`first ${track.kind}`)));
  }
};
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener("open", () => step("socket open"));
    this.addEventListener("message", ({data}) => step(`heard ${JSON.parse(data).type}`));
  }
  send(data) { step(`said ${JSON.parse(data).type}`); super.send(data); }
};
const fetched = window.fetch;
window.fetch = (...given) => fetched(...given).finally(() => step("hall answered"));
const opened = navigator.mediaDevices?.getUserMedia;
if (opened) navigator.mediaDevices.getUserMedia = (...given) =>
  opened.apply(navigator.mediaDevices, given).finally(() => step("own camera"));
"""
FIRST = """() => new Promise(done => {
  const look = () => {
    const video = document.getElementById("remote");
    if (video && video.videoWidth && video.currentTime > 0)
      done({ms: Date.now() - window.accepted, steps: window.steps});
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
  const inbound = async () => {{
    const found = {{}};
    for (const one of (await window.peers.at(-1).getStats()).values())
      if (one.type === "inbound-rtp") found[one.kind] = one;
    return found;
  }};
  let first = null;
  inbound().then(found => first = found);
  const sync = setInterval(async () => {{
    const {{audio, video}} = await inbound();
    if (audio?.estimatedPlayoutTimestamp && video?.estimatedPlayoutTimestamp)
      skew.push(video.estimatedPlayoutTimestamp - audio.estimatedPlayoutTimestamp);
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
      inbound().then(last => {{
        const grown = name => (last.video[name] ?? 0) - (first.video[name] ?? 0);
        const ms = last.video.timestamp - first.video.timestamp;
        done({{late, skew, fps: frames / (performance.now() - began) * 1000,
               decoded: grown("framesDecoded") / ms * 1000,
               buffered: grown("jitterBufferDelay") / Math.max(1, grown("jitterBufferEmittedCount")) * 1000,
               keys: grown("keyFramesDecoded"), freezes: grown("freezeCount"), kbits: grown("bytesReceived") * 8 / ms,
               width: video.videoWidth, height: video.videoHeight}});
      }});
    }}
  }};
  video.requestVideoFrameCallback(each);
}})"""
NEXT = """() => new Promise(done => {
  document.getElementById("remote").requestVideoFrameCallback(() => done(Date.now()));
})"""


class Browser(threading.Thread):
    """Everything of the browser happens in this thread; `ask` hands it work, ``results`` fill as they come.

    ``program`` starts Chromium: another one where it runs at the end of a bad line. ``origin`` is then not loopback,
    and trusted by a switch: browsers give cameras to secure pages only.
    """

    def __init__(self, origin: str, key: str, profile: Path, program: str = "") -> None:
        super().__init__(name="browser", daemon=True)
        self.results: dict[str, Any] = {}
        self.error: BaseException | None = None
        self._origin, self._key, self._profile = origin, key, profile
        self._program = program or shutil.which("chromium") or ""
        self._work: queue.Queue[tuple[str, Callable[[Any], Any]]] = queue.Queue()

    def ask(self, name: str, work: Callable[[Any], Any]) -> None:
        """Do this with the page; what it gives stands in ``results`` under this name."""
        self.results.pop(name, None)
        self._work.put((name, work))

    def run(self) -> None:
        try:
            self._play()
        except BaseException as error:  # the main thread says it and ends
            self.error = error

    def _play(self) -> None:
        from playwright.sync_api import sync_playwright

        trusted = f"--unsafely-treat-insecure-origin-as-secure={self._origin}"
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch_persistent_context(
                str(self._profile), executable_path=self._program, args=[*FLAGS, trusted]
            )
            page = browser.new_page()
            page.set_default_timeout(PATIENCE_S * 1000)
            page.add_init_script(EARLY)
            page.goto(f"{self._origin}/console/")
            page.fill("#key", self._key)
            page.keyboard.press("Enter")
            page.wait_for_selector("#desk:not([hidden])")
            page.click("#be-ready")
            self.results["ready"] = True
            page.wait_for_selector("#ring:not([hidden])")
            page.keyboard.press("F2")
            self.results["first"] = page.evaluate(FIRST)
            while "end" not in self.results:
                name, work = self._work.get()
                self.results[name] = work(page)
            browser.close()
