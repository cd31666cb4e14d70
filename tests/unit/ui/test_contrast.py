"""What is written and drawn stands out from what it lies on, on every visitor's screen, in every theme.

Words 7:1, as our design has it. WCAG 1.4.6 asks 4.5:1 of large ones, which all of ours are (18 pt are 6.4 mm): that is
enough for the largest, and over the signer's ground. Icons 3:1 (WCAG 1.4.11).
"""

from __future__ import annotations

import pytest

from content.matters import load
from terminal.ui import scene
from terminal.ui.examples import CLOCK, HALL, examples
from terminal.ui.layout import lay_out
from terminal.ui.look import Look, visitor_look
from terminal.ui.placed import Item, Rect
from terminal.ui.presence import GROUNDS
from terminal.ui.visitor import visitor_view
from terminal.visit.events import Theme
from terminal.visit.state import Comfort, State

PORTRAIT, LANDSCAPE = (1080.0, 1920.0), (1920.0, 1080.0)
LARGE = 40.0
"""Layout units: 15 mm."""


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_no_word_is_hard_to_tell_from_its_ground(theme: Theme, size: tuple[float, float]) -> None:
    assert [pale for name, state in examples().items() for pale in too_pale(name, state, theme, size)] == []


def too_pale(name: str, state: State, theme: Theme, size: tuple[float, float]) -> list[str]:
    """Screen, what is drawn, its colour, the ground's, and the ratio where it is too small."""
    state = state.with_visit(comfort=Comfort(theme=theme))
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), interpreter=True, size=size)
    tree = visitor_view(state, look)
    found: list[str] = []
    below = [Item(scene.Box(fill=tree.ground), Rect(0.0, 0.0, *size))]
    for item in lay_out(tree, look).items:
        node = item.node
        if grounds_of(item):
            below.append(item)
        if isinstance(node, scene.Text | scene.Icon):
            ground = under(item, below)
            reached = min(ratio(look, node.colour, colour) for colour in grounds_of(ground))
            if reached < least(look, node, ground):
                drawn = node.text if isinstance(node, scene.Text) else node.name
                found.append(f"{name}: {drawn} {node.colour} on {grounds_of(ground)} {reached:.1f}")
    return found


def least(look: Look, node: scene.Text | scene.Icon, ground: Item) -> float:
    """The smallest ratio that will do."""
    if isinstance(node, scene.Icon):
        return 3.0
    large = look.tokens.size(node.role) >= LARGE or isinstance(ground.node, scene.SignerStage)
    return 4.5 if large else 7.0


def grounds_of(item: Item) -> tuple[str, ...]:
    """The colours that this item fills its place with; none where it fills nothing."""
    node = item.node
    if isinstance(node, scene.Box):
        return (node.fill,) if node.fill else ()
    if isinstance(node, scene.Pulse):
        return (node.colour, node.other)
    if isinstance(node, scene.SignerStage) and node.tone in GROUNDS:
        return GROUNDS[node.tone][:2]
    return ()


def under(item: Item, below: list[Item]) -> Item:
    """The topmost ground below the middle of an item; the page itself where there is none."""
    x, y = item.rect.x + item.rect.w / 2, item.rect.y + item.rect.h / 2
    return next(
        ground
        for ground in reversed(below)
        if ground.rect.x <= x <= ground.rect.right and ground.rect.y <= y <= ground.rect.bottom
    )


def ratio(look: Look, one: str, other: str) -> float:
    """Contrast ratio 1..21 of two named colours (WCAG 2.2)."""
    darker, lighter = sorted(luminance(look.tokens.colours[name]) for name in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: tuple[int, int, int]) -> float:
    """Relative luminance 0..1 of (red, green, blue) 0..255 (WCAG 2.2)."""
    shares = (part / 255 for part in colour)
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_black_on_white_has_the_largest_ratio() -> None:
    assert luminance((0, 0, 0)) == 0.0
    assert luminance((255, 255, 255)) == pytest.approx(1.0)
