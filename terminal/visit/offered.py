"""The numbered answers of a page: what 第二个, a finger, or a touch of the second one means. Pure.

The voice reads them out, the first ones at least: who does not see the page chooses by ear.
"""

from __future__ import annotations

from terminal.visit.events import Theme
from terminal.visit.state import BookedTime, Phase, State, TimeSlot

_MEASURES = ("个", "", "种", "件", "项", "张")
NUMBERED = {f"第{numeral}{measure}": index for index, numeral in enumerate("一二三四五") for measure in _MEASURES}
"""What is said, and which answer it is, from 0; a finger shows no more than five either."""
MOST_READ = 3
"""More than three answers are not kept in mind by ear (our judgement)."""
MOST_CARDS, MOST_LARGE_CARDS = 3, 2
"""How many meanings the page of the question shows; in large letters one fewer."""


def free_slots(state: State) -> tuple[TimeSlot, ...]:
    """The times that can still be booked, in order."""
    return tuple(slot for slot in state.visit.booking.slots if slot.places)


def cards(state: State) -> tuple[str, ...]:
    """The meanings that are offered on cards."""
    meaning = state.visit.meaning
    large = state.visit.comfort.theme is Theme.ELDERLY
    return meaning.candidates[: MOST_LARGE_CARDS if large else MOST_CARDS] if meaning else ()


def lists(state: State) -> bool:
    """Whether the page offers numbered answers just now."""
    visit, phase = state.visit, state.phase
    if phase is Phase.CONFIRMING:
        return bool(cards(state)) and not (visit.meaning and visit.meaning.matter_id)
    if phase is Phase.BOOKING:
        return not visit.booking.slot_id and bool(free_slots(state))
    if phase is Phase.CHECK_IN:
        return visit.check_in is not None and bool(visit.check_in.found) and visit.check_in.booked is None
    return phase is Phase.COMING_BACK and visit.coming_back is not None and not visit.coming_back.ticket_id


def of_cards(state: State) -> str:
    """The cards, as the argument ``choices`` of a sentence that offers them: `terminal.spoken` reads it out."""
    return ";".join(cards(state))


def of_slots(slots: tuple[TimeSlot, ...]) -> str:
    """The first free times, likewise."""
    return ";".join([slot.starts for slot in slots if slot.places][:MOST_READ])


def of_bookings(found: tuple[BookedTime, ...]) -> str:
    """The first bookings that were found, likewise."""
    return ";".join(f"{booked.starts},{booked.matter_id}" for booked in found[:MOST_READ])
