"""The words of a request as they come in and as they are put right. Pure."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.events import FixChip, SignSeen, Sureness
from terminal.visit.state import Chip

MOST_CHIPS = 8
"""A request has 2 to 8 signs (our judgement); more are kept out so that the row stays readable."""


def with_chip(chips: tuple[Chip, ...], event: SignSeen) -> tuple[Chip, ...]:
    """The chips with this sign; a compound takes the place of its parts."""
    chip = Chip(event.gloss, event.confidence, event.sureness, event.alternatives)
    return (*chips[: max(0, len(chips) - event.replaces)], chip)


def mended(chips: tuple[Chip, ...], event: FixChip) -> tuple[Chip, ...]:
    """The words with one of them replaced by its alternative, or without it, or no longer doubted."""
    if not 0 <= event.chip < len(chips):
        return chips
    before, chip, after = chips[: event.chip], chips[event.chip], chips[event.chip + 1 :]
    if event.kept and chip.gloss:
        return (*before, replace(chip, confidence=1.0, sureness=Sureness.SURE), *after)
    if event.alternative is None:
        return (*before, *after)
    if not 0 <= event.alternative < len(chip.alternatives):
        return chips
    word = chip.alternatives[event.alternative]
    others = tuple(g for g in (chip.gloss, *chip.alternatives) if g and g != word)
    return (*before, Chip(word, 1.0, Sureness.SURE, others), *after)
