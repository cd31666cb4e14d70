"""Reads a hall's guide (`matters.json`) and checks that it holds together."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from content.matters.matter import (
    APPLICANTS,
    CONFIDENCES,
    FORMS,
    TRIP_CLASSES,
    UNITS,
    Material,
    Matter,
    Matters,
    TimeLimit,
    Zone,
)
from content.reading import Node, read_json

FOLDER = Path(__file__).resolve().parent


def load(folder: Path | None = None) -> Matters:
    """The guide in `folder` (default: the sample shipped here, read once). Raises `ContentError` at the first fault."""
    return _shipped() if folder is None else _read(folder)


@cache
def _shipped() -> Matters:
    return _read(FOLDER)


def _read(folder: Path) -> Matters:
    root = read_json(folder / "matters.json")
    zones = {node["id"].string(): Zone(node["id"].string(), node["name"].text()) for node in root["zones"].items()}
    by_id: dict[str, Matter] = {}
    for node in root["matters"].items():
        matter = _matter(node, zones)
        if matter.id in by_id:
            node["id"].fail("matter-twice", f"The id {matter.id!r} occurs twice.", "Give every matter its own id.")
        by_id[matter.id] = matter
    return Matters(root["sample"].flag(), root["as_of"].string(), root["notice"].text(), zones, by_id)


def _matter(node: Node, zones: dict[str, Zone]) -> Matter:
    return Matter(
        id=node["id"].string(),
        name=node["name"].text(),
        also_called=node["also_called"].strings(),
        department=node["department"].text(),
        zone=node["zone"].one_of(zones),
        applicant=node["applicant"].one_of(APPLICANTS),
        trip_class=node["trip_class"].one_of(TRIP_CLASSES),
        conditions=node["conditions"].texts(),
        materials=tuple(_material(paper) for paper in node["materials"].items()),
        steps=node["steps"].texts(),
        time_limit=_time_limit(node["time_limit"]),
        fee_yuan=node["fee_yuan"].integer(),
        fee_note=node["fee_note"].text(),
        online=node["online"].flag(),
        extended_hours=node["extended_hours"].flag(),
        proxy_allowed=node["proxy_allowed"].flag(),
        proxy_note=node["proxy_note"].text(),
        notes=node["notes"].text(),
        source=node["source"].string(),
        confidence=node["confidence"].one_of(CONFIDENCES),
        verified=node["verified"].flag(),
    )


def _material(node: Node) -> Material:
    condition = node.get("needed_if")
    return Material(node["name"].text(), node["form"].one_of(FORMS), condition.text() if condition else None)


def _time_limit(node: Node) -> TimeLimit:
    statutory, promised = node.get("statutory_days"), node.get("promised_days")
    return TimeLimit(
        statutory.integer() if statutory else None,
        promised.integer() if promised else None,
        node["unit"].one_of(UNITS),
        node["basis"].text(),
    )
