"""Train the acoustic network; stop and go on at any time.

    python -m models.training.speech.train OUT --features A B ... --minutes 90 [--init CHECKPOINT]

OUT holds everything a later run needs (weights, optimiser, averages, time spent): the same command goes on where the
last one stopped, until the minutes are spent. The learning rate follows the time spent training, so that a run always
ends in time, however busy the machine. `--init` starts from the weights of another checkpoint. With `--minutes` larger
than before, a finished run goes on at the rate that its share of the new total gives.

Each feature set after the first may hold the same clips in another variant (`train.v1`); an epoch takes one variant of
each clip. The sets of `--noise` are added to every epoch.
"""

from __future__ import annotations

import argparse
import math
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from numpy.typing import NDArray
from torch import Tensor

from models.training.speech.align import padded
from models.training.speech.augment import Augmenter, Clip, read_clips
from models.training.speech.network import AcousticNet, load
from models.training.speech.objective import Mmi, Occupancy, Syllables, unit_bigram
from recognition.speech.units import OUTPUT_COUNT, UNITS

SAVE_EVERY_S = 120.0
WARM_UP_STEPS = 50
LONGEST_AVERAGE = 0.997
"""Decay of the running average of the weights over the second half of a run."""


def main() -> None:
    options = _options()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed + int(time.time()) if options.out.exists() else options.seed)
    variants = [read_clips(path) for path in options.features]
    extra = [clip for path in options.noise for clip in read_clips(path)]
    augmenter = Augmenter([*variants[0], *extra], rng)
    bigram = unit_bigram([augmenter.with_garbage(c.syllables) for c in variants[0]], 1 + len(UNITS))
    run = Run.start(options, variants[0])
    while run.share < 1:
        clips = [
            variants[(i + run.epoch) % len(variants)][i % len(variants[(i + run.epoch) % len(variants)])]
            for i in range(len(variants[0]))
        ] + extra
        for part in batches(clips, options.frames, rng):
            run.step([augmenter(clip) for clip in part], bigram)
            if run.share >= 1:
                break
        run.epoch += 1
    recalibrate(run, augmenter, variants, options.frames, rng)
    run.save(options.out.with_suffix(".final.pt"), averaged=True)


def batches(clips: list[Clip], frames: int, rng: np.random.Generator) -> Iterator[list[Clip]]:
    """Clips of similar length together, about `frames` frames of 10 ms a batch, batches in random order."""
    order = sorted(range(len(clips)), key=lambda i: len(clips[i].frames) + rng.integers(0, 60))
    groups: list[list[Clip]] = [[]]
    for i in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(clips[i].frames) > frames:
            groups.append([])
        groups[-1].append(clips[i])
    for number in rng.permutation(len(groups)):
        yield groups[number]


