"""What the hall has many of is all within reach: turned to with keys, on every panel and in every letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from content.matters import load
from terminal.ui import scene
from terminal.ui.examples import CLOCK, HALL, examples
from terminal.ui.layout import lay_out
from terminal.ui.look import visitor_look
from terminal.ui.placed import Placed
from terminal.ui.visitor import visitor_view
from terminal.visit.events import BorrowAid, ChooseSlot, Language, Theme, Way
from terminal.visit.state import Aid, Comfort, Place, State, TimeSlot

SIZES = {"standing": (1080.0, 1920.0), "lying": (1920.0, 1080.0)}
LOOKS = [
    pytest.param(theme, size, id=f"{theme.value}-{panel}")
    for theme in (Theme.NORMAL, Theme.ELDERLY)
    for panel, size in SIZES.items()
]


def pages(state: State, theme: Theme, size: tuple[float, float]) -> Iterator[Placed]:
    """The page, and what keys of this screen lead to."""
    state = state.with_visit(comfort=Comfort(theme=theme, language=Language.ZH))
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), interpreter=True, size=size)
    tree, seen = visitor_view(state, look), set[tuple[str, str]]()
    waiting: list[dict[str, str]] = [{}]
    while waiting:
        local = waiting.pop(0)
        placed = lay_out(tree, look, local)
        yield placed
        for turn in (target.intent for target in placed.targets):
            if isinstance(turn, scene.Local) and (turn.key, turn.value) not in seen:
                seen.add((turn.key, turn.value))
                waiting.append({**local, turn.key: turn.value})


def words_of(placed: Placed) -> str:
    return " ".join(item.node.text for item in placed.items if isinstance(item.node, scene.Text))


@pytest.mark.parametrize(("theme", "size"), LOOKS)
@pytest.mark.parametrize("count", [4, 7])
def test_every_aid_of_the_hall_can_be_asked_for(theme: Theme, size: tuple[float, float], count: int) -> None:
    """On a lying panel and in large letters the fourth stood nowhere, and no key led to it."""
    state = examples()["guide_aids"]
    aids = tuple(Aid(f"a-{n}", (f"器具{n}", f"Aid {n}"), ("入口服务台", "Desk"), True) for n in range(count))
    state = replace(state, hall=replace(state.hall, aids=aids))
    found: set[str] = set()
    for placed in pages(state, theme, size):
        assert placed.problems == []
        found |= {target.intent.aid_id for target in placed.targets if isinstance(target.intent, BorrowAid)}
    assert found == {aid.aid_id for aid in aids}


@pytest.mark.parametrize(("theme", "size"), LOOKS)
def test_every_other_place_can_be_read(theme: Theme, size: tuple[float, float]) -> None:
    state = examples()["guide_places"]
    places = tuple(
        Place((f"便民中心{n}", f"Centre {n}"), (f"示例街{n}号", f"{n} Sample Street"), ("周一", "Mon"), True, 100 * n)
        for n in range(9)
    )
    state = replace(state, hall=replace(state.hall, places=places))
    words = ""
    for placed in pages(state, theme, size):
        assert placed.problems == []
        words += words_of(placed)
    assert [place.name[0] for place in places if place.name[0] not in words] == []


@pytest.mark.parametrize("panel", SIZES)
def test_who_agrees_to_a_call_reads_that_nothing_is_recorded(panel: str) -> None:
    """A lying panel left the second lines of the facts out, though it had the room."""
    (placed,) = pages(examples()["consent_transmit"], Theme.NORMAL, SIZES[panel])
    assert "不录像，说完就断" in words_of(placed)


def _times(*hours: str) -> tuple[TimeSlot, ...]:
    return tuple(TimeSlot(f"s-{hour}", f"2026-11-25T{hour}:00+08:00", 2) for hour in hours)


def _chosen_on(placed: Placed) -> list[str]:
    return [target.intent.slot_id for target in placed.targets if isinstance(target.intent, ChooseSlot)]


def test_a_time_with_room_beside_the_others_stands_there() -> None:
    """A lying panel counted six times a page, left the place beside 14:00 empty, and hid 14:30 behind a key."""
    slots = _times("09:00", "09:30", "10:30", "11:00", "13:30", "14:00", "14:30")
    state = examples()["booking_times"]
    state = state.with_visit(booking=replace(state.visit.booking, slots=slots))
    placed = next(pages(state, Theme.NORMAL, SIZES["lying"]))
    assert len(_chosen_on(placed)) == len(slots)


@pytest.mark.parametrize(("theme", "size"), LOOKS)
@pytest.mark.parametrize("way", [Way.SIGN, Way.SPEAK])
@pytest.mark.parametrize(("morning", "afternoon"), [(12, 18), (1, 7), (4, 12), (0, 13), (13, 1)])
def test_every_time_of_a_day_can_be_taken(
    theme: Theme, size: tuple[float, float], way: Way, morning: int, afternoon: int
) -> None:
    """With one time in the morning and seven in the afternoon the last row lay below the usual panel's page."""
    early = [f"{8 + n // 4:02d}:{n % 4 * 15:02d}" for n in range(morning)]
    late = [f"{13 + n // 4:02d}:{n % 4 * 15:02d}" for n in range(afternoon)]
    slots = _times(*early, *late)
    state = examples()["booking_times"]
    state = state.with_visit(way=way, booking=replace(state.visit.booking, slots=slots))
    found: set[str] = set()
    for placed in pages(state, theme, size):
        assert placed.problems == []
        found |= set(_chosen_on(placed))
    assert found == {slot.slot_id for slot in slots}


@pytest.mark.parametrize("theme", [Theme.NORMAL, Theme.ELDERLY])
@pytest.mark.parametrize("name", ["message_countdown", "message_recording", "message_review"])
def test_the_own_film_is_as_high_in_large_letters(name: str, theme: Theme) -> None:
    """There it was a third lower, above a page with an empty middle."""
    placed = next(pages(examples()[name], theme, SIZES["standing"]))
    (film,) = [item.rect for item in placed.items if isinstance(item.node, scene.Mirror | scene.Live)]
    assert film.h >= 700


@pytest.mark.parametrize(("theme", "size"), LOOKS)
@pytest.mark.parametrize("name", ["type", "enquiry_type"])
def test_who_writes_a_long_sentence_sees_what_they_write(name: str, theme: Theme, size: tuple[float, float]) -> None:
    """The field showed the first thirty signs, ten in large letters, and … in place of what was being written."""
    state = examples()[name]
    words = "我上个月来过三次，都说材料不齐，可是每次说的都不一样，我想知道到底要带什么才能办成"
    state = state.with_visit(request=replace(state.visit.request, typed=words))
    placed = next(pages(state, theme, size))
    assert placed.problems == []
    (field,) = placed.fields
    seen = [item.node.text for item in placed.items if isinstance(item.node, scene.Text) and item.node.typed]
    assert len(seen) == 1
    assert seen[0].endswith("才能办成")
    assert field.entry.text == words
