"""The camera before the signer: world points to picture fractions, in MediaPipe's layout."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from content.signer.skeleton import Array

# MediaPipe pose landmarks from our body points; -1: not known (hips and legs, as in the recordings' format).
_POSE_FROM_BODY = (2, 3, 3, 3, 4, 4, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14)
# Pose landmarks 17-22 are hand joints: little and index knuckle, thumb tip; left, right in turn.
_POSE_FROM_HAND = ((17, 17), (19, 5), (21, 4))


@dataclass(frozen=True, slots=True)
class Camera:
    """A webcam at breast height. aspect = picture width / height; distance in world units from the shoulders.

    height: world units seen in the picture at the shoulders (850: head to hips); centre: what is in the middle;
    yaw, pitch, roll in degrees turn the signer; zoom and shift (parts of the picture) move the view.
    """

    aspect: float = 4 / 3
    distance: float = 2200.0
    height: float = 900.0
    centre: tuple[float, float] = (0.0, 0.0)
    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    zoom: float = 1.0
    shift: tuple[float, float] = (0.0, 0.0)

    def view(self, points: Array) -> Array:
        """Points (..., 3) in camera axes: x right, y up, z towards the camera, still in world units."""
        return np.asarray(points) @ self._rotation().T

    def scale(self, depth: Array) -> Array:
        """Enlargement at a depth towards the camera; 1 at the shoulders."""
        return self.distance / (self.distance - depth)

    def project(self, points: Array) -> Array:
        """World (..., 3) to picture fractions x, y and depth (MediaPipe's sign and scale: negative is nearer)."""
        seen = self.view(points)
        scale = self.scale(seen[..., 2]) * self.zoom / self.height
        x = 0.5 + self.shift[0] + (seen[..., 0] - self.centre[0]) * scale / self.aspect
        y = 0.5 + self.shift[1] - (seen[..., 1] - self.centre[1]) * scale
        return np.stack([x, y, -seen[..., 2] * scale / self.aspect], axis=-1)

    def landmarks(self, body: Array, left: Array, right: Array) -> NDArray[np.float32]:
        """(T, 75, 3) float32: hands' depth counts from the wrist, the body's from the hips, as MediaPipe's does."""
        out = np.full((len(body), 75, 3), np.nan)
        seen = self.project(body)
        seen[..., 2] -= seen[:, 15:17, 2].mean(axis=1, keepdims=True)
        out[:, :17] = seen[:, _POSE_FROM_BODY]
        for first, hand, offset in ((33, left, 0), (54, right, 1)):
            joints = self.project(hand)
            for landmark, joint in _POSE_FROM_HAND:
                out[:, landmark + offset] = joints[:, joint]
            joints[..., 2] -= joints[:, :1, 2]
            out[:, first : first + 21] = joints
        return out.astype(np.float32)

    def _rotation(self) -> Array:
        yaw, pitch, roll = np.radians((self.yaw_deg, self.pitch_deg, self.roll_deg))
        cy, sy, cp, sp, cr, sr = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch), np.cos(roll), np.sin(roll)
        turn = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
        tilt = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
        lean = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
        result: Array = lean @ tilt @ turn
        return result
