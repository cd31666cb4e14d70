"""A hand as the viewer sees it: what is folded, what lies before the palm, which way a nail looks. No drawing here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

CHAINS = {"thumb": (1, 2, 3, 4), "index": (5, 6, 7, 8), "middle": (9, 10, 11, 12), "ring": (13, 14, 15, 16),
          "pinky": (17, 18, 19, 20)}  # fmt: skip
FINGERS = ("index", "middle", "ring", "pinky")


@dataclass(frozen=True)
class SeenHand:
    """Joints projected: `xy` (21, 2) canvas units; `depth` (21,) palm lengths towards the viewer; `scale` (21,) canvas
    units per palm length at each joint; `rotation` (3, 3), y up; `project` maps local points to xy and depth."""

    xy: Array
    depth: Array
    scale: Array
    rotation: Array
    left: bool
    project: Callable[[Array], tuple[Array, Array]]

    @property
    def size(self) -> float:
        """A palm length in canvas units at the wrist."""
        return float(self.scale[0])

    @property
    def hinge(self) -> Array:
        return self.rotation[:, 0]

    @property
    def along(self) -> Array:
        """From wrist to knuckles."""
        return self.rotation[:, 1]

    @property
    def normal(self) -> Array:
        """Out of the palm."""
        return self.rotation[:, 2]

    @cached_property
    def palm_depth(self) -> float:
        return float(self.project(np.array([(0.0, 0.55, 0.0)]))[1][0])

    def point(self, local: tuple[float, float, float]) -> tuple[float, float]:
        """A local point on the canvas."""
        x, y = self.project(np.array([local]))[0][0]
        return float(x), float(y)

    def mean_depth(self, name: str) -> float:
        return float(np.mean(self.depth[list(CHAINS[name])]))

    def bone(self, name: str, bone: int) -> Array:
        """A bone in the view, depth included, in palm lengths, y up."""
        return self._step(CHAINS[name][bone], CHAINS[name][bone + 1])

    def _step(self, a: int, b: int) -> Array:
        x, y = (self.xy[b] - self.xy[a]) / self.size
        return np.array((x, -y, self.depth[b] - self.depth[a]))

    def is_folded(self, name: str) -> bool:
        """The middle bone of a finger no longer points away from the wrist."""
        if name == "thumb":
            return False
        middle = self.bone(name, 1)
        return bool(middle @ self.along < 0.3 * np.linalg.norm(middle))

    def layer(self, name: str) -> int:
        """-1 behind the palm, 0 in its plane, 1 before it."""
        chain = CHAINS[name]
        if name == "thumb":
            ahead = float(np.mean(self.depth[list(chain[1:])])) - self.palm_depth
            return 1 if ahead > -0.02 else -1
        if self.is_folded(name):
            # folded fingers lie on the palm's side, and before it when the knuckles look at the viewer
            return 1 if 0.5 * self.normal[2] + 0.6 * self.along[2] > 0 else -1
        reach = self.depth[chain[3]] - self.depth[chain[0]]
        length = sum(float(np.linalg.norm(self.bone(name, b))) for b in range(3))
        return 1 if reach > 0.62 * length else -1 if reach < -0.75 * length else 0

    def points_at_viewer(self, name: str) -> bool:
        tip = self.bone(name, 2)
        return bool(tip[2] > 0.8 * np.linalg.norm(tip))

    def thumb_over_palm(self) -> bool:
        """The thumb lies across the palm or the folded fingers."""
        local = self.rotation.T @ self._step(0, 4)
        return bool((-local[0] if self.left else local[0]) < 0.22)

    def back_of_tip(self, name: str) -> Array:
        """Unit vector in the view that the nail looks along."""
        bone = self.bone(name, 2)
        bone = bone / (float(np.linalg.norm(bone)) or 1.0)
        if name != "thumb":
            (ax, ay, az), (bx, by, bz) = bone.tolist(), self.hinge.tolist()
            # np.cross takes 20 times as long
            return np.array((ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx))
        # the thumb's back looks away from the palm and the other fingers
        away = -self.hinge * (0.7 if self.left else -0.7) - self.normal * 0.55
        away = away - (away @ bone) * bone
        return np.asarray(away / (float(np.linalg.norm(away)) or 1.0))
