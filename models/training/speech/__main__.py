"""The whole recipe of the speech model, step by step; every step that is done is not done again.

    python -m models.training.speech --data DIR [--work var/train-speech] [--minutes 90] [--from-scratch]

prepare (features) -> align (syllable times, by the shipped checkpoint) -> train (goes on where it stopped; more
`--minutes` later go on further) -> export -> calibrate is a step of its own, for it needs recordings of other people:
`python -m models.training.speech.calibrate MODEL DIR`. See docs/model-speech.md.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from models.store import ModelStore

PACKAGE = "models.training.speech"
VARIANTS = (0, 1, 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.jsonl and its zip files")
    parser.add_argument("--work", type=Path, default=Path("var/train-speech"))
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--from-scratch", action="store_true", help="do not start from the shipped weights")
    options = parser.parse_args()
    shipped = ModelStore().find("speech")
    start = shipped / "checkpoint" / "net.pt"
    features = [options.work / "feat" / f"train.v{n}" for n in VARIANTS]
    noise = options.work / "feat" / "noise.v0"
    checkpoint = options.work / "net.pt"
    if not all(path.with_name(path.name + ".npy").exists() for path in (*features, noise)):
        _step("prepare", options.data, options.work / "feat", "--variants", *VARIANTS)
    if not all(path.with_name(path.name + ".times.json").exists() for path in features):
        _step("align", start, *features)
    clean, first, second = features
    _step(
        "train",
        checkpoint,
        "--features",
        clean,
        first,
        clean,
        second,
        "--noise",
        noise,
        "--minutes",
        options.minutes,
        "--rate",
        options.rate,
        *([] if options.from_scratch else ["--init", start]),
    )
    _step("export", checkpoint.with_suffix(".final.pt"), shipped, options.work / "vosk-cn-own")


def _step(name: str, *arguments: object) -> None:
    subprocess.run([sys.executable, "-m", f"{PACKAGE}.{name}", *map(str, arguments)], check=True)


if __name__ == "__main__":
    main()
