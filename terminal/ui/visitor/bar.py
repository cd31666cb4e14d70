"""The bar at the foot of every visitor screen: the way back, the tools, the way to a person.

Its keys are the same rectangles on every screen of a theme. Where the letters are larger than those it was made for
(text at 200 %), the keys take the sizes that the theme has for that, and on a standing panel the tools a row of their
own above the ways out.
"""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Box, Button, Column, Icon, Intent, Node, Row, Spacer, Touch
from terminal.visit.events import (
    Back,
    CallPerson,
    CancelHelp,
    ChangeVolume,
    Language,
    LowerPage,
    SetLanguage,
    SetTheme,
    Theme,
)
from terminal.visit.state import State

_TOOLS = 3
"""At most so many tools beside the key that lowers the page."""


def bar(state: State, look: Look, *, back: bool) -> Node:
    """Way back at the left, tools, the person at the right: the same rectangle on every screen of a theme."""
    sizes = look.tokens.bar
    gap, side = sizes["gap"], sizes["margin"]
    first = _way_back(look) if back else None
    person = _person(state, look)
    if _two_rows(look):
        tools = Row(_tools(state, look, back=back), gap=gap)
        keys: Node = Column((tools, Row((first, Spacer(grow=1), person), gap=gap)), gap=gap, justify="center")
        return Box(keys, fill="sunken", pad=(0, side, 0, side))
    row = Row((first, *_tools(state, look, back=back), Spacer(grow=1), person), gap=gap, pad=(0, side, 0, side))
    return Box(row, fill="sunken")


def bar_height(look: Look) -> float:
    """The height of the bar."""
    sizes = look.tokens.bar
    if not _two_rows(look):
        return sizes["height"]
    return sizes["height"] + key_size(look, "button") + sizes["gap"]


def key_size(look: Look, part: str) -> float:
    """A width or the height of the bar's keys, as the letters of this look need it."""
    return look.tokens.bar[f"large_{part}" if look.outgrown else part]


def _two_rows(look: Look) -> bool:
    """Whether all keys that a screen may have find no room beside each other."""
    if not look.outgrown or look.elderly:
        return False
    sizes = look.tokens.bar
    wide = sizes["lower"] + key_size(look, "back") + key_size(look, "help_width") + _TOOLS * key_size(look, "tool")
    return wide + (_TOOLS + 2) * sizes["gap"] > look.width - 2 * sizes["margin"]


def _way_back(look: Look) -> Button:
    """The arrow stands over its word where letters are large: beside it there is no room for both."""
    return Button(
        look.say("bar.back"),
        Back(),
        "back",
        "back",
        stacked=look.elderly and look.outgrown,
        width=key_size(look, "back"),
        height=key_size(look, "button"),
    )


def _person(state: State, look: Look) -> Button:
    helping = "bar.help_called" if state.visit.help and state.visit.help.state == "called" else "bar.help_coming"
    label, icon = (helping, "yes") if state.visit.help is not None else ("bar.help", "person")
    wide, tall = key_size(look, "help_width"), key_size(look, "button")
    return Button(look.say(label), CallPerson(), "help", icon, width=wide, height=tall)


def _tools(state: State, look: Look, *, back: bool) -> tuple[Node, ...]:
    """What changes the page; while a person is called, the way to call nobody instead."""
    if state.visit.help is not None and state.visit.help.state == "called":
        return (*_lower_key(state, look), _nobody(look))
    theme = state.visit.comfort.theme
    width, tall = key_size(look, "tool"), key_size(look, "button")

    def tool(key: str, icon: str, intent: Intent, on: bool = False) -> Node:
        return Button(look.say(key), intent, "tool", icon, selected=on, width=width, height=tall)

    lower = _lower_key(state, look)
    if look.elderly:
        louder = tool("bar.louder", "louder", ChangeVolume(step=1))
        return (
            (*lower, louder)
            if back
            else (*lower, tool("bar.normal", "largetext", SetTheme(theme=Theme.NORMAL)), louder)
        )
    contrast = Theme.NORMAL if theme is Theme.HIGH_CONTRAST else Theme.HIGH_CONTRAST
    other = Language.ZH if look.english else Language.EN
    return (
        *lower,
        tool("bar.large", "largetext", SetTheme(theme=Theme.ELDERLY)),
        tool("bar.contrast", "contrast", SetTheme(theme=contrast), on=theme is Theme.HIGH_CONTRAST),
        tool("bar.language", "globe", SetLanguage(language=other)),
    )


def _nobody(look: Look) -> Button:
    icon = "" if look.elderly else "no"
    wide, tall = key_size(look, "cancel"), key_size(look, "button")
    return Button(look.say("help.cancel"), CancelHelp(), "back", icon, width=wide, height=tall)


def _lower_key(state: State, look: Look) -> tuple[Node, ...]:
    """放低: only where the panel reaches higher than a seated person; a picture, for there is no room for words."""
    if not look.lowers:
        return ()
    low = state.visit.comfort.low
    label = look.say("bar.raise" if low else "bar.lower")
    box = Box(
        Row((Icon("lower", 64, "on_primary" if low else "ink"),), justify="center"),
        fill="primary" if low else "surface",
        line="" if low else "border",
        line_width=3,
        radius=look.tokens.radii["button"],
        edge="primary_pressed" if low else "",
    )
    return (Touch(box, LowerPage(), label, width=look.tokens.bar["lower"], height=key_size(look, "button")),)
