"""Group Hall: the hall, its days, rules, zones and windows."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from hall.call import Call, Reply, etag_of, present
from hall.clock import SHANGHAI, said
from hall.contract import VERSION
from hall.desk.tickets import AT_WINDOW, release_meant_for, window_of
from hall.house import cut_off, rules_in_force
from hall.journal import Emitted
from hall.problems import Refusal, invalid, unknown
from hall.register import handles
from hall.rules.calendar import days
from hall.rules.wording import day_label
from hall.storage.database import lock
from hall.storage.tables.operation import Document
from hall.storage.tables.visits import Ticket, Tide, Window

# A longer span of days than this is a mistake (the contract's list ends at 500).
MOST_DAYS = 366


@handles("getHall")
def get_hall(call: Call) -> Reply:
    content = call.house.content
    kept = ("id", "name", "brand", "address", "telephone", "content_version", "catalogue_date", "features")
    answer = {name: content.hall[name] for name in kept if name in content.hall}
    return Reply(
        answer
        | {
            "timezone": "Asia/Shanghai",
            "now": said(call.now),
            "person_key_version": call.house.person_key["version"],
            "contract": VERSION,
        }
    )


@handles("listDays")
def list_days(call: Call) -> Reply:
    first, last = day_range(call)
    return Reply([_day(call, day) for day in days(first, last)])


@handles("getRules")
def get_rules(call: Call) -> Reply:
    stored = call.session.get_one(Document, "rules")
    tag = etag_of(f"rules-{stored.version}" + ("-admin" if call.caller.scope == "admin" else ""))
    if unchanged(call, tag):
        return Reply(status=304, etag=tag)
    return Reply(_rules(call, stored), tag)


@handles("patchRules")
def patch_rules(call: Call) -> Reply:
    lock(call.session, "rules")
    stored = call.session.get_one(Document, "rules", populate_existing=True)
    tag = etag_of(f"rules-{stored.version}-admin")
    if call.headers["if-match"].strip() not in (tag, "*"):
        raise Refusal("changed_meanwhile")
    _check_cut_off(call.body)
    stored.data = {**stored.data, **call.body}
    stored.version += 1
    call.session.info.pop("rules", None)
    call.resource = "rules"
    return Reply(_rules(call, stored), etag_of(f"rules-{stored.version}-admin"))


@handles("listZones")
def list_zones(call: Call) -> Reply:
    kept = ("id", "name", "colour", "accessible", "map_ref")
    return Reply([{k: zone[k] for k in kept if k in zone} for zone in call.house.content.zones.values()])


@handles("listWindows")
def list_windows(call: Call) -> Reply:
    zone = call.query.get("zone_id")
    rows = call.session.scalars(select(Window).order_by(Window.place))
    return Reply([window_view(call, row) for row in rows if zone is None or zone in row.zone_ids])


@handles("getWindow")
def get_window(call: Call) -> Reply:
    window = call.session.get(Window, call.path["window_id"])
    if window is None:
        raise Refusal("not_found")
    return Reply(window_view(call, window), etag_of(window.version))


@handles("patchWindow")
def patch_window(call: Call) -> Reply:
    window = window_of(call, call.path["window_id"])
    if window is None:
        raise Refusal("not_found")
    call.expect_version(window.version)
    if any(zone not in call.house.content.zones for zone in call.body.get("zone_ids", ())):
        raise unknown("/zone_ids")
    if call.body.get("state") == "closed" and _occupied(call, window):
        raise Refusal("window_busy")
    was_tide_open = window.tide and window.state == "open"
    for name, value in call.body.items():
        setattr(window, name, value)
    window.version += 1
    if window.state == "closed":
        release_meant_for(call.session, window)
    _tell_window(call, window, was_tide_open)
    return Reply(window_view(call, window), etag_of(window.version))


def window_view(call: Call, window: Window) -> dict[str, Any]:
    """The clerk's number is for clerks and the administrator only."""
    return present(
        id=window.id,
        name=window.name,
        zone_ids=window.zone_ids,
        kind=window.kind,
        accessible=window.accessible,
        state=window.state,
        tide=window.tide,
        ticket_id=window.ticket_id,
        clerk_no=window.clerk_no if call.caller.scope in ("clerk", "admin") else None,
    )


