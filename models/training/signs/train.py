"""Trains the embedding network and writes it as ONNX.

    python -m models.training.signs.train OUT_FOLDER --recordings FOLDER [--tracked FILE.npz ...]
        [--leave-out STEM ...] [--begin embedding.onnx] [--takes 10] [--steps 14000] [--seed 1]

One thread. `--begin` goes on from a network at a lower rate, and ends half-way to it; without it training begins with
nothing. Sequences are
made once (and kept in OUT_FOLDER), then trained on for so many steps; where training stands is kept as well, so that it
goes on after an interruption. `--leave-out` trains a twin without a set of recordings, to measure honestly on that set.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from models.training.signs.batches import Pool, disturbed
from models.training.signs.dataset import (
    RECORDINGS,
    Sequences,
    beyond,
    is_sign,
    joined,
    kept,
    real,
    synthetic,
    tracked,
)
from models.training.signs.network import DIMENSIONS, ArcMargin, Embedding
from recognition.signs.embedding import FRAMES
from recognition.signs.features import COLUMNS

BATCH, RATE, DECAY = 128, 1.5e-3, 0.05
# A network that goes on is changed more gently than one that begins.
GENTLE = 0.3
# And then meets it half-way: the mean of both their weights carries over to other people and other signs better than
# either (Wortsman et al. 2022).
HALF_WAY = 0.5
# The rate is held, and goes down to nothing over this last part (Haegele et al. 2024): up to there a longer training is
# the same as a shorter one.
COOLING = 0.3
# Augmented copies of a recorded row and of a drawn take; half of every batch is recorded, half performed.
COPIES, DRAWN_COPIES = 8, 3
# Where training stands is kept after so many steps.
KEEP_EVERY = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--recordings", type=Path, required=True)
    parser.add_argument("--tracked", type=Path, nargs="*", default=[])
    parser.add_argument("--leave-out", nargs="*", default=[])
    parser.add_argument("--begin", type=Path)
    parser.add_argument("--takes", type=int, default=10)
    parser.add_argument("--steps", type=int, default=14000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    rng = np.random.default_rng(args.seed)
    recorded, performed = prepare(args, rng)
    network = fit(recorded, performed, args.steps, rng, args.out / "state.pt", begin=args.begin)
    export(network, args.out / "embedding.onnx")


def prepare(args: argparse.Namespace, rng: np.random.Generator) -> tuple[Sequences, Sequences]:
    paths = [args.recordings / f"{stem}.npz" for stem in RECORDINGS if stem not in args.leave_out]
    recorded = kept(args.out / "recorded.npz", lambda: real(paths, COPIES, rng))
    performed = kept(args.out / "synthetic.npz", lambda: synthetic(args.takes, rng))
    more = kept(args.out / "beyond.npz", lambda: beyond(rng))
    # Not from `rng`: its lots depend on what was made before.
    drawn = [tracked(path, DRAWN_COPIES, np.random.default_rng(args.seed)) for path in args.tracked]
    performed = joined([performed, more, *drawn])
    print(f"{len(recorded.x)} recorded, {len(performed.x)} synthetic sequences", flush=True)
    return recorded, performed


def fit(
    recorded: Sequences,
    performed: Sequences,
    steps: int,
    rng: np.random.Generator,
    state: Path | None = None,
    keep_every: int = KEEP_EVERY,
    begin: Path | None = None,
) -> Embedding:
    """Trains for so many steps: on from where `state` left off, if that is there, or from the network `begin`."""
    names = sorted(name for name in {*recorded.names.tolist(), *performed.names.tolist()} if is_sign(name))
    pools = [Pool.of(part, names) for part in (recorded, performed)]
    sample = np.concatenate([pool.x[:: max(len(pool.x) // 2000, 1)].astype(np.float32) for pool in pools])
    if begin is None:
        network, rate = Embedding(torch.tensor(sample.mean((0, 1))), torch.tensor(sample.std((0, 1)) + 0.05)), RATE
        head = ArcMargin(len(names))
    else:
        network, rate = Embedding.read(begin), GENTLE * RATE
        head = ArcMargin.imprinted(means(network, pools, len(names)))
    optimizer = torch.optim.AdamW([*network.parameters(), *head.parameters()], lr=rate, weight_decay=DECAY)
    learners = {"network": network, "head": head, "optimizer": optimizer}
    done = resumed(state, learners, rng) if state is not None and state.is_file() else 0
    start, losses = time.monotonic(), list[float]()
    for step in range(done + 1, steps + 1):
        for group in optimizer.param_groups:
            group["lr"] = rate * pace(step, steps)
        x, labels = zip(*(pool.draw(BATCH // 2, rng) for pool in pools), strict=True)
        batch = torch.tensor(disturbed(np.concatenate(x).astype(np.float32), rng))
        # Products in half precision: half the time of a step, where the processor has them.
        with torch.autocast("cpu", torch.bfloat16):
            pooled = network.pooled(batch)
        loss = head(network.placed(pooled.float()), torch.tensor(np.concatenate(labels)))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if step % keep_every == 0:
            past, cpu = time.monotonic() - start, time.process_time()
            print(f"{past:5.0f} s, CPU {cpu:.0f} s  step {step}  loss {np.mean(losses[-keep_every:]):.3f}", flush=True)
            if state is not None:
                keep(state, learners, step, rng)
    if begin is not None:
        network.draw_to(Embedding.read(begin), HALF_WAY)
    return network.eval()


@torch.no_grad()
def means(network: Embedding, pools: Iterable[Pool], classes: int) -> Tensor:
    """(classes, DIMENSIONS): the mean vector of every class's takes."""
    total = torch.zeros(classes + 1, DIMENSIONS)
    for pool in pools:
        for part in np.array_split(np.arange(len(pool.x)), max(len(pool.x) // 512, 1)):
            vectors = network.eval()(torch.tensor(pool.x[part].astype(np.float32)))
            total.index_add_(0, torch.tensor(pool.labels[part]), vectors)
    network.train()
    return functional.normalize(total[:classes], dim=1)


def pace(step: int, steps: int) -> float:
    """Part of the full rate: up within a hundred steps, held, down as one minus a square root."""
    cooled = (step - (1 - COOLING) * steps) / (COOLING * steps)
    return min(1.0, step / 100) * (1 - float(np.sqrt(max(cooled, 0.0)))) + 1e-2


def keep(path: Path, learners: dict[str, Any], step: int, rng: np.random.Generator) -> None:
    """Writes where training stands; a half-written file is not taken for a whole one."""
    standing = {name: learner.state_dict() for name, learner in learners.items()}
    part = path.with_suffix(".part")
    torch.save({**standing, "step": step, "lots": torch.get_rng_state(), "rng": rng.bit_generator.state}, part)
    os.replace(part, path)


def resumed(path: Path, learners: dict[str, Any], rng: np.random.Generator) -> int:
    """Puts everything to where training stood; the step it had reached."""
    standing = torch.load(path, weights_only=True)
    for name, learner in learners.items():
        learner.load_state_dict(standing[name])
    torch.set_rng_state(standing["lots"])
    rng.bit_generator.state = standing["rng"]
    return int(standing["step"])


def export(network: Embedding, path: Path) -> None:
    """Writes ONNX with a free batch size; the file is checked where it is loaded."""
    example = torch.zeros(2, FRAMES, COLUMNS)
    torch.onnx.export(
        network, (example,), str(path), input_names=["features"], output_names=["vector"],
        dynamic_axes={"features": {0: "n"}, "vector": {0: "n"}}, opset_version=17, dynamo=False,
        do_constant_folding=False,  # weights keep their names: `Embedding.read` finds them again
    )  # fmt: skip
    print(f"{path}: {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
