"""Group Remote sessions: reading, answering a ring, tokens, ending (B-13 to B-17)."""

from __future__ import annotations

import time

from sqlalchemy import select

from hall.call import Call, Reply, etag_of
from hall.clock import said
from hall.desk import attendance, declined, interpreters, ringing, seats, sessions, sessionview, tokens
from hall.desk.paging import page_of_rows
from hall.due import sightings
from hall.problems import Refusal
from hall.register import handles
from hall.rules import dispatch
from hall.rules.masking import masked_texts
from hall.storage.tables.talks import Interpreter, RemoteSession


@handles("listSessions")
def list_sessions(call: Call) -> Reply:
    query = select(RemoteSession).where(sessionview.visible_to(call.caller)).order_by(RemoteSession.place_no)
    if "state" in call.query:
        query = query.where(RemoteSession.state.in_(call.query["state"]))
    return Reply(page_of_rows(call, query, lambda talk: sessionview.view(call.session, talk, call.caller)))


@handles("getSession")
def get_session(call: Call) -> Reply:
    talk = call.session.get(RemoteSession, call.path["session_id"])
    if talk is None:
        raise Refusal("not_found")
    if not sessionview.may_see(talk, call.caller):
        raise Refusal("not_participant")
    return Reply(sessionview.view(call.session, talk, call.caller), etag_of(talk.version))


@handles("acceptSession")
def accept(call: Call) -> Reply:
    talk = session_of(call)
    me = interpreters.locked_person(call.session, call.caller.owner)
    if talk.state in dispatch.OVER:
        raise Refusal("session_over")
    if me.status == "live" and me.session_id != talk.id:
        raise Refusal("wrong_state")  # one face cannot be in two talks
    if me.status == "resting" or (me.status == "ready" and interpreters.rest_is_due(me, call.now)):
        raise Refusal("interpreter_resting")
    attendance.answered(call.session, me.id)
    if talk.state in dispatch.LIVE:
        return _join_live(call, talk, me)
    sessions.join(call.session, talk, me, call.now)
    talk.state, talk.interpreter_id, talk.live_since = "processing", me.id, call.now
    # Until their socket comes, this is the last that was seen of them: a machine that dies before is missed too.
    sightings.came(call.session, talk.id, time.time())
    call.events += [sessionview.changed(call.session, talk)]
    return opened(call, talk, "interpreter")


@handles("declineSession")
def decline(call: Call) -> Reply:
    talk = session_of(call)
    if talk.state in dispatch.OVER:
        raise Refusal("session_over")
    if talk.state in dispatch.LIVE and talk.ringing != call.caller.owner:
        raise Refusal("session_taken")
    declined.note(talk, call.caller.owner)
    attendance.answered(call.session, call.caller.owner)
    if talk.ringing == call.caller.owner:
        ringing.release(call.session, talk, call.caller.owner, "ready", call.now)
        talk.ringing = talk.ring_until = None
        call.events += ringing.ring_next(call.session, talk, call.now)
    call.reason = call.body["reason"]
    return Reply(sessionview.view(call.session, talk, call.caller))


@handles("renewToken")
def renew_token(call: Call) -> Reply:
    talk = session_of(call)
    if talk.state in dispatch.OVER:
        raise Refusal("session_over")
    role = call.body["role"]
    if not _may_have(call, talk, role):
        raise Refusal("not_participant")
    sessions.bring_in(talk, call.caller)
    if role == "second_interpreter" and not seats.takes_over(talk, call.caller.owner):
        seats.sit_beside(talk, call.caller.owner)
        sessions.join(call.session, talk, interpreters.locked_person(call.session, call.caller.owner), call.now)
    if role in ("clerk", "supervisor") and role not in talk.joined:
        talk.joined = {**talk.joined, role: False}
    return Reply(tokens.new_token(call, talk, role))


@handles("endSession")
def end_session(call: Call) -> Reply:
    talk = session_of(call)
    if not sessionview.is_participant(talk, call.caller):
        raise Refusal("not_participant")
    if talk.state not in dispatch.OVER:
        call.events += sessions.end(call.session, talk, call.body["reason"], call.now)
        call.afterwards.append(lambda: call.house.rooms.close(talk.id))
    return Reply(sessionview.view(call.session, talk, call.caller))


@handles("wrapUp")
def wrap_up(call: Call) -> Reply:
    talk = session_of(call)
    if talk.interpreter_id != call.caller.owner:
        raise Refusal("not_participant")
    if talk.state != "pending":
        raise Refusal("wrong_state")
    talk.state, talk.wrap_up = "finished", masked_texts(call.body)
    talk.version += 1
    ringing.release(call.session, talk, call.caller.owner, "ready", call.now)
    call.events += [sessionview.changed(call.session, talk), *ringing.serve_waiting(call.session, call.now)]
    return Reply(sessionview.view(call.session, talk, call.caller))


def session_of(call: Call) -> RemoteSession:
    """The session, locked for change; 404 when there is none."""
    talk = sessions.locked(call.session, call.path["session_id"])
    if talk is None:
        raise Refusal("not_found")
    call.expect_version(talk.version)
    return talk


def _join_live(call: Call, talk: RemoteSession, me: Interpreter) -> Reply:
    """Into a talk that runs: only who takes over, or who was rung as the second."""
    if talk.hand_over is not None and talk.hand_over["state"] == "asked" and talk.hand_over["to"] == me.id:
        sessions.join(call.session, talk, me, call.now)
        # Both are in the room until the visitor agrees (B-17): on the seat beside the first, which nobody else has.
        talk.hand_over = {**talk.hand_over, "state": "both_in", "since": said(call.now)}
    elif talk.second_asked and talk.second_id is None and talk.ringing == me.id:
        sessions.join(call.session, talk, me, call.now)
        seats.sit_beside(talk, me.id)
    else:
        raise Refusal("session_taken")
    call.events += [sessionview.changed(call.session, talk)]
    return opened(call, talk, "second_interpreter")


def _may_have(call: Call, talk: RemoteSession, role: str) -> bool:
    mine = call.caller.owner
    if role == "second_interpreter":
        invited = talk.second_id == mine or (talk.second_asked and talk.second_id is None and talk.ringing == mine)
        return call.caller.scope == "interpreter" and (invited or seats.takes_over(talk, mine))
    if role == "interpreter":
        return call.caller.scope == "interpreter" and mine == talk.interpreter_id
    if role == "visitor":
        return call.caller.scope == "terminal" and talk.terminal_id == mine
    return call.caller.scope == {"clerk": "clerk", "supervisor": "admin"}[role]


def opened(call: Call, talk: RemoteSession, role: str) -> Reply:
    token = tokens.new_token(call, talk, role)
    call.resource = f"remote-sessions/{talk.id}"
    view = sessionview.view(call.session, talk, call.caller)
    return Reply({"session": view, "token": token}, etag_of(talk.version))


def answer(call: Call, talk: RemoteSession) -> Reply:
    return Reply(sessionview.view(call.session, talk, call.caller), etag_of(talk.version))
