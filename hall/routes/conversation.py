"""Group Remote sessions: text beside the video."""

from __future__ import annotations

from sqlalchemy import select

from hall.call import Call, Reply
from hall.desk import conversation as desk
from hall.desk.sessions import bring_in
from hall.desk.sessionview import is_participant
from hall.problems import Refusal
from hall.register import handles
from hall.routes.remote import session_of
from hall.rules import dispatch
from hall.storage.tables.talks import Message, RemoteSession


@handles("addMessage")
def add_message(call: Call) -> Reply:
    talk = session_of(call)
    if not is_participant(talk, call.caller):
        raise Refusal("not_participant")
    if talk.state in dispatch.OVER:
        raise Refusal("session_over")
    bring_in(talk, call.caller)
    message, event = desk.add_message(call.session, talk, role_of(call, talk), dict(call.body), call.now)
    if event is not None:
        call.emit(event)
    return Reply(message)


@handles("listMessages")
def list_messages(call: Call) -> Reply:
    talk = call.session.get(RemoteSession, call.path["session_id"])
    if talk is None:
        raise Refusal("not_found")
    if not is_participant(talk, call.caller):
        raise Refusal("not_participant")
    query = select(Message).where(Message.session_id == talk.id, Message.seq > call.query.get("after_seq", 0))
    limit = call.query["limit"]
    found = call.session.scalars(query.order_by(Message.seq).limit(limit + 1)).all()
    page: dict[str, object] = {"items": [desk.view(message) for message in found[:limit]]}
    if len(found) > limit:
        page["next_cursor"] = str(found[limit - 1].seq)
    return Reply(page)


def role_of(call: Call, talk: RemoteSession) -> str:
    """The role in which the caller speaks."""
    if call.caller.scope == "terminal":
        return "visitor"
    if call.caller.scope == "clerk":
        return "clerk"
    return "second_interpreter" if call.caller.owner == talk.second_id else "interpreter"
