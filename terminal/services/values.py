"""What the hall answers, as far as the terminal acts on it. Unknown fields are ignored; `raw` is the whole answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in both languages."""

    zh: str
    en: str

    @classmethod
    def of(cls, raw: Raw) -> Text:
        return cls(str(raw["zh"]), str(raw["en"]))


@dataclass(frozen=True, slots=True)
class Wait:
    """Expected wait in seconds, its span, the sentence to show, and whether it was measured or assumed."""

    seconds: int
    low: int
    high: int
    said: Text
    measured: bool

    @property
    def minutes(self) -> int:
        return round(self.seconds / 60)

    @classmethod
    def of(cls, raw: Raw) -> Wait:
        measured = raw["basis"]["method"] != "assumed"
        return cls(int(raw["seconds"]), int(raw["low"]), int(raw["high"]), Text.of(raw["said"]), measured)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A number in the queue."""

    id: str
    number: str
    state: str
    zone_id: str
    matter_id: str | None
    ahead: int | None
    wait: Wait | None
    window_id: str | None
    calls: int
    service_id: str | None
    return_until: datetime | None
    raw: Raw = field(repr=False, compare=False)

    @classmethod
    def of(cls, raw: Raw) -> Ticket:
        return cls(
            id=raw["id"],
            number=raw["number"],
            state=raw["state"],
            zone_id=raw["zone_id"],
            matter_id=raw.get("matter_id"),
            ahead=raw.get("ahead"),
            wait=Wait.of(raw["expected_wait"]) if "expected_wait" in raw else None,
            window_id=raw.get("window_id"),
            calls=int(raw["calls"]),
            service_id=raw.get("service_id"),
            return_until=_time(raw.get("return_until")),
            raw=raw,
        )


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that can, or cannot, be booked; `reason` says why not."""

    id: str
    zone_id: str
    opening_class: str
    start: datetime
    end: datetime
    free: int
    bookable: bool
    reason: str | None
    label: Text
    apply_by: datetime | None
    raw: Raw = field(repr=False, compare=False)

    @classmethod
    def of(cls, raw: Raw) -> Slot:
        return cls(
            id=raw["id"],
            zone_id=raw["zone_id"],
            opening_class=raw["opening_class"],
            start=datetime.fromisoformat(raw["start"]),
            end=datetime.fromisoformat(raw["end"]),
            free=int(raw["free"]),
            bookable=bool(raw["bookable"]),
            reason=raw.get("reason"),
            label=Text.of(raw["label"]),
            apply_by=_time(raw.get("apply_by")),
            raw=raw,
        )


@dataclass(frozen=True, slots=True)
class Nearby:
    """Another place with free times."""

    station_id: str
    name: Text
    free: int
    earliest: datetime | None

    @classmethod
    def of(cls, raw: Raw) -> Nearby:
        return cls(raw["station_id"], Text.of(raw["name"]), int(raw["free"]), _time(raw.get("earliest")))


@dataclass(frozen=True, slots=True)
class Slots:
    """The times of a matter, and where else there are some."""

    items: tuple[Slot, ...]
    nearby: tuple[Nearby, ...]

    def __iter__(self) -> Iterator[Slot]:
        return iter(self.items)

    @classmethod
    def of(cls, raw: Raw) -> Slots:
        return cls(tuple(map(Slot.of, raw["items"])), tuple(map(Nearby.of, raw["nearby"])))


@dataclass(frozen=True, slots=True)
class Appointment:
    """A booked or held time. `code` is what the visitor keeps."""

    id: str
    code: str
    state: str
    slot: Slot
    matter_id: str
    cancel_free_until: datetime
    check_in_from: datetime
    check_in_until: datetime
    counts_as_no_show: bool
    interpreter: bool
    ticket_id: str | None
    raw: Raw = field(repr=False, compare=False)

    @classmethod
    def of(cls, raw: Raw) -> Appointment:
        return cls(
            id=raw["id"],
            code=raw["code"],
            state=raw["state"],
            slot=Slot.of(raw["slot"]),
            matter_id=raw["matter_id"],
            cancel_free_until=datetime.fromisoformat(raw["cancel_free_until"]),
            check_in_from=datetime.fromisoformat(raw["check_in_from"]),
            check_in_until=datetime.fromisoformat(raw["check_in_until"]),
            counts_as_no_show=bool(raw["counts_as_no_show"]),
            interpreter=bool(raw.get("interpreter")),
            ticket_id=raw.get("ticket_id"),
            raw=raw,
        )


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """The appointment and the ticket that it became."""

    appointment: Appointment
    ticket: Ticket

    @classmethod
    def of(cls, raw: Raw) -> CheckedIn:
        return cls(Appointment.of(raw["appointment"]), Ticket.of(raw["ticket"]))


@dataclass(frozen=True, slots=True)
class Named:
    """A zone, a window or a matter: its id, its name, and all the rest in `raw`."""

    id: str
    name: Text
    raw: Raw = field(repr=False, compare=False)

    @classmethod
    def of(cls, raw: Raw) -> Named:
        return cls(raw["id"], Text.of(raw["name"]), raw)


@dataclass(frozen=True, slots=True)
class ZoneLoad:
    """How full one zone is now."""

    zone_id: str
    name: Text
    waiting: int
    open_windows: int
    wait: Wait
    light: str

    @property
    def wait_minutes(self) -> int:
        return self.wait.minutes

    @classmethod
    def of(cls, raw: Raw, names: Mapping[str, Text]) -> ZoneLoad:
        zone_id = raw["zone_id"]
        name = names.get(zone_id, Text(zone_id, zone_id))
        wait = Wait.of(raw["expected_wait"])
        return cls(zone_id, name, int(raw["waiting"]), int(raw["open_windows"]), wait, raw["light"])


@dataclass(frozen=True, slots=True)
class Load:
    """How full the hall is now, zone by zone."""

    as_of: datetime
    zones: tuple[ZoneLoad, ...]
    raw: Raw = field(repr=False, compare=False)

    def __iter__(self) -> Iterator[ZoneLoad]:
        return iter(self.zones)

    @classmethod
    def of(cls, raw: Raw, names: Mapping[str, Text]) -> Load:
        zones = tuple(ZoneLoad.of(zone, names) for zone in raw["zones"])
        return cls(datetime.fromisoformat(raw["as_of"]), zones, raw)


@dataclass(frozen=True, slots=True)
class HelpCall:
    """A silent call for a person."""

    id: str
    state: str
    eta_seconds: int | None
    message: Text | None
    raw: Raw = field(repr=False, compare=False)

    @classmethod
    def of(cls, raw: Raw) -> HelpCall:
        message = Text.of(raw["message"]) if "message" in raw else None
        return cls(raw["id"], raw["state"], raw.get("eta_seconds"), message, raw)


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
