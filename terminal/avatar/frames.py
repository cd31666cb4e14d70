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
    ) -> None:
        self.performance = performance
        self.size = size
        self.variant = variant
        self.background = background
        width = self.HEIGHT * size[0] / size[1]
        self.view = View(500.0 - width / 2, self.TOP, width, self.HEIGHT)
        self._surface = skia.Surface(*size)

    def __call__(self, t_s: float) -> NDArray[np.uint8]:
        return self.draw(self.performance.pose(t_s))

    def draw(self, pose: Pose) -> NDArray[np.uint8]:
        """One pose as a frame."""
        canvas = self._surface.getCanvas()
        canvas.clear(0xFF000000 | self.background)
        draw_signer(canvas, pose, skia.Rect.MakeWH(*self.size), self.variant, self.view)
        return np.ascontiguousarray(self._surface.toarray(colorType=skia.kRGBA_8888_ColorType)[:, :, :3])

    def truth(self, t_s: float) -> NDArray[np.float32]:
        """Drawn joints at a time as landmarks (75, 3), as a perfect tracker would report this frame."""
        pose = self.performance.pose(t_s)
        landmarks = pose.landmarks(DRAWING_CAMERA)
        left, right = (self._fractions(joints) for joints in (pose.left_hand, pose.right_hand))
        landmarks[33:54, :2], landmarks[54:75, :2] = left, right
        body = np.array(list(pose.body.values()))
        moved = landmarks.copy()
        moved[:23, :2] = (landmarks[:23, :2] - 0.5) * self._stretch() + self._middle()
        moved[33:] = landmarks[33:]
        del body
        return moved

    def _fractions(self, joints: NDArray[np.float64]) -> NDArray[np.float64]:
        xy, _ = to_canvas(joints)
        return (xy - np.array((self.view.left, self.view.top))) / np.array((self.view.width, self.view.height))

    def _stretch(self) -> NDArray[np.float64]:
        camera = DRAWING_CAMERA
        return np.array((camera.height * camera.aspect / self.view.width, camera.height / self.view.height))

    def _middle(self) -> NDArray[np.float64]:
        centre, _ = to_canvas(np.array((*DRAWING_CAMERA.centre, 0.0)))
        return (centre - np.array((self.view.left, self.view.top))) / np.array((self.view.width, self.view.height))
