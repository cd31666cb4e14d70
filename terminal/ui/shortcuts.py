"""Names of keys with their modifiers, as views write them: F9, Ctrl+B, Alt+1, Ctrl++."""

from __future__ import annotations

import pygame

_FUNCTION = {getattr(pygame, f"K_F{number}"): f"F{number}" for number in range(1, 12)}
"""F12 is the visitor's help key and never a shortcut."""
_SIGNS = {
    pygame.K_PLUS: "+",
    pygame.K_EQUALS: "+",
    pygame.K_KP_PLUS: "+",
    pygame.K_MINUS: "-",
    pygame.K_KP_MINUS: "-",
}
"""The key of + needs no Shift with Ctrl, as in browsers."""


def key_name(key: int, mod: int) -> str:
    """The name of a key press; empty for one that can be no shortcut, such as a letter alone."""
    if key in _FUNCTION:
        return _FUNCTION[key]
    before = "Ctrl+" if mod & pygame.KMOD_CTRL else "Alt+" if mod & pygame.KMOD_ALT else ""
    name = _SIGNS.get(key) or _plain(key)
    return before + name if before and name else ""


def _plain(key: int) -> str:
    """A letter or digit, also of the number pad."""
    if pygame.K_KP_1 <= key <= pygame.K_KP_9:
        return str(key - pygame.K_KP_1 + 1)
    return chr(key).upper() if key < 128 and chr(key).isalnum() else ""
