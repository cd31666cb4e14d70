"""The list of models the project knows: those shipped beside this file and official ones an operator may fetch."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.errors import ModelError

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model.

    Shipped ones have a `file` beside the manifest, with its size and SHA-256. Official ones have an `address`; their
    size is what the maker states, their SHA-256 None where nobody trustworthy states it.
    """

    name: str
    kind: str
    title: str
    licence: str
    card: str
    file: str | None
    address: str | None
    size_bytes: int
    sha256: str | None

    @property
    def shipped(self) -> bool:
        return self.file is not None


def read_manifest(folder: Path) -> tuple[ModelEntry, ...]:
    """Entries in the order of preference: the first shipped of a kind is its default."""
    path = folder / MANIFEST
    try:
        rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["models"]
        return tuple(ModelEntry(**row) for row in rows)
    except (OSError, ValueError, KeyError, TypeError) as reason:
        raise ModelError(
            "model-manifest-unreadable",
            message="The list of models cannot be read.",
            context=f"{path}: {reason}",
            hint="Restore the file from the release.",
        ) from reason
