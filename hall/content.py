"""The content of one hall: matters, themes, zones, windows, calendar, levels, places. Read once at start.

The sample in `content/hall/` is of an invented hall; `HallSettings.content` names another folder. Matters come from the
guide that its `matters.json` names, so that terminal and hall never say different things.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hall.matters import read_matters
from hall.rules.calendar import Calendar
from hall.rules.papers import merged_papers

SAMPLE = Path(__file__).resolve().parent.parent / "content" / "hall"
Item = Mapping[str, Any]


@dataclass(frozen=True)
class Content:
    """Everything that does not change while the hall runs."""

    hall: Item
    calendar: Calendar
    matters: Mapping[str, Item]
    interpreter_skills: Mapping[str, frozenset[str]]
    themes: Mapping[str, Item]
    evaluation: Item
    stations: Mapping[str, Item]
    aids: Mapping[str, Item]

    @property
    def version(self) -> str:
        return str(self.hall["content_version"])

    @property
    def zones(self) -> Mapping[str, Item]:
        return {zone["id"]: zone for zone in self.hall["zones"]}

    def tags_of(self, level: str) -> frozenset[str]:
        """Codes of the tags that belong to a level."""
        found = next(entry for entry in self.evaluation["levels"] if entry["level"] == level)
        return frozenset(tag["code"] for tag in found["tags"])

    def is_bad(self, level: str) -> bool:
        return any(entry["bad"] for entry in self.evaluation["levels"] if entry["level"] == level)


def load_content(folder: Path = SAMPLE) -> Content:
    """Read the folder; raises OSError, ValueError or KeyError when a file is missing or broken."""
    read = {path.stem: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}
    matters, skills = read_matters(folder)
    themes = [
        {**theme, "papers": merged_papers([matters[m] for m in theme["matter_ids"]])}
        for theme in read["themes"]["themes"]
    ]
    return Content(
        hall=read["hall"],
        calendar=Calendar(read["calendar"]["hours"], read["calendar"]["years"]),
        matters=matters,
        interpreter_skills=skills,
        themes=_by_id(themes),
        evaluation=read["evaluation"],
        stations=_by_id(read["places"]["stations"]),
        aids=_by_id(read["places"]["aids"]),
    )


def _by_id(items: Sequence[Item]) -> dict[str, Item]:
    return {item["id"]: item for item in items}
