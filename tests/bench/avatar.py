"""CPU of the drawn signer: pose and drawing, at 500 and 900 pixels wide, and the share of a core at 25 frames/s.

    ./wuai bench avatar [--json]

CPU is process time in one thread, so a busy machine counts little. Exit code 1 when 25 frames/s would take more than
half a core at 900 pixels.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict, dataclass

import numpy as np
import skia

from content.signer import perform
from terminal.avatar.drawing import FULL, draw_signer

GLOSSES = ("身份证", "丢", "补办", "残疾人证", "社保", "1", "6", "谢谢")
FRAMES, RATE_HZ, SHARE = 200, 25.0, 0.5


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU milliseconds a frame."""

    width: int
    pose_ms: float
    draw_ms: float
    draw_p99_ms: float
    core_at_25: float


def cost(width: int) -> Cost:
    performance = perform(GLOSSES)
    surface = skia.Surface(width, int(width * FULL.height / FULL.width))
    canvas, rect = surface.getCanvas(), skia.Rect.MakeWH(surface.width(), surface.height())
    poses, drawings = [], []
    for t_s in np.linspace(0.0, performance.duration_s, FRAMES):
        start = time.process_time()
        pose = performance.pose(float(t_s))
        posed = time.process_time()
        canvas.clear(skia.ColorWHITE)
        draw_signer(canvas, pose, rect)
        poses.append(posed - start)
        drawings.append(time.process_time() - posed)
    both = round((float(np.mean(poses)) + float(np.mean(drawings))) * RATE_HZ, 3)
    return Cost(width, _ms(np.median(poses)), _ms(np.median(drawings)), _ms(np.percentile(drawings, 99)), both)


def _ms(seconds: np.floating) -> float:
    return round(float(seconds) * 1000, 2)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    costs = [cost(width) for width in (500, 900)]
    for c in costs:
        print(json.dumps(asdict(c)) if asked.json else
              f"{c.width:>4} px wide: pose {c.pose_ms} ms, drawing {c.draw_ms} ms (p99 {c.draw_p99_ms}), "
              f"{c.core_at_25:.0%} of a core at 25 frames/s")  # fmt: skip
    return 0 if costs[-1].core_at_25 <= SHARE else 1


if __name__ == "__main__":
    sys.exit(main())
