"""Examples of visitors who come with a booking, or back after a missed call. Invented content."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from terminal.visit.events import Way
from terminal.visit.state import (
    BookedTime,
    CheckingIn,
    ComingBack,
    Consent,
    Hall,
    Phase,
    QueuedTicket,
    Saying,
    State,
    Ticket,
    Visit,
)

_START, _OPENS = "2026-11-24T09:30:00+08:00", "2026-11-24T09:15:00+08:00"
_FIRST = BookedTime("ap-1", _START, _OPENS, "", "id_card_lost")
_LATER = BookedTime("ap-2", "2026-11-26T14:00:00+08:00", "2026-11-26T13:45:00+08:00", "", "disability_card_new")
_DONE = BookedTime("ap-3", "2026-11-24T10:00:00+08:00", "2026-11-24T09:45:00+08:00", "t-3", "senior_card")
_FOUND = CheckingIn(digits="40718825", found=(_FIRST,), chosen=0)
_TICKET = Ticket("t-17", "A017", "综合服务区", 0, 0, kept=True)
_NUMBERS = ("A017", "B008", "A021", "C112", "D004", "A009", "E031")
_QUEUE = tuple(QueuedTicket(f"t-{number}", number, "missed", "", "", 12, False) for number in _NUMBERS)
_IS_IT = (("starts", _START), ("matter", "id_card_lost"))


def _state(phase: Phase, key: str, args: tuple[tuple[str, str], ...] = (), **visit: Any) -> State:
    base = Visit(visit_id="v", saying=Saying(key, args), **{"way": Way.TOUCH, **visit})
    return State(phase=phase, since=100.0, now=104.0, window="6", visit=base, hall=Hall(queue=_QUEUE))


def arriving_examples() -> dict[str, State]:
    """States by name of screen, normal theme, Chinese."""
    sign: dict[str, Any] = {"way": Way.SIGN, "consent": Consent(camera=True)}
    missed = (("number", "A017"),)
    empty = _state(Phase.COMING_BACK, "comeback.none", coming_back=ComingBack())
    return {
        "checkin_code": _state(Phase.CHECK_IN, "checkin.ask_code", check_in=CheckingIn(digits="40718"), **sign),
        "checkin_id": _state(Phase.CHECK_IN, "checkin.ask_id", check_in=CheckingIn("id", "11010519491231002X")),
        "checkin_none": _state(
            Phase.CHECK_IN, "checkin.none", check_in=CheckingIn(digits="40718825"), notice="checkin.none_note"
        ),
        "checkin_which": _state(Phase.CHECK_IN, "checkin.which", check_in=CheckingIn(found=(_FIRST, _DONE, _LATER))),
        "checkin_found": _state(Phase.CHECK_IN, "checkin.is_it", _IS_IT, check_in=_FOUND),
        "checkin_cancel": _state(Phase.CHECK_IN, "checkin.cancel_ask", check_in=replace(_FOUND, cancelling="ask")),
        "checkin_cancel_late": _state(
            Phase.CHECK_IN, "checkin.cancel_late", check_in=replace(_FOUND, cancelling="late"), **sign
        ),
        "checkin_early": _state(
            Phase.CHECK_IN, "checkin.early", (("starts", _OPENS),), check_in=replace(_FOUND, refused="early")
        ),
        "checkin_late": _state(Phase.CHECK_IN, "checkin.late", check_in=replace(_FOUND, refused="late")),
        "comeback_which": _state(Phase.COMING_BACK, "comeback.which", coming_back=ComingBack()),
        "comeback_none": replace(empty, hall=Hall()),
        "comeback_mine": _state(
            Phase.COMING_BACK, "waiting.missed", missed, coming_back=ComingBack("t-17", "A017"), ticket=_TICKET
        ),
        "comeback_late": _state(
            Phase.COMING_BACK,
            "hall.says",
            (
                ("zh", "过了三十分钟，请重新取号。"),
                ("en", "More than 30 minutes have passed; please take a new ticket."),
            ),
            coming_back=ComingBack("t-17", "A017", refused=True),
        ),
    }
