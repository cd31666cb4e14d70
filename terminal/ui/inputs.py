"""What is pointed at, pressed and typed on one screen, and which intents that means: by finger, keys, or one switch.

The window around it (`window.py`) knows pixels and events of the system; here everything is in layout units.
"""

from __future__ import annotations

from dataclasses import replace

import pygame

from terminal.ui import scene, text
from terminal.ui.keyboard import KeyIn
from terminal.ui.layout import lay_out
from terminal.ui.live import LiveSources, Signed
from terminal.ui.look import Look
from terminal.ui.paint import EDGE
from terminal.ui.placed import FocusRing, Item, Placed, Target
from terminal.ui.scan import Scanner
from terminal.ui.shortcuts import key_name
from terminal.ui.targets import Finger, order, same
from terminal.ui.typing import Typist
from terminal.visit.events import Event

_NEXT = frozenset({pygame.K_TAB, pygame.K_DOWN, pygame.K_RIGHT})
_PREVIOUS = frozenset({pygame.K_UP, pygame.K_LEFT})
_PRESS = frozenset({pygame.K_RETURN, pygame.K_KP_ENTER})
_HELP = pygame.K_F12


class Inputs:
    """The screen as it is pressed. ``placed`` is what stands where, ``local`` the choices that concern it alone,
    ``focus`` the target that keys or the switch point at; ``scan_s`` as for `window.Screen`."""

    def __init__(self, scan_s: float = 0.0) -> None:
        self.other_keys: tuple[tuple[str, Event], ...] = ()
        """Keys of the clerk's screen, while this window stands alone."""
        self.local: dict[str, str] = {}
        self.placed = Placed()
        self.focus: int | None = None
        self._typist = Typist(self.local)
        self._finger = Finger()
        self._scanner = Scanner(scan_s)
        self._tree: scene.Screenful | None = None
        self._look: Look | None = None
        self._ring = False
        # Alt with a digit also arrives as text on X11; what was a shortcut is not typed.
        self._mute = False

    def forget(self) -> None:
        """Nobody in front: local choices and letters being composed are gone."""
        self.local.clear()
        self._typist.forget()
        self._finger.cancel()
        self.focus = None
        self._ring = False
        self._tree = None

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
        self._placed_anew()

    def _placed_anew(self) -> None:
        """Told whenever targets have moved, appeared or gone."""

    def _items(self, live: LiveSources, now: float) -> list[Item]:
        items = marked(self.placed.items, live.word(now))
        pressed = self._finger.target
        if pressed is not None:
            for target in self.placed.targets:
                if same(target, pressed) and target.enabled:
                    _press(items, target)
        if self._ring and self.focus is not None and self.focus < len(self.placed.targets):
            target = self.placed.targets[self.focus]
            items.append(Item(FocusRing(target.radius), target.rect))
        return items

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


def marked(items: list[Item], said: Signed | None) -> list[Item]:
    """The word being signed has a line below it, wherever that sentence stands; the words themselves never move."""
    if said is None or any(isinstance(item.node, scene.Cover) for item in items):
        return list(items)
    return [
        replace(item, mark=said.mark)
        if isinstance(item.node, scene.Text) and text.letters(item.node.text) == said.letters
        else item
        for item in items
    ]


def _press(items: list[Item], target: Target) -> None:
    """Draw the items of a target as pressed: lower by its edge."""
    for index in range(target.first, target.last):
        item = items[index]
        items[index] = replace(item, pressed=True, rect=item.rect.moved(0, EDGE if target.sink else 0))
