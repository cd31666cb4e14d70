"""Trains the embedding network and writes it as ONNX.

    python -m models.training.signs.train OUT_FOLDER --recordings FOLDER [--tracked FILE.npz ...]
        [--leave-out STEM ...] [--takes 10] [--minutes 20] [--seed 1]

One thread. Sequences are made once (and kept in OUT_FOLDER), then trained on for the given time.
`--leave-out` trains a twin without a set of recordings, to measure honestly on that set.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch

from models.training.signs.dataset import RECORDINGS, Sequences, is_sign, joined, kept, real, synthetic, tracked
from models.training.signs.network import ArcMargin, Embedding
from recognition.signs.embedding import FRAMES
from recognition.signs.features import ARMS, COLUMNS, HAND_COLUMNS, PRESENT

BATCH, RATE, DECAY = 128, 2e-3, 0.05
# Augmented copies of a recorded row; half of every batch is recorded, half synthetic.
COPIES = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--recordings", type=Path, required=True)
    parser.add_argument("--tracked", type=Path, nargs="*", default=[])
    parser.add_argument("--leave-out", nargs="*", default=[])
    parser.add_argument("--takes", type=int, default=10)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    rng = np.random.default_rng(args.seed)
    recorded, performed = prepare(args, rng)
    network = fit(recorded, performed, args.minutes, rng)
    export(network, args.out / "embedding.onnx")


def prepare(args: argparse.Namespace, rng: np.random.Generator) -> tuple[Sequences, Sequences]:
    paths = [args.recordings / f"{stem}.npz" for stem in RECORDINGS if stem not in args.leave_out]
    recorded = kept(args.out / "recorded.npz", lambda: real(paths, COPIES, rng))
    performed = kept(args.out / "synthetic.npz", lambda: synthetic(args.takes, rng))
    performed = joined([performed, *(tracked(path, COPIES, rng) for path in args.tracked)])
    print(f"{len(recorded.x)} recorded, {len(performed.x)} synthetic sequences", flush=True)
    return recorded, performed


def fit(recorded: Sequences, performed: Sequences, minutes: float, rng: np.random.Generator) -> Embedding:
    signs = np.array([is_sign(str(name)) for name in performed.names])
    performed = Sequences(performed.x[signs], performed.names[signs])
    names = sorted({*recorded.names.tolist(), *performed.names.tolist()})
    index = {name: i for i, name in enumerate(names)}
    pools = [(part.x, np.array([index[str(n)] for n in part.names])) for part in (recorded, performed)]
    weights = [balanced(labels) for _, labels in pools]
    some = pools[0][0][:: max(len(pools[0][0]) // 2000, 1)].astype(np.float32)
    other = pools[1][0][:: max(len(pools[1][0]) // 2000, 1)].astype(np.float32)
    sample = np.concatenate([some, other])
    network = Embedding(torch.tensor(sample.mean((0, 1))), torch.tensor(sample.std((0, 1)) + 0.05))
    head = ArcMargin(len(names))
    optimizer = torch.optim.AdamW([*network.parameters(), *head.parameters()], lr=RATE, weight_decay=DECAY)
    start, step, losses = time.monotonic(), 0, []
    while (share := (time.monotonic() - start) / (60 * minutes)) < 1:
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / 100) * (0.5 + 0.5 * np.cos(np.pi * share)) + 1e-5
        x, labels = zip(*(draw(*pool, w, rng) for pool, w in zip(pools, weights, strict=True)), strict=True)
        batch = torch.tensor(disturbed(np.concatenate(x).astype(np.float32), rng))
        loss = head(network(batch), torch.tensor(np.concatenate(labels)))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        step += 1
        losses.append(loss.item())
        if step % 200 == 0:
            print(f"{60 * minutes * share:5.0f} s  step {step}  loss {np.mean(losses[-200:]):.3f}", flush=True)
    return network.eval()


def balanced(labels: np.ndarray) -> np.ndarray:
    """Chances of rows: rare signs come nearly as often as common ones."""
    chance = 1 / np.sqrt(np.bincount(labels)[labels])
    return np.cumsum(chance / chance.sum())


def draw(
    x: np.ndarray, labels: np.ndarray, chance: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    rows = np.minimum(np.searchsorted(chance, rng.random(BATCH // 2)), len(x) - 1)
    return x[rows], labels[rows]


def disturbed(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Time warp, a lost other hand, no arms, noise in the features."""
    frames = np.linspace(0, 1, FRAMES)
    for row in x:
        if rng.random() < 0.7:
            warp = frames ** np.exp(rng.normal(0, 0.25))
            at = (warp * (FRAMES - 1)).round().astype(int)
            row[:] = row[at]
        if rng.random() < 0.08:
            row[:, HAND_COLUMNS : 2 * HAND_COLUMNS] = 0
        if rng.random() < 0.08:
            row[:, ARMS] = 0
        if rng.random() < 0.1:
            row[:, [PRESENT.start, HAND_COLUMNS + PRESENT.start]] = 1
    return x + rng.normal(0, 0.03, x.shape).astype(np.float32)


def export(network: Embedding, path: Path) -> None:
    """Writes ONNX with a free batch size; the file is checked where it is loaded."""
    example = torch.zeros(2, FRAMES, COLUMNS)
    torch.onnx.export(
        network, (example,), str(path), input_names=["features"], output_names=["vector"],
        dynamic_axes={"features": {0: "n"}, "vector": {0: "n"}}, opset_version=17, dynamo=False,
    )  # fmt: skip
    print(f"{path}: {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
