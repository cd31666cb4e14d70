"""All figures of the sign recogniser on the recordings, by one command.

    python tests/bench/signs.py SIGNS_FOLDER [--json]

Prints a row a protocol: plain baseline, goal, ours. Exit code 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from recognition.evaluate import evaluate

# File, protocol, figure, plain baseline (BASELINES.md of the recordings), goal.
TABLE = (
    ("asl7_words_dev", "signers", "accuracy", 0.832, 0.90),
    ("asl7_words_dev", "signers", "balanced", 0.758, 0.86),
    ("asl7_words_dev", "open-set", "refused", 0.526, 0.85),
    ("ksl13_sessions_dev", "sessions", "accuracy", 0.912, 0.96),
    ("words_mit_enrol_dev", "enrol:5", "accuracy", 0.870, 0.93),
    ("isl_words_enrol_dev", "enrol:5", "accuracy", 0.862, 0.93),
    ("asl7_words_dev", "enrol-other:5", "accuracy", 0.640, 0.80),
    ("csl_numbers_dev", "signers", "accuracy", 0.750, 0.90),
    ("nsl_letters_eval_dev", "enrol-other:3", "accuracy", 0.446, None),
    ("csl_stills23_dev", "enrol:5", "accuracy", 0.964, None),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("signs", type=Path)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    done: dict[tuple[str, str], dict[str, object]] = {}
    missed = False
    for file, protocol, figure, baseline, goal in TABLE:
        if (file, protocol) not in done:
            done[file, protocol] = evaluate(args.signs / f"{file}.npz", protocol)
        ours = float(str(done[file, protocol][figure]))
        missed |= goal is not None and ours < goal
        row = {"file": file, "protocol": protocol, "figure": figure, "baseline": baseline, "goal": goal, "ours": ours}
        print(json.dumps(row) if args.json else "  ".join(str(value) for value in row.values()), flush=True)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
