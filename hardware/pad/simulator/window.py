"""The simulated pad's own window: shows its face, and its keys can be clicked or touched."""

from __future__ import annotations

import os
from typing import Any

from hardware.pad.simulator.model import PadModel

SCALE = 0.6
"""768 x 432: small enough to stand beside two other windows."""


class PadWindow:
    """A pygame window in the simulator's process. `draw` and `presses` are called from its one loop."""

    def __init__(self, language: str = "zh") -> None:
        # without a graphics card SDL's accelerated path is thirty times slower
        os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
        os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"  # the first line of our output is read by programs
        import pygame

        from hardware.pad.simulator.picture import SIZE, PadPicture

        self.closed = False
        self._pygame = pygame
        self._picture = PadPicture(language)
        pygame.display.init()
        self._surface = pygame.display.set_mode((round(SIZE[0] * SCALE), round(SIZE[1] * SCALE)))
        pygame.display.set_caption("pad")
        self._shown: Any = None

    def draw(self, model: PadModel, plugged: bool) -> None:
        """Paint if what is to be seen has changed."""
        state = (plugged, model.face, model.chosen, tuple(sorted(model.card.items())))
        if state == self._shown:
            return
        self._shown = state
        pixels = self._picture.render(model, plugged, SCALE)
        self._pygame.surfarray.blit_array(self._surface, pixels.swapaxes(0, 1))
        self._pygame.display.flip()

    def presses(self) -> list[int]:
        """Grades of the keys clicked since the last call."""
        grades = []
        for event in self._pygame.event.get():
            if event.type == self._pygame.QUIT:
                self.closed = True
            elif event.type == self._pygame.MOUSEBUTTONDOWN:
                grade = self._picture.key_at(event.pos[0] / SCALE, event.pos[1] / SCALE)
                grades += [] if grade is None else [grade]
        return grades
