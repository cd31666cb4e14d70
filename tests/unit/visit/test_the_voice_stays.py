"""The voice is for who chose to hear it, and does not leave them where they go on by touch."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from terminal.visit.effects import Effect, Tell
from terminal.visit.events import (
    ChooseWay,
    Event,
    GiveConsent,
    Leave,
    RefuseConsent,
    SpeechHeard,
    Start,
    Tick,
    Way,
)
from terminal.visit.machine import step
from terminal.visit.moves import aloud
from terminal.visit.state import Phase, State
from terminal.visit.wants import wants

SPEAKS = ChooseWay(way=Way.SPEAK, elderly=True)
UNHEARD = SpeechHeard(text="", confidence=0.0)


def played(*events: Event) -> tuple[State, list[Effect]]:
    state, effects = State(), list[Effect]()
    for event in events:
        state, of_it = step(state, event)
        effects += of_it
    return state, effects


def spoken(effects: Sequence[Effect]) -> list[str]:
    return [effect.key for effect in effects if isinstance(effect, Tell) and effect.aloud]


def test_who_is_led_to_the_buttons_hears_that() -> None:
    """请按下面的按钮 was told to the eyes alone of who does not see them."""
    state, effects = played(Start(visit_id="v"), SPEAKS, GiveConsent(), UNHEARD, UNHEARD, UNHEARD)
    assert (state.visit.way, wants(state).microphone) == (Way.TOUCH, False)
    assert spoken(effects)[-1] == "ask.buttons"


def test_who_wants_no_microphone_is_still_spoken_to() -> None:
    state, effects = played(Start(visit_id="v"), SPEAKS, RefuseConsent())
    assert (state.phase, wants(state).microphone) == (Phase.ASKING, False)
    assert spoken(effects) == ["consent.microphone", "ask.touch"]


def test_large_and_slow_is_spoken_also_where_it_is_touched() -> None:
    _, effects = played(Start(visit_id="v"), ChooseWay(way=Way.TOUCH, elderly=True))
    assert spoken(effects) == ["ask.touch"]


@pytest.mark.parametrize("way", [Way.SIGN, Way.TYPE, Way.TOUCH])
def test_who_chose_another_way_hears_nothing(way: Way) -> None:
    state, _ = played(Start(visit_id="v"), SPEAKS, GiveConsent(), ChooseWay(way=way))
    assert not aloud(state)


def test_the_next_visitor_is_not_spoken_to() -> None:
    state, _ = played(
        Start(visit_id="v"), SPEAKS, RefuseConsent(), Leave(at=1.0), Tick(at=9.0), Start(visit_id="w", at=10.0)
    )
    assert (state.phase, aloud(state)) == (Phase.CHOOSING, False)