@dataclass
class Run:
    """One training run: weights, their average, optimiser, time spent."""

    net: AcousticNet
    optimiser: torch.optim.Optimizer
    out: Path
    minutes: float
    rate: float
    last_rate: float
    spent_s: float = 0.0
    steps: int = 0
    epoch: int = 0
    average: list[Tensor] = field(default_factory=list)
    averaged: int = 0
    _saved_at_s: float = 0.0
    _last_s: float = field(default_factory=time.monotonic)
    _recent: list[float] = field(default_factory=list)

    @classmethod
    def start(cls, options: argparse.Namespace, clips: list[Clip]) -> Run:
        net = load(options.init) if options.init else AcousticNet(OUTPUT_COUNT)
        if not options.init:
            sample = np.concatenate([np.asarray(clip.frames, np.float32) for clip in clips[:: len(clips) // 200 + 1]])
            net.mean.copy_(torch.from_numpy(sample.mean(0)))
            net.istd.copy_(torch.from_numpy(1 / sample.std(0)))
        net.train()
        optimiser = torch.optim.AdamW(net.parameters(), lr=options.rate, weight_decay=2e-3, betas=(0.9, 0.98))
        run = cls(net, optimiser, options.out, options.minutes, options.rate, options.last_rate)
        if options.out.exists():
            run._resume()
        return run

    @property
    def share(self) -> float:
        """How much of the run is done, 0..1."""
        return min(self.spent_s / (60 * self.minutes), 1.0)

    def step(self, items: list[tuple[NDArray[Any], Syllables]], bigram: object) -> None:
        self._set_rate()
        x = padded([frames for frames, _ in items], self.net.context)
        lengths = torch.tensor([(len(frames) + 2) // 3 for frames, _ in items])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            y, z = self.net(x, 0.1)
        y, z = y.float(), z.float()
        found: list[Occupancy] = []
        transcripts = [syllables for _, syllables in items]
        objective = Mmi.apply(y, lengths, transcripts, bigram, found)  # type: ignore[no-untyped-call]
        entropy = -(F.log_softmax(z, 2) * found[0].numerator).sum() / found[0].frames
        self.optimiser.zero_grad()
        (objective + 0.1 * entropy + 0.001 * (y**2).mean()).backward()
        norm = torch.nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        if math.isfinite(float(norm)):  # one unfit clip must not destroy a run
            self.optimiser.step()
            self._average()
        self.steps += 1
        now = time.monotonic()
        self.spent_s += now - self._last_s  # making the batch included
        self._last_s = now
        self._report(objective.item())

    def save(self, path: Path, *, averaged: bool = False) -> None:
        """Written beside and renamed, so that a stopped run leaves a whole file."""
        state: dict[str, Any] = {"cfg": self.net.cfg, "model": self.net.state_dict()}
        if not averaged:
            state |= {
                "optimiser": self.optimiser.state_dict(),
                "average": self.average,
                "averaged": self.averaged,
                "spent_s": self.spent_s,
                "steps": self.steps,
                "epoch": self.epoch,
            }
        fresh = path.with_suffix(".part")
        torch.save(state, fresh)
        os.replace(fresh, path)

    def take_average(self) -> None:
        """The averaged weights become the network's; batch-norm statistics must follow (`recalibrate`)."""
        with torch.no_grad():
            for mean, weight in zip(self.average, self.net.parameters(), strict=False):
                weight.copy_(mean)

    def _resume(self) -> None:
        saved = torch.load(self.out, weights_only=True)
        self.net.load_state_dict(saved["model"])
        self.optimiser.load_state_dict(saved["optimiser"])
        self.average, self.averaged = saved["average"], saved["averaged"]
        self.spent_s, self.steps, self.epoch = saved["spent_s"], saved["steps"], saved["epoch"]

    def _set_rate(self) -> None:
        warm = self.rate * min(1.0, (self.steps + 1) / WARM_UP_STEPS)
        fall = 0.5 * (1 + math.cos(math.pi * self.share))
        for group in self.optimiser.param_groups:
            group["lr"] = self.last_rate + (warm - self.last_rate) * fall

    def _average(self) -> None:
        if self.share < 0.5:
            return
        if not self.average:
            self.average = [weight.detach().clone() for weight in self.net.parameters()]
        decay = min(LONGEST_AVERAGE, (self.averaged + 1) / (self.averaged + 10))
        for mean, weight in zip(self.average, self.net.parameters(), strict=True):
            mean.mul_(decay).add_(weight.detach(), alpha=1 - decay)
        self.averaged += 1

    def _report(self, objective: float) -> None:
        self._recent.append(objective)
        if self.steps % 25 == 0:
            mean = sum(self._recent) / len(self._recent)
            self._recent.clear()
            rate = self.optimiser.param_groups[0]["lr"]
            print(
                f"{self.spent_s / 60:.1f} min epoch {self.epoch} step {self.steps} rate {rate:.1e} mmi {mean:.4f}",
                flush=True,
            )
        if self.spent_s - self._saved_at_s > SAVE_EVERY_S:
            self._saved_at_s = self.spent_s
            self.save(self.out)


def recalibrate(
    run: Run, augmenter: Augmenter, variants: list[list[Clip]], frames: int, rng: np.random.Generator, clips: int = 1500
) -> None:
    """Averaged weights with batch-norm statistics counted anew over many clips."""
    run.save(run.out)
    run.take_average()
    norms = [m for m in run.net.modules() if isinstance(m, torch.nn.BatchNorm1d)]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None
    pool = [clip for clips_ in variants for clip in clips_]
    picked = [pool[i] for i in rng.permutation(len(pool))[:clips]]
    with torch.no_grad():
        for part in batches(picked, frames, rng):
            run.net(padded([augmenter(clip)[0] for clip in part], run.net.context))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--features", nargs="+", type=Path, required=True)
    parser.add_argument("--noise", nargs="*", type=Path, default=[])
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--init", type=Path)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--last-rate", type=float, default=1e-5)
    parser.add_argument("--frames", type=int, default=11000, help="10-ms frames a batch")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
