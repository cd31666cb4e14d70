"""Nothing ever covers the hands of who signs, the signer is never small, and unchecked signs say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from content.matters import load
from content.signer import load_lexicon, perform
from terminal.avatar.drawing import to_canvas
from terminal.ui import scene
from terminal.ui.canvas import off_screen
from terminal.ui.examples import CLOCK, HALL, examples
from terminal.ui.figure_place import figure, signing_space
from terminal.ui.layout import lay_out
from terminal.ui.live import LiveSources
from terminal.ui.look import LANDSCAPE_MM, PORTRAIT_MM, Look, reach_of, visitor_look
from terminal.ui.placed import Item, Placed, Rect
from terminal.ui.visitor import visitor_view
from terminal.visit.events import Language, Theme, Way
from terminal.visit.state import Comfort, Phase

PANELS = {
    "standing": ((1080.0, 1920.0), 1.0),
    "lying": ((1920.0, 1080.0), 1.0),
    "standing-low": ((1080.0, 1920.0), reach_of(700, PORTRAIT_MM)),
    "lying-low": ((1920.0, 1080.0), reach_of(800, LANDSCAPE_MM)),
}
OVERLAYS = {"timeout"}
"""Lies over a screen with a signer of its own while the visitor seems to be away."""
SIGNS_AT = 500.0
"""Nobody who signs is signed to by a figure whose 1000 units are drawn smaller than this (our design)."""


CORNER = 0.04
"""Of the space, a key may touch so much at the upper right, where only few one-handed signs come."""


def laid(
    name: str, theme: Theme, language: Language, panel: str, way: Way | None = None, larger_text: float = 1.0
) -> tuple[Look, Placed]:
    size, reach = PANELS[panel]
    low = reach < 1
    state = examples()[name].with_visit(comfort=Comfort(theme=theme, language=language, low=low))
    state = state.with_visit(way=way) if way is not None else state
    look = visitor_look(
        state, hall=HALL, clock=CLOCK, matters=load(), interpreter=True, size=size, reach=reach if low else 1.0
    )
    sizes = {role: units * larger_text for role, units in look.tokens.sizes.items()}
    look = replace(look, tokens=replace(look.tokens, sizes=sizes))
    return look, lay_out(visitor_view(state, look), look)


def stages(placed: Placed) -> list[tuple[int, Item, scene.SignerStage]]:
    found = ((index, item, item.node) for index, item in enumerate(placed.items))
    return [(index, item, node) for index, item, node in found if isinstance(node, scene.SignerStage)]


def covers(item: Item) -> bool:
    node = item.node
    filled = isinstance(node, scene.Box) and bool(node.fill)
    return filled or isinstance(node, scene.Mirror | scene.Live)


def overlap(a: Rect, b: Rect) -> float:
    wide = min(a.right, b.right) - max(a.x, b.x)
    tall = min(a.bottom, b.bottom) - max(a.y, b.y)
    return max(0.0, wide) * max(0.0, tall)


@pytest.mark.parametrize("name", sorted(set(examples()) - OVERLAYS))
@pytest.mark.parametrize("panel", sorted(PANELS))
def test_nothing_covers_the_hands(name: str, panel: str) -> None:
    """In English, whose words are the longest. A key at the upper right may touch a corner of the space."""
    for theme in (Theme.NORMAL, Theme.ELDERLY):
        _, placed = laid(name, theme, Language.EN, panel)
        for index, item, node in stages(placed):
            space = signing_space(item.rect, node)
            over = [other for other in placed.items[index + 1 :] if covers(other)]
            hidden = [(other.node, overlap(space, other.rect) / (space.w * space.h)) for other in over]
            assert [(node, share) for node, share in hidden if share > CORNER] == [], theme
            assert space.bottom <= item.rect.bottom + 1, theme


def ways(name: str) -> tuple[Way | None, ...]:
    """How a visitor may have come to a page; those where something is asked are each for one way."""
    state = examples()[name]
    if state.phase in (Phase.ASKING, Phase.ENQUIRY):
        return (state.visit.way,)
    return (Way.SIGN, Way.TOUCH, Way.SPEAK)


def figures(look: Look, placed: Placed) -> list[float]:
    """How large the figures are, in units of the panel."""
    return [figure(item.rect, node)[2] * 1000 / look.larger for _, item, node in stages(placed)]


@pytest.mark.parametrize("name", sorted(examples()))
@pytest.mark.parametrize("panel", sorted(PANELS))
def test_the_figure_is_large_or_there_is_none_and_none_only_for_who_speaks(name: str, panel: str) -> None:
    languages: dict[Way | None, tuple[Language, ...]] = {Way.SIGN: tuple(Language)}
    for theme, way in product((Theme.NORMAL, Theme.ELDERLY), ways(name)):
        for language in languages.get(way, (Language.ZH,)):
            look, placed = laid(name, theme, language, panel, way)
            sizes = figures(look, placed)
            people = [item for item in placed.items if isinstance(item.node, scene.Mirror | scene.Live)]
            assert sizes or people or way is Way.SPEAK, (theme, language)
            assert [size for size in sizes if size < SIGNS_AT] == [], (theme, language, way)
            assert placed.problems == [], (theme, language, way)


@pytest.mark.parametrize("name", sorted(set(examples()) - {"idle", "idle_numbers", "timeout"}))
def test_who_calls_a_person_in_large_letters_reads_where_to_go_and_the_page_still_fits(name: str) -> None:
    for panel, language in product(("standing", "lying"), Language):
        state = examples()[name].with_visit(comfort=Comfort(theme=Theme.ELDERLY, language=language))
        state = state.with_visit(help=examples()["help"].visit.help)
        if state.phase is Phase.LEAVING:
            continue
        look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), interpreter=True, size=PANELS[panel][0])
        placed = lay_out(visitor_view(state, look), look)
        words = [item.node.text.replace("\n", " ") for item in placed.items if isinstance(item.node, scene.Text)]
        assert [text for text in words if look.say("help.note_short", desk=look.desk) in text], (panel, language)
        assert placed.problems == [], (panel, language)


@pytest.mark.parametrize("panel", sorted(PANELS))
def test_whether_anybody_is_there_is_asked_by_a_signer_whom_nothing_covers(panel: str) -> None:
    for theme, language in product((Theme.NORMAL, Theme.ELDERLY), Language):
        look, placed = laid("timeout", theme, language, panel, Way.SIGN)
        index, item, node = stages(placed)[-1]
        veil = next(at for at, other in enumerate(placed.items) if isinstance(other.node, scene.Cover))
        assert index > veil, (theme, language)
        space = signing_space(item.rect, node)
        over = [other.node for other in placed.items[index + 1 :] if covers(other)]
        hidden = [overlap(space, other.rect) for other in placed.items[index + 1 :] if covers(other)]
        assert sum(hidden) == 0, over
        assert figures(look, placed)[-1] >= SIGNS_AT, (theme, language)


@pytest.mark.parametrize("name", sorted(examples()))
@pytest.mark.parametrize("reach", [0.5, 0.75])
def test_so_it_is_on_a_panel_that_hangs_higher_or_lower(name: str, reach: float) -> None:
    for theme, size in product((Theme.NORMAL, Theme.ELDERLY), ((1080.0, 1920.0), (1920.0, 1080.0))):
        state = examples()[name].with_visit(comfort=Comfort(theme=theme, low=True), way=ways(name)[0])
        look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), interpreter=True, size=size, reach=reach)
        placed = lay_out(visitor_view(state, look), look)
        assert [size for size in figures(look, placed) if size < SIGNS_AT] == [], (theme, size)


def turned(name: str, theme: Theme, panel: str) -> Iterator[tuple[Look, Placed]]:
    """The pages that the keys of this page turn to: other times, letters, papers."""
    look, first = laid(name, theme, Language.ZH, panel, ways(name)[0])
    state = examples()[name].with_visit(comfort=Comfort(theme=theme, low=look.drop > 0), way=ways(name)[0])
    for target in first.targets:
        if isinstance(target.intent, scene.Local):
            yield look, lay_out(visitor_view(state, look), look, {target.intent.key: target.intent.value})


@pytest.mark.parametrize("name", sorted(examples()))
def test_so_it_is_on_the_pages_behind_a_page(name: str) -> None:
    for theme, panel in product((Theme.NORMAL, Theme.ELDERLY), sorted(PANELS)):
        for look, placed in turned(name, theme, panel):
            people = [item for item in placed.items if isinstance(item.node, scene.Mirror | scene.Live)]
            assert figures(look, placed) or people or ways(name)[0] is Way.SPEAK, (theme, panel)
            assert [size for size in figures(look, placed) if size < SIGNS_AT] == [], (theme, panel)


@pytest.mark.parametrize("name", sorted(examples()))
@pytest.mark.parametrize("panel", sorted(PANELS))
def test_text_twice_as_large_leaves_the_figure_its_size_and_the_keys_their_reach(name: str, panel: str) -> None:
    """In the language of longer words; the elderly theme is 1.6 times as large by itself."""
    for theme, more in ((Theme.NORMAL, 2.0), (Theme.ELDERLY, 2.0 / 1.6)):
        look, placed = laid(name, theme, Language.EN, panel, ways(name)[0], more)
        assert [size for size in figures(look, placed) if size < SIGNS_AT] == [], theme
        reached = Rect(0, look.line, look.width, look.height - look.line)
        assert [target.label for target in placed.targets if not target.rect.within(reached)] == [], theme
        least = min(min(target.rect.w, target.rect.h) for target in placed.targets)
        assert least >= look.tokens.min_target - 1, theme


def test_the_space_holds_the_hands_of_every_fixed_sentence() -> None:
    """The lowest and the outermost joint of every sentence, in units of the drawing."""
    lexicon = load_lexicon()
    rect, node = Rect(0, 0, 1000, 1060), scene.SignerStage(fit="whole")
    space, (left, top, scale) = signing_space(rect, node), figure(rect, node)
    reached = []
    for sentence in lexicon.sentences.values():
        signed = perform([gloss for gloss in sentence.filled(None) if gloss in lexicon], lexicon=lexicon)
        poses = [signed.pose(at) for at in np.arange(0.0, signed.duration_s, 0.3)]
        joints = np.concatenate([np.concatenate([pose.left_hand, pose.right_hand]) for pose in poses])
        points = to_canvas(joints)[0] - np.array([0.0, 60.0])
        reached.append((points.min(axis=0), points.max(axis=0)))
    least = np.min([low for low, _ in reached], axis=0) * scale + (left, top)
    most = np.max([high for _, high in reached], axis=0) * scale + (left, top)
    assert space.x <= least[0]
    assert space.y <= least[1]
    assert most[0] <= space.right
    assert most[1] <= space.bottom


def test_unchecked_signs_say_so_and_a_checked_clip_does_not() -> None:
    look, placed = laid("confirm", Theme.NORMAL, Language.ZH, "standing")
    (_, item, node) = stages(placed)[0]
    assert node.mark == look.say("signer.unverified")
    grey = np.full((240, 320, 3), 128, np.uint8)
    clip = replace(LiveSources(), clip=lambda _at: grey)
    corner = Rect(item.rect.x, item.rect.bottom - node.below - 80, 300, 80)

    def drawn(live: LiveSources) -> object:
        picture = off_screen(placed.items, look, live, scale=0.5)
        return picture[round(corner.y / 2) : round(corner.bottom / 2), round(corner.x / 2) : round(corner.right / 2)]

    unchecked, checked = drawn(clip), drawn(replace(clip, checked=lambda _at: True))
    assert (np.asarray(unchecked) != np.asarray(checked)).any()
    assert len(np.unique(np.asarray(checked)[10:30, 60:140])) == 1
