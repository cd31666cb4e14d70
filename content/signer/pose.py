"""What the body looks like at one time or many: joints in the world and the face."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from content.signer.camera import Camera
from content.signer.skeleton import Array

# Names of body points; the order is the order in `Poses.body`.
BODY = (
    "head", "neck", "nose", "eye_l", "eye_r", "ear_l", "ear_r", "mouth_l", "mouth_r", "shoulder_l", "shoulder_r",
    "elbow_l", "elbow_r", "wrist_l", "wrist_r", "hip_l", "hip_r",
)  # fmt: skip

FACE = (
    "brow", "furrow", "blink", "smile", "jaw", "pucker", "roll", "yaw", "pitch", "gaze_x", "gaze_y", "breath", "shrug",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Face:
    """Non-manual markers, 0..1 unless said. Blendshapes behind the names are listed in terminal/avatar/README.md.

    roll, yaw, pitch: of the head in degrees (positive: towards the signer's left shoulder, to the signer's left, down);
    gaze_x, gaze_y: -1..1 to the signer's left and up; smile -1..1; breath -1..1; shrug: raised shoulders.
    """

    brow: float = 0.0
    furrow: float = 0.0
    blink: float = 0.0
    smile: float = 0.5
    jaw: float = 0.0
    pucker: float = 0.0
    roll: float = 0.0
    yaw: float = 0.0
    pitch: float = 0.0
    gaze_x: float = 0.0
    gaze_y: float = 0.0
    breath: float = 0.0
    shrug: float = 0.0

    @classmethod
    def from_row(cls, row: Array) -> Face:
        return cls(*(float(v) for v in row))

    def row(self) -> Array:
        return np.array([getattr(self, f.name) for f in fields(self)])


@dataclass(frozen=True, slots=True)
class Poses:
    """T poses: hands (T, 21, 3) in MediaPipe order, rotations (T, 3, 3), body (T, 17, 3) as `BODY`, face (T, 13)."""

    left_hand: Array
    right_hand: Array
    left_rotation: Array
    right_rotation: Array
    body: Array
    face: Array
    palm: float

    def __len__(self) -> int:
        return len(self.body)

    def __getitem__(self, index: int) -> Pose:
        body = {name: self.body[index, i] for i, name in enumerate(BODY)}
        return Pose(self.left_hand[index], self.right_hand[index], self.left_rotation[index],
                    self.right_rotation[index], body, Face.from_row(self.face[index]), self.palm)  # fmt: skip

    def mirrored(self) -> Poses:
        """The same performance by a left-hander: left and right exchanged."""
        flip = np.array((-1.0, 1.0, 1.0))
        turn = flip[:, None] * flip[None, :]
        names = [n[:-2] + ("_l" if n.endswith("_r") else "_r") if n[-2:] in ("_l", "_r") else n for n in BODY]
        order = [BODY.index(n) for n in names]
        face = self.face * np.array([-1.0 if n in ("roll", "yaw", "gaze_x") else 1.0 for n in FACE])
        return replace(
            self,
            left_hand=self.right_hand * flip,
            right_hand=self.left_hand * flip,
            left_rotation=self.right_rotation * turn,
            right_rotation=self.left_rotation * turn,
            body=self.body[:, order] * flip,
            face=face,
        )

    def landmarks(self, camera: Camera) -> NDArray[np.float32]:
        """(T, 75, 3): 0-32 pose, 33-53 left hand, 54-74 right hand; x, y parts of the picture; hips and legs NaN."""
        return camera.landmarks(self.body, self.left_hand, self.right_hand)


@dataclass(frozen=True, slots=True)
class Pose:
    """One pose. Hands (21, 3), rotations (3, 3) with the palm normal in the last column, body points by name."""

    left_hand: Array
    right_hand: Array
    left_rotation: Array
    right_rotation: Array
    body: Mapping[str, Array]
    face: Face
    palm: float

    def landmarks(self, camera: Camera) -> NDArray[np.float32]:
        """(75, 3), see `Poses.landmarks`."""
        body = np.array([self.body[name] for name in BODY])[None]
        result: NDArray[np.float32] = camera.landmarks(body, self.left_hand[None], self.right_hand[None])[0]
        return result

    def with_face(self, face: Face) -> Pose:
        return replace(self, face=face)
