"""The written record of a call: asked of everybody in it, given by nobody's silence, ended by one touch of anybody.

The hall decides whether it is on (everybody in the room agreed) and what is kept; here the visitor and the clerk are
asked, and see how it stands as long as the call lasts.
"""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.effects import AnswerRecord
from terminal.visit.events import AgreeRecord, ClerkAgreesRecord, RecordChanged
from terminal.visit.moves import active, do, tell
from terminal.visit.state import Phase, State
from terminal.visit.table import Result, on


@on(Phase.REMOTE, RecordChanged)
def record_changed(state: State, event: RecordChanged) -> Result:
    """Told to the visitor where it asks something of them, where it begins, and where it ends."""
    call = state.visit.call
    if call is None or not call.on:
        return state, ()
    after = replace(
        call,
        record=event.state,
        record_missing=event.missing,
        record_until=event.until,
        record_code=event.address,
    )
    state = state.with_visit(call=after)
    if (call.record, "visitor" in call.record_missing) == (event.state, "visitor" in event.missing):
        return state, ()
    if event.state == "asked" and "visitor" in event.missing:
        return tell(state, "remote.record_asked")
    key = {"on": "remote.record_on", "refused": "remote.record_refused"}.get(event.state)
    return tell(state, key) if key else (state, ())


@on(Phase.REMOTE, AgreeRecord)
def visitor_answers(state: State, event: AgreeRecord) -> Result:
    """What is shown follows the hall; a refusal is shown at once, whatever the line does."""
    call = state.visit.call
    if call is None or not call.live or call.record == "off":
        return state, ()
    state = active(state)
    if not event.agree:
        state = state.with_visit(call=replace(call, record="refused", record_code=""))
    return do(state, AnswerRecord, who="visitor", agree=event.agree)


@on(Phase.REMOTE, ClerkAgreesRecord)
def clerk_answers(state: State, event: ClerkAgreesRecord) -> Result:
    call = state.visit.call
    if call is None or not call.live:
        return state, ()
    return do(state, AnswerRecord, who="clerk", agree=event.agree)
