"""What drawing costs: touch to paint on every visitor screen, and a live screen frame by frame.

`python tests/bench/paint.py [--json]`. Off-screen (SDL's dummy driver); times are wall milliseconds of one thread,
CPU is the process' own time. A real window adds what the display server needs to copy.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
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
from terminal.ui.look import Look, visitor_look
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
    signing = perform(["身份证", "换"])
    camera = FrameSource(signing, (640, 480))
    frames = [camera(signing.duration_s * i / 16) for i in range(16)]
    at = iter(range(10**9))
    sources = LiveSources(
        mirror=lambda: MirrorFrame(frames[next(at) % 16]), signer=lambda now: signing.pose(now % signing.duration_s)
    )
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
        "resident_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    screen.close()
    return figures


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    result = measure()
    print(json.dumps(result) if parser.parse_args().json else "\n".join(f"{k:32} {v}" for k, v in result.items()))
