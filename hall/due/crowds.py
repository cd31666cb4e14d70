"""Crowded zones ask for one more window (Q-11); everybody learns how full it is, at most every ten seconds."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from hall.desk.loads import Zone, zone_now
from hall.house import House, rules_in_force
from hall.journal import Emitted
from hall.storage.tables import Tide

# so many waiting per open window must last this long before a tide window is proposed.
CROWDED_FOR = timedelta(minutes=5)
LOAD_EVERY = timedelta(seconds=10)


def tides(house: House, session: Session, now: datetime) -> list[Emitted]:
    """Propose one more window where people wait too long; a person opens it."""
    return [event for zone in _zones(house, session, now) for event in _tide(session, zone, now)]


def loads(house: House, session: Session, now: datetime) -> list[Emitted]:
    """`load.changed` for zones whose queue has changed."""
    events = []
    for zone in _zones(house, session, now):
        waiting, told_at = house.told.get(zone.id, (0, now - LOAD_EVERY))
        if zone.waiting == waiting or not (now - told_at >= LOAD_EVERY or now < told_at):
            continue
        house.told[zone.id] = (zone.waiting, now)
        data = {
            "zone_id": zone.id,
            "waiting": zone.waiting,
            "expected_wait": zone.wait_behind(zone.waiting, now),
        }
        events.append(Emitted("load.changed", data, ("terminal", "clerk", "admin")))
    return events


def _zones(house: House, session: Session, now: datetime) -> list[Zone]:
    every = rules_in_force(session)["priority_every"]
    return [zone_now(session, zone_id, now.date(), every) for zone_id in house.content.zones]


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
