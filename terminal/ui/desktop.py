"""What a window needs to know of the desktop that it lies on: how large it may be, where its memory is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pygame

from terminal.ui.canvas import Pixels

#: Title bar and panels of a desktop need the rest (our judgement).
_DESKTOP_SHARE = 0.92


def fitting(size: tuple[int, int], display: int) -> tuple[int, int]:
    """The window's size on this display: as wanted, or as large as the desktop allows in the same shape."""
    desktops = pygame.display.get_desktop_sizes()
    if pygame.display.get_driver() in {"dummy", "offscreen"} or not desktops:
        return size
    width, height = desktops[min(display, len(desktops) - 1)]
    share = min(1.0, width / size[0], height * _DESKTOP_SHARE / size[1])
    return round(size[0] * share), round(size[1] * share)


def pixels_of(surface: pygame.Surface) -> Pixels:
    """The window's own memory, (H, W, 4) BGRX; it stays locked as long as the array lives."""
    width, height = surface.get_size()
    memory: Any = surface.get_view("0")
    pixels: Pixels = np.frombuffer(memory, np.uint8).reshape(height, width, 4)
    return pixels
