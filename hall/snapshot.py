"""What a stream begins with: the state now, as far as the scope may read it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hall.call import Call
from hall.desk import helpcalls, sessionview, tickets
from hall.desk.loadview import load_now
from hall.house import House
from hall.keys import Caller
from hall.routes.announcements import announcement_view, valid_announcements
from hall.routes.hall import window_view
from hall.rules import dispatch
from hall.storage.tables.feedback import HelpCall
from hall.storage.tables.talks import RemoteSession
from hall.storage.tables.visits import Ticket, Window


def snapshot(house: House, session: Session, caller: Caller, now: datetime) -> dict[str, Any]:
    """`snapshot` of x-events. Interpreters have nothing to do with windows, tickets and help calls."""
    call = Call(house, session, caller, now, {}, {}, {}, {})
    hall_staff = caller.scope in tickets.HALL_STAFF
    windows = session.scalars(select(Window).order_by(Window.place))
    called = session.scalars(
        select(Ticket).where(Ticket.day == now.date(), Ticket.state == "called").order_by(Ticket.called_at)
    )
    return {
        "windows": [window_view(call, window) for window in windows] if hall_staff else [],
        "called": [tickets.view(call, ticket) for ticket in called] if hall_staff else [],
        "announcements": [announcement_view(made) for made in valid_announcements(call)],
        "sessions": [sessionview.view(session, talk, caller) for talk in _sessions(session, caller)],
        "help": [helpcalls.view(asked) for asked in _help(session, caller)] if hall_staff else [],
        "load": load_now(house, session, now, list(house.content.zones)),
    }


def _sessions(session: Session, caller: Caller) -> list[RemoteSession]:
    query = select(RemoteSession).where(RemoteSession.state.not_in(dispatch.OVER)).order_by(RemoteSession.place_no)
    return [talk for talk in session.scalars(query) if sessionview.may_see(talk, caller)]


def _help(session: Session, caller: Caller) -> list[HelpCall]:
    query = select(HelpCall).where(HelpCall.state.in_(helpcalls.OPEN)).order_by(HelpCall.at)
    if caller.scope == "terminal":
        query = query.where(HelpCall.terminal_id == caller.owner)
    return list(session.scalars(query))
