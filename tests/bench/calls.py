"""The call with the whole terminal on one side and the console in Chromium on the other, recognition on.

``./wuai bench calls``; ``python -m tests.bench.calls --loss 0,2,5 --delay 50,150``: through bad lines instead (root and
/dev/net/tun, `tests.bench._bad_line`), in per cent and in ms each way. Microphone and loudspeaker are simulated; the
camera plays a film that is decoded picture by picture as a USB camera's are (MJPEG); hall, call worker, WebRTC and
browser are real. The delay is read from a time code in the picture (`terminal.call.timecode`) when the browser presents
it: from the camera's picture to the interpreter's screen, without the sensor and without the panel. Sound against
picture is the difference of what the browser plays of both at one moment by the sender's clock. "Away" is the
interpreter's machine asleep: all of the browser's processes stopped for ten seconds.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

if __name__ == "__main__":
    # A worker process imports this file again under another name; the terminal itself must not come with it.
    import cv2

    from content.signer import Style, perform
    from terminal.avatar.frames import FrameSource
    from terminal.demo.settings import demo_settings
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
    from tests.bench._bad_line import BadLine, Line, bad_line, forwarded
    from tests.bench._console import NEXT, PATIENCE_S, WATCH, Browser
    from tests.bench.whole import cpu_s, each_mb, processes

CAMERA = (1280, 720)
CAMERA_FPS = 30
SIGNED = ("身份证", "丢", "补办", "你好")
SETTLE_S = 12.0
"""A browser begins small and grows; what is measured is what a conversation has."""
WATCH_S = 20.0
BAD_WATCH_S = 12.0
AWAY_S = 10.0
READS_S = 3.0
"""So long the visitor reads what a call transmits (our judgement); meanwhile the call's process loads its library."""


def main() -> None:
    """Measure and print."""
    wanted = _arguments()
    if shutil.which("chromium") is None:
        print("chromium is not installed: apt install chromium")
        sys.exit(1)
    with TemporaryDirectory() as scratch, ExitStack() as stack:
        folder = Path(scratch)
        line = stack.enter_context(bad_line()) if wanted.loss else None
        settings = demo_settings(folder / "var").model_copy(deep=True)
        film = {"source": f"file:{_film(folder / 'visitor.avi')}", "width": CAMERA[0], "height": CAMERA[1]}
        camera = settings.camera.model_copy(update=film)
        call = settings.call.model_copy(update={"time_code": True})
        with running(Loaded(settings.model_copy(update={"camera": camera, "call": call}))) as terminal:
            stage = Stage(terminal)
            names = ("camera", "microphone", "speaker", "pad", "eyes", "ears")
            stage.until(lambda: all(stage.state.device(name) for name in names), "all parts", patience_s=PATIENCE_S)
            origin = stack.enter_context(forwarded(terminal.access.url)) if line else terminal.access.url
            program = str(line.program(folder, shutil.which("chromium") or "")) if line else ""
            browser = Browser(origin, terminal.keys["interpreter"], folder / "chromium", program)
            browser.start()
            if line is None:
                _good_line(stage, browser)
            else:
                _bad_lines(stage, browser, line, wanted)


def _arguments() -> argparse.Namespace:
    def numbers(text: str) -> list[float]:
        return [float(part) for part in text.split(",")]

    parser = argparse.ArgumentParser(prog="wuai bench calls")
    parser.add_argument("--loss", type=numbers, default=[], help="per cent of the packets, as 0,2,5")
    parser.add_argument("--delay", type=numbers, default=[50.0], help="ms each way, as 50,150")
    return parser.parse_args()


def _film(path: Path) -> Path:
    """A signing visitor as a camera's own pictures: MJPEG. Drawing it would cost the terminal a third of a core."""
    performance = perform(SIGNED, style=Style(rest="down"))
    source = FrameSource(performance, size=CAMERA, variant="visitor")
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), CAMERA_FPS, CAMERA)
    for count in range(int(performance.duration_s * CAMERA_FPS)):
        writer.write(cv2.cvtColor(source(count / CAMERA_FPS), cv2.COLOR_RGB2BGR))
    writer.release()
    return path


