"""What the hall offers beside single matters, and a visitor's problem on its way to the hall."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from terminal.services import Away, HallClient, Ok, Outbox, Refused
from terminal.visit.events import AidRow, Both, EnquiryTaken, HallGuideChanged, PlaceRow, ThemeRow

Raw = Mapping[str, Any]
KIND, REPLY = "cannot_get_it_done", "at_hall"
"""The contract's words: 办不成事, and the answer is given here, because a visitor's telephone is nobody's business."""


async def read(client: HallClient) -> HallGuideChanged | None:
    """Themes, aids and other places; None while the hall is away and nothing is known yet."""
    themes, aids, places = await client.themes(), await client.aids(), await client.stations()
    zones = await client.zones()
    if not isinstance(themes, Ok) or not isinstance(zones, Ok):
        return None
    matters = await client.matters()
    names = {named.id: (named.name.zh, named.name.en) for named in matters.value} if isinstance(matters, Ok) else {}
    zone_names = {zone.id: (zone.name.zh, zone.name.en) for zone in zones.value}
    return HallGuideChanged(
        themes=tuple(_theme(theme.raw, names, zone_names) for theme in themes.value),
        aids=tuple(_aid(raw) for raw in aids.value) if isinstance(aids, Ok) else (),
        places=tuple(_place(raw) for raw in places.value) if isinstance(places, Ok) else (),
    )


async def send_enquiry(client: HallClient, outbox: Outbox, key: str, text: str) -> EnquiryTaken | Refused | Away:
    """At once, or by the outbox with the same key: exactly once in effect (contract 2, 5)."""
    answer = await client.enquire(key, KIND, text, REPLY)
    if isinstance(answer, Away):
        outbox.put(key, "createEnquiry", "/v1/enquiries", {"kind": KIND, "text": text, "reply_way": REPLY})
    if not isinstance(answer, Ok):
        return answer
    raw = answer.value
    step = raw.get("next_step")
    return EnquiryTaken(
        effect_id="", number=raw["number"], due=raw["due"], next_step=_both(step["text"]) if step else ("", "")
    )


def _theme(raw: Raw, names: Mapping[str, Both], zones: Mapping[str, Both]) -> ThemeRow:
    papers = tuple((paper["name"]["zh"], paper["name"]["en"], paper["form"]) for paper in raw["papers"])
    matters = tuple(names[matter] for matter in raw["matter_ids"] if matter in names)
    steps = tuple(_both(step) for step in raw["steps"])
    zone = zones.get(raw["zone_id"], ("", ""))
    return (raw["id"], _both(raw["name"]), raw["zone_id"], zone, int(raw.get("days_max", -1)), papers, matters, steps)


def _aid(raw: Raw) -> AidRow:
    return (raw["id"], _both(raw["name"]), _both(raw["place"]), raw["state"] == "free")


def _place(raw: Raw) -> PlaceRow:
    metres = int(raw.get("distance_m", -1))
    return (_both(raw["name"]), _both(raw["address"]), _both(raw["hours"]), bool(raw["open_now"]), metres)


def _both(raw: Raw) -> Both:
    return str(raw["zh"]), str(raw["en"])
