"""Group Test mode: the clock and the empty hall. `app` answers 404 when the hall was not started so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update

from hall.call import Call, Reply
from hall.clock import SHANGHAI, said
from hall.due import do_due_work
from hall.house import default_rules
from hall.problems import invalid
from hall.register import handles
from hall.setup import add_windows
from hall.storage.tables.base import Base
from hall.storage.tables.operation import Document
from hall.storage.tables.talks import Interpreter

# What a reset keeps: content (it is no table), keys, audit, events, terminals and interpreters.
_KEPT = {"keys", "audit", "head", "events", "documents", "windows", "terminals", "interpreters"}


@handles("getTestClock")
def get_clock(call: Call) -> Reply:
    return Reply(_clock(call))


@handles("setTestClock")
def set_clock(call: Call) -> Reply:
    try:
        moment = datetime.fromisoformat(call.body["now"].upper()).astimezone(SHANGHAI)
    except (ValueError, OverflowError):
        raise invalid("/now", "not a time") from None
    if not 2000 <= moment.year < 2100:
        raise invalid("/now", "not between 2000 and 2100")
    forward = moment > call.now
    call.house.clock.set(moment, running=call.body.get("running", False))
    call.now = call.house.clock.now()
    if forward:
        for event in do_due_work(call.house, call.session, call.now, jumped=True):
            call.emit(event)
    call.resource = "test/clock"
    return Reply(_clock(call))


@handles("freeTestClock")
def free_clock(call: Call) -> Reply:
    call.house.clock.free()
    call.now = call.house.clock.now()
    call.resource = "test/clock"
    return Reply()


@handles("resetTest")
def reset(call: Call) -> Reply:
    for table in Base.metadata.sorted_tables:
        if table.name not in _KEPT:
            call.session.execute(delete(table))
    rules = call.session.get_one(Document, "rules")
    rules.data = {**default_rules(), **call.body.get("rules", {})}
    rules.version += 1
    call.session.info.pop("rules", None)
    add_windows(call.session, call.house.content, all_open=True)
    idle = update(Interpreter).values(
        status="away", since=call.now, session_id=None, duty_since=None, sent_to_rest=False
    )
    call.session.execute(idle)
    call.house.past.clear()
    call.house.told.clear()
    call.resource = "test/reset"
    return Reply()


def _clock(call: Call) -> dict[str, object]:
    clock = call.house.clock
    return {"now": said(clock.now()), "running": clock.running, "real": clock.real}
