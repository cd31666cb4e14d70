"""Group Places: service points, things to borrow, silent calls for a person."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from hall.call import Call, Reply
from hall.desk import helpcalls
from hall.desk.numbers import new_id
from hall.desk.paging import page_of_items, page_of_rows
from hall.desk.stations import distance_m, is_open
from hall.journal import Emitted
from hall.problems import Refusal, unknown
from hall.register import handles
from hall.rules.masking import masked, masked_texts
from hall.storage.database import lock
from hall.storage.tables.feedback import HelpCall
from hall.storage.tables.operation import Terminal
from hall.storage.tables.visits import Ticket


@handles("listStations")
def list_stations(call: Call) -> Reply:
    near = call.query.get("near")
    found = [station for station in call.house.content.stations.values() if _matches(call, station)]
    here = None
    if near is not None:
        lon, lat = near.split(",")
        here = (float(lon), float(lat))
        found.sort(key=lambda station: distance_m(here, station))
    return Reply(page_of_items(call, found, lambda station: _station(call, station, here)))


@handles("listAids")
def list_aids(call: Call) -> Reply:
    asked = call.session.scalars(
        select(HelpCall.aid_id).where(HelpCall.state.in_(helpcalls.OPEN), HelpCall.aid_id.is_not(None))
    )
    lent: dict[str, int] = {}
    for aid_id in asked:
        lent[str(aid_id)] = lent.get(str(aid_id), 0) + 1
    items = [
        {"id": aid["id"], "name": aid["name"], "place": aid["place"], "state": _aid_state(aid, lent.get(aid["id"], 0))}
        for aid in call.house.content.aids.values()
    ]
    return Reply({"items": items})


@handles("createHelpCall")
def create_help(call: Call) -> Reply:
    if "aid_id" in call.body and call.body["aid_id"] not in call.house.content.aids:
        raise unknown("/aid_id")
    if "ticket_id" in call.body and call.session.get(Ticket, call.body["ticket_id"]) is None:
        raise unknown("/ticket_id")
    terminal = call.session.get(Terminal, call.caller.owner)
    made = HelpCall(
        id=new_id("h"),
        kind=call.body["kind"],
        state="called",
        place=call.body.get("place") or (terminal.place if terminal is not None else call.caller.owner)[:60],
        aid_id=call.body.get("aid_id"),
        ticket_id=call.body.get("ticket_id"),
        terminal_id=call.caller.owner,
        talk_ways=call.body.get("talk_ways", []),
        text=masked(call.body["text"])[:200] if "text" in call.body else None,
        at=call.now,
    )
    call.session.add(made)
    return _told(call, made)


@handles("listHelpCalls")
def list_help(call: Call) -> Reply:
    query = select(HelpCall).order_by(HelpCall.at, HelpCall.id)
    query = query.where(HelpCall.state.in_(call.query.get("state", helpcalls.OPEN)))
    return Reply(page_of_rows(call, query, helpcalls.view))


@handles("acknowledgeHelp")
def acknowledge(call: Call) -> Reply:
    asked = _help(call)
    if asked.state not in helpcalls.OPEN:
        raise Refusal("wrong_state")
    asked.state, asked.acknowledged_at = "processing", call.now
    asked.eta_seconds, asked.message = call.body.get("eta_seconds"), masked_texts(call.body.get("message"))
    return _told(call, asked)


@handles("finishHelp")
def finish(call: Call) -> Reply:
    asked = _help(call)
    if call.caller.scope == "terminal" and asked.terminal_id != call.caller.owner:
        raise Refusal("not_found")
    if asked.state not in helpcalls.OPEN:
        return Reply(helpcalls.view(asked))
    return _told(call, asked, helpcalls.finish(call.session, asked))


def _help(call: Call) -> HelpCall:
    lock(call.session, "help:" + call.path["help_id"])
    found = call.session.get(HelpCall, call.path["help_id"])
    if found is None:
        raise Refusal("not_found")
    return found


def _told(call: Call, asked: HelpCall, event: Emitted | None = None) -> Reply:
    call.session.flush()
    call.emit(event or helpcalls.changed(asked))
    call.resource = f"help-calls/{asked.id}"
    return Reply(helpcalls.view(asked))


def _matches(call: Call, station: Any) -> bool:
    matter = call.query.get("matter_id")
    if matter is not None and matter not in station["matter_ids"]:
        return False
    return not call.query.get("open_now", False) or is_open(call, station)


def _station(call: Call, station: Any, here: tuple[float, float] | None) -> dict[str, Any]:
    kept = ("id", "name", "kind", "address", "telephone", "lon", "lat", "hours", "bookable", "accessible")
    answer = {name: station[name] for name in kept if name in station}
    answer |= {"open_now": is_open(call, station), "matter_count": len(station["matter_ids"])}
    if here is not None:
        answer["distance_m"] = distance_m(here, station)
    return answer


def _aid_state(aid: Any, lent: int) -> str:
    if lent == 0:
        return "free"
    return "reserved" if lent < aid["count"] else "none_left"
