"""The drawn diagram is the table."""

from pathlib import Path

from terminal.visit.diagram import text

ROOT = Path(__file__).resolve().parents[3]


def test_the_drawn_diagram_is_the_table() -> None:
    drawn = (ROOT / "docs" / "visit.md").read_text(encoding="utf-8")
    assert drawn == text(), "run ./wuai diagram"
