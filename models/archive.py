"""Archives of models: checked against their SHA-256, unpacked whole or not at all."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import lzma
import os
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from models.errors import ModelError

STAMP = ".unpacked.json"
"""Written last into an unpacked folder: where it came from, and every file with its size and SHA-256."""


DAMAGED = (tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, ValueError)
"""What the unpackers say of an archive that is not as it was made."""


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


@contextlib.contextmanager
def alone(target: Path, *, wait: bool = True) -> Iterator[None]:
    """Only one process, and one thread of it, makes `target` at a time; a process that dies lets go.

    Without `wait` a ModelError where somebody else is at it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.with_name(target.name + ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as reason:
            raise ModelError(
                "model-being-made",
                message="Somebody else is fetching or unpacking this model just now.",
                context=str(target),
                hint="Wait for that to end, then run the command again.",
            ) from reason
        yield


def anything(_folder: Path) -> None:
    """Takes every folder."""


def unpack(archive: Path, target: Path, check: Callable[[Path], None] = anything) -> None:
    """Replace `target` by the one folder inside a tar or zip archive.

    `check` may refuse the folder with a ModelError before it takes the place of what is there. Whoever calls it is
    `alone` with the target.
    """
    fresh = target.with_name(target.name + ".part")
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        _extract(archive, fresh)
        inner = _single_folder(fresh)
        check(inner)
        write_stamp(inner, sha256_of(archive))
        shutil.rmtree(target, ignore_errors=True)
        os.replace(inner, target)
    except (OSError, EOFError, *DAMAGED) as reason:
        raise not_unpacked(archive, target, reason) from reason
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def not_unpacked(archive: Path, target: Path, reason: Exception) -> ModelError:
    """The disk's fault where the system gives a number, else the archive's."""
    if isinstance(reason, OSError) and reason.errno is not None:
        return ModelError(
            "model-not-unpacked",
            message="A model cannot be unpacked here.",
            context=f"{target}: {reason}",
            hint="Make room on the disk and let the terminal write there; until then speech input is off.",
        )
    return ModelError(
        "model-archive-damaged",
        message="A model's archive cannot be unpacked.",
        context=f"{archive}: {reason}",
        hint="Restore the file from the release, or import it again.",
    )


def write_stamp(folder: Path, source_sha256: str) -> None:
    files = {
        str(path.relative_to(folder)): [path.stat().st_size, sha256_of(path)]
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != STAMP
    }
    (folder / STAMP).write_text(json.dumps({"source": source_sha256, "files": files}, indent=1), encoding="utf-8")


def source_of(folder: Path) -> str | None:
    """SHA-256 of the archive a folder was unpacked from; None if it was not unpacked whole."""
    stamp = _stamp(folder)
    return None if stamp is None else str(stamp["source"])


def differing_files(folder: Path, *, thorough: bool) -> list[str]:
    """Files that are not what was unpacked: by size, and by SHA-256 when `thorough`."""
    stamp = _stamp(folder)
    if stamp is None:
        return [STAMP]
    return [
        name
        for name, (size, digest) in stamp["files"].items()
        if not (folder / name).is_file()
        or (folder / name).stat().st_size != size
        or (thorough and sha256_of(folder / name) != digest)
    ]


def _stamp(folder: Path) -> dict[str, dict[str, tuple[int, str]]] | None:
    try:
        stamp = dict(json.loads((folder / STAMP).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return stamp if {"source", "files"} <= stamp.keys() else None


def _extract(archive: Path, into: Path) -> None:
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as packed:
            _stay_inside(packed.namelist(), into)
            packed.extractall(into)
        return
    with tarfile.open(archive) as packed_tar:
        if hasattr(tarfile, "data_filter"):
            packed_tar.extractall(into, filter="data")
        else:  # Python before 3.11.4, Debian 12's own among them
            _extract_plain(packed_tar, into)


def _extract_plain(packed: tarfile.TarFile, into: Path) -> None:
    """What the filter would allow of our archives: files and folders that stay inside."""
    members = packed.getmembers()
    odd = next((member.name for member in members if not (member.isreg() or member.isdir())), None)
    if odd is not None:
        raise ValueError(f"{odd} is neither file nor folder")
    _stay_inside([member.name for member in members], into)
    packed.extractall(into)


def _stay_inside(names: Iterable[str], into: Path) -> None:
    for name in names:
        if not (into / name).resolve().is_relative_to(into.resolve()):
            raise ValueError(f"{name} leads outside the archive")


def _single_folder(folder: Path) -> Path:
    inside = [path for path in folder.iterdir() if not path.name.startswith(".")]
    if len(inside) != 1 or not inside[0].is_dir():
        raise ValueError("expected one folder at the top")
    return inside[0]
