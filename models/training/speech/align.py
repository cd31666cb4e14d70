"""Syllable times by Viterbi through a checkpoint, so that short requests can be cut out of long sentences.

    python -m models.training.speech.align CHECKPOINT FEATURES...

Writes FEATURES.times.json: `{clip: [[first, last + 1] frame of each syllable]}`, null for clips whose transcript fits
far worse than the rest (a wrong or cut recording).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from models.training.speech.augment import UNIT_NUMBER
from models.training.speech.network import AcousticNet, load
from models.training.speech.objective import Syllables, states_of

WORST = 0.985
"""Clips whose fit lies beyond this quantile and 2.5 times the median are dropped (1.5 % of clips are wrong or cut)."""


def main() -> None:
    torch.set_num_threads(1)
    net = load(Path(sys.argv[1]))
    for name in sys.argv[2:]:
        base = Path(name)
        times: dict[str, list[tuple[int, int]] | None] = {}
        gaps: dict[str, float] = {}
        for clip, syllables, scores in scored(net, base):
            owners, score = viterbi(scores, syllables)
            times[clip] = [(3 * a, 3 * b) for a, b in owners]
            gaps[clip] = float(np.maximum(scores[:, 0::2], scores[:, 1::2]).max(1).mean() - score)
        values = np.array(list(gaps.values()))
        limit = max(np.quantile(values, WORST), 2.5 * np.median(values))
        times.update({clip: None for clip, gap in gaps.items() if gap > limit})
        base.with_name(base.name + ".times.json").write_text(json.dumps(times), encoding="utf-8")
        print(f"{base.name}: {len(times)} clips, {sum(t is None for t in times.values())} dropped", flush=True)


def scored(net: AcousticNet, base: Path) -> Iterator[tuple[str, Syllables, NDArray[np.float32]]]:
    """Clip, its syllables, network outputs (30-ms frames, outputs), in batches of similar length."""
    features = np.load(base.with_name(base.name + ".npy"), mmap_mode="r")
    rows = json.loads(base.with_name(base.name + ".json").read_text(encoding="utf-8"))
    rows = sorted((row for row in rows if row["units"]), key=lambda row: row["frames"])
    for start in range(0, len(rows), 16):
        part = rows[start : start + 16]
        clips = [np.asarray(features[r["offset"] : r["offset"] + r["frames"]], np.float32) for r in part]
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            y = net(padded(clips, net.context))[0]
        for row, scores in zip(part, y.float().numpy(), strict=True):
            syllables = [[UNIT_NUMBER[u] for u in syllable] for syllable in row["units"]]
            yield row["id"], syllables, scores[: (row["frames"] + 2) // 3]


def padded(clips: list[NDArray[np.float32]], context: int) -> torch.Tensor:
    """(clips, longest + 2 context, 40): edges repeated, as Vosk does."""
    longest = max(map(len, clips))
    x = np.empty((len(clips), longest + 2 * context, clips[0].shape[1]), np.float32)
    for row, frames in enumerate(clips):
        x[row, :context] = frames[0]
        x[row, context : context + len(frames)] = frames
        x[row, context + len(frames) :] = frames[-1]
    return torch.from_numpy(x)


def viterbi(scores: NDArray[np.float32], syllables: Syllables) -> tuple[list[tuple[int, int]], float]:
    """(frames, outputs) -> (first, last + 1) of each syllable in 30-ms frames, score a frame."""
    units, skips = (np.array(x) for x in states_of(syllables))
    first, further = scores[:, 2 * units], scores[:, 2 * units + 1]
    count = len(units)
    best = np.full(count, -1e30)
    best[:2] = first[0, :2]
    came = np.zeros((len(scores), count), np.int8)
    for t in range(1, len(scores)):
        choice = np.full((3, count), -1e30)
        choice[0] = best + further[t]
        choice[1, 1:] = best[:-1] + first[t, 1:]
        choice[2, 2:] = np.where(skips[2:] > 0, best[:-2] + first[t, 2:], -1e30)
        came[t] = choice.argmax(0)
        best = choice.max(0)
    state = count - 1 if best[count - 1] > best[count - 2] else count - 2
    score = float(best[state]) / len(scores)
    path = np.zeros(len(scores), int)
    for t in range(len(scores) - 1, -1, -1):
        path[t] = state
        state -= came[t, state]
    return _spans(path, syllables), score


def _spans(path: NDArray[np.int64], syllables: Syllables) -> list[tuple[int, int]]:
    owner = [-1]
    for number, syllable in enumerate(syllables):
        owner += ([-1] if number else []) + [number] * len(syllable)
    owned = np.array([*owner, -1])[path]
    spans = [np.flatnonzero(owned == number) for number in range(len(syllables))]
    return [(int(s[0]), int(s[-1]) + 1) if len(s) else (0, 0) for s in spans]


if __name__ == "__main__":
    main()
