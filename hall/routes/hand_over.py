"""Group Remote sessions: handing over to another interpreter, and asking a second one in (B-16, B-17)."""

from __future__ import annotations

from hall.call import Call, Reply
from hall.clock import said
from hall.desk import interpreters, ringing, seats, sessionview
from hall.problems import Refusal, unknown
from hall.register import handles
from hall.routes.remote import answer, session_of
from hall.rules import dispatch
from hall.rules.masking import masked_texts
from hall.storage.tables.talks import Interpreter, RemoteSession


@handles("handOver")
def hand_over(call: Call) -> Reply:
    talk = session_of(call)
    if talk.interpreter_id != call.caller.owner:
        raise Refusal("not_participant")
    seats.free_empty_seat(call.session, talk, call.now)
    if talk.state != "processing" or seats.is_handed_over(talk) or talk.ringing is not None:
        raise Refusal("wrong_state")
    if talk.second_id is not None:
        return _to_the_second(call, talk)
    free = interpreters.ready(call.session, call.now)
    wanted = call.body.get("to_interpreter_id")
    if wanted is not None and call.session.get(Interpreter, wanted) is None:
        raise unknown("/to_interpreter_id")
    asked = dispatch.Wanted.of(talk.wanted, None)  # who declined this session is not asked to take it over either
    order = [person for person in dispatch.to_ring(free, (), asked) if wanted in (None, person)]
    chosen = interpreters.claim(call.session, order)
    if chosen is None:
        raise Refusal("no_interpreter")
    summary = masked_texts(call.body["summary"])
    talk.hand_over = {"state": "asked", "to": chosen, "since": said(call.now), "summary": summary}
    return _rung_in(call, talk, chosen)


@handles("confirmHandOver")
def confirm_hand_over(call: Call) -> Reply:
    talk = session_of(call)
    if talk.terminal_id != call.caller.owner:
        raise Refusal("not_found")
    if talk.hand_over is None or talk.hand_over["state"] != "both_in":
        raise Refusal("wrong_state")
    before = talk.interpreter_id
    seats.take_over(talk, call.now)
    seats.revoke(call.session, talk, before, talk.interpreter_id)
    ringing.release(call.session, talk, before, "ready", call.now)
    talk.version += 1
    call.events += [sessionview.changed(call.session, talk), *ringing.serve_waiting(call.session, call.now)]
    return answer(call, talk)


@handles("askSecond")
def ask_second(call: Call) -> Reply:
    talk = session_of(call)
    if not sessionview.is_participant(talk, call.caller):
        raise Refusal("not_participant")
    seats.free_empty_seat(call.session, talk, call.now)
    if talk.state not in dispatch.LIVE or talk.second_id or talk.ringing or seats.is_handed_over(talk):
        raise Refusal("wrong_state")
    asked = dispatch.Wanted.of(talk.wanted, None)
    chosen = interpreters.claim(call.session, dispatch.to_ring(interpreters.ready(call.session, call.now), (), asked))
    if chosen is None:
        raise Refusal("no_interpreter")
    talk.second_asked = True
    return _rung_in(call, talk, chosen)


def _to_the_second(call: Call, talk: RemoteSession) -> Reply:
    """There are two seats: who sits beside takes over, and nobody is rung or put out for it."""
    if call.body.get("to_interpreter_id", talk.second_id) != talk.second_id:
        raise Refusal("wrong_state", detail="a second interpreter sits in the call: it can be handed over to them only")
    summary = masked_texts(call.body["summary"])
    talk.hand_over = {"state": "both_in", "to": talk.second_id, "since": said(call.now), "summary": summary}
    talk.version += 1
    call.events += [sessionview.changed(call.session, talk)]
    return answer(call, talk)


def _rung_in(call: Call, talk: RemoteSession, interpreter_id: str) -> Reply:
    talk.version += 1
    call.events += ringing.ring(call.session, talk, interpreter_id, call.now)
    call.events += [sessionview.changed(call.session, talk)]
    return answer(call, talk)
