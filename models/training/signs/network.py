"""The embedding network: a short one-dimensional convolution net over a take. Training only (torch)."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import onnx
import torch
from torch import Tensor, nn
from torch.nn import functional

from recognition.signs.features import COLUMNS

WIDTH, BLOCKS, DIMENSIONS, DROP = 128, 3, 128, 0.2
# Cosine to every class centre that takes of no sign are kept under.
NO_SIGN = 0.45


class Dropout(nn.Module):
    """Drops numbers by random bytes; torch's own draws a number for each, a fifth of the time of a step."""

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        lots = torch.empty(-(-x.numel() // 8), dtype=torch.int64).random_(-(2**63), None).view(torch.uint8)
        kept = lots[: x.numel()].view(x.shape) >= round(256 * DROP)
        return x * kept / (1 - round(256 * DROP) / 256)


class Block(nn.Module):
    """Depthwise convolution over time, then a mixing of channels; residual, dropped as a whole at times (DropPath).

    (N, FRAMES, width), as two dimensions with the channels last: many times faster than torch's 1D convolution.
    """

    def __init__(self, width: int, kernel: int, drop_path: float) -> None:
        super().__init__()
        self.norm = nn.BatchNorm1d(width)
        self.time = nn.Conv2d(width, width, (kernel, 1), padding=(kernel // 2, 0), groups=width)
        self.mix = nn.Sequential(nn.Linear(width, 2 * width), nn.SiLU(), Dropout(), nn.Linear(2 * width, width))
        self.drop_path = drop_path

    def forward(self, x: Tensor) -> Tensor:
        normed = self.norm(x.reshape(-1, x.shape[2])).reshape(x.shape)
        passed = self.time(normed.permute(0, 2, 1)[..., None])[..., 0].permute(0, 2, 1)
        change: Tensor = self.mix(passed)
        if self.training and self.drop_path > 0:
            keep = (torch.rand(len(x), 1, 1) >= self.drop_path).float()
            change = change * keep / (1 - self.drop_path)
        return x + change


class Embedding(nn.Module):
    """(N, FRAMES, COLUMNS) frame features to (N, DIMENSIONS) unit vectors."""

    mean: Tensor
    spread: Tensor

    def __init__(self, mean: Tensor, spread: Tensor) -> None:
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("spread", spread)
        self.enter = nn.Linear(2 * COLUMNS, WIDTH)
        self.blocks = nn.ModuleList([Block(WIDTH, 5, 0.1 * i / BLOCKS) for i in range(BLOCKS)])
        self.weigh = nn.Linear(WIDTH, 1)
        self.leave = nn.Sequential(nn.BatchNorm1d(3 * WIDTH), nn.Dropout(DROP), nn.Linear(3 * WIDTH, DIMENSIONS))

    @classmethod
    def read(cls, path: Path) -> Self:
        """The network of an ONNX file that `export` wrote. Raises KeyError where a weight is not in it."""
        stored = {
            each.name: torch.tensor(onnx.numpy_helper.to_array(each)) for each in onnx.load(path).graph.initializer
        }
        network = cls(stored["mean"], stored["spread"])
        weights = network.state_dict()
        counters = {name for name in weights if name.endswith("num_batches_tracked")}  # no part of what it computes
        network.load_state_dict({name: weights[name] if name in counters else stored[name] for name in weights})
        return network

    @torch.no_grad()
    def draw_to(self, other: Embedding, share: float) -> None:
        """Every weight comes nearer to that of `other`, 0 not at all, 1 wholly."""
        theirs = other.state_dict()
        for name, weight in self.state_dict().items():
            if weight.is_floating_point():
                weight.lerp_(theirs[name], share)

    def forward(self, features: Tensor) -> Tensor:
        return self.placed(self.pooled(features))

    def pooled(self, features: Tensor) -> Tensor:
        """What the take holds, (N, 3 * WIDTH)."""
        x = ((features - self.mean) / self.spread).clamp(-5, 5)
        speed = torch.cat([x[:, 1:] - x[:, :-1], torch.zeros_like(x[:, :1])], dim=1)
        h = self.enter(torch.cat([x, 2 * speed], dim=2)).float()
        for block in self.blocks:
            h = block(h)
        weight = torch.softmax(self.weigh(h), dim=1)
        return torch.cat([(h * weight).sum(1), h.mean(1), h.amax(1)], dim=1)

    def placed(self, pooled: Tensor) -> Tensor:
        return functional.normalize(self.leave(pooled), dim=1)


class ArcMargin(nn.Module):
    """Class centres on the sphere with an angular margin (ArcFace, Deng et al. 2019), and a place for what is no sign.

    Takes of no sign (label = number of classes) have no centre: they must stay below `NO_SIGN` from every one, and
    signs above it from their own (a rejecting class with a fixed score).
    """

    def __init__(self, classes: int, scale: float = 24.0, margin: float = 0.2) -> None:
        super().__init__()
        self.centres = nn.Parameter(functional.normalize(torch.randn(classes, DIMENSIONS), dim=1))
        self.scale, self.margin = scale, margin

    @classmethod
    def imprinted(cls, centres: Tensor) -> Self:
        """Begins with centres (classes, DIMENSIONS) where the takes of the classes lie already (Qi et al. 2018)."""
        margin = cls(len(centres))
        margin.centres.data = centres
        return margin

    def forward(self, vectors: Tensor, labels: Tensor) -> Tensor:
        cosine = vectors @ functional.normalize(self.centres, dim=1).T
        angle = torch.acos(cosine.clamp(-0.999, 0.999))
        own = functional.one_hot(labels, cosine.shape[1] + 1)[:, :-1].bool()
        logits = torch.where(own, torch.cos(angle + self.margin), cosine)
        rejected = torch.full_like(logits[:, :1], NO_SIGN)
        return functional.cross_entropy(self.scale * torch.cat([logits, rejected], 1), labels, label_smoothing=0.05)
