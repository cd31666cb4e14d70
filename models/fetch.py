"""Bring an official model in: over the network when the operator asks for it, or from a file brought along.

A download that breaks off goes on where it stopped. Nothing is fetched unless this is called.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from models.archive import alone, sha256_of, unpack
from models.errors import ModelError
from models.manifest import ModelEntry
from models.store import NEEDED, ModelStore

if TYPE_CHECKING:
    import httpx

Progress = Callable[[int, int | None], None]
"""Bytes here, bytes in all (None where the server does not say)."""
Trust = Callable[[str], bool]
"""The SHA-256 that a file has -> whether the operator takes it for the right one."""

BLOCK = 1 << 18
TIMEOUT_S = 30.0
REQUESTED_RANGE_NOT_SATISFIABLE = 416


def silent(_here: int, _total: int | None) -> None:
    """Shows nothing."""


def nobody(_sum: str) -> bool:
    """Takes no file whose sum is unknown."""
    return False


def fetch(
    store: ModelStore,
    name: str,
    *,
    from_file: Path | None = None,
    progress: Progress = silent,
    trust: Trust = nobody,
) -> Path:
    """-> the unpacked folder. A file brought along is copied first and checked like a download.

    Where nobody states the SHA-256 that the file should have, `trust` is asked with the file's own; refused, nothing is
    unpacked and the file is kept.
    """
    entry = store.entry(name)
    if entry.shipped:
        return store.unpack_shipped(entry)
    target = store.folder_for(name)
    try:
        with alone(target, wait=False):
            _bring(entry, target, from_file, progress, trust)
    except OSError as reason:
        raise _no_room(target, reason) from reason
    return target


def _bring(entry: ModelEntry, target: Path, from_file: Path | None, progress: Progress, trust: Trust) -> None:
    archive = target.with_name(entry.name + ".zip")
    if from_file is not None:
        _copy(from_file, archive)
    else:
        download(str(entry.address), archive, progress)
    _check(entry, archive, trust)
    unpack(archive, target, partial(_check_kind, entry))
    archive.unlink()


def download(address: str, target: Path, progress: Progress = silent) -> None:
    """To `target`, by way of `target.part`, which a later call continues if the server still has the same file.

    Raises ModelError where the network fails, OSError where the disk does.
    """
    import httpx

    part, mark = _beside(target, ".part"), _beside(target, ".part.mark")
    try:
        with httpx.stream(
            "GET", address, headers=_headers(part, mark), follow_redirects=True, timeout=TIMEOUT_S
        ) as reply:
            if not _is_whole(reply, part):
                reply.raise_for_status()
                _receive(reply, part, mark, progress)
    except httpx.HTTPError as reason:
        raise ModelError(
            "model-fetch-failed",
            message="The model could not be fetched.",
            context=f"{address}: {reason} ({_size(part)} bytes are kept)",
            hint="Run the command again to go on, or bring the file along: `wuai models fetch NAME --from FILE`.",
        ) from reason
    os.replace(part, target)
    mark.unlink(missing_ok=True)


def _headers(part: Path, mark: Path) -> dict[str, str]:
    """Ask for the rest of what was begun, or for all of it where the server has another file by now (RFC 9110, 13.1.5).

    Without a mark of the file that was begun, or with one that was damaged, nothing says that the rest belongs to it.
    """
    plain = {"Accept-Encoding": "identity"}  # a range counts the bytes as they are sent
    here = _size(part)
    known = mark.read_text(encoding="utf-8", errors="replace") if mark.is_file() else ""
    sendable = bool(known) and known.isascii() and known.isprintable()
    return plain | {"Range": f"bytes={here}-", "If-Range": known} if here and sendable else plain


def _is_whole(reply: httpx.Response, part: Path) -> bool:
    """The server has nothing beyond what is here. Where that is another length, the next call begins anew."""
    if reply.status_code != REQUESTED_RANGE_NOT_SATISFIABLE:
        return False
    if reply.headers.get("Content-Range") == f"bytes */{_size(part)}":
        return True
    part.unlink(missing_ok=True)
    return False


def _receive(reply: httpx.Response, part: Path, mark: Path, progress: Progress) -> None:
    """Append what comes, or begin anew."""
    resumed = reply.headers.get("Content-Range", "").startswith(f"bytes {_size(part)}-")
    if not resumed:
        part.unlink(missing_ok=True)  # before the mark: an old beginning must not get the mark of a new file
        mark.write_text(_mark_of(reply), encoding="utf-8")
    here = _size(part)
    rest = reply.headers.get("Content-Length")
    total = here + int(rest) if rest else None
    with part.open("ab") as file:
        for block in reply.iter_bytes(BLOCK):
            file.write(block)
            here += len(block)
            progress(here, total)


def _mark_of(reply: httpx.Response) -> str:
    """What tells this file from a later one of the same name; a weak tag is not allowed to (RFC 9110, 13.1.5)."""
    tag = str(reply.headers.get("ETag", ""))
    return tag if tag and not tag.startswith("W/") else str(reply.headers.get("Last-Modified", ""))


def _beside(target: Path, ending: str) -> Path:
    return target.with_name(target.name + ending)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _no_room(target: Path, reason: OSError) -> ModelError:
    return ModelError(
        "model-not-kept",
        message="The model cannot be kept here.",
        context=f"{target}: {reason}",
        hint="Make room on the disk (the archive and its files lie beside each other for a while), or let this user "
        "write there; then run the command again to go on.",
    )


def _copy(source: Path, target: Path) -> None:
    if source.resolve() == target.resolve():  # kept from a fetch before
        return
    try:
        source.open("rb").close()
    except OSError as reason:
        raise ModelError(
            "model-file-unreadable", message="The file cannot be read.", context=f"{source}: {reason}",
            hint="Name the zip file as it was downloaded.",
        ) from reason  # fmt: skip
    shutil.copyfile(source, target)


def _check(entry: ModelEntry, archive: Path, trust: Trust) -> None:
    found = sha256_of(archive)
    if entry.sha256 is None and not trust(found):
        raise ModelError(
            "model-unchecked", message="Nobody has said that this is the right file, so it is not used.",
            context=f"{archive}: SHA-256 {found}; none is stated for {entry.name}",
            hint="Compare it with what the maker says, then run `wuai models fetch` with `--from` this file and agree.",
        )  # fmt: skip
    if entry.sha256 and found != entry.sha256:
        archive.unlink()
        raise ModelError(
            "model-damaged", message="The file is not the model it should be.",
            context=f"SHA-256 {found}, expected {entry.sha256}", hint="Fetch it again.",
        )  # fmt: skip


def _check_kind(entry: ModelEntry, folder: Path) -> None:
    missing = [name for name in NEEDED[entry.kind] if not (folder / name).is_file()]
    if missing:
        raise ModelError(
            "model-damaged", message=f"The archive holds no {entry.kind} model.",
            context=f"{entry.name}: without {', '.join(missing)}", hint="Fetch it again, or bring the right file.",
        )  # fmt: skip
