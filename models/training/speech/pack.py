"""A finished model folder -> the archive that is shipped, and its line in the manifest.

    python -m models.training.speech.pack FOLDER ARCHIVE

The archive is the same whenever the folder is: names sorted, no times, no owners. With a checkpoint given the training
weights travel along in half precision, so that a later training can go on from them.
"""

from __future__ import annotations

import argparse
import json
import tarfile
from pathlib import Path

from models.archive import sha256_of
from models.manifest import MANIFEST

LARGEST_BYTES = 15 * 1024 * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--checkpoint", type=Path)
    options = parser.parse_args()
    if options.checkpoint:
        halve(options.checkpoint, options.folder / "checkpoint" / "net.pt")
    pack(options.folder, options.archive)
    enter(options.archive)


def halve(checkpoint: Path, target: Path) -> None:
    """Weights only, in half precision."""
    import torch

    saved = torch.load(checkpoint, map_location="cpu", weights_only=True)
    target.parent.mkdir(exist_ok=True)
    weights = {k: v.half() if v.is_floating_point() else v for k, v in saved["model"].items()}
    torch.save({"cfg": saved["cfg"], "model": weights}, target)


def pack(folder: Path, archive: Path) -> None:
    with tarfile.open(archive, "w:xz", preset=9) as packed:
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".")):
            packed.add(path, f"{folder.name}/{path.relative_to(folder)}", filter=_plain)
    size = archive.stat().st_size
    print(f"{archive}: {size} bytes")
    if size > LARGEST_BYTES:
        raise SystemExit(f"larger than the {LARGEST_BYTES} bytes a shipped model may have")


def enter(archive: Path) -> None:
    """Size and SHA-256 into the manifest beside the archive."""
    path = archive.with_name(MANIFEST)
    manifest = json.loads(path.read_text(encoding="utf-8"))
    row = next(row for row in manifest["models"] if row["file"] == archive.name)
    row |= {"size_bytes": archive.stat().st_size, "sha256": sha256_of(archive)}
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    member.mode = 0o644
    return member


if __name__ == "__main__":
    main()
