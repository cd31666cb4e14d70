"""All figures of the sign recogniser on the recordings, by one command.

    ./wuai bench signs SIGNS_FOLDER [--json]

Prints a row a protocol: plain baseline, goal, ours. Exit code 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from recognition.evaluate import evaluate
from recognition.sign_bars import ASKED


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("signs", type=Path)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    done: dict[tuple[str, str], dict[str, object]] = {}
    missed = False
    for asked in ASKED:
        file, protocol, figure, baseline, goal = (
            asked.file, asked.protocol, asked.figure, asked.baseline, asked.goal)  # fmt: skip
        if (file, protocol) not in done:
            done[file, protocol] = evaluate(args.signs / f"{file}.npz", protocol)
        ours = float(str(done[file, protocol][figure]))
        missed |= goal is not None and ours < goal
        row = {"file": file, "protocol": protocol, "figure": figure, "baseline": baseline, "goal": goal, "ours": ours}
        print(json.dumps(row) if args.json else "  ".join(str(value) for value in row.values()), flush=True)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
