"""What the clerk's desk reads from and sets at the hall: its window, the other windows, who may interpret."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from terminal.links.reach import asked_to_wait, label
from terminal.services import Away, HallClient, Ok, Refused
from terminal.visit.events import EnquiriesChanged, InterpretersChanged, OtherWindowsChanged, WindowChanged


async def set_window(clerk: HallClient, window_id: str, wanted: str) -> WindowChanged | Refused | Away:
    """Open, pause or close the window as it is now; a state that holds already is not set again."""
    read = await clerk.window(window_id)
    if not isinstance(read, Ok):
        return read
    if read.value["state"] == wanted:
        return WindowChanged(state=wanted)
    changed = await clerk.set_window(window_id, read.etag or "", state=wanted)
    return WindowChanged(state=changed.value["state"]) if isinstance(changed, Ok) else changed


async def window(clerk: HallClient, window_id: str) -> WindowChanged | None:
    """The window's state; None while the hall does not say."""
    read = await clerk.window(window_id)
    return WindowChanged(state=read.value["state"]) if isinstance(read, Ok) else None


async def other_windows(client: HallClient, window_id: str) -> OtherWindowsChanged | None:
    """The open windows that are not this one, and which zones they serve; None while the hall does not say."""
    windows, zones = await client.windows(), await client.zones()
    if not isinstance(windows, Ok) or not isinstance(zones, Ok):
        return None
    names = {zone.id: (zone.name.zh, zone.name.en) for zone in zones.value}
    rows = tuple(
        (found.id, label(found.name.zh), tuple(names[zone] for zone in found.raw["zone_ids"] if zone in names))
        for found in windows.value
        if found.id != window_id and found.raw["state"] == "open"
    )
    return OtherWindowsChanged(windows=rows)


async def interpreters(client: HallClient) -> InterpretersChanged | None:
    """Who may interpret, and today's hours; None while the hall does not say."""
    read = await client.interpreters()
    if not isinstance(read, Ok):
        return None
    people = tuple((person["label"], person["status"]) for person in read.value["items"])
    return InterpretersChanged(people=people, hours=_hours(read.value.get("duty", ())))


async def enquiries(clerk: HallClient) -> EnquiriesChanged | None:
    """How many 办不成事 wait; none where the hall does not count them, None while it does not say."""
    read = await clerk.open_enquiries()
    if isinstance(read, Away) or asked_to_wait(read):
        return None
    found = read.value if isinstance(read, Ok) else {}
    return EnquiriesChanged(open=int(found.get("open", 0)), late=int(found.get("late", 0)))


def _hours(duty: Any) -> str:
    """The first day's hours as 9:00-17:00."""
    first = next(iter(duty), None)
    if first is None:
        return ""
    spans = [(_time(hour["start"]), _time(hour["end"])) for hour in duty if hour["date"] == first["date"]]
    return f"{spans[0][0]}-{spans[-1][1]}"


def _time(text: str) -> str:
    at = datetime.fromisoformat(text)
    return f"{at.hour}:{at.minute:02d}"
