"""Keeps the hall's signed clips in a folder: new ones are fetched and checked, withdrawn and expired ones go."""

from __future__ import annotations

import hashlib
import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from terminal.clips import INDEX
from terminal.services import HallClient, Ok

logger = logging.getLogger(__name__)

LARGEST = 50 * 1024 * 1024
"""A clip's film (contract 5)."""
FETCH_S = 60.0


async def sync(client: HallClient, folder: Path, now: datetime | None = None) -> int:
    """Bring the folder to what the hall offers now; the number of clips on the shelf. While the hall is away the
    clips that are there stay."""
    listed = await client.clips()
    if not isinstance(listed, Ok):
        return len(list(folder.glob("*.clip")))
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for clip in listed.value:
        if clip["ready"] and not _expired(clip, now or datetime.now(UTC)) and await _there(client, clip, folder):
            checked = clip["status"] == "checked"
            rows.append({"file": _name(clip), "transcript": clip["transcript"]["zh"], "checked": checked})
    _write(folder, rows)
    return len(rows)


def _name(clip: Any) -> str:
    """A name of our own: nothing that the hall says becomes part of a path."""
    return hashlib.sha256(clip["id"].encode()).hexdigest()[:24] + ".clip"


def _expired(clip: Any, now: datetime) -> bool:
    return "expires_at" in clip and datetime.fromisoformat(clip["expires_at"]) <= now


async def _there(client: HallClient, clip: Any, folder: Path) -> bool:
    """Whether the film lies in the folder as the hall has it; it is fetched where not."""
    path = folder / _name(clip)
    if path.is_file() and _whole(path.read_bytes(), clip):
        return True
    try:
        answer = await client.line.http.get(f"/v1/clips/{clip['id']}/content", timeout=FETCH_S)
    except httpx.HTTPError:
        return False
    if answer.status_code != httpx.codes.OK or len(answer.content) > LARGEST or not _whole(answer.content, clip):
        logger.warning("a clip of the hall did not arrive whole")
        return False
    path.write_bytes(answer.content)
    return True


def _whole(film: bytes, clip: Any) -> bool:
    return len(film) == clip.get("bytes", len(film)) and (
        "sha256" not in clip or hashlib.sha256(film).hexdigest() == clip["sha256"]
    )


def _write(folder: Path, rows: list[dict[str, Any]]) -> None:
    """The index last and in one step, then what nobody lists any more goes."""
    new = folder / f"{INDEX}.new"
    new.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    new.replace(folder / INDEX)
    kept = {row["file"] for row in rows}
    for old in folder.glob("*.clip"):
        if old.name not in kept:
            old.unlink()
