"""A small picture for every matter: who reads little finds the card, the house, the cross."""

from __future__ import annotations

from collections.abc import Mapping

#: beginning of a matter's id -> icon
_ICONS: Mapping[str, str] = {
    "id_card": "idcard",
    "residence_permit": "idcard",
    "social_card": "idcard",
    "disability_card": "idcard",
    "senior_card": "idcard",
    "passport": "idcard",
    "driver_licence": "idcard",
    "medical": "health",
    "maternity": "health",
    "hukou": "user",
    "newborn": "user",
    "marriage": "user",
    "divorce": "user",
    "public_rental": "home",
    "fund_": "home",
    "real_estate": "home",
    "sign_service": "sign",
    "help_service": "person",
    "cannot_do": "info",
}


def matter_icon(matter_id: str) -> str:
    """The icon of a matter; a sheet of paper where none says more."""
    return next((icon for start, icon in _ICONS.items() if matter_id.startswith(start)), "document")
