"""Service points near the hall."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hall.call import Call, present
from hall.clock import said

Station = Mapping[str, Any]
EARTH_RADIUS_M = 6_371_000


def nearby(call: Call, matter_id: str) -> list[dict[str, Any]]:
    """Other places with free times for the matter, nearest first (Q-6)."""
    hall = call.house.content.hall
    here = (float(hall["lon"]), float(hall["lat"]))
    found = [
        station
        for station in call.house.content.stations.values()
        if station["bookable"] and matter_id in station["matter_ids"] and station.get("sample_free", 0) > 0
    ]
    found.sort(key=lambda station: distance_m(here, station))
    return [
        present(
            station_id=station["id"],
            name=station["name"],
            free=station["sample_free"],
            earliest=_earliest(call, station),
        )
        for station in found[:10]
    ]


def distance_m(here: tuple[float, float], station: Station) -> int:
    """Great-circle distance in metres; `here` is (lon, lat) in degrees."""
    lon, lat = math.radians(here[0]), math.radians(here[1])
    lon2, lat2 = math.radians(station["lon"]), math.radians(station["lat"])
    half = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return round(2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half))))


def is_open(call: Call, station: Station) -> bool:
    return station["open"] == "always" or call.house.content.calendar.open_for_walk_in(call.now)


def _earliest(call: Call, station: Station) -> str | None:
    """The station's earliest free time: on the next day that it is open."""
    clock = station.get("sample_earliest")
    if not clock:
        return None
    day = call.house.content.calendar.working_day_after(call.now.date(), 1)
    return said(datetime.fromisoformat(f"{day.isoformat()}T{clock}:00+08:00"))
