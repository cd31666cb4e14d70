"""Lattice-free maximum mutual information over whole utterances, without alignments.

Numerator: the transcript's units from left to right, silence allowed at every syllable border. Denominator: a bigram
over units. Both sums by exact forward-backward, scaled each frame, in double precision; the gradient is denominator
minus numerator occupancy. Every unit u has two outputs: 2u scores its first frame, 2u+1 its further frames; unit 0 is
silence. After Povey et al., "Purely sequence-trained neural networks for ASR based on lattice-free MMI", 2016.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor

Syllables = list[list[int]]
TINY = 1e-290
IMPOSSIBLE = 1.7
"""A frame: whole transcripts in a bigram cost less; measured, real clips lie between 0.1 and 1.0."""


def unit_bigram(transcripts: list[Syllables], units: int, pause: float = 0.12, edge: float = 0.8) -> Bigram:
    """Counted from transcripts. `pause`: silence between syllables; `edge`: silence at the ends (our judgement)."""
    pairs, start, end = np.zeros((units, units)), np.zeros(units), np.zeros(units)
    for syllables in filter(None, transcripts):
        first, last = syllables[0][0], syllables[-1][-1]
        start[0] += edge
        start[first] += 1 - edge
        pairs[0, first] += edge
        end[0] += edge
        end[last] += 1 - edge
        pairs[last, 0] += edge
        for here, following in zip(syllables, [*syllables[1:], None], strict=True):
            for a, b in pairwise(here):
                pairs[a, b] += 1
            if following:
                pairs[here[-1], following[0]] += 1 - pause
                pairs[here[-1], 0] += pause
                pairs[0, following[0]] += pause
    seen = (pairs.sum(0) > 0) | (start > 0)
    pairs += 0.02 * seen[None, :]
    pairs[0, 0] = 0
    total = pairs.sum(1) + end + 1e-9
    tensors = (
        torch.from_numpy(np.ascontiguousarray(x)).double()
        for x in (start / start.sum(), pairs / total[:, None], end / total)
    )
    return Bigram(*tensors)


@dataclass(frozen=True)
class Bigram:
    start: Tensor  # (units,)
    step: Tensor  # (units, units)
    end: Tensor  # (units,)


def states_of(syllables: Syllables) -> tuple[list[int], list[int]]:
    """Transcript -> unit of each state, and 1 where the (silent) state before may be jumped over."""
    units, skip = [0], [0]
    for number, syllable in enumerate(syllables):
        if number:
            units.append(0)
            skip.append(0)
        for place, unit in enumerate(syllable):
            units.append(unit)
            skip.append(int(place == 0 and number > 0))
    return [*units, 0], [*skip, 0]


def denominator(first: Tensor, further: Tensor, lengths: Tensor, bigram: Bigram) -> tuple[Tensor, Tensor, Tensor]:
    """Scores (batch, frames, units), exponentiated -> log sum (batch,), occupancies like the scores."""
    batch, frames, units = first.shape
    alphas = torch.zeros(frames, batch, units, dtype=torch.float64)
    scale = torch.ones(frames, batch, dtype=torch.float64)
    alpha = bigram.start[None] * first[:, 0]
    for t in range(frames):
        if t:
            alpha = (alpha @ bigram.step) * first[:, t] + alpha * further[:, t]
        z = alpha.sum(1).clamp_min(TINY)
        alpha = alpha / z[:, None]
        alphas[t], scale[t] = alpha, z
    last = lengths - 1
    final = (alphas[last, torch.arange(batch)] * bigram.end[None]).sum(1).clamp_min(TINY)
    live = (torch.arange(frames)[:, None] < lengths[None]).double()
    total = (scale.log() * live).sum(0) + final.log()
    occ_first, occ_further = torch.zeros_like(first), torch.zeros_like(first)
    beta = torch.zeros(batch, units, dtype=torch.float64)
    for t in range(frames - 1, -1, -1):
        beta = torch.where((last == t)[:, None], bigram.end[None] / final[:, None], beta)
        inside = (last >= t)[:, None]
        scaled = beta / scale[t][:, None]
        if t:
            enter = (alphas[t - 1] @ bigram.step) * first[:, t] * scaled
            stay = alphas[t - 1] * further[:, t] * scaled
            occ_first[:, t] = torch.where(inside, enter, 0.0)
            occ_further[:, t] = torch.where(inside, stay, 0.0)
            beta = (scaled * first[:, t]) @ bigram.step.T + scaled * further[:, t]
        else:
            occ_first[:, 0] = torch.where(inside, bigram.start[None] * first[:, 0] * scaled, 0.0)
    return total, occ_first, occ_further


def numerator(
    first: Tensor, further: Tensor, lengths: Tensor, skip: Tensor, states: Tensor
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Scores (batch, frames, states of `states_of`) -> log sum, occupancies, and which utterances fit at all."""
    batch, frames, width = first.shape
    rows = torch.arange(batch)

    def from_left(x: Tensor, k: int) -> Tensor:
        return torch.nn.functional.pad(x, (k, 0))[:, :width]

    def from_right(x: Tensor, k: int) -> Tensor:
        return torch.nn.functional.pad(x, (0, k))[:, k:]

    alphas = torch.zeros(frames, batch, width, dtype=torch.float64)
    scale = torch.ones(frames, batch, dtype=torch.float64)
    start = torch.zeros(batch, width, dtype=torch.float64)
    start[:, :2] = 1.0
    alpha = start * first[:, 0]
    for t in range(frames):
        if t:
            alpha = alpha * further[:, t] + (from_left(alpha, 1) + skip * from_left(alpha, 2)) * first[:, t]
        z = alpha.sum(1).clamp_min(TINY)
        alpha = alpha / z[:, None]
        alphas[t], scale[t] = alpha, z
    end = torch.zeros(batch, width, dtype=torch.float64)
    end[rows, states - 1] = 1.0
    end[rows, states - 2] = 1.0
    last = lengths - 1
    final = (alphas[last, rows] * end).sum(1)
    fits = final > 1e-200
    final = final.clamp_min(1e-200)
    live = (torch.arange(frames)[:, None] < lengths[None]).double()
    total = (scale.log() * live).sum(0) + final.log()
    occ_first, occ_further = torch.zeros_like(first), torch.zeros_like(first)
    beta = torch.zeros(batch, width, dtype=torch.float64)
    for t in range(frames - 1, -1, -1):
        beta = torch.where((last == t)[:, None], end / final[:, None], beta)
        inside = (last >= t)[:, None]
        scaled = beta / scale[t][:, None]
        if t:
            before = alphas[t - 1]
            enter = (from_left(before, 1) + skip * from_left(before, 2)) * first[:, t] * scaled
            occ_first[:, t] = torch.where(inside, enter, 0.0)
            occ_further[:, t] = torch.where(inside, before * further[:, t] * scaled, 0.0)
            entered = scaled * first[:, t]
            beta = scaled * further[:, t] + from_right(entered, 1) + from_right(entered * skip, 2)
        else:
            occ_first[:, 0] = torch.where(inside, start * first[:, 0] * scaled, 0.0)
    return total, occ_first, occ_further, fits


