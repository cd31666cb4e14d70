"""Files that only their owner may read, whole or not there: power may go at any moment."""

from __future__ import annotations

import os
from pathlib import Path


def write_private(path: Path, data: bytes, *, new: bool = False) -> None:
    """Write a file of mode 0600 in one step; with ``new``, FileExistsError where there is one already.

    It is written beside its place, brought to the disk, and only then given its name: a reader sees all of it or none,
    whether the reader is another process or we ourselves after a power cut. OSError as of any file.
    """
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if new:
            os.link(beside, path)
        else:
            os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    _sync_folder(path.parent)


def set_aside(path: Path) -> Path:
    """Rename what cannot be read, so that a new one can be made and a person can look; its name now."""
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    path.rename(aside)
    return aside


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
