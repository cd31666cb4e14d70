"""What every form of the one-time notice tells of a matter."""

from __future__ import annotations

from content.matters.matter import Matter
from terminal.ui.look import Look
from terminal.ui.scene import Text
from terminal.ui.visitor.words import answered, duration, fee, zone_name
from terminal.visit.state import State

PAPER_ICONS = {
    "original": "idcard",
    "copy": "document",
    "form": "document",
    "photo": "camera",
    "electronic": "document",
}


def asked(state: State, look: Look) -> Text | None:
    """What was asked about the matter comes first."""
    meaning = state.visit.meaning
    text = answered(look, meaning.aspect, meaning.matter_id) if meaning else ""
    return Text(text, "lead", "primary", fit=True) if text else None


def facts(look: Look, found: Matter | None) -> tuple[tuple[str, str], ...]:
    """Fee, time and place: key of the title, and what is told; nothing where the matter is not known."""
    if found is None:
        return ()
    return (
        ("matter.fee", fee(look, found)),
        ("matter.how_long", duration(look, found)),
        ("matter.where", zone_name(look, found)),
    )
