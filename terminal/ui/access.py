"""What a screen reader gets of a screen: its title, its texts, its targets and fields, in reading order.

AccessKit brings it to the platform (AT-SPI on Linux) and only works while a reader is on. Presses come from its own
thread and wait in a queue until the window polls.
"""

from __future__ import annotations

import logging
from queue import SimpleQueue
from typing import Any

import accesskit

from terminal.ui import scene
from terminal.ui.placed import Field, Item, Placed, Rect, Target
from terminal.ui.said import unhalved
from terminal.ui.targets import order

logger = logging.getLogger(__name__)

ROOT = 0
#: Ids of targets, fields and texts do not meet: a screen has far fewer of each.
TARGETS, FIELDS, TEXTS = 1_000, 2_000, 3_000


class Reader:
    """The bridge of one window. Where the platform has none, it is silent."""

    def __init__(self) -> None:
        self._pressed: SimpleQueue[int] = SimpleQueue()
        self._update: accesskit.TreeUpdate = _empty()
        self._adapter = self._bridge()

    @property
    def bridged(self) -> bool:
        """Whether the platform can have a screen reader at all."""
        return self._adapter is not None

    def show(self, title: str, placed: Placed, focus: int | None, scale: float) -> None:
        """The screen changed."""
        self._update = tree_of(title, placed, focus, scale)
        if self._adapter is not None:
            self._adapter.update_if_active(lambda: self._update)

    def focused(self, focused: bool) -> None:
        """The window got or lost the keyboard."""
        if self._adapter is not None:
            self._adapter.update_window_focus_state(focused)

    def pressed(self) -> list[int]:
        """Indices of targets that the reader pressed since the last call."""
        found = []
        while not self._pressed.empty():
            found.append(self._pressed.get())
        return found

    def _bridge(self) -> Any:
        unix = getattr(accesskit, "unix", None)  # an attribute of the extension, not a module that can be imported
        if unix is None:
            logger.info("no screen reader bridge on this platform")
            return None
        return unix.Adapter(lambda: self._update, self._asked, lambda: None)

    def _asked(self, request: accesskit.ActionRequest) -> None:
        if request.action == accesskit.Action.CLICK and TARGETS <= request.target < FIELDS:
            self._pressed.put(request.target - TARGETS)


def tree_of(title: str, placed: Placed, focus: int | None, scale: float = 1.0) -> accesskit.TreeUpdate:
    """The screen as AccessKit wants it; bounds in pixels of the window."""
    nodes = [(TEXTS + i, _text(item, scale)) for i, item in _loose_texts(placed)]
    nodes += [(FIELDS + i, _field(field, scale)) for i, field in enumerate(placed.fields)]
    nodes += [(TARGETS + i, _target(placed.targets[i], scale)) for i in order(placed)]
    root = accesskit.Node(accesskit.Role.WINDOW)
    root.set_label(unhalved(title))
    root.set_children([identity for identity, _ in nodes])
    update = accesskit.TreeUpdate(TARGETS + focus if focus is not None else ROOT)
    update.tree = accesskit.Tree(ROOT)
    update.nodes.extend([(ROOT, root), *nodes])
    return update


def _empty() -> accesskit.TreeUpdate:
    return tree_of("", Placed(), None)


def _loose_texts(placed: Placed) -> list[tuple[int, Item]]:
    """Texts that are no labels of targets and no contents of fields."""
    inside = {i for target in placed.targets for i in range(target.first, target.last)}
    return [
        (index, item)
        for index, item in enumerate(placed.items)
        if isinstance(item.node, scene.Text)
        and index not in inside
        and not any(item.rect.within(field.rect) for field in placed.fields)
    ]


def _text(item: Item, scale: float) -> accesskit.Node:
    assert isinstance(item.node, scene.Text)
    node = accesskit.Node(accesskit.Role.LABEL)
    node.set_value(unhalved(item.node.text))
    node.set_bounds(_bounds(item.rect, scale))
    if item.style is not None and item.style.bold:
        node.set_live(accesskit.Live.POLITE)
    return node


def _field(field: Field, scale: float) -> accesskit.Node:
    """Masked digits are told as stars, one for each (A-20)."""
    entry = field.entry
    node = accesskit.Node(accesskit.Role.PASSWORD_INPUT if entry.masked else accesskit.Role.TEXT_INPUT)
    node.set_value("*" * len(entry.text) if entry.masked else unhalved(entry.text))
    node.set_placeholder(entry.placeholder)
    node.set_bounds(_bounds(field.rect, scale))
    return node


def _target(target: Target, scale: float) -> accesskit.Node:
    node = accesskit.Node(accesskit.Role.BUTTON)
    node.set_label(unhalved(target.label))
    node.set_bounds(_bounds(target.rect, scale))
    if target.enabled:
        node.add_action(accesskit.Action.CLICK)
        node.add_action(accesskit.Action.FOCUS)
    else:
        node.set_disabled()
    return node


def _bounds(rect: Rect, scale: float) -> accesskit.Rect:
    return accesskit.Rect(rect.x * scale, rect.y * scale, rect.right * scale, rect.bottom * scale)
