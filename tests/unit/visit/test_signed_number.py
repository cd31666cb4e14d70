"""While a booking asks for the ID number, a signing visitor's digits are watched for."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.events import EnterDigits, Way
from terminal.visit.machine import step
from terminal.visit.state import Booking, Consent, Phase, State
from terminal.visit.wants import wants


def booking(**fields: str) -> State:
    state = replace(State(), phase=Phase.BOOKING)
    return state.with_visit(way=Way.SIGN, consent=Consent(camera=True), booking=Booking(**fields))


def test_fingers_choose_the_time_and_digits_the_number() -> None:
    assert wants(booking()).signs == "choice"
    assert wants(booking(slot_id="s1")).signs == "number"
    assert wants(booking(slot_id="s1", digits="1101")).signs == "number"


def test_a_right_number_is_answered_with_a_thumb_again() -> None:
    state, _ = step(booking(slot_id="s1"), EnterDigits(digits="11010519491231002X"))
    assert wants(state).signs == "choice"


def test_without_consent_nothing_is_watched() -> None:
    assert wants(booking(slot_id="s1").with_visit(consent=Consent())).signs == ""
