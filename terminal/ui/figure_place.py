"""Where on a stage the signer stands: nothing may cover the space that the hands need (our design).

Units of the drawing: the canvas is 1000 wide, its picture begins at y = 60 (avatar/spec.md). Measured over all signs
and sentences of the lexicon: hands lie between 144 and 856 across, and no lower than 936.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from terminal.ui import scene
from terminal.ui.placed import Rect

#: How much of the drawing stands above the lower edge of what is seen of the stage, in parts of 1060 units.
_FITS: Mapping[str, float] = {"waist": 0.86, "whole": 0.94}
DRAWN = 1340.0
"""Height of the drawing that is painted: the trunk goes on behind a caption."""
_SEEN, _ABOVE, _WIDE = 1060.0, 0.03, 720.0
_TOP = 60.0
_HANDS = (144.0, 0.0, 856.0, 936.0)
"""Left, crown, right, lowest hand: the space of all signs, crown first seen at the top of the picture."""
LEAST = 0.5
"""Nobody signs in a drawing smaller than this: 500 units of the panel (our design)."""
STRIP = 48.0
"""Height of the line on a narrow stage that says that the signs are unchecked."""
NARROW = 640.0


def strip(rect: Rect, node: scene.SignerStage) -> float:
    """What the line about unchecked signs takes below the figure; a wide stage has room for it in a corner."""
    return STRIP if node.mark and rect.w * 2 * min(node.across, 1 - node.across) < NARROW else 0.0


def figure(rect: Rect, node: scene.SignerStage) -> tuple[float, float, float]:
    """Left and top of the drawing, and its scale: as large as height above the caption and width of the stage allow."""
    tall = max(1.0, rect.h - node.below - strip(rect, node))
    share = 2 * min(node.across, 1 - node.across)
    scale = min(tall / (_SEEN * _FITS[node.fit]), rect.w * share / _WIDE)
    top = rect.y + tall - (1 - _ABOVE) * _FITS[node.fit] * _SEEN * scale
    return rect.x + rect.w * node.across - 500 * scale, top, scale


def least(node: scene.SignerStage, larger: float, room: float) -> tuple[float, float]:
    """Width and height of a stage on which the figure is just large enough; ``larger`` as in `Look`.

    ``room`` is the width that there is: on a narrow stage the line about unchecked signs needs height too.
    """
    wide = LEAST * larger * _WIDE / (2 * min(node.across, 1 - node.across))
    tall = LEAST * larger * _SEEN * _FITS[node.fit] + node.below + 1.0
    return wide, tall + strip(Rect(0, 0, max(wide, room), 0), replace(node, mark="*"))


def signing_space(rect: Rect, node: scene.SignerStage) -> Rect:
    """The place on the screen that the hands of any sign may use."""
    left, top, scale = figure(rect, node)
    west, crown, east, low = _HANDS
    return Rect(left + west * scale, top + crown * scale, (east - west) * scale, (low - _TOP - crown) * scale)