def day_of(call: Call, name: str) -> date | None:
    """A day of the query; years in which no hall of ours works are a mistake."""
    if name not in call.query:
        return None
    day = date.fromisoformat(call.query[name])
    if not 2000 <= day.year < 2100:
        raise invalid(name, "not between 2000 and 2100")
    return day


def day_range(call: Call) -> tuple[date, date]:
    """`from` and `to` of the query; by default today to the last bookable day."""
    today = call.now.date()
    calendar = call.house.content.calendar
    first = day_of(call, "from") or today
    usual = calendar.last_bookable(today, rules_in_force(call.session)["booking_working_days"])
    last = day_of(call, "to") or max(first, usual)
    if last < first or (last - first).days > MOST_DAYS:
        raise invalid("to", "not after from, or too far")
    return first, last


def start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)


def end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, SHANGHAI)


def unchanged(call: Call, tag: str) -> bool:
    """Whether the caller holds this version already (`If-None-Match`)."""
    held = [part.strip().removeprefix("W/") for part in call.headers.get("if-none-match", "").split(",")]
    return tag in held or held == ["*"]


def _day(call: Call, day: date) -> dict[str, Any]:
    calendar = call.house.content.calendar
    openings = calendar.openings(day, cut_off(rules_in_force(call.session)))
    if not calendar.has_table(day) and (day - call.now.date()).days > 5:
        openings = ()
    return {
        "date": day.isoformat(),
        "working_day": calendar.is_working(day),
        "label": day_label(day),
        "openings": [
            present(
                **{"class": opening.kind},
                id=opening.id,
                start=said(opening.start),
                end=said(opening.end),
                booking_only=opening.booking_only,
                apply_by=None if opening.apply_by is None else said(opening.apply_by),
                matters="saturday_list" if opening.kind == "saturday" else "all",
            )
            for opening in openings
        ],
    }


def _rules(call: Call, stored: Document) -> dict[str, Any]:
    hidden = () if call.caller.scope == "admin" else ("quota_percent",)
    return {name: value for name, value in stored.data.items() if name not in hidden}


def _check_cut_off(body: Any) -> None:
    try:
        time.fromisoformat(body.get("cut_off", "14:00"))
    except ValueError:
        raise invalid("/cut_off", "not a time of day") from None


def _occupied(call: Call, window: Window) -> bool:
    query = select(Ticket.id).where(Ticket.window_id == window.id, Ticket.state.in_(AT_WINDOW)).limit(1)
    return call.session.scalar(query) is not None


def _tell_window(call: Call, window: Window, was_tide_open: bool) -> None:
    staff = ("terminal", "clerk", "admin")
    call.emit(Emitted("window.changed", {"window_id": window.id, "state": window.state, "tide": window.tide}, staff))
    is_tide_open = window.tide and window.state == "open"
    if is_tide_open == was_tide_open:
        return
    for zone_id in window.zone_ids:
        tide = call.session.get(Tide, zone_id)
        if tide is not None and is_tide_open:
            tide.proposed_at = tide.crowded_since = None
        name, verb_zh, verb_en = window.name, "开了，可以去", "is open now"
        if not is_tide_open:
            verb_zh, verb_en = "关了", "is closed now"
        text = {"zh": f"{name['zh']}{verb_zh}。", "en": f"{name['en']} {verb_en}."}
        kind = "tide.opened" if is_tide_open else "tide.closed"
        call.emit(Emitted(kind, {"zone_id": zone_id, "window_id": window.id, "said": text}, staff))
