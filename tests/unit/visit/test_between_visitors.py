"""What one visitor leaves for the next: nothing. What stays is the hall's and the clerk's, field by field."""

from __future__ import annotations

from dataclasses import fields, replace
from enum import Enum
from typing import Any

import pytest

from terminal.visit.events import (
    ChangeVolume,
    ChooseMatter,
    ClerkSays,
    ClerkTypes,
    Confirm,
    Deny,
    Event,
    HallRefused,
    Language,
    Leave,
    LowerPage,
    SetLanguage,
    SetTheme,
    Start,
    TakeNumber,
    Theme,
    Tick,
    Way,
)
from terminal.visit.machine import step
from terminal.visit.moves import wiped
from terminal.visit.state import Comfort, Help, Meaning, Phase, ShownNumber, State, Teaching, Ticket, Visit

STAYS = {
    "now": "the clock",
    "role": "the terminal's place",
    "window": "the terminal's place",
    "hall": "the hall's queue, offers and windows",
    "devices": "the terminal's",
    "numbers": "shown in the hall, until called or missed",
    "phone_page": "the hall's",
    "press_to_talk": "the operator's",
    "staff_page": "the clerk's page",
    "staff_language": "the clerk's",
    "staff_theme": "the clerk's",
    "staff_scale": "the clerk's",
    "training": "the clerk's; the end of it wipes too",
    "teaching": "the lesson of somebody who agreed, between visits only",
    "clerk": "who sits there",
    "clerk_number": "who signs in",
    "clerk_asked": "an answer that the clerk waits for",
    "refused": "what the clerk has still to read",
    "served_today": "a count",
    "staff_calling": "an answer that the clerk waits for",
    "staff_called": "an answer that the clerk waits for",
    "open_ticket": "not closed at the hall yet",
    "pad_seq": "a count of the pad",
    "asked_service": "a late key of the pad",
    "run": "this start of the terminal",
    "desk_effects": "a count",
}
"""Fields of `State` that outlive a visit, and why. Whoever adds a field decides it here."""


def _story(state: State, *events: Event) -> State:
    for event in events:
        state, _ = step(state, event)
    return state


def _another(value: Any) -> Any:
    """A value of the same kind that is not the default."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, Enum):
        return next(other for other in type(value) if other is not value)
    if isinstance(value, (int, float)):
        return value + 7
    if isinstance(value, str):
        return value + "!"
    return ("!",) if isinstance(value, tuple) else value


def test_the_wipe_leaves_no_field_that_nobody_has_thought_about() -> None:
    """What the clerk had typed to one visitor was sent to the next one by Return."""
    fresh = State()
    full = replace(fresh, **{f.name: _another(getattr(fresh, f.name)) for f in fields(State)})
    hall = replace(full.hall, reachable=False)
    full = replace(full, phase=Phase.LEAVING, since=1.0, teaching=Teaching("水"), hall=hall)
    full = replace(full, visit=Visit(visit_id="v", way=Way.SIGN, notice="x", comfort=Comfort(low=True)))
    after = wiped(full)
    kept = {f.name for f in fields(State) if getattr(after, f.name) == getattr(full, f.name)}
    assert kept == set(STAYS)
    assert after.visit == Visit(last_active=full.now)
    called = wiped(full.with_visit(help=Help("called", 1.0, "0215")))
    assert called.visit == Visit(last_active=full.now, help=Help("called", 1.0, "0215")), "somebody is on the way"


def test_what_was_typed_to_one_visitor_is_not_said_to_the_next() -> None:
    ticket = Ticket("t", "A001", "", 0, 0)
    state = State(phase=Phase.CONVERSING, visit=Visit(visit_id="v", ticket=ticket))
    state = _story(state, ClerkTypes(at=1.0, text="您的身份证"), Leave(at=2.0), Tick(at=10.0))
    state = _story(state, Start(at=11.0, visit_id="w"), ClerkSays(at=12.0))
    assert (state.staff_text, state.visit.lines) == ("", ())


CHOSEN = [
    SetLanguage(at=2.0, language=Language.EN),
    LowerPage(at=2.0),
    ChangeVolume(at=2.0, step=-1),
    SetTheme(at=2.0, theme=Theme.ELDERLY),
]


@pytest.mark.parametrize("chosen", CHOSEN, ids=lambda event: type(event).__name__)
def test_what_was_chosen_on_the_start_page_is_gone_after_a_quiet_minute(chosen: Event) -> None:
    state = _story(State(), chosen, Tick(at=50.0))
    assert state.visit.comfort != Comfort(), "whoever chose it still reads"
    assert _story(state, Tick(at=63.0)).visit.comfort == Comfort()
    began = _story(state, Start(at=51.0, visit_id="v"), Tick(at=100.0))
    assert began.visit.comfort != Comfort(), "and has it in the visit"


def test_larger_text_twice_is_larger_text() -> None:
    """Said where the letters were large already it made them small."""
    state = State(phase=Phase.MATTER, visit=Visit(visit_id="v", way=Way.SPEAK, meaning=Meaning("id_card_lost")))
    state = _story(state, SetTheme(at=1.0, theme=Theme.ELDERLY), SetTheme(at=2.0, theme=Theme.ELDERLY))
    assert state.visit.comfort.theme is Theme.ELDERLY
    assert _story(state, SetTheme(at=3.0, theme=Theme.NORMAL)).visit.comfort.theme is Theme.NORMAL


def test_told_of_one_matter_that_it_needs_no_trip_is_not_told_of_another() -> None:
    visit = Visit(visit_id="v", meaning=Meaning("id_card_lost"), pending="v-1")
    refused = HallRefused(at=1.0, effect_id="v-1", code="matter_zero_trip", zh="", en="")
    state = _story(State(phase=Phase.MATTER, visit=visit), refused)
    _, again = step(state, TakeNumber(at=2.0))
    assert [effect.told for effect in again] == [True]  # type: ignore[attr-defined]
    other = _story(state, Deny(at=2.0), ChooseMatter(at=3.0, matter_id="id_card_renew"), Confirm(at=4.0))
    _, asked = step(other, TakeNumber(at=5.0))
    assert [(effect.matter_id, effect.told) for effect in asked] == [("id_card_renew", False)]  # type: ignore[attr-defined]


def test_numbers_of_the_hall_outlive_the_visit() -> None:
    state = State(numbers=(ShownNumber("t", "A001"),), phase=Phase.LEAVING)
    assert wiped(state).numbers == state.numbers
