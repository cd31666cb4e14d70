"""The hall's matters: the guide that the terminal shows too, and beside it what only the hall knows.

`content/matters` is the one source of names, papers, fees, steps and days. The hall's own `matters.json` says for each
matter whether it is on the Saturday list, can be booked and where else it is done, and gives every paper its id: one id
for one paper, so that themes can merge them. A paper that the guide words differently from matter to matter gets its
one name from `shared_names`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from content.matters import load
from content.matters.matter import Material, Matter, TimeLimit
from content.reading import Text

Item = Mapping[str, Any]


def read_matters(folder: Path) -> tuple[dict[str, Item], dict[str, frozenset[str]]]:
    """Matters of the contract by id, and the skills that an interpreter needs for some of them.

    Raises ValueError when the hall's file and the guide do not name the same matters or not as many papers.
    """
    own = json.loads((folder / "matters.json").read_text("utf-8"))
    guide = load((folder / own["guide"]).resolve())
    known = {matter.id for matter in guide}
    if known != own["matters"].keys():
        raise ValueError(f"hall-matters-differ: {sorted(known ^ own['matters'].keys())} are not in both files")
    matters = {matter.id: _matter(matter, own["matters"][matter.id], own["shared_names"]) for matter in guide}
    skills = {matter_id: frozenset(only.get("interpreter_skills", ())) for matter_id, only in own["matters"].items()}
    return matters, skills


def _matter(matter: Matter, only: Item, shared: Item) -> Item:
    return {
        "id": matter.id,
        "name": _both(matter.name),
        "also_called": list(matter.also_called),
        "department": _both(matter.department),
        "zone_id": matter.zone,
        "applicant": matter.applicant,
        "trip_class": matter.trip_class,
        "saturday": only["saturday"],
        "bookable": only["bookable"],
        "papers": _papers(matter, only["papers"], shared),
        "steps": [_both(step) for step in matter.steps],
        "days": _days(matter.time_limit),
        "fee_yuan": matter.fee_yuan,
        "fee_note": _both(matter.fee_note),
        "proxy": {"allowed": matter.proxy_allowed, "note": _both(matter.proxy_note)},
        "levels": only["levels"],
        "plain": _both(matter.notes),
        "source": matter.source,
        "verified": matter.verified,
    }


def _papers(matter: Matter, own: list[Item], shared: Item) -> list[Item]:
    if not own:  # the guide says "no papers" as a line of its own
        return []
    if len(own) != len(matter.materials):
        raise ValueError(
            f"hall-papers-differ: {matter.id} has {len(matter.materials)} papers in the guide, {len(own)} here"
        )
    return [_paper(paper, only, shared) for paper, only in zip(matter.materials, own, strict=True)]


def _paper(paper: Material, only: Item, shared: Item) -> Item:
    told: dict[str, Any] = {
        "id": only["id"],
        "name": shared.get(only["id"]) or _both(paper.name),
        "form": paper.form,
        "may_follow": only.get("may_follow", False),
        "promise_possible": only.get("promise_possible", False),
    }
    if paper.needed_if is not None:
        told["needed_if"] = _both(paper.needed_if)
    return told


def _days(limit: TimeLimit) -> Item:
    days = {"statutory": limit.statutory_days, "promised": limit.promised_days, "unit": limit.unit}
    return {name: value for name, value in days.items() if value is not None}


def _both(text: Text) -> Item:
    """Chinese as it is; English with a capital, because the hall's sentences stand alone."""
    return {"zh": text.zh, "en": text.en[:1].upper() + text.en[1:]}
