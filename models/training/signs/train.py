"""Trains the embedding network and writes it as ONNX.

    python -m models.training.signs.train OUT_FOLDER --recordings FOLDER [--tracked FILE.npz ...]
        [--leave-out STEM ...] [--takes 10] [--steps 6000] [--seed 1] [--begin embedding.onnx]

One thread. Sequences are made once (and kept in OUT_FOLDER), then trained on for so many steps.
`--leave-out` trains a twin without a set of recordings, to measure honestly on that set. `--begin` goes on from a
network that was trained before, at a lower rate, instead of from nothing.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from models.training.signs.dataset import RECORDINGS, Sequences, is_sign, joined, kept, real, synthetic, tracked
from models.training.signs.network import DIMENSIONS, ArcMargin, Embedding
from recognition.signs.embedding import FRAMES
from recognition.signs.features import ARMS, COLUMNS, HAND_COLUMNS, PRESENT

BATCH, RATE, DECAY = 128, 2e-3, 0.05
# Augmented copies of a recorded row and of a drawn take; half of every batch is recorded, half performed.
COPIES, DRAWN_COPIES = 8, 3
# Of the performed half so many are no sign: rests, talking hands, ways into and out of signs.
NO_SIGN_SHARE = 0.12
# A network that goes on learning does so at this part of the rate.
GOING_ON = 0.4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--recordings", type=Path, required=True)
    parser.add_argument("--tracked", type=Path, nargs="*", default=[])
    parser.add_argument("--leave-out", nargs="*", default=[])
    parser.add_argument("--takes", type=int, default=10)
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--begin", type=Path)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    rng = np.random.default_rng(args.seed)
    recorded, performed = prepare(args, rng)
    network = fit(recorded, performed, args.steps, rng, args.begin)
    export(network, args.out / "embedding.onnx")


def prepare(args: argparse.Namespace, rng: np.random.Generator) -> tuple[Sequences, Sequences]:
    paths = [args.recordings / f"{stem}.npz" for stem in RECORDINGS if stem not in args.leave_out]
    recorded = kept(args.out / "recorded.npz", lambda: real(paths, COPIES, rng))
    performed = kept(args.out / "synthetic.npz", lambda: synthetic(args.takes, rng))
    performed = joined([performed, *(tracked(path, DRAWN_COPIES, rng) for path in args.tracked)])
    print(f"{len(recorded.x)} recorded, {len(performed.x)} synthetic sequences", flush=True)
    return recorded, performed


def fit(
    recorded: Sequences, performed: Sequences, steps: int, rng: np.random.Generator, begin: Path | None = None
) -> Embedding:
    names = sorted(name for name in {*recorded.names.tolist(), *performed.names.tolist()} if is_sign(name))
    # What is no sign has the number after the last class.
    index = {name: i for i, name in enumerate(names)}
    pools = [(part.x, np.array([index.get(str(n), len(names)) for n in part.names])) for part in (recorded, performed)]
    weights = [balanced(labels, len(names)) for _, labels in pools]
    some = pools[0][0][:: max(len(pools[0][0]) // 2000, 1)].astype(np.float32)
    other = pools[1][0][:: max(len(pools[1][0]) // 2000, 1)].astype(np.float32)
    sample = np.concatenate([some, other])
    network = Embedding(torch.tensor(sample.mean((0, 1))), torch.tensor(sample.std((0, 1)) + 0.05))
    head = ArcMargin(len(names))
    rate = RATE
    if begin is not None:
        rate *= GOING_ON
        take_over(network, begin)
        head.begin_at(*class_means(network, pools, len(names)))
    optimizer = torch.optim.AdamW([*network.parameters(), *head.parameters()], lr=rate, weight_decay=DECAY)
    start, losses = time.monotonic(), []
    for step in range(1, steps + 1):
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, step / 100) * (0.5 + 0.5 * np.cos(np.pi * step / steps)) + 1e-5
        x, labels = zip(*(draw(*pool, w, rng) for pool, w in zip(pools, weights, strict=True)), strict=True)
        batch = torch.tensor(disturbed(np.concatenate(x).astype(np.float32), rng))
        loss = head(network(batch), torch.tensor(np.concatenate(labels)))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if step % 200 == 0:
            past = time.monotonic() - start
            print(f"{past:5.0f} s  step {step}  loss {np.mean(losses[-200:]):.3f}", flush=True)
    return network.eval()


def take_over(network: Embedding, path: Path) -> None:
    """Gives the network the weights of an exported one."""
    import onnx
    from onnx import numpy_helper

    stored = {each.name: numpy_helper.to_array(each) for each in onnx.load(str(path)).graph.initializer}
    # The exporter turns the first layer's weights round and renames them.
    (renamed,) = (name for name in stored if name.startswith("onnx::MatMul"))
    stored["enter.weight"] = stored.pop(renamed).T
    network.load_state_dict({name: torch.tensor(array) for name, array in stored.items()}, strict=False)


def class_means(
    network: Embedding, pools: list[tuple[NDArray[Any], NDArray[Any]]], classes: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean vector of every class that has takes, and which classes those are."""
    network.eval()
    sums, counts = torch.zeros(classes, DIMENSIONS), torch.zeros(classes)
    with torch.no_grad():
        for x, labels in pools:
            for part in np.array_split(np.flatnonzero(labels < classes), max(len(x) // 512, 1)):
                index = torch.tensor(labels[part])
                sums.index_add_(0, index, network(torch.tensor(x[part].astype(np.float32))))
                counts.index_add_(0, index, torch.ones(len(part)))
    network.train()
    return sums, counts > 0


def balanced(labels: NDArray[Any], no_sign: int) -> NDArray[Any]:
    """Chances of rows, added up: rare signs come nearly as often as common ones, no sign in a fixed share."""
    chance = 1 / np.sqrt(np.bincount(labels)[labels])
    outside = labels == no_sign
    if outside.any():
        chance[outside] *= NO_SIGN_SHARE / (1 - NO_SIGN_SHARE) * chance[~outside].sum() / chance[outside].sum()
    return np.cumsum(chance / chance.sum())


def draw(
    x: NDArray[Any], labels: NDArray[Any], chance: NDArray[Any], rng: np.random.Generator
) -> tuple[NDArray[Any], NDArray[Any]]:
    rows = np.minimum(np.searchsorted(chance, rng.random(BATCH // 2)), len(x) - 1)
    return x[rows], labels[rows]


def disturbed(x: NDArray[Any], rng: np.random.Generator) -> NDArray[Any]:
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
