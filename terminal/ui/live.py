"""Sources of the pictures that move: the visitor's mirror, the signer, the people in a call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
"""(height, width, 3) RGB, 0..255."""


@dataclass(frozen=True, slots=True, eq=False)
class MirrorFrame:
    """One camera picture in camera view (the mirror flips it) and the hands seen in it.

    ``hands``: arrays of (21, 2) float, x and y as fractions of the picture, camera view, NaN where not seen.
    """

    rgb: Picture
    hands: tuple[npt.NDArray[np.float32], ...] = ()


@dataclass(frozen=True, slots=True)
class Signed:
    """The sentence being signed, as `text.letters` leaves it, and which of its letters the sign of now says."""

    letters: str
    mark: tuple[int, int]


def _nothing() -> None:
    return None


def nobody(at: float) -> None:
    """A source without anybody."""


def _unchecked(at: float) -> bool:
    return False


@dataclass(frozen=True, slots=True, eq=False)
class LiveSources:
    """Where moving pictures come from. Each is called at most once a repaint and returns in about a millisecond.

    ``signer(at)`` gives the pose to draw at a time (`content.signer.Pose`) or None; ``clip(at)`` is a recorded signer's
    picture, shown in the figure's place where there is one, ``checked`` whether a deaf signer has checked that clip;
    ``word`` is the word of the caption that is being signed; ``pictures`` are further pictures by name; ``levels`` are
    loudness values 0..1.
    """

    mirror: Callable[[], MirrorFrame | None] = _nothing
    signer: Callable[[float], Any] = nobody
    clip: Callable[[float], Picture | None] = nobody
    checked: Callable[[float], bool] = _unchecked
    word: Callable[[float], Signed | None] = nobody
    pictures: Mapping[str, Callable[[], Picture | None]] = field(default_factory=dict)
    levels: Mapping[str, Callable[[], float]] = field(default_factory=dict)
