"""Layout puts things where rows and columns say, and names what does not fit."""

from __future__ import annotations

import pytest

from content.matters import load
from terminal.ui import scene
from terminal.ui.examples import CLOCK, HALL
from terminal.ui.layout import lay_out
from terminal.ui.look import Look, visitor_look
from terminal.ui.placed import Placed, Rect
from terminal.ui.scene import (
    Box,
    Button,
    Column,
    Cover,
    Icon,
    Local,
    Pages,
    Place,
    Row,
    Screenful,
    Spacer,
    Stack,
    Text,
    Wrap,
)
from terminal.visit.events import Back, Confirm, Language
from terminal.visit.state import Comfort, State


@pytest.fixture
def look() -> Look:
    return visitor_look(State(), hall=HALL, clock=CLOCK, matters=load())


def place(node: scene.Node, look: Look, local: dict[str, str] | None = None) -> Placed:
    return lay_out(Screenful("test", node, "test"), look, local)


def boxes(placed: Placed, fill: str) -> list[Rect]:
    return [item.rect for item in placed.items if isinstance(item.node, Box) and item.node.fill == fill]


def test_what_grows_shares_what_is_left(look: Look) -> None:
    node = Column((Box(fill="ink", height=100), Box(fill="help", grow=1), Box(fill="line", grow=3)), gap=0)
    placed = place(node, look)
    assert boxes(placed, "help") == [Rect(0, 100, 1080, 455)]
    assert boxes(placed, "line") == [Rect(0, 555, 1080, 1365)]


def test_a_row_gives_fixed_widths_first(look: Look) -> None:
    placed = place(Row((Box(fill="ink", width=80, height=50), Box(fill="help", grow=1, height=50)), gap=20), look)
    assert boxes(placed, "help")[0].x == 100
    assert boxes(placed, "help")[0].w == 980


def test_a_place_holds_its_distance_from_the_edges(look: Look) -> None:
    node = Stack((Place(Box(fill="help"), right=48, bottom=28, width=316, height=120),))
    assert boxes(place(node, look), "help") == [Rect(716, 1772, 316, 120)]


def test_text_that_cannot_fit_is_named(look: Look) -> None:
    placed = place(Column((Text("请带身份证和户口簿" * 40, "h1", height=90),)), look)
    assert len(placed.problems) == 1
    assert "请带身份证" in placed.problems[0]


def test_text_that_may_shrink_does_so_before_anything_overlaps(look: Look) -> None:
    placed = place(Box(Column((Text("很长的事项名称" * 12, "h1", fit=True),)), height=120), look)
    assert placed.problems == []


def test_a_target_too_small_for_a_finger_is_named(look: Look) -> None:
    placed = place(Row((Button("小", Back(), width=40, height=40),)), look)
    assert any("smaller than 55" in problem for problem in placed.problems)


def test_further_lines_follow_when_a_row_is_full(look: Look) -> None:
    chips = tuple(Box(fill="help", width=400, height=100) for _ in range(5))
    rows = {rect.y for rect in boxes(place(Wrap(chips, 16), look), "help")}
    assert sorted(rows) == [0, 116, 232]


def test_a_question_over_the_screen_takes_the_targets_below_away(look: Look) -> None:
    node = Stack((Button("below", Back()), Cover(), Button("above", Confirm())))
    assert [target.label for target in place(node, look).targets] == ["above"]


def test_a_local_choice_turns_the_page(look: Look) -> None:
    node = Pages("day", (("mon", Text("周一")), ("tue", Text("周二"))), "mon")
    shown = {day: place(node, look, {"day": day}).items[0].node for day in ("mon", "tue", "gone")}
    assert [text.text for text in shown.values() if isinstance(text, Text)] == ["周一", "周二", "周一"]
    assert Local(key="day", value="tue") == Local(key="day", value="tue")


def test_a_label_in_a_row_yields_but_a_number_does_not(look: Look) -> None:
    node = Row((Text("一个很长很长的名字" * 8, fit=True, lines=1), Text("约等 20 分钟", lines=1), Spacer(width=10)))
    placed = place(node, look)
    number = next(i for i in placed.items if isinstance(i.node, Text) and "20" in i.node.text)
    assert number.rect.w > 180
    assert number.rect.right <= 1080


def test_the_picture_of_a_key_stands_beside_words_of_two_lines() -> None:
    """Seen in English: the picture at the key's left edge, "Call a / person" in the middle of what was left."""
    state = State().with_visit(comfort=Comfort(language=Language.EN))
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load())
    placed = place(
        Stack((Place(Button("Call a person", None, "help", "person", width=316, height=120), left=0),)), look
    )
    (picture,) = [item.rect for item in placed.items if isinstance(item.node, Icon)]
    (words,) = [item.rect for item in placed.items if isinstance(item.node, Text)]
    assert words.w < 5 * look.tokens.size("lead")
    assert words.x - picture.right < look.tokens.size("lead")
    assert abs(picture.x - (316 - words.right)) < look.tokens.size("lead")