def _waits(stage: Stage, browser: Browser) -> Callable[[str], Any]:
    def until(name: str) -> Any:
        stage.until(lambda: name in browser.results or browser.error is not None, name, PATIENCE_S)
        if browser.error is not None:
            raise browser.error
        return browser.results[name]

    return until


def _good_line(stage: Stage, browser: Browser) -> None:
    until = _waits(stage, browser)
    until("ready")
    asked = _call(stage)
    print(f"asked to first sign of life: {(_first(stage, 'ringing') - asked) * 1000:.0f} ms")
    first = until("first")
    print(f"accepted to first picture:   {first['ms']} ms at the interpreter, on the way:")
    print("  " + ", ".join(f"{name} {at}" for name, at in sorted(first["steps"].items(), key=lambda one: one[1])))
    stage.until(lambda: stage.running.terminal.parts.call.pictures["interpreter"]() is not None, "a picture here")
    stage.run(SETTLE_S)
    ring = stage.running.terminal.parts.call._interpreter
    own = _own(stage)
    cpu, began, numbers = {pid: cpu_s({pid: ""}) for pid in own}, time.monotonic(), ring.newest
    browser.ask("watched", lambda page: page.evaluate(WATCH, WATCH_S))
    watched = until("watched")
    passed = time.monotonic() - began
    picture = ring.read()
    assert picture is not None
    _print_watched(watched)
    rate, size = (ring.newest - numbers) / passed, picture.rgb.shape[1::-1]
    print(f"shown at the terminal:       {rate:.1f} frames/s at {size[0]}x{size[1]}")
    used = {pid: (cpu_s({pid: ""}) - cpu[pid]) / passed for pid in own}
    print(f"terminal's CPU in the call:  {sum(used.values()):.2f} cores, recognition and both screens on")
    print(f"terminal's memory:           {sum(map(each_mb, own)):.0f} MB (proportional set size), of which")
    for pid, name in own.items():
        print(f"  {name:24}   {each_mb(pid):4.0f} MB, {used[pid]:.2f} cores")
    _away(stage, browser, until)
    _end(browser, until)


def _bad_lines(stage: Stage, browser: Browser, line: BadLine, wanted: argparse.Namespace) -> None:
    """One call, watched through one line after the other."""
    until = _waits(stage, browser)
    until("ready")
    _call(stage)
    until("first")
    ring = stage.running.terminal.parts.call._interpreter
    print("| lost, each way | delay, each way | seen by the interpreter | camera to screen, median, p95 "
          "| sound against picture | seen by the visitor |\n|---|---|---|---|---|---|")  # fmt: skip
    for delay_ms in [0.0, *wanted.delay]:
        for percent in wanted.loss if delay_ms else [0.0]:
            line.become(Line(percent / 100, delay_ms))
            stage.run(SETTLE_S)
            began, numbers = time.monotonic(), ring.newest
            browser.ask("watched", lambda page: page.evaluate(WATCH, BAD_WATCH_S))
            watched = until("watched")
            rate = (ring.newest - numbers) / (time.monotonic() - began)
            picture = ring.read()
            shown = f"{rate:.0f}/s at {picture.rgb.shape[1]}x{picture.rgb.shape[0]}" if picture else "nothing"
            late = [value for value in watched["late"] if value < 10_000]
            delays = f"{median(late):.0f}, {quantiles(late, n=20)[-1]:.0f} ms" if len(late) > 1 else "-"
            apart = f"{median(map(abs, watched['skew'])):.0f} ms" if watched["skew"] else "-"
            size = f"{watched['width']}x{watched['height']}"
            seen = f"{watched['fps']:.0f}/s at {size} ({watched['decoded']:.0f} decoded), {watched['freezes']} freezes"
            print(f"| {percent:.0f} % | {delay_ms:.0f} ms | {seen} | {delays} | {apart} | {shown} |", flush=True)
    _end(browser, until)


