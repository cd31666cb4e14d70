"""What comes out: what the visitor wants, how sure that is, and the sentence that says it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Certainty(StrEnum):
    """How the terminal goes on."""

    SURE = "sure"  # act, and show what was understood
    ASK = "ask"  # one candidate: a yes/no question
    AMBIGUOUS = "ambiguous"  # two or three candidates: cards
    UNKNOWN = "unknown"  # say so and offer a person


class Aspect(StrEnum):
    """What is asked about a matter."""

    MATERIALS = "materials"
    FEE = "fee"
    TIME = "time"
    PLACE = "place"
    ONLINE = "online"
    PROXY = "proxy"
    CONDITIONS = "conditions"


class SlotKind(StrEnum):
    """What an utterance that only answers a question carries."""

    NUMBER = "number"
    DATE_TIME = "date_time"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class ReadBack:
    """The sentence that says back what was understood; `key` names its text in the content."""

    key: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """The meaning of one request.

    At most one of `matter_id`, `command` and `slot_kind` is set, and only when `certainty` is SURE.
    `candidates` are matter ids: one when ASK, two or three when AMBIGUOUS, best first.
    `elsewhere` names known business that the hall does not do (then `certainty` is UNKNOWN).
    `score` is the share of meaningful characters explained, 0..1; it is no probability.
    """

    certainty: Certainty
    matter_id: str | None = None
    command: str | None = None
    slot_kind: SlotKind | None = None
    aspect: Aspect | None = None
    slots: Mapping[str, str | float] = field(default_factory=dict)
    candidates: tuple[str, ...] = ()
    elsewhere: str | None = None
    score: float = 0.0
    read_back: ReadBack = ReadBack("", "", "")
