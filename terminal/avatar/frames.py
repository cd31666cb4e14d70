"""The generated camera: a performance as webcam frames, head to hips, that a hand tracker can follow."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import skia
from numpy.typing import NDArray

from content.signer.performance import Performance
from content.signer.pose import Pose
from terminal.avatar.drawing import DRAWING_CAMERA, View, draw_signer, to_canvas
from terminal.avatar.palette import Palette


class FrameSource:
    """Frames of a performance at any time: `source(t_s)` gives uint8 RGB (H, W, 3), unmirrored as a camera sees it."""

    # Canvas units seen from crown to hips; the width follows the picture.
    TOP: ClassVar[float] = 70.0
    HEIGHT: ClassVar[float] = 880.0

    def __init__(
        self,
        performance: Performance,
        size: tuple[int, int] = (640, 480),
        variant: str | Palette = "visitor",
        background: int = 0xD9E2E0,
        sharpness: float = 0.5,
    ) -> None:
        """`sharpness`: lines drawn for a line of the picture; less than 1 is softened as by a cheap lens. Trackers know
        people, who have no outlines: of the hands of twenty hard signs half were found in a sharp drawing, nine of ten
        in a soft one with thin lines (measured with `terminal.avatar.tracking`)."""
        self.performance = performance
        self.size = size
        self.variant = variant
        self.background = background
        width = self.HEIGHT * size[0] / size[1]
        self.view = View(500.0 - width / 2, self.TOP, width, self.HEIGHT)
        self._drawn = skia.Surface(max(1, round(size[0] * sharpness)), max(1, round(size[1] * sharpness)))
        self._surface = self._drawn if sharpness == 1.0 else skia.Surface(*size)

    def __call__(self, t_s: float) -> NDArray[np.uint8]:
        return self.draw(self.performance.pose(t_s))

    def draw(self, pose: Pose) -> NDArray[np.uint8]:
        """One pose as a frame."""
        canvas = self._drawn.getCanvas()
        canvas.clear(0xFF000000 | self.background)
        rect = skia.Rect.MakeWH(self._drawn.width(), self._drawn.height())
        draw_signer(canvas, pose, rect, self.variant, self.view)
        if self._surface is not self._drawn:
            picture, whole = self._drawn.makeImageSnapshot(), skia.Rect.MakeWH(*self.size)
            self._surface.getCanvas().drawImageRect(picture, whole, skia.SamplingOptions(skia.FilterMode.kLinear))
        pixels = self._surface.toarray(colorType=skia.kRGBA_8888_ColorType)
        return np.ascontiguousarray(pixels[:, :, :3])

    def truth(self, t_s: float) -> NDArray[np.float32]:
        """Drawn joints at a time as landmarks (75, 3), as a perfect tracker would report this frame."""
        landmarks = self.performance.pose(t_s).landmarks(DRAWING_CAMERA)
        camera = DRAWING_CAMERA
        middle, _ = to_canvas(np.array((*camera.centre, 0.0)))
        size = np.array((self.view.width, self.view.height))
        seen = np.array((camera.height * camera.aspect, camera.height))
        offset = (middle - np.array((self.view.left, self.view.top))) / size
        landmarks[:, :2] = (landmarks[:, :2] - 0.5) * (seen / size) + offset
        return landmarks
