"""`python -m hall` runs the hall; `python -m hall check URL --admin-key KEY` tests any hall against the contract."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from hall.settings import HallSettings


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["check"]:
        from hall.check import main as check

        return check(given[1:])
    return _serve(given)


def _serve(given: list[str]) -> int:
    options = _parser().parse_args(given)
    if options.clock and not options.test_mode:
        print("hall: --clock needs --test-mode: a live hall runs on real time", file=sys.stderr)
        return 2
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    from hall.server import serve
    from hall.storage.database import OldDatabaseError

    settings = HallSettings(
        data=options.data,
        database=options.database,
        host=options.host,
        test_mode=options.test_mode,
        admin_key=options.admin_key,
        keys_file=options.keys_file,
        clock=options.clock,
    )
    try:
        serve(settings, options.port, lambda port: print(f"hall ready http://{options.host}:{port}", flush=True))
    except (OldDatabaseError, OSError) as error:
        print(f"hall: {error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hall", description="The reference hall.")
    parser.add_argument("--port", type=int, default=8720, help="0: any free one")
    parser.add_argument("--host", default="127.0.0.1", help="plain HTTP: only loopback, or behind a TLS proxy")
    parser.add_argument("--data", type=Path, required=True, help="folder of the database and the person key")
    parser.add_argument("--database", help="sqlite:///PATH or postgresql://…; default: SQLite in the data folder")
    parser.add_argument("--admin-key", help="a key for the administrator, at least 16 characters")
    parser.add_argument("--keys-file", type=Path, help="mint one key per scope into this file (mode 0600)")
    parser.add_argument("--test-mode", action="store_true", help="allow /v1/test; never on a live hall")
    parser.add_argument("--clock", help="test mode: let the clock run from this time, e.g. 2026-11-23T10:00:00+08:00")
    return parser


if __name__ == "__main__":
    sys.exit(main())
