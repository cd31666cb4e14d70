"""The acoustic network: log-mel (40) each 10 ms -> two scores a unit (first frame, further frames) each 30 ms.

Factored time-delay layers as Kaldi's nnet3 can compute them, 1.7 million parameters, 420 ms of context on each side.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

BYPASS = 0.66
"""Share of a layer's input added to its output, as in Kaldi's recipes."""


class Block(nn.Module):
    """Wide -> narrow over (-d, 0), narrow -> wide over (0, d), batch norm, ReLU, bypass; d in frames of 30 ms."""

    def __init__(self, wide: int, narrow: int, dilation: int) -> None:
        super().__init__()
        self.d = dilation
        self.a = nn.Conv1d(wide, narrow, 2, dilation=dilation, bias=False)
        self.b = nn.Conv1d(narrow, wide, 2, dilation=dilation, bias=False)
        self.bn = nn.BatchNorm1d(wide)

    def forward(self, x: Tensor, drop: float = 0.0) -> Tensor:
        y = F.relu(self.bn(self.b(self.a(x))))
        if drop and self.training:
            y = y * (1 + drop * (2 * torch.rand(y.shape[0], y.shape[1], 1) - 1))
        return y + BYPASS * x[:, :, self.d : -self.d]


class AcousticNet(nn.Module):
    """Attribute names are those of the checkpoints; changing one makes older checkpoints unreadable."""

    mean: Tensor
    istd: Tensor

    def __init__(
        self,
        out: int,
        H: int = 128,  # noqa: N803
        D: int = 384,  # noqa: N803
        K: int = 96,  # noqa: N803
        dil: tuple[int, ...] = (1, 1, 1, 1, 1, 2, 2, 2, 2),
        P: int = 192,  # noqa: N803
    ) -> None:
        super().__init__()
        self.cfg: dict[str, Any] = {"out": out, "H": H, "D": D, "K": K, "dil": list(dil), "P": P}
        self.register_buffer("mean", torch.zeros(40))
        self.register_buffer("istd", torch.ones(40))
        self.c1, self.n1 = nn.Conv1d(40, H, 5, bias=False), nn.BatchNorm1d(H)
        self.c2, self.n2 = nn.Conv1d(H, D, 3, stride=3, bias=False), nn.BatchNorm1d(D)
        self.blocks = nn.ModuleList(Block(D, K, d) for d in dil)
        self.p, self.np = nn.Conv1d(D, P, 1, bias=False), nn.BatchNorm1d(P)
        self.o = nn.Conv1d(P, out, 1)
        self.px, self.npx = nn.Conv1d(D, P, 1, bias=False), nn.BatchNorm1d(P)  # cross-entropy head, training only
        self.ox = nn.Conv1d(P, out, 1)
        self.context = 3 + 3 * sum(dil)
        for flat in self.o.parameters():  # at first every unit is as likely as another
            nn.init.zeros_(flat)

    def forward(self, x: Tensor, drop: float = 0.0) -> tuple[Tensor, Tensor]:
        """(batch, frames + 2 context, 40), edges repeated -> two (batch, ceil(frames / 3), out)."""
        x = ((x - self.mean) * self.istd).transpose(1, 2)
        x = F.relu(self.n1(self.c1(x)))
        x = F.relu(self.n2(self.c2(x)))
        for block in self.blocks:
            x = block(x, drop)
        y = self.o(F.relu(self.np(self.p(x)))).transpose(1, 2)
        z = self.ox(F.relu(self.npx(self.px(x)))).transpose(1, 2)
        return y, z


def load(path: Path) -> AcousticNet:
    """A checkpoint as `train.py` or the model store keeps it (weights may be in half precision)."""
    saved = torch.load(path, map_location="cpu", weights_only=True)
    net = AcousticNet(**saved["cfg"])
    net.load_state_dict(
        {name: value.float() if value.is_floating_point() else value for name, value in saved["model"].items()}
    )
    return net.eval()
