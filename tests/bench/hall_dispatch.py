"""How sessions with interpreters are given out by three processes of one hall on PostgreSQL.

    ./wuai bench hall_dispatch                    200 interpreters, 2,000 calls, one hour in five minutes
    ./wuai bench hall_dispatch --calls 300        less of it

Interpreters hear their rings by the event stream, answer after 2 to 8 s, do not notice 6 % and decline 4 %; while they
talk they sit in the session's room, as their console does. Callers hold no socket.
Talks, answers and gaps are divided by `--compressed`; rings are not: 15 s of the wall clock each, as in a real hall.
Rests are not part of it, they need the hall's own clock. Callers and interpreters run on the same machine.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from hall.check.callers import Load, Simulation
from hall.check.postgres import own_server
from hall.embedded import running_hall


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--interpreters", type=int, default=200)
    parser.add_argument("--calls", type=int, default=2_000)
    parser.add_argument("--per-hour", type=float, default=2_000)
    parser.add_argument("--compressed", type=float, default=12)
    parser.add_argument("--processes", type=int, default=3)
    options = parser.parse_args()
    load = Load(options.interpreters, options.calls, options.per_hour, options.compressed)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(own_server())
        halls = [stack.enter_context(running_hall(folder / str(n), database=url)) for n in range(options.processes)]
        outcome = asyncio.run(Simulation([hall.url for hall in halls], halls[0].keys["admin"], load).run())
    print(f"{options.processes} processes, {options.interpreters} interpreters, {options.per_hour:g} calls an hour "
          f"compressed {options.compressed:g} times")  # fmt: skip
    print("\n".join(outcome.lines(options.compressed)))
    return 1 if outcome.unfinished or outcome.doubled or outcome.failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
