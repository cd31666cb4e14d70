"""Typing in a call, and while waiting for one."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import Button, Column, Entry, Node, PinyinKeyboard, Row
from terminal.ui.scene import Local as Choose
from terminal.ui.visitor import remote_number
from terminal.ui.visitor.asking_type import typed
from terminal.visit.events import HangUp, Submit
from terminal.visit.state import State

ENTRY = "answer"
PAGES = "remote"
"""The key of the pages "talk" and "keys"."""


def keys(state: State, look: Look) -> Node:
    """The own text goes out letter by letter; the keyboard leaves the pictures above it."""
    field = Entry(ENTRY, state.visit.request.typed, typed, submit=Submit(), limit=200, grow=1, height=128)
    role = "small" if look.large else "body"
    close = Button(
        look.say("remote.keys_away"),
        Choose(key=PAGES, value="talk"),
        "second",
        role=role,
        height=128,
        width=look.room(200) if not look.large else look.large_room(280),
    )
    end = Button(look.say("remote.hang_up"), HangUp(), "danger", role=role, height=128, width=look.room(160))
    called = remote_number.end_key(state, look)
    board = sending(ENTRY, look)
    end = replace(called, grow=0.0, icon="", role=role, height=128, width=look.room(220)) if called else end
    if look.outgrown and look.landscape:  # beside the words of the keys the field would have no room
        ways = tuple(replace(key, width=None, grow=1.0) for key in (close, end))
        return Column((field, Row(ways, gap=16), board), gap=18)
    return Column((Row((field, close, end), gap=16), board), gap=18)


def sending(entry: str, look: Look) -> PinyinKeyboard:
    """The keyboard whose text goes to a person; on a standing panel it leaves room for what is said above it."""
    board = PinyinKeyboard(entry, Submit(), sends=True, grow=1)
    return board if look.landscape else replace(board, height=600, grow=0)
