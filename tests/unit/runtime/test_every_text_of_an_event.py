"""Every text that an event carries is either declared personal, or stands here with the reason why it is not.

Found by reading: the code of a booking, eight digits that let anybody check in for it, stood in the journal.
"""

from __future__ import annotations

import typing
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from terminal.runtime.journal import Journal
from terminal.runtime.privacy import MASK
from terminal.runtime.wire import event_kinds
from terminal.visit.events import AppointmentBooked, BookingsFound, EnquiryTaken, Event, HallRefused, MessageChanged

OURS = "a word of ours out of a short list"
SHOWN = "shown to everybody in the hall"
DRAWN = "an id drawn at random, meaning nothing outside"
STAFF = "about the place or its staff"

HARMLESS = {
    "AppointmentBooked": {"effect_id": DRAWN},
    "AppointmentCancelled": {"effect_id": DRAWN},
    "BookingsFound": {"effect_id": DRAWN},
    "CallChanged": {"state": OURS, "interpreter": STAFF, "reason": OURS, "hours": STAFF},
    "CallQuality": {"seen": OURS, "shown": OURS},
    "CallText": {"who": OURS, "key": DRAWN, "via": OURS},
    "ChooseSlot": {"slot_id": "one of the free times, offered to everybody"},
    "ChooseWindow": {"text": SHOWN},
    "ClerkCalls": {"ticket_id": DRAWN},
    "ClerkGoes": {"who": DRAWN},
    "ClerkMoves": {"window_id": STAFF},
    "ClerkNumber": {"text": "never written: noise"},
    "ClerkSays": {"phrase": OURS},
    "DeviceChanged": {"device": OURS, "detail": STAFF},
    "EnquiryTaken": {"effect_id": DRAWN},
    "EvaluationStored": {"effect_id": DRAWN},
    "FramingChanged": {"hint": OURS},
    "GestureSeen": {"kind": OURS},
    "HallGuideChanged": {"themes": SHOWN, "aids": SHOWN, "places": SHOWN},
    "HallRefused": {"effect_id": DRAWN, "code": OURS},
    "HallSilent": {"effect_id": DRAWN},
    "HandOverChanged": {"state": OURS},
    "HelpAnswered": {"who": STAFF},
    "HelpElsewhereChanged": {"calls": STAFF},
    "IdentifyBy": {"how": OURS},
    "InterpretersChanged": {"people": STAFF, "hours": STAFF},
    "LessonChanged": {"gloss": OURS, "step": OURS, "problem": OURS, "looks_like": OURS},
    "LoadChanged": {"zones": SHOWN},
    "MessageChanged": {"film_id": DRAWN, "state": OURS},
    "OtherWindowsChanged": {"windows": SHOWN},
    "PadClosed": {"outcome": OURS},
    "QueueChanged": {"tickets": "never written: noise"},
    "RecheckDevices": {"device": OURS},
    "RecordChanged": {"state": OURS, "missing": OURS, "until": STAFF},
    "Restored": {"ticket_id": DRAWN, "number": SHOWN, "window": SHOWN},
    "ServiceBegan": {"ticket_id": DRAWN, "service_id": DRAWN},
    "ServiceEnded": {"ticket_id": DRAWN},
    "ShowGuide": {"page": OURS},
    "SlotsListed": {"effect_id": DRAWN, "slots": SHOWN, "nearby": SHOWN, "extended": SHOWN},
    "StaffPage": {"page": OURS},
    "Start": {"visit_id": DRAWN, "wish": OURS},
    "TeachSign": {"gloss": OURS},
    "TeachStep": {"act": OURS},
    "TicketCalled": {"ticket_id": DRAWN, "number": SHOWN, "window": SHOWN, "service_id": DRAWN},
    "TicketIssued": {
        "effect_id": DRAWN,
        "ticket_id": DRAWN,
        "number": SHOWN,
        "zone_zh": SHOWN,
        "etag": DRAWN,
        "state": OURS,
        "window": SHOWN,
    },
    "TicketMissed": {"ticket_id": DRAWN},
    "TicketMoved": {"effect_id": DRAWN, "ticket_id": DRAWN, "window": SHOWN, "zone_zh": SHOWN},
    "Understood": {"effect_id": DRAWN, "certainty": OURS, "command": OURS},
    "VisitorInvented": {"matter_id": "of nobody", "ticket_id": "of nobody", "number": "of nobody"},
    "WindowChanged": {"state": OURS},
}


@pytest.mark.parametrize("kind", sorted(event_kinds().values(), key=str))
def test_every_text_is_personal_or_has_its_reason(kind: type[Event]) -> None:
    hints = typing.get_type_hints(kind)
    texts = {field.name for field in fields(kind) if "str" in str(hints[field.name])}
    assert texts - kind.PERSONAL <= set(HARMLESS.get(kind.__name__, ())), (
        "say why it may lie in the journal, or mask it"
    )


def test_what_lets_somebody_take_anothers_place_is_not_in_the_journal(tmp_path: Path) -> None:
    secret = "40718825"
    journal = Journal(tmp_path, lambda: date(2026, 11, 23), print)
    booked = AppointmentBooked(at=1.0, effect_id="v-1", appointment_id=secret, starts=secret, code=secret)
    taken = EnquiryTaken(at=3.0, effect_id="v-3", number=secret, due=secret, next_step=(secret, secret))
    told = [
        booked,
        BookingsFound(at=2.0, effect_id="v-2", bookings=((secret,) * 4,), matters=(secret,), talks=(secret,)),
        taken,
        HallRefused(at=4.0, effect_id="v-4", code="booked", zh=secret, en=secret),
        MessageChanged(at=5.0, film_id="f", state="sent", number=secret, due=secret, delete_at=secret, address=secret),
        replace(taken, at=6.0),
    ]
    for event in told:
        journal.write(event)
    journal.close()
    written = journal.path.read_text(encoding="utf-8")
    assert len(written.splitlines()) == len(told)
    assert secret not in written
    assert MASK in written