def _end(browser: Browser, until: Callable[[str], Any]) -> None:
    browser.ask("end", lambda page: True)
    until("end")
    browser.join(PATIENCE_S)


def _own(stage: Stage) -> dict[int, str]:
    """The terminal's processes with their names: neither the browser's nor those of what drives it."""
    supervisor, here = stage.running.terminal.parts.supervisor, os.getpid()
    names = {supervisor.pid(name): name for name in ("eyes", "ears", "voice", "call")}
    helpers = {"-m hall": "hall (embedded)", "hardware.pad": "pad's simulator", "resource_tracker": "Python's tracker"}
    found = {here: "screens and visit (main)"}
    for pid in processes(here):
        command = _command(pid)
        known = names.get(pid) or next((name for part, name in helpers.items() if part in command), "")
        if known:
            found[pid] = known
    return found


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def _call(stage: Stage) -> float:
    """A signing visitor says what it is about and asks for an interpreter; the instant of the consent."""
    stage.touch(Start)
    stage.touch(ChooseWay, way=Way.SIGN)
    stage.until_phase(Phase.CONSENT)
    stage.touch(GiveConsent)
    stage.until(lambda: stage.state.visit.framing != "", "the camera to see somebody")
    terminal = stage.running.terminal
    for event in (ChooseMatter(matter_id="id_card_lost"), Confirm(), CallInterpreter()):
        terminal.dispatch(event)
    stage.run(READS_S)
    terminal.dispatch(GiveConsent())
    stage.until_phase(Phase.REMOTE)
    return time.monotonic()


def _first(stage: Stage, state: str) -> float:
    found = lambda: [e.at for e in stage.events if isinstance(e, CallChanged) and e.state == state]  # noqa: E731
    stage.until(lambda: bool(found()), state, PATIENCE_S)
    return found()[0]


def _print_watched(watched: dict[str, Any]) -> None:
    late = [value for value in watched["late"] if value < 10_000]
    unread = len(watched["late"]) - len(late)
    print(
        f"received by the browser:     {watched['decoded']:.1f} frames/s at {watched['width']}x{watched['height']} "
        f"decoded, {watched['fps']:.1f} drawn and measured ({watched['kbits']:.0f} kbit/s, {watched['keys']} whole)"
    )
    if len(late) > 1:
        p95 = quantiles(late, n=20)[-1]
        print(f"camera to screen:            median {median(late):.0f} ms, p95 {p95:.0f} ms, of {len(late)} pictures; "
              f"{watched['buffered']:.0f} ms of it the browser waits for the latest")  # fmt: skip
    print(f"time codes not readable:     {unread} of {len(watched['late'])}")
    if watched["skew"]:
        print(f"sound against picture:       median {median(map(abs, watched['skew'])):.0f} ms apart")


def _away(stage: Stage, browser: Browser, until: Callable[[str], Any]) -> None:
    """The interpreter's machine sleeps for ten seconds; until pictures move again on both sides."""
    asleep = [pid for pid in processes(os.getpid()) if "chrom" in _command(pid)]
    for pid in asleep:
        os.kill(pid, signal.SIGSTOP)
    try:
        stage.run(AWAY_S)
    finally:
        for pid in asleep:
            os.kill(pid, signal.SIGCONT)
    back, back_wall = time.monotonic(), time.time()
    number = stage.running.terminal.parts.call._interpreter.newest
    browser.ask("next", lambda page: page.evaluate(NEXT))
    stage.until(lambda: stage.running.terminal.parts.call._interpreter.newest > number, "pictures again", PATIENCE_S)
    here = time.monotonic() - back
    there = until("next") / 1000 - back_wall
    print(f"after {AWAY_S:.0f} s away:             {here:.1f} s to a picture here, {there:.1f} s to one there")


if __name__ == "__main__":
    main()
