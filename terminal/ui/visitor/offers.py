"""Other ways, offered without being asked after two misses or when a device is lost."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import Button, Column, Node, Row, Text
from terminal.visit.events import CallInterpreter, ChooseWay, Way
from terminal.visit.state import State

_WAYS = ((Way.TYPE, "type", "choose.type"), (Way.TOUCH, "next", "choose.touch"), (Way.SPEAK, "speak", "choose.speak"))


def offers(state: State, look: Look) -> Node:
    """Two other ways and, where the hall has one, the interpreter."""
    ways = [
        Button(look.say(key), ChooseWay(way=way), "quiet", icon, height=112, grow=1)
        for way, icon, key in _WAYS
        if way is not state.visit.way
    ][: 1 if look.elderly else 2]
    if look.interpreter and state.visit.way is Way.SIGN:
        ways.append(Button(look.say("fault.interpreter"), CallInterpreter(), "quiet", "video", height=112, grow=1.6))
    if look.landscape:
        stacked = tuple(replace(way, grow=0.0, height=96 if not look.large else 110) for way in ways)
        return Column(stacked, gap=12)
    return Column((Text(look.say("ask.offer_others"), "h3"), Row(tuple(ways), gap=16)), gap=12)
