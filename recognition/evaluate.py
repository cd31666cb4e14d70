"""Measures the recogniser on a file of recorded takes.

    python -m recognition.evaluate FILE.npz --protocol signers|sessions|enrol:K|enrol-other:K|open-set
        [--test OTHER.npz] [--json]

signers        fit on rows with split "train", score "eval" rows (other people); with no such rows 5 folds,
               each person in one fold only. With --test: fit here, score there.
sessions       5 folds, each recording session in one fold only
enrol:K        K takes a sign of one person, scored on that person's other takes (another session where there is one)
enrol-other:K  the same, but the K takes come from other people (with --test: from FILE)
open-set       as "signers"; a threshold keeps 95 % of the rightly recognised signs; `refused` is the share of rows
               of other signs (split "foreign") below it, `refused_idle` that of rows without a sign

The JSON line has accuracy, balanced, rows, ms_per_row, and refused where it applies; `left_out` counts rows that
could not be scored because nothing was fitted for their sign.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from recognition.signs import protocols
from recognition.signs.describe import Describer
from recognition.signs.errors import SignModelError
from recognition.signs.recordings import read_recordings
from recognition.signs.store import Background, load_model


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--protocol", default="signers", type=_protocol)
    parser.add_argument("--test", type=Path)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(arguments)
    if args.test and args.protocol == "sessions":
        parser.error("the protocol sessions parts one file: give it without --test")
    try:
        result = evaluate(args.file, args.protocol, args.test)
    except SignModelError as error:
        print(f"evaluate: {error}", file=sys.stderr)
        return 2
    print(json.dumps(result) if args.json else _sentence(result))
    return 0


def evaluate(file: Path, protocol: str, test_file: Path | None = None) -> dict[str, object]:
    """Runs one protocol; the figures by name. Raises `SignModelError` for unreadable files or models."""
    return score(file, protocol, test_file)[1]


def score(file: Path, protocol: str, test_file: Path | None = None) -> tuple[protocols.Score, dict[str, object]]:
    """As `evaluate`, with truth and guess of every row scored."""
    rows = read_recordings(file)
    test_rows = read_recordings(test_file) if test_file else rows
    model = load_model()
    describer = Describer(model.embedder)
    start = time.perf_counter()
    bench = protocols.Bench.of(rows, describer)
    described_s = time.perf_counter() - start
    test = protocols.Bench.of(test_rows, describer) if test_file else bench
    result = _score(bench, test, protocol, model.background)
    return result, {
        "file": file.name,
        **({"test": test_file.name} if test_file else {}),
        "protocol": protocol,
        "accuracy": round(result.accuracy, 4),
        "balanced": round(result.balanced, 4),
        **{name: round(value, 4) for name, value in result.more.items()},
        "rows": len(result.truth),
        "signs": len(set(result.truth)),
        "ms_per_row": round(1000 * described_s / max(len(rows), 1), 3),
    }


def _score(bench: protocols.Bench, test: protocols.Bench, protocol: str, background: Background) -> protocols.Score:
    name, _, takes = protocol.partition(":")
    if name in ("enrol", "enrol-other"):
        other = name == "enrol-other"
        return protocols.enrol(bench if other else test, test, int(takes), other)
    if name == "open-set":
        return protocols.open_set(bench, test, background)
    return protocols.sessions(bench) if name == "sessions" else protocols.signers(bench, test)


def _protocol(text: str) -> str:
    name, _, takes = text.partition(":")
    counted = takes.isdecimal() and int(takes) > 0
    if text in ("signers", "sessions", "open-set") or (name in ("enrol", "enrol-other") and counted):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is not signers, sessions, enrol:K, enrol-other:K or open-set")


def _sentence(result: dict[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in result.items())


if __name__ == "__main__":
    sys.exit(main())
