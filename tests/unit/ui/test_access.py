"""A screen reader hears every target by name, in reading order, and never a digit of an ID number."""

from __future__ import annotations

import sys

import accesskit
import pytest

from content.matters import load
from terminal.ui.access import FIELDS, ROOT, TARGETS, Reader, tree_of
from terminal.ui.examples import CLOCK, HALL, examples
from terminal.ui.layout import lay_out
from terminal.ui.look import visitor_look
from terminal.ui.placed import Placed
from terminal.ui.visitor import visitor_view
from terminal.visit.state import Line


def told(name: str) -> tuple[Placed, dict[int, accesskit.Node]]:
    state = examples()[name]
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load())
    tree = visitor_view(state, look)
    placed = lay_out(tree, look)
    return placed, dict(tree_of(tree.title, placed, None).nodes)


@pytest.mark.parametrize("name", sorted(examples()))
def test_every_target_has_a_name_and_can_be_pressed(name: str) -> None:
    placed, nodes = told(name)
    assert nodes[ROOT].label
    for index, target in enumerate(placed.targets):
        node = nodes[TARGETS + index]
        assert node.label == target.label
        assert node.label
        assert node.supports_action(accesskit.Action.CLICK) is target.enabled


def test_a_person_is_the_last_thing_in_reading_order() -> None:
    _, nodes = told("confirm")
    assert nodes[nodes[ROOT].children[-1]].label == "找人帮忙"


def test_an_id_number_is_told_as_stars() -> None:
    placed, nodes = told("booking_number")
    field = nodes[FIELDS]
    assert field.value == "*" * 13
    spoken = "".join(
        (node.value or "") + (node.label or "") for key, node in nodes.items() if key < TARGETS or key >= FIELDS
    )
    assert "1949" not in spoken
    assert placed.fields[0].entry.text == "1101051949123"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="AT-SPI is Linux's")
def test_there_is_a_bridge_on_linux() -> None:
    """`accesskit.unix` is an attribute, not a module: importing it failed quietly, and no reader ever saw a screen."""
    assert Reader().bridged


def test_half_a_character_does_not_keep_the_rest_of_the_screen_from_who_listens() -> None:
    state = examples()["conversing"].with_visit(lines=(Line("clerk", "好\ud83d", 0.0),))
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), interpreter=True)
    update = tree_of("\ud83d", lay_out(visitor_view(state, look), look), None)
    assert "好\ufffd" in [node.value for _, node in update.nodes]