@dataclass
class Occupancy:
    """What the objective found on the way: the cross-entropy head learns from `numerator`."""

    numerator: Tensor
    frames: float


class Mmi(torch.autograd.Function):
    """-> objective a frame (lower is better, at best 0). Unfit utterances weigh nothing."""

    @staticmethod
    def forward(ctx, y, lengths, transcripts, bigram, found):  # type: ignore[no-untyped-def]
        batch, frames, outputs = y.shape
        # scores 30 below the best count as 30 below: unlimited, digital silence drove whole sums to zero
        e = (y - y.max(2, keepdim=True)[0]).clamp_min(-30).double().exp()
        graphs = [states_of(t) for t in transcripts]
        width = max(len(units) for units, _ in graphs)
        states = torch.tensor([len(units) for units, _ in graphs])
        unit = torch.zeros(batch, width, dtype=torch.long)
        skip = torch.zeros(batch, width, dtype=torch.float64)
        for row, (units, skips) in enumerate(graphs):
            unit[row, : len(units)] = torch.tensor(units)
            skip[row, : len(skips)] = torch.tensor(skips, dtype=torch.float64)
        inside = (torch.arange(width)[None] < states[:, None])[:, None]
        index = unit[:, None, :].expand(batch, frames, width)
        first, further = e[:, :, 0::2].contiguous(), e[:, :, 1::2].contiguous()
        num_total, num_first, num_further, fits = numerator(
            first.gather(2, index) * inside, further.gather(2, index) * inside, lengths, skip, states
        )
        num = torch.zeros(batch, frames, outputs, dtype=torch.float64)
        num[:, :, 0::2].scatter_add_(2, index, num_first)
        num[:, :, 1::2].scatter_add_(2, index, num_further)
        den_total, den_first, den_further = denominator(first, further, lengths, bigram)
        den = torch.stack([den_first, den_further], 3).flatten(2)
        fits = fits & torch.isfinite(num_total) & torch.isfinite(den_total) & torch.isfinite(num.sum((1, 2)))
        fits = fits & (den_total > num_total - IMPOSSIBLE * lengths)  # otherwise a sum has underflowed
        keep = fits[:, None, None]  # where, not times: 0 * nan is nan
        ctx.save_for_backward(torch.where(keep, den - num, 0.0).float())
        ctx.frames = max(float((lengths.double() * fits).sum()), 1.0)
        found.append(Occupancy(torch.where(keep, num, 0.0).float(), ctx.frames))
        return ((torch.where(fits, den_total, 0.0) - torch.where(fits, num_total, 0.0)).sum() / ctx.frames).float()

    @staticmethod
    def backward(ctx, weight):  # type: ignore[no-untyped-def]
        (gradient,) = ctx.saved_tensors
        return weight * gradient / ctx.frames, None, None, None, None
