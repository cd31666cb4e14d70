"""Types of a hall's guide: frozen, read once, shared by every room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from content.reading import Text

#: Who applies.
APPLICANTS = ("person", "company")
#: How often one has to come: while you wait, simple, all online, must come.
TRIP_CLASSES = ("on_the_spot", "simple", "zero_trip", "visit_needed")
#: What form a paper has.
FORMS = ("original", "copy", "form", "photo", "electronic")
#: How days are counted.
UNITS = ("calendar", "working")
#: How far the sample content is trusted.
CONFIDENCES = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the hall; its letter starts the tickets that are called there."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Material:
    """A paper to bring. `needed_if` is None when it is always needed."""

    name: Text
    form: str
    needed_if: Text | None


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """How long it takes. None = no single national figure; 0 = while you wait."""

    statutory_days: int | None
    promised_days: int | None
    unit: str
    basis: Text

    @property
    def days(self) -> int | None:
        """The promised days, else the statutory ones."""
        return self.promised_days if self.promised_days is not None else self.statutory_days


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that people come to the hall for (事项)."""

    id: str
    name: Text
    also_called: tuple[str, ...]
    department: Text
    zone: str
    applicant: str
    trip_class: str
    conditions: tuple[Text, ...]
    materials: tuple[Material, ...]
    steps: tuple[Text, ...]
    time_limit: TimeLimit
    fee_yuan: int
    fee_note: Text
    online: bool
    extended_hours: bool
    proxy_allowed: bool
    proxy_note: Text
    notes: Text
    source: str
    confidence: str
    verified: bool


@dataclass(frozen=True, eq=False)
class Matters:
    """A hall's guide, hashable by identity.

    `sample` is True as long as the content is invented; then `notice` is to be shown.
    """

    sample: bool
    as_of: str
    notice: Text
    zones: Mapping[str, Zone]
    by_id: Mapping[str, Matter] = field(repr=False)

    def __getitem__(self, matter_id: str) -> Matter:
        return self.by_id[matter_id]

    def __contains__(self, matter_id: object) -> bool:
        return matter_id in self.by_id

    def __iter__(self) -> Iterator[Matter]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)
