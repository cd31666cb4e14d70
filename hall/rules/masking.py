"""Numbers of people inside free text are masked before anything is stored (P-8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# 18 digits (or 17 and an X) that stand alone: a resident ID; 11 digits that begin like a mobile number.
# Spaces and dashes between the digits do not hide it; full-width digits count as digits.
_GAP = r"[\s\-–—·.]?"
_ID = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{16}}{_GAP}[\dXxＸｘ](?!\d)")
_MOBILE = re.compile(rf"(?<!\d)1{_GAP}[3-9](?:{_GAP}\d){{9}}(?!\d)")
_SEPARATORS = re.compile(r"[^\dXxＸｘ]")


def masked(text: str) -> str:
    """The text with ID and mobile numbers reduced to their ends: 110***********002X, 138****5678."""
    text = _ID.sub(lambda match: _ends(match[0], 3, 4), text)
    return _MOBILE.sub(lambda match: _ends(match[0], 3, 4), text)


def masked_texts(value: Any) -> Any:
    """The same of every text in a JSON value; ids (`…_id`) name things, and stay."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, list):
        return [masked_texts(item) for item in value]
    if isinstance(value, Mapping):
        return {name: item if name.endswith("_id") else masked_texts(item) for name, item in value.items()}
    return value


def masked_contact(contact: str) -> str:
    """What is shown of a telephone number or address: a few characters, so that its owner knows it again.

    Whatever was written, the text itself never stands in what is shown, so a contact that is stars already is shown as
    nothing.
    """
    compact = contact.strip()
    if len(compact) < 7:
        shown = compact[:1] + "*" * max(0, len(compact) - 1)
    else:
        shown = compact[:3] + "*" * 4 + (compact[-4:] if _looks_like_number(compact) else "")
    return "" if compact in shown else shown


def _looks_like_number(text: str) -> bool:
    return sum(character.isdigit() for character in text) >= len(text) * 0.7


def _ends(found: str, first: int, last: int) -> str:
    digits = _SEPARATORS.sub("", found)
    return digits[:first] + "*" * (len(digits) - first - last) + digits[-last:]
