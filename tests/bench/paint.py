"""What drawing costs: touch to paint on every visitor screen, and a live screen frame by frame.

`./wuai bench paint [--json]`. Off-screen (SDL's dummy driver); times are wall milliseconds of one thread,
CPU is the process' own time. A real window adds what the display server needs to copy.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from dataclasses import replace
from statistics import median, quantiles
from typing import Any

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame

from content.matters import load
from content.signer import perform
from terminal.avatar.frames import FrameSource
from terminal.ui.examples import CLOCK, HALL, examples
from terminal.ui.gallery import live
from terminal.ui.live import LiveSources, MirrorFrame
from terminal.ui.look import Look, staff_look, visitor_look
from terminal.ui.staff import staff_view
from terminal.ui.staff.examples import staff_examples
from terminal.ui.visitor import visitor_view
from terminal.ui.window import Screen
from terminal.visit.state import State

FRAMES = 100
TOUCHES = 6


def touch_to_paint(screen: Screen, sources: LiveSources) -> tuple[list[float], list[float]]:
    """Wall and CPU milliseconds from a finger's arrival to the pressed button, for several targets of every screen."""
    times_ms, cpu_ms = [], []
    for state in examples().values():
        look = _look(state, screen)
        tree = visitor_view(state, look)
        screen.show(tree, look, sources, 0.0)
        width, height = screen.space
        for target in screen.placed.targets[:TOUCHES]:
            x, y = (target.rect.x + target.rect.w / 2) / width, (target.rect.y + target.rect.h / 2) / height
            started, cpu = time.perf_counter(), time.process_time()
            screen.poll([pygame.event.Event(pygame.FINGERDOWN, x=x, y=y, window=screen.window)], 0.0)
            screen.show(tree, look, sources, 0.0)
            times_ms.append((time.perf_counter() - started) * 1e3)
            cpu_ms.append((time.process_time() - cpu) * 1e3)
            screen.poll([pygame.event.Event(pygame.FINGERUP, x=-1.0, y=-1.0, window=screen.window)], 0.0)
            screen.show(tree, look, sources, 0.0)
    return times_ms, cpu_ms


def touch_to_next_screen(screen: Screen, sources: LiveSources) -> list[float]:
    """Milliseconds from a new state to its whole screen: view, layout, painting everything."""
    times_ms = []
    for state in examples().values():
        look = _look(state, screen)
        started = time.perf_counter()
        screen.show(visitor_view(state, look), look, sources, 0.0)
        times_ms.append((time.perf_counter() - started) * 1e3)
    return times_ms


def signing_and_mirror(screen: Screen) -> dict[str, float]:
    """The sign input screen with the signer signing and the mirror live: wall and CPU milliseconds a frame."""
    sources = _signer_and_mirror((640, 480))
    state = examples()["sign"]
    look = _look(state, screen)
    tree = visitor_view(state, look)
    screen.show(tree, look, sources, 0.0)
    wall_ms, cpu = [], time.process_time()
    for i in range(FRAMES):
        started = time.perf_counter()
        screen.show(tree, look, sources, i / 25)
        wall_ms.append((time.perf_counter() - started) * 1e3)
    return {"wall_ms": round(median(wall_ms), 2), "cpu_ms": round((time.process_time() - cpu) * 1e3 / FRAMES, 2)}


def signing_at_720p() -> dict[str, float]:
    """The idle screen on a panel of 720 x 1280 pixels, the signer signing: CPU milliseconds a frame."""
    screen = Screen("small", (720, 1280))
    signing = perform(["你好", "欢迎"])
    sources = LiveSources(signer=lambda now: signing.pose(now % signing.duration_s))
    look = _look(examples()["idle"], screen)
    tree = visitor_view(examples()["idle"], look)
    screen.show(tree, look, sources, 0.0)
    cpu = time.process_time()
    for i in range(FRAMES):
        screen.show(tree, look, sources, i / 25)
    cpu_ms = (time.process_time() - cpu) * 1e3 / FRAMES
    screen.close()
    return {"cpu_ms": round(cpu_ms, 2), "of_a_core_at_25": round(cpu_ms * 25 / 1000, 2)}


def two_windows(visitor: Screen) -> dict[str, float]:
    """Signer and mirror live on the visitor's screen, the clerk's laid out anew ten times a second, at 25 frames/s."""
    staff = Screen("desk", (1920, 1080))
    desk = staff_examples()["staff_main"]
    look_of_desk = staff_look(desk.staff_language, hall=HALL, clock=CLOCK, matters=load(), theme=desk.staff_theme)
    sources = _signer_and_mirror((1280, 720))
    look = _look(examples()["sign"], visitor)
    began, cpu, late = time.perf_counter(), time.process_time(), 0
    for i in range(FRAMES):
        visitor.show(visitor_view(examples()["sign"], look), look, sources, i / 25)
        if i % 5 in (0, 2):
            staff.show(staff_view(replace(desk, now=desk.now + i / 25), look_of_desk), look_of_desk, sources, i / 25)
        spare = began + (i + 1) / 25 - time.perf_counter()
        late += spare < 0
        time.sleep(max(0.0, spare))
    took = time.perf_counter() - began
    share = (time.process_time() - cpu) / took
    staff.close()
    return {"frames_a_second": round(FRAMES / took, 1), "late": late, "of_a_core": round(share, 2)}


