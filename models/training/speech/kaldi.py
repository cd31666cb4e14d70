"""`am/final.mdl`, byte by byte: Kaldi's binary format, as far as a Vosk model needs it. Little endian.

Facts from kaldi-asr/kaldi (Apache-2.0), written anew. A token is its characters and one blank; numbers carry a byte
with their size before them; a file begins with the bytes 00 42.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Layer:
    """One affine layer: (out, offsets * in) weights, one block of columns an offset; offsets in frames of 10 ms.

    `bypass`: 0, or how many layers back the input lies that is added to the output. The first layer keeps full
    precision, for it holds the inverse cosine transform.
    """

    name: str
    offsets: tuple[int, ...]
    weight: Array
    bias: Array
    relu: bool = True
    bypass: int = 0
    exact: bool = False


class Writer:
    """Kaldi's building blocks."""

    def __init__(self) -> None:
        self._out = BytesIO()
        self._out.write(b"\0B")

    def token(self, *names: str) -> Writer:
        for name in names:
            self._out.write(name.encode() + b" ")
        return self

    def integer(self, *values: int) -> Writer:
        for value in values:
            self._out.write(struct.pack("<bi", 4, value))
        return self

    def single(self, *values: float) -> Writer:
        for value in values:
            self._out.write(struct.pack("<bf", 4, value))
        return self

    def double(self, value: float) -> Writer:
        self._out.write(struct.pack("<bd", 8, value))
        return self

    def flag(self, value: bool) -> Writer:
        self._out.write(b"T" if value else b"F")
        return self

    def raw(self, value: bytes) -> Writer:
        self._out.write(value)
        return self

    def integers(self, values: Iterable[int]) -> Writer:
        array = np.asarray(list(values), dtype="<i4")
        return self.raw(struct.pack("<bi", 4, len(array)) + array.tobytes())

    def vector(self, values: Iterable[float] | Array) -> Writer:
        array = np.asarray(values, dtype="<f4").ravel()
        return self.token("FV").integer(len(array)).raw(array.tobytes())

    def matrix(self, values: Array, *, exact: bool) -> Writer:
        """Single precision, or 16 bits over the matrix's own range (half the size, no measurable loss)."""
        array = np.ascontiguousarray(values, dtype="<f4")
        rows, columns = array.shape
        if exact:
            return self.token("FM").integer(rows, columns).raw(array.tobytes())
        low, span = float(array.min()), max(float(array.max() - array.min()), 1e-9)
        steps = np.rint((array - low) / span * 65535.0).clip(0, 65535).astype("<u2")
        return self.token("CM2").raw(struct.pack("<ffii", low, span, rows, columns) + steps.tobytes())

    def save(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self._out.getvalue())


def write_acoustic_model(
    path: Path, outputs: list[tuple[int, int]], layers: list[Layer], inputs: int, bypass_scale: float
) -> None:
    """`outputs`: for each phone its network outputs for the first and the further frames."""
    writer = Writer()
    _transition_model(writer, outputs)
    nodes, components = _nodes(layers, inputs, bypass_scale)
    writer.token("<Nnet3>").raw(("\n" + "\n".join(nodes) + "\n\n").encode())
    writer.token("<NumComponents>").integer(components)
    for layer in layers:
        _affine(writer, layer)
        if layer.relu:
            _rectifier(writer, layer)
        if layer.bypass:
            writer.token("<ComponentName>", f"{layer.name}.sum", "<NoOpComponent>", "<Dim>").integer(len(layer.bias))
            writer.token("<BackpropScale>").single(1.0).token("</NoOpComponent>")
    writer.token("</Nnet3>", "<LeftContext>").integer(0).token("<RightContext>").integer(0)  # recomputed on reading
    writer.token("<Priors>").vector([])
    writer.save(path)


def _transition_model(writer: Writer, outputs: list[tuple[int, int]]) -> None:
    """Every phone: state 0 with a self-loop and an exit, state 1 final. Transition-ids: loop 2p - 1, exit 2p."""
    phones = len(outputs)
    writer.token("<TransitionModel>", "<Topology>").integers(range(1, phones + 1)).integers([-1] + [0] * phones)
    writer.integer(-1, 1, 2)  # separate self-loop classes follow; one entry; two states
    writer.integer(0, 1, 2).integer(0).single(0.5).integer(1).single(0.5)
    writer.integer(-1, -1, 0).token("</Topology>", "<Tuples>").integer(phones)
    for phone, (first, further) in enumerate(outputs, 1):
        writer.integer(phone, 0, first, further)
    writer.token("</Tuples>", "<LogProbs>").vector([0.0] + [float(np.log(0.5))] * (2 * phones))
    writer.token("</LogProbs>", "</TransitionModel>")


def _nodes(layers: list[Layer], inputs: int, bypass_scale: float) -> tuple[list[str], int]:
    """Configuration lines and the number of components."""
    lines, sources, here = [f"input-node name=input dim={inputs}"], [], "input"

    def add(name: str, source: str) -> str:
        lines.append(f"component-node name={name} component={name} input={source}")
        return name

    for number, layer in enumerate(layers):
        sources.append(here)
        here = add(f"{layer.name}.tdnn", here)
        if layer.relu:
            here = add(f"{layer.name}.relu", here)
        if layer.bypass:  # a component of its own names the sum: descriptors must not nest over layers
            source = sources[number + 1 - layer.bypass]
            here = add(f"{layer.name}.sum", f"Sum({here}, Scale({bypass_scale:g}, {source}))")
    count = len(lines) - 1
    return [*lines, f"output-node name=output input={here} objective=linear"], count


def _affine(writer: Writer, layer: Layer) -> None:
    writer.token("<ComponentName>", f"{layer.name}.tdnn", "<TdnnComponent>", "<LearningRate>").single(0.001)
    writer.token("<TimeOffsets>").integers(layer.offsets)
    writer.token("<LinearParams>").matrix(layer.weight, exact=layer.exact)
    writer.token("<BiasParams>").vector(layer.bias)
    writer.token("<OrthonormalConstraint>").single(0.0).token("<UseNaturalGradient>").flag(False)
    writer.token("<NumSamplesHistory>").single(2000.0).token("<AlphaInOut>").single(4.0, 4.0)
    writer.token("<RankInOut>").integer(20, 80).token("</TdnnComponent>")


def _rectifier(writer: Writer, layer: Layer) -> None:
    writer.token("<ComponentName>", f"{layer.name}.relu", "<RectifiedLinearComponent>", "<Dim>")
    writer.integer(len(layer.bias)).token("<ValueAvg>").vector([]).token("<DerivAvg>").vector([])
    writer.token("<Count>").double(0.0).token("<OderivRms>").vector([]).token("<OderivCount>").double(0.0)
    writer.token("<NumDimsSelfRepaired>").double(0.0).token("<NumDimsProcessed>").double(0.0)
    writer.token("</RectifiedLinearComponent>")
