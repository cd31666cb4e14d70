"""Crowded zones ask for one more window (Q-11); everybody learns how full it is, at most every ten seconds."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from hall.desk.loads import Zone, zone_now
from hall.house import House, rules_in_force
from hall.journal import Emitted
from hall.storage.tables.visits import Tide

# so many waiting per open window must last this long before a tide window is proposed.
CROWDED_FOR = timedelta(minutes=5)
LOAD_EVERY, LOOK_EVERY = timedelta(seconds=10), timedelta(seconds=5)


def watch(house: House, session: Session, now: datetime, *, jumped: bool) -> list[Emitted]:
    """Look at every zone, at most every few seconds unless the clock jumped: counting costs what visitors wait for."""
    last = house.told.get("crowds", (0, now - LOOK_EVERY))[1]
    if not jumped and timedelta(0) <= now - last < LOOK_EVERY:
        return []
    house.told["crowds"] = (0, now)
    zones = _zones(house, session, now)
    return [event for zone in zones for event in (*_tide(session, zone, now), *_load(house, zone, now))]


def _load(house: House, zone: Zone, now: datetime) -> list[Emitted]:
    """`load.changed` for a zone whose queue has changed."""
    waiting, told_at = house.told.get(zone.id, (0, now - LOAD_EVERY))
    if zone.waiting == waiting or timedelta(0) <= now - told_at < LOAD_EVERY:
        return []
    house.told[zone.id] = (zone.waiting, now)
    data = {"zone_id": zone.id, "waiting": zone.waiting, "expected_wait": zone.wait_behind(zone.waiting, now)}
    return [Emitted("load.changed", data, ("terminal", "clerk", "admin"))]


def _zones(house: House, session: Session, now: datetime) -> list[Zone]:
    return [zone_now(house, session, zone_id, now.date()) for zone_id in house.content.zones]


def _tide(session: Session, zone: Zone, now: datetime) -> list[Emitted]:
    rules = rules_in_force(session)
    wait = zone.wait_behind(zone.waiting, now)
    tide = session.get(Tide, zone.id)
    if tide is None:
        tide = Tide(zone_id=zone.id)
        session.add(tide)
    many = zone.waiting >= rules["tide_waiting_per_window"] * max(1, zone.open_windows)
    tide.crowded_since = (tide.crowded_since or now) if many else None
    lasting = tide.crowded_since is not None and now - tide.crowded_since >= CROWDED_FOR
    crowded = zone.waiting > 0 and (wait["seconds"] > rules["tide_wait_seconds"] or lasting)
    if not crowded:
        tide.proposed_at = None if not many else tide.proposed_at
        return []
    if tide.proposed_at is not None:
        return []
    tide.proposed_at = now
    data = {"zone_id": zone.id, "waiting": zone.waiting, "expected_wait": wait}
    return [Emitted("tide.proposed", data, ("clerk", "admin"))]
