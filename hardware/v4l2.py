"""What a V4L2 camera says of itself. Nothing streams for that, so no lamp is lit."""

from __future__ import annotations

import fcntl
import os
import struct

_ENUM_FMT = 0xC0405602
"""VIDIOC_ENUM_FMT of linux/videodev2.h."""
_CAPTURE = 1
_MOST = 64
"""Formats of a camera, should it never say that there is no further one."""
_FMTDESC = struct.Struct("=III32s4sI12x")
"""v4l2_fmtdesc: index, type, flags, description, pixel format, media bus code, reserved."""
_GREY = frozenset(("GREY", "Y10 ", "Y12 ", "Y14 ", "Y16 "))


def pixel_formats(path: str) -> tuple[str, ...]:
    """The four-letter codes of the pictures this node gives; none where it does not say."""
    try:
        node = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return ()
    found: list[str] = []
    try:
        for index in range(_MOST):
            answer = fcntl.ioctl(node, _ENUM_FMT, _FMTDESC.pack(index, _CAPTURE, 0, b"", b"", 0))
            found.append(_FMTDESC.unpack(answer)[4].decode("ascii", "replace"))
    except OSError:  # there is no further one, or it is no camera
        pass
    finally:
        os.close(node)
    return tuple(found)


def is_infrared(formats: tuple[str, ...]) -> bool:
    """Whether these are grey pictures only, as those of the camera that recognises faces in the dark are."""
    return bool(formats) and _GREY.issuperset(formats)
