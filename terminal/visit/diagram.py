"""The state diagram of a visit, drawn from the table (Mermaid), so that it cannot be wrong."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from terminal.visit.events import Tick
from terminal.visit.machine import ANYWHERE, TRANSITIONS
from terminal.visit.state import Phase

HEAD = """# The visit, drawn from its table

Made by `./wuai diagram` from `terminal/visit/`; a test compares it with the table. What holds everywhere (call a
person, comfort, devices) is left out of the drawing and listed below it; *Tick* is the clock.

```mermaid
stateDiagram-v2
    [*] --> idle
"""


def text() -> str:
    """The whole page."""
    lines = [
        f"    {source} --> {target}: {', '.join(sorted(names))}\n"  # sorted: rows come in the order of imports
        for (source, target), names in sorted(_arrows().items())
    ]
    everywhere = sorted(kind.__name__ for kind in ANYWHERE)
    return HEAD + "".join(lines) + "```\n\nIn every phase: " + ", ".join(f"`{name}`" for name in everywhere) + ".\n"


def write(path: Path) -> Path:
    """Write the page."""
    path.write_text(text(), encoding="utf-8")
    return path


def _arrows() -> dict[tuple[str, str], list[str]]:
    arrows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for phase, rows in TRANSITIONS.items():
        for kind, row in rows.items():
            for target in row.to:
                arrows[phase.value, target.value].append(kind.__name__)
    for phase in Phase:
        if Tick not in TRANSITIONS[phase]:
            arrows[phase.value, Phase.LEAVING.value].append("Tick")
    return arrows
