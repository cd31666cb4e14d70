"""The whole terminal with everything on: start, memory, CPU, touch to paint, sign to chip.

Run by ``./wuai bench whole``. Memory is the proportional set size (shared pages counted once) of the terminal and all
its processes, from /proc; CPU is their time over the time that passed.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

if __name__ == "__main__":
    # A worker process imports this file again under another name; the terminal itself must not come with it.
    from terminal.demo.settings import demo_settings
    from terminal.demo.stage import NeverCameError, Stage
    from terminal.runtime.settings import Loaded
    from terminal.start import running
    from terminal.ui.placed import Rect
    from terminal.visit.events import Back, ChooseWay, GiveConsent, SignSeen, Start, Way
    from terminal.visit.state import Phase

PAGE_TICKS = os.sysconf("SC_CLK_TCK")
WATCH_S = 15.0
TOUCHES = 60
SIGNS = ("身份证", "丢", "补办")


def processes(root: int) -> dict[int, str]:
    """The process and all its descendants, with their command lines."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
    found = {root}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return {pid: _name(pid) for pid in sorted(found)}


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()[:60]
    except OSError:
        return ""


def memory_mb(pids: dict[int, str]) -> float:
    """Proportional set size in MB."""
    return sum(each_mb(pid) for pid in pids)


def each_mb(pid: int) -> float:
    """Proportional set size of one process in MB; 0 when it has gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def cpu_s(pids: dict[int, str]) -> float:
    """CPU time so far, user and system."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / PAGE_TICKS


def process_began() -> float:
    """When this process was started, in monotonic seconds."""
    ticks = int(Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19])
    return time.monotonic() - (time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / PAGE_TICKS)


def main() -> None:
    """Measure and print."""
    began = process_began()
    with TemporaryDirectory() as var, running(Loaded(demo_settings(Path(var)))) as terminal:
        stage = Stage(terminal)
        print(f"start to first picture:    {terminal.pictured - began:.2f} s (from the start of the process)")
        names = ("camera", "microphone", "speaker", "pad", "eyes", "ears")
        stage.until(lambda: all(stage.state.device(name) for name in names), "all parts", patience_s=120.0)
        print(f"start to all parts ready:  {time.monotonic() - began:.2f} s")
        touch_to_paint(stage)
        everything_on(stage)


def touch_to_paint(stage: Stage) -> None:
    """From the release of a finger to the moment when the visitor's window holds what it did."""
    screen = stage.running.terminal.parts.visitor
    show, painted = screen.show, []

    def noted(*shown: Any) -> list[Rect]:
        places = show(*shown)
        painted.append(time.monotonic())
        return places

    screen.show = noted  # type: ignore[method-assign]
    times = []
    for _ in range(TOUCHES // 2):
        for intent in (Start, Back):
            painted.clear()
            stage.touch(intent)
            times.append(next(at for at in painted if at >= stage.released) - stage.released)
            stage.until_phase(Phase.CHOOSING if intent is Start else Phase.IDLE)
    screen.show = show  # type: ignore[method-assign]
    p99 = quantiles(times, n=100, method="inclusive")[-1]  # the other method guesses beyond the longest
    told = f"median {median(times) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms, longest {max(times) * 1000:.0f} ms"
    print(f"touch to paint:            {told}, of {len(times)}")


def everything_on(stage: Stage) -> None:
    """Camera, tracker, mirror and signer on: memory, CPU, frames; then signs to chips."""
    stage.touch(Start)
    stage.until_phase(Phase.CHOOSING)
    stage.touch(ChooseWay, way=Way.SIGN)
    stage.until_phase(Phase.CONSENT)
    stage.touch(GiveConsent)
    stage.until(lambda: stage.state.visit.framing != "", "the camera to see somebody")
    pids = processes(os.getpid())
    frames: list[float] = []
    stage.each_frame = frames.append
    cpu, began = cpu_s(pids), time.monotonic()
    stage.run(WATCH_S)
    passed = time.monotonic() - began
    stage.each_frame = lambda now: None
    print(f"screen frames, all on:     {len(frames) / passed:.1f} a second")
    print(f"CPU, all processes:        {(cpu_s(pids) - cpu) / passed:.2f} cores")
    print(f"memory, all processes:     {memory_mb(pids):.0f} MB (proportional set size, {len(pids)} processes)")
    for pid, name in pids.items():
        print(f"  {each_mb(pid):5.0f} MB  {name}")
    waits = []
    for gloss in SIGNS:
        stage.sign(gloss)
        asked, done = stage.signed[-1][0], len(stage.events)
        try:
            stage.until(lambda done=done: any(isinstance(e, SignSeen) for e in stage.events[done:]), f"{gloss}'s chip")
        except NeverCameError:
            waits.append(f"{gloss} not seen")
            continue
        seen = next(e for e in stage.events[done:] if isinstance(e, SignSeen))
        waits.append(f"{seen.gloss or 'unknown'} {time.monotonic() - asked:.1f} s")
        stage.run(1.5)
    print(f"asked to sign to chip:     {', '.join(waits)} (the signing itself included)")


if __name__ == "__main__":
    main()