def fading(screen: Screen) -> dict[str, float]:
    """A paper is ticked off and its mark fades in: CPU milliseconds of the first frame, and of one in the middle."""
    state = examples()["matter"]
    look = _look(state, screen)
    first_ms, middle_ms = [], []
    for turn in range(FRAMES // 5):
        now = 10.0 * turn
        screen.show(visitor_view(state.with_visit(papers=(False,)), look), look, LiveSources(), now)
        screen.show(visitor_view(state.with_visit(papers=(False,)), look), look, LiveSources(), now + 5)
        tree = visitor_view(state.with_visit(papers=(True,)), look)
        cpu = time.process_time()
        screen.show(tree, look, LiveSources(), now + 6)
        first_ms.append((time.process_time() - cpu) * 1e3)
        cpu = time.process_time()
        screen.show(tree, look, LiveSources(), now + 6.08)
        middle_ms.append((time.process_time() - cpu) * 1e3)
    return {"first_ms": round(median(first_ms), 1), "middle_ms": round(median(middle_ms), 1)}


def turning(size: tuple[int, int]) -> dict[str, Any]:
    """Screens that slide in, on a panel of that size: CPU milliseconds of the first frame beside one painted at once,
    and of a frame in the middle of the change beside one on a screen that stands."""
    sources = live()
    at_once_ms, first_ms, middle_ms, standing_ms = [], [], [], []
    for moving in (False, True):
        screen = Screen("turning", size, moving=moving)
        for turn in range(2):
            for place, state in enumerate(examples().values()):
                look, now = _look(state, screen), 100.0 * turn + place
                tree = visitor_view(state, look)
                cpu = [time.process_time()]
                for later in (0.0, 0.08, 0.5):
                    screen.show(tree, look, sources, now + later)
                    cpu.append(time.process_time())
                if turn:
                    (first_ms if moving else at_once_ms).append((cpu[1] - cpu[0]) * 1e3)
                    (middle_ms if moving else standing_ms).append((cpu[2] - cpu[1]) * 1e3)
        screen.close()
    return {
        "at_once_cpu_ms": _spread(at_once_ms),
        "first_cpu_ms": _spread(first_ms),
        "middle_cpu_ms": round(median(middle_ms), 1),
        "standing_cpu_ms": round(median(standing_ms), 1),
    }


def _signer_and_mirror(camera_px: tuple[int, int]) -> LiveSources:
    """The signer signing and a live mirror of pictures of that size (width, height)."""
    signing = perform(["身份证", "换"])
    camera = FrameSource(signing, camera_px)
    frames = [camera(signing.duration_s * i / 16) for i in range(16)]
    at = iter(range(10**9))
    return LiveSources(
        mirror=lambda: MirrorFrame(frames[next(at) % 16]), signer=lambda now: signing.pose(now % signing.duration_s)
    )


def _look(state: State, screen: Screen) -> Look:
    return visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), size=screen.space)


def _spread(times_ms: list[float]) -> dict[str, float]:
    p99_ms = quantiles(times_ms, n=100)[98]
    return {"median_ms": round(median(times_ms), 1), "p99_ms": round(p99_ms, 1), "n": len(times_ms)}


def measure() -> dict[str, Any]:
    """All figures; the first picture of every screen is painted once before, as in a running terminal."""
    screen, sources = Screen("bench", (1080, 1920)), live()
    first = touch_to_next_screen(screen, sources)
    wall_ms, cpu_ms = touch_to_paint(screen, sources)
    figures = {
        "touch to pressed button": _spread(wall_ms),
        "touch to pressed button, CPU": _spread(cpu_ms),
        "new screen, first time": _spread(first),
        "new screen, again": _spread(touch_to_next_screen(screen, sources)),
        "signing and mirror, a frame": signing_and_mirror(screen),
        "a small change fading in": fading(screen),
        "a screen sliding in": turning((1080, 1920)),
        "signing at 720p, a frame": signing_at_720p(),
        "two windows, signer and mirror": two_windows(screen),
        "resident_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    screen.close()
    return figures


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    result = measure()
    print(json.dumps(result) if parser.parse_args().json else "\n".join(f"{k:32} {v}" for k, v in result.items()))
