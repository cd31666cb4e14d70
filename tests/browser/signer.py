"""Moving pictures for these tests, drawn by the project's own signer: the visitor's, and the browser's fake camera."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from content.signer import load_lexicon, perform
from terminal.avatar.frames import FrameSource

# Small, so that a busy machine keeps up; as large as a camera's only where the pictures are kept to be looked at.
SIZE = (640, 360) if "WUAI_CONSOLE_PICTURES" in os.environ else (432, 240)
RATE_HZ = 8
VISITOR_GROUND, OTHER_GROUND, CAMERA_GROUND = (120, 170, 220), (230, 150, 90), (190, 215, 190)
Colour = tuple[int, int, int]
Picture = np.ndarray


@cache
def pictures(variant: str, ground: Colour) -> list[Picture]:
    """A sentence as uint8 RGB pictures of `SIZE`, `RATE_HZ` a second."""
    red, green, blue = ground
    played = perform(("身份证", "丢"), lexicon=load_lexicon())
    source = FrameSource(played, SIZE, variant, red << 16 | green << 8 | blue)
    return [source(float(t_s)) for t_s in np.arange(0, played.duration_s, 1 / RATE_HZ)]


def before(ground: Colour) -> list[Picture]:
    """The visitor before another ground: the pictures are drawn once, for drawing takes seconds."""
    drawn = pictures("visitor", VISITOR_GROUND)
    return [np.where((one == VISITOR_GROUND).all(2, keepdims=True), np.uint8(ground), one) for one in drawn]


def as_camera(path: Path) -> Path:
    """The interpreter as a file that Chromium plays as its camera (motion JPEG)."""
    coded = [
        cv2.imencode(".jpg", picture[:, :, ::-1])[1].tobytes() for picture in pictures("interpreter", CAMERA_GROUND)
    ]
    path.write_bytes(b"".join(coded))
    return path
