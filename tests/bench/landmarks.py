"""Landmarks on real clips: CPU and share of frames with hands, ours beside Holistic (complexity 1).

    python -m tests.bench.landmarks [CLIPS_FOLDER] [--json] [--headless-crop]

Both run in the same process on the same frames. CPU is process time, so a busy machine does not count;
the graphs' start is left out. `--headless-crop` cuts off the upper part of each picture, so that the head
is outside: there Holistic finds no body and hence no hands. Exit code 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from recognition.landmarks import LandmarkTracker
from recognition.landmarks.quiet import native_stderr_silenced

# Part of the picture's height cut off for `--headless-crop`: below the chin of all standing signers.
HEAD = 0.45
CLIPS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "clips"
Frames = list[np.ndarray]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips", type=Path, nargs="?", default=CLIPS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--headless-crop", action="store_true")
    args = parser.parse_args()
    if not any(args.clips.glob("*.mp4")):
        print(f"no clips in {args.clips}: nothing measured")
        return 0
    cv2.setNumThreads(1)
    total = {"frames": 0, "ours_ms": 0.0, "holistic_ms": 0.0, "ours_seen": 0, "holistic_seen": 0}
    for path in sorted(args.clips.glob("*.mp4")):
        frames, rate = read(path, args.headless_crop)
        ours, holistic = measure(frames, tracker(rate)), measure(frames, plain_holistic())
        total["frames"] += len(frames)
        for name, (spent, seen) in (("ours", ours), ("holistic", holistic)):
            total[f"{name}_ms"] += spent
            total[f"{name}_seen"] += seen
        if not args.json:
            print(
                path.stem, describe("ours", ours, len(frames)), describe("holistic", holistic, len(frames)), sep="   "
            )
    result = summary(total)
    print(json.dumps(result) if args.json else result)
    return 0 if result["cpu_ratio"] <= 0.5 and result["ours_seen"] >= result["holistic_seen"] else 1


def read(path: Path, headless: bool) -> tuple[Frames, float]:
    """RGB frames of a clip and its rate."""
    clip, frames = cv2.VideoCapture(str(path)), []
    while (read := clip.read())[0]:
        picture = read[1][int(HEAD * read[1].shape[0]) :] if headless else read[1]
        frames.append(np.ascontiguousarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)))
    return frames, clip.get(cv2.CAP_PROP_FPS) or 30.0


def tracker(rate: float) -> Callable[[np.ndarray, int], bool]:
    ours = LandmarkTracker()
    return lambda picture, index: seen_now(ours, picture, index / rate)


def seen_now(ours: LandmarkTracker, picture: np.ndarray, at: float) -> bool:
    """A hand found in this very picture; a bridged one does not count."""
    found = ours.track(picture, at)
    return found.has_hands and found.confidence > 0.5


def plain_holistic() -> Callable[[np.ndarray, int], bool]:
    with native_stderr_silenced():
        from mediapipe.python.solutions.holistic import Holistic

        graph = Holistic(model_complexity=1)
        graph.process(np.full((480, 640, 3), 128, np.uint8))

    def run(picture: np.ndarray, index: int) -> bool:
        with native_stderr_silenced():
            found = graph.process(picture)
        return bool(found.left_hand_landmarks or found.right_hand_landmarks)

    return run


def measure(frames: Frames, run: Callable[[np.ndarray, int], bool]) -> tuple[float, int]:
    """CPU milliseconds for all frames, and the frames with a hand."""
    start = time.process_time()
    seen = sum(run(picture, index) for index, picture in enumerate(frames))
    return 1000 * (time.process_time() - start), seen


def describe(name: str, measured: tuple[float, int], frames: int) -> str:
    return f"{name} {measured[0] / frames:5.1f} ms, hands {measured[1] / frames:.2f}"


def summary(total: dict[str, float]) -> dict[str, float]:
    frames = total["frames"]
    return {
        "frames": frames,
        "ours_cpu_ms": round(total["ours_ms"] / frames, 2),
        "holistic_cpu_ms": round(total["holistic_ms"] / frames, 2),
        "cpu_ratio": round(total["ours_ms"] / total["holistic_ms"], 3),
        "ours_seen": round(total["ours_seen"] / frames, 3),
        "holistic_seen": round(total["holistic_seen"] / frames, 3),
    }


if __name__ == "__main__":
    sys.exit(main())
