"""A checkpoint -> a model folder that Vosk opens.

    python -m models.training.speech.export CHECKPOINT BASE OUT

Batch norm, feature normalisation and the inverse cosine transform are folded into the weights. Vocabulary, graphs and
configuration are taken from BASE, a model folder with the same units.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from models.archive import STAMP
from models.training.speech.features import BANDS, dct_matrix
from models.training.speech.kaldi import Layer, write_acoustic_model
from recognition.speech.units import phone_outputs

if TYPE_CHECKING:
    from torch import Tensor, nn

    from models.training.speech.network import AcousticNet, Block

Array = NDArray[np.float64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    export(options.checkpoint, options.base, options.out)


def export(checkpoint: Path, base: Path, out: Path) -> None:
    from models.training.speech.network import BYPASS, load
    from models.training.speech.pack import halve

    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(base, out, ignore=shutil.ignore_patterns(STAMP, "checkpoint"))
    write_acoustic_model(out / "am" / "final.mdl", phone_outputs(), layers_of(load(checkpoint)), BANDS, BYPASS)
    halve(checkpoint, out / "checkpoint" / "net.pt")


def layers_of(net: AcousticNet) -> list[Layer]:
    inverse = np.linalg.inv(dct_matrix())  # log-mel = MFCC @ inverse
    scaled = _array(net.c1.weight) * _array(net.istd)[None, :, None]
    shift = -(scaled * _array(net.mean)[None, :, None]).sum((1, 2))
    first, bias = _fold(np.einsum("omk,cm->ock", scaled, inverse), net.n1)
    gain = _gain(net.n1)
    layers = [Layer("in1", (-2, -1, 0, 1, 2), _columns(first), bias + gain * shift, exact=True)]
    second, bias = _fold(_array(net.c2.weight), net.n2)
    layers.append(Layer("in2", (-1, 0, 1), _columns(second), bias))
    for number, block in enumerate(cast("list[Block]", list(net.blocks))):
        d = 3 * block.d
        narrow = _array(block.a.weight)
        layers.append(Layer(f"t{number}.lin", (-d, 0), _columns(narrow), np.zeros(len(narrow)), relu=False))
        wide, bias = _fold(_array(block.b.weight), block.bn)
        layers.append(Layer(f"t{number}", (0, d), _columns(wide), bias, bypass=2))
    before, bias = _fold(_array(net.p.weight), net.np)
    layers.append(Layer("pre", (0,), _columns(before), bias))
    layers.append(Layer("out", (0,), _columns(_array(net.o.weight)), _array(net.o.bias), relu=False))
    return layers


def _gain(norm: nn.BatchNorm1d) -> Array:
    return np.asarray(_array(norm.weight) / np.sqrt(_array(norm.running_var) + norm.eps))


def _fold(weight: Array, norm: nn.BatchNorm1d) -> tuple[Array, Array]:
    """(out, in, k) weights and the batch norm after them -> scaled weights, bias."""
    gain = _gain(norm)
    return weight * gain[:, None, None], _array(norm.bias) - _array(norm.running_mean) * gain


def _columns(weight: Array) -> Array:
    """(out, in, k) -> (out, k * in): one block of columns an offset."""
    return np.asarray(weight.transpose(0, 2, 1).reshape(weight.shape[0], -1))


def _array(value: Tensor | None) -> Array:
    """torch's types let a weight be missing; none of ours is."""
    assert value is not None
    return np.asarray(value.detach().double().numpy())


if __name__ == "__main__":
    main()
