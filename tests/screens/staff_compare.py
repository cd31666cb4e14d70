"""Compares a picture of a screen with its reference, with tolerance; writes the difference to look at."""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

REFERENCES = Path(__file__).parent / "references"
RENEW = "WUAI_RENEW_PICTURES"
"""Set to 1 to write the references anew; look at them before they are committed."""
DIFFERENT = 24
"""A pixel differs where a channel is off by more than this (of 255): more than another rounding of an edge."""
MOST = 0.004
"""Share of pixels that may differ. Measured on the desk: another digit in the header 0.0001, another ticket number
0.0004, a line of the conversation less 0.05; so words are the business of other
tests, things that moved of this."""

Picture = npt.NDArray[np.uint8]


def difference(picture: Picture, reference: Picture) -> tuple[float, Picture]:
    """Share of pixels that differ, and a picture that shows them in red over the paled reference."""
    off = np.abs(picture.astype(np.int16) - reference.astype(np.int16)).max(axis=2) > DIFFERENT
    shown = (reference // 3 + 170).astype(np.uint8)
    shown[off] = (200, 0, 0)
    return float(off.mean()), shown


def same(picture: Picture, name: str, out: Path) -> None:
    """Fail where ``picture`` (H, W, 3) RGB is not the reference ``name``; the difference is written into ``out``."""
    path = REFERENCES / f"{name}.png"
    if os.environ.get(RENEW) == "1":
        _write(path, picture)
    assert path.is_file(), f"no reference {path.name}: run this test once with {RENEW}=1 and look at it"
    reference = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
    assert picture.shape == reference.shape
    share, shown = difference(picture, reference)
    if share > MOST:
        _write(out / f"{name}.now.png", picture)
        _write(out / f"{name}.difference.png", shown)
    assert share <= MOST, f"{share:.2%} of {name} differ: see {out}"


def _write(path: Path, picture: Picture) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_PNG_COMPRESSION, 9])
