"""The clerk's keyboard: everything can be done with it, and no key means what the machine would ignore."""

from __future__ import annotations

import pytest
from staff_states import ALL, ASKING, CONVERSING, HELP, IDLE, LONG, REMOTE, TYPING

from content.words import load_words
from terminal.ui.staff import STAFF_KEYS, keys_now, staff_intent
from terminal.visit import events
from terminal.visit.machine import step
from terminal.visit.state import Phase, State
from terminal.visit.table import Ignored

BY_KEY = {
    events.CallInterpreter,
    events.ClerkAgreesRecord,
    events.ClerkAsksEvaluation,
    events.ClerkBegins,
    events.ClerkCalls,
    events.ClerkCallsNext,
    events.ClerkFinishes,
    events.ClerkGoes,
    events.ClerkMisses,
    events.ClerkParks,
    events.ClerkRecalls,
    events.ClerkSays,
    events.ClerkSignsOut,
    events.ClerkTalks,
    events.FixChip,
    events.HangUp,
    events.HoldOpen,
    events.PauseWindow,
    events.RecheckDevices,
    events.StaffLanguage,
    events.StaffPage,
    events.StaffScale,
    events.StaffTheme,
    events.Start,
    events.TickPaper,
    events.Train,
}


def test_every_intent_of_the_clerk_has_a_key() -> None:
    reached = {type(event) for state in ALL.values() for event in keys_now(state).values()}
    assert reached == BY_KEY


@pytest.mark.parametrize("name", ALL)
def test_the_machine_takes_every_key_that_is_offered(name: str) -> None:
    for key, event in keys_now(ALL[name]).items():
        _, effects = step(ALL[name], event)
        assert not any(isinstance(effect, Ignored) for effect in effects), key


def test_letters_editing_keys_and_the_visitors_help_key_stay_free() -> None:
    assert not {"F12", "Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+Z", "Space", "Backspace"} & set(STAFF_KEYS)
    assert not [key for key in STAFF_KEYS if len(key) == 1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_key_is_named_on_the_settings_page(language: str) -> None:
    words = load_words(language)
    assert not [action.name for action in STAFF_KEYS.values() if f"staff.keys.{action.name}" not in words]


def test_phrase_keys_speak_only_while_somebody_is_there() -> None:
    assert staff_intent("F1", CONVERSING) == events.ClerkSays(phrase="sit")
    assert staff_intent("F1", IDLE) is None


def test_enter_sends_what_was_typed_and_nothing_where_nothing_was() -> None:
    assert staff_intent("Return", TYPING) == events.ClerkSays(text=TYPING.staff_text)
    assert staff_intent("Return", CONVERSING) is None


def test_a_second_call_waits_for_the_first() -> None:
    calling, _ = step(IDLE, events.ClerkCallsNext(at=IDLE.now))
    assert staff_intent("F10", IDLE) == events.ClerkCallsNext()
    assert staff_intent("F10", calling) is None


def test_the_doubtful_word_is_replaced_by_its_second_alternative() -> None:
    event = staff_intent("Ctrl+8", ASKING)
    assert event is not None
    after, _ = step(ASKING, event)
    assert after.visit.request.chips[2].gloss == "复印"


def test_help_is_answered_once() -> None:
    event = staff_intent("Ctrl+H", HELP)
    assert event is not None
    after, _ = step(HELP, event)
    assert after.visit.help is not None
    assert after.visit.help.state == "answered"
    assert staff_intent("Ctrl+H", after) is None


def test_only_a_call_can_be_hung_up() -> None:
    assert [name for name, state in ALL.items() if staff_intent("Ctrl+U", state)] == [
        name for name, state in ALL.items() if state.phase is Phase.REMOTE
    ]
    assert staff_intent("Ctrl+U", REMOTE) == events.HangUp()


def test_an_unknown_key_means_nothing() -> None:
    assert staff_intent("Ctrl+Q", LONG) is None
    assert staff_intent("", State()) is None
