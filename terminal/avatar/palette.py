"""Colours and hair of the drawn people. The signer's colours are the design's; contrasts are given in README.md."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as 0xRRGGBB; `line` outlines skin, `shirt_line` cloth. `line_width`: factor of a hand's outlines."""

    skin: int = 0xF2C6A4
    shade: int = 0xDFA583
    line: int = 0x7A4630
    nail: int = 0xFBE3D6
    lip: int = 0xB4554D
    mouth: int = 0x6E2A2A
    teeth: int = 0xFFFDF9
    blush: int = 0xEDA58A
    hair: int = 0x2B2422
    hair_light: int = 0x4A3E39
    brow: int = 0x33291F
    eye: int = 0xFFFDF8
    iris: int = 0x4A2F1E
    pupil: int = 0x17100B
    shirt: int = 0x174E57
    fold: int = 0x103E45
    shirt_line: int = 0x082429
    collar: int = 0x0C333A
    hair_cut: Literal["bob", "short"] = "bob"
    line_width: float = 1.0


SIGNER = Palette()
VARIANTS = {
    "signer": SIGNER,
    # Filmed by the generated camera: soft, thin outlines, since trackers know people, who have none.
    "visitor": replace(SIGNER, shirt=0x8A6322, fold=0x6B4A16, shirt_line=0x3D2909, collar=0x55390F, hair=0x3A3531,
                       hair_light=0x5C5550, hair_cut="short", line=0xB07A5A, line_width=0.5),
    "elder": replace(SIGNER, shirt=0x5F4D75, fold=0x4A3B5C, shirt_line=0x2A2037, collar=0x392C49, hair=0x9A9A98,
                     hair_light=0xC4C3BF, brow=0x6E6A66, skin=0xEDBE9B, hair_cut="short"),
    "interpreter": replace(SIGNER, shirt=0x27405F, fold=0x1B2A41, shirt_line=0x0C1626, collar=0x132036,
                           hair_cut="short"),
}  # fmt: skip
