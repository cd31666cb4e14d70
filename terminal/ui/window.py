"""One window of the terminal: shows a tree, turns touches, keys and switches into the intents of its nodes.

Set SDL_FRAMEBUFFER_ACCELERATION=0 before pygame is first imported where there is no GPU (measured: repainting costs
0.8 ms instead of 27.5 ms); importing this module does so unless the variable is set.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace

os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import numpy as np
import pygame

from terminal.ui import scene, text
from terminal.ui.access import Reader
from terminal.ui.canvas import Canvas
from terminal.ui.desktop import fitting, pixels_of
from terminal.ui.keyboard import KeyIn
from terminal.ui.layout import lay_out
from terminal.ui.live import LiveSources, Picture, Signed
from terminal.ui.look import Look
from terminal.ui.paint import EDGE
from terminal.ui.placed import FocusRing, Item, Placed, Rect, Target
from terminal.ui.scan import Scanner
from terminal.ui.shortcuts import key_name
from terminal.ui.targets import Finger, order, same
from terminal.ui.typing import Typist
from terminal.visit.events import Event

_NEXT = frozenset({pygame.K_TAB, pygame.K_DOWN, pygame.K_RIGHT})
_PREVIOUS = frozenset({pygame.K_UP, pygame.K_LEFT})
_PRESS = frozenset({pygame.K_RETURN, pygame.K_KP_ENTER})
_HELP = pygame.K_F12


PICTURE_SHARE = 0.4
"""Of the window's width and height: what the clerk's small view of it needs."""


class Screen:
    """A window and what is on it. ``size`` is the panel in pixels; the layout space is fitted to it.

    ``scan_s`` is the time a target stays marked for visitors who use one switch, 0 for no scanning. ``moving`` lets
    screens slide and fade in (our design); where the look has reduced motion they only fade. ``reach`` is the share of
    the panel that a seated person reaches. A panel smaller than ``size`` gets a smaller window, everything scaled.
    """

    def __init__(
        self,
        title: str,
        size: tuple[int, int] = (1080, 1920),
        *,
        space: tuple[float, float] | None = None,
        display: int = 0,
        fullscreen: bool = False,
        scan_s: float = 0.0,
        moving: bool = False,
        reach: float = 1.0,
    ) -> None:
        self.reach = reach
        self.moving = moving
        self.display = display
        self.other_keys: tuple[tuple[str, Event], ...] = ()
        """Keys of the clerk's screen, while this window stands alone."""
        pygame.display.init()
        place = (pygame.WINDOWPOS_CENTERED | display,) * 2
        room = size if fullscreen else fitting(size, display)
        self.window = pygame.Window(title, room, place, fullscreen_desktop=fullscreen, resizable=not fullscreen)
        self._space = space or ((1080.0, 1920.0) if size[0] < size[1] else (1920.0, 1080.0))
        self.local: dict[str, str] = {}
        self.placed = Placed()
        self.focus: int | None = None
        self._laid = self._space
        self._canvas = Canvas(1.0)
        self._fullscreen = fullscreen
        self._reader = _reader()
        self._typist = Typist(self.local)
        self._finger = Finger()
        self._scanner = Scanner(scan_s)
        self._tree: scene.Screenful | None = None
        self._look: Look | None = None
        self._ring = False
        # Alt with a digit also arrives as text on X11; what was a shortcut is not typed.
        self._mute = False

    # --- showing ---

    @property
    def space(self) -> tuple[float, float]:
        """Layout units of this panel: one side is the base's, the other reaches to the panel's edge."""
        width, height = self.window.size
        scale = min(width / self._space[0], height / self._space[1])
        return width / scale, height / scale

    @property
    def scale(self) -> float:
        """Pixels per layout unit of what is shown: a look of more units than the panel's is drawn smaller."""
        width, height = self.window.size
        return min(width / self._laid[0], height / self._laid[1])

    def show(self, tree: scene.Screenful, look: Look, live: LiveSources, now: float) -> list[Rect]:
        """Lay the tree out and paint what changed; returns the places painted."""
        turned = self._tree is not None and tree.name != self._tree.name
        another = self._tree is None or _base(tree) != _base(self._tree)
        if another:
            self._new_screen()
        if tree is not self._tree or look is not self._look:
            self._tree, self._look = tree, look
            self._laid = (look.width, look.height)
            self._place()
        surface = self.window.get_surface()
        pixels = pixels_of(surface)
        if self._canvas.scale != self.scale:
            self._canvas.scale = self.scale
            self._canvas.forget()
        self._scan(now)
        if turned and (self.moving or look.reduced_motion):
            # What comes over a screen fades in; the screen below it stays where it is.
            self._canvas.turn(pixels, now, reduced=look.reduced_motion or not another)
        fading = not turned and not self.placed.fields  # what is typed stands there at once
        places = self._canvas.draw(
            pixels, self._items(live, now), look, live, now=now, ground=tree.ground, fading=fading
        )
        del pixels
        if places:
            self.window.flip()
        return places

    def picture(self) -> Picture:
        """What the window shows, smaller, for the other screen: (H, W, 3) RGB, a copy. A whole one would cost 20 ms."""
        smaller = pygame.transform.smoothscale_by(self.window.get_surface(), PICTURE_SHARE)
        return np.ascontiguousarray(pixels_of(smaller)[..., 2::-1])

    def forget(self) -> None:
        """Nobody in front: local choices, letters being composed and every text that was set are gone."""
        text.forget()
        self.local.clear()
        self._typist.forget()
        self._finger.cancel()
        self.focus = None
        self._ring = False
        self._tree = None

    def move(self, display: int) -> None:
        """Put the window on this display, filling it where it did before."""
        place = pygame.WINDOWPOS_CENTERED | display
        self.window.position = (place, place)
        if self._fullscreen:
            self.window.set_fullscreen(desktop=True)
        self._canvas.forget()

    def close(self) -> None:
        """Destroy the window."""
        self.window.destroy()

    def _new_screen(self) -> None:
        self.local.clear()
        self._finger.cancel()
        self.focus = None

    def _place(self) -> None:
        assert self._tree is not None
        assert self._look is not None
        before = (
            self.placed.targets[self.focus]
            if self.focus is not None and self.focus < len(self.placed.targets)
            else None
        )
        self.placed = lay_out(self._tree, self._look, self.local)
        self.focus = next(
            (i for i, t in enumerate(self.placed.targets) if before is not None and same(t, before)), None
        )
        for field in self.placed.fields:
            self._typist.shown(field.entry)
        if self._reader is not None:
            self._reader.show(self._tree.title, self.placed, self.focus, self.scale)

    def _items(self, live: LiveSources, now: float) -> list[Item]:
        items = _marked(self.placed.items, live.word(now))
        pressed = self._finger.target
        if pressed is not None:
            for target in self.placed.targets:
                if same(target, pressed) and target.enabled:
                    _press(items, target)
        if self._ring and self.focus is not None and self.focus < len(self.placed.targets):
            target = self.placed.targets[self.focus]
            items.append(Item(FocusRing(target.radius), target.rect))
        return items

    # --- input ---

    def poll(self, events: Iterable[pygame.event.Event], now: float) -> list[Event]:
        """The intents that these pygame events mean; events of other windows are left alone."""
        meant: list[Event] = []
        for event in events:
            window = getattr(event, "window", None)
            if window is None or window is self.window:
                meant += self._meaning(event, now)
        if self._reader is not None:
            for index in self._reader.pressed():
                meant += self.press(self.placed.targets[index]) if index < len(self.placed.targets) else []
        return meant

    def _meaning(self, event: pygame.event.Event, now: float) -> list[Event]:
        match event.type:
            case pygame.MOUSEBUTTONDOWN if event.button == 1 and not event.touch:
                return self._down(*self._units(*event.pos))
            case pygame.MOUSEBUTTONUP if event.button == 1 and not event.touch:
                return self._up(*self._units(*event.pos), now)
            case pygame.FINGERDOWN:
                return self._down(*self._fraction(event.x, event.y))
            case pygame.FINGERUP:
                return self._up(*self._fraction(event.x, event.y), now)
            case pygame.KEYDOWN:
                return self._key(event.key, event.mod, now)
            case pygame.KEYUP:
                self._mute = False  # the shortcut's own letter is past: an input method sends text without any key
            case pygame.TEXTINPUT:
                return self._text(event.text)
            case pygame.WINDOWFOCUSGAINED | pygame.WINDOWFOCUSLOST if self._reader is not None:
                self._reader.focused(event.type == pygame.WINDOWFOCUSGAINED)
            case pygame.WINDOWEXPOSED | pygame.WINDOWSIZECHANGED | pygame.WINDOWSHOWN:
                self._canvas.forget()
        return []

    def _units(self, x: float, y: float) -> tuple[float, float]:
        return x / self.scale, y / self.scale

    def _fraction(self, x: float, y: float) -> tuple[float, float]:
        width, height = self.window.size
        return self._units(x * width, y * height)

    def _down(self, x: float, y: float) -> list[Event]:
        self._ring = False
        self._finger.down(self.placed, x, y)
        return []

    def _up(self, x: float, y: float, now: float) -> list[Event]:
        target = self._finger.up(self.placed, x, y, now)
        return self.press(target) if target is not None else []

    def press(self, target: Target) -> list[Event]:
        """What a press of the target means, by whatever way it was pressed."""
        intent = target.intent
        if intent is None or not target.enabled:
            return []
        if isinstance(intent, scene.Local):
            self.local[intent.key] = intent.value
            self._place()
            return []
        if isinstance(intent, KeyIn):
            entry = self._entry(intent.entry)
            meant = self._typist.key(entry, intent) if entry else []
            self._place()
            return meant
        if target.then is not None:
            self.local[target.then.key] = target.then.value
            self._place()
        return [*self._settled(), intent]

    def _settled(self) -> list[Event]:
        """Letters still being composed count as typed before anything else is pressed."""
        return [event for field in self.placed.fields for event in self._typist.settle(field.entry)]

    def _entry(self, key: str = "") -> scene.Entry | None:
        return next((field.entry for field in self.placed.fields if not key or field.entry.key == key), None)

    def _key(self, key: int, mod: int, now: float) -> list[Event]:
        if key == _HELP:
            return [self._tree.help] if self._tree and self._tree.help else []
        known = {**dict(self.other_keys), **dict(self._tree.keys if self._tree else ())}
        shortcut = known.get(key_name(key, mod))
        self._mute = shortcut is not None
        if shortcut is not None:
            return [*self._settled(), shortcut]
        if self._scanner.on and (key in _PRESS or key == pygame.K_SPACE):
            chosen = self._scanner.press(self.placed, now)
            return self.press(self.placed.targets[chosen]) if chosen is not None else []
        if key in _NEXT or key in _PREVIOUS:
            back = key in _PREVIOUS or (key == pygame.K_TAB and mod & pygame.KMOD_SHIFT)
            self._move(-1 if back else 1)
            return []
        if key in _PRESS or (key == pygame.K_SPACE and self._entry() is None):
            return self._enter()
        if key == pygame.K_ESCAPE:
            return [self._tree.back] if self._tree and self._tree.back else []
        if key == pygame.K_BACKSPACE:
            return self._backspace()
        return []

    def _enter(self) -> list[Event]:
        if self._ring and self.focus is not None:
            return self.press(self.placed.targets[self.focus])
        entry = self._entry()
        if entry is None:
            return []
        if self._typist.composing(entry):
            meant = self._typist.settle(entry)
            self._place()
            return meant
        return [entry.submit] if entry.submit is not None else []

    def _backspace(self) -> list[Event]:
        entry = self._entry()
        if entry is None:
            return [self._tree.back] if self._tree and self._tree.back else []
        meant = self._typist.backspace(entry)
        self._place()
        return meant

    def _text(self, text: str) -> list[Event]:
        """Committed text: letters feed the pinyin keys where those are shown, everything else goes in as it is."""
        entry = self._entry()
        if entry is None or self._mute:
            return []
        composes = any(isinstance(t.intent, KeyIn) and t.intent.act == "compose" for t in self.placed.targets)
        if composes and text.isascii() and text.isalpha():
            press = KeyIn(entry=entry.key, text=text.lower(), act="compose")
        else:
            press = KeyIn(entry=entry.key, text=text)
        meant = self._typist.key(entry, press)
        self._place()
        return meant

    def _move(self, step: int) -> None:
        """The next or previous target in reading order; the ring shows from the first key on."""
        line = order(self.placed)
        if not line:
            return
        self._ring = True
        if self.focus not in line:
            self.focus = line[0 if step > 0 else -1]
            return
        self.focus = line[(line.index(self.focus) + step) % len(line)]

    def _scan(self, now: float) -> None:
        if self._scanner.on:
            self._ring = True
            self.focus = self._scanner.marked(self.placed, now)


def _marked(items: list[Item], said: Signed | None) -> list[Item]:
    """The word being signed has a line below it, wherever that sentence stands; the words themselves never move."""
    if said is None or any(isinstance(item.node, scene.Cover) for item in items):
        return list(items)
    return [
        replace(item, mark=said.mark)
        if isinstance(item.node, scene.Text) and text.letters(item.node.text) == said.letters
        else item
        for item in items
    ]


def _base(tree: scene.Screenful) -> str:
    """The screen without what lies over it: a strip above it does not undo what was chosen below."""
    return tree.name.partition("+")[0]


def _reader() -> Reader | None:
    """The bridge to a screen reader, where this desktop has a bus for one."""
    if "DBUS_SESSION_BUS_ADDRESS" not in os.environ or pygame.display.get_driver() in {"dummy", "offscreen"}:
        return None
    return Reader()


def _press(items: list[Item], target: Target) -> None:
    """Draw the items of a target as pressed: lower by its edge."""
    for index in range(target.first, target.last):
        item = items[index]
        items[index] = replace(item, pressed=True, rect=item.rect.moved(0, EDGE if target.sink else 0))
