"""`python -m hall` runs the hall; `python -m hall check URL --admin-key KEY` tests any hall against the contract;
`python -m hall cert --data DIR NAME…` makes a certificate for it; `python -m hall key --data DIR` makes a key for its
administrator."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from hall.settings import HallSettings


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["cert"]:
        from hall.cert import main as cert

        return cert(given[1:])
    if given[:1] == ["check"]:
        from hall.check import main as check

        return check(given[1:])
    return _key(given[1:]) if given[:1] == ["key"] else _serve(given)


def _key(given: list[str]) -> int:
    """A new key for the administrator of the hall whose data lie there, running or not."""
    parser = argparse.ArgumentParser(
        prog="hall key", description="Make a key for the administrator; it is said once and stored as a hash."
    )
    parser.add_argument("--data", type=Path, required=True, help="the hall's data folder")
    parser.add_argument("--database", help="as the hall was started with; default: SQLite in the data folder")
    options = parser.parse_args(given)
    settings = HallSettings(data=options.data, database=options.database)
    if not options.data.is_dir() or not (options.database or (options.data / "hall.db").exists()):
        print(f"hall: no hall's data in {options.data}: name the folder that it was started with", file=sys.stderr)
        return 2
    from hall.keys import issue

    print(issue(settings.database_url, "admin", "operator"))
    return 0


def _serve(given: list[str]) -> int:
    options = _parser().parse_args(given)
    if options.clock and not options.test_mode:
        print("hall: --clock needs --test-mode: a live hall runs on real time", file=sys.stderr)
        return 2
    if (options.cert is None) != (options.key is None):
        print("hall: --cert and --key belong together: `hall cert` makes both", file=sys.stderr)
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
        public_url=options.public_url,
        cert=options.cert,
        key=options.key,
        ice=options.ice,
        notices=options.notices,
        unanswered_rings=options.away_after_rings,
        silent_console_s=options.away_after_silence,
    )
    try:
        serve(
            settings,
            options.port,
            lambda port: print(f"hall ready {settings.scheme}://{options.host}:{port}", flush=True),
            _say_key,
        )
    except (OldDatabaseError, OSError, ValueError) as error:
        print(f"hall: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:  # Ctrl+C, at itself or at the terminal that started it, after an orderly end
        return 130
    return 0


def _say_key(secret: str) -> None:
    """The first start of a hall to which nobody brought a key: without one nobody could begin."""
    print(f"administrator's key: {secret}")
    print("It is shown only this once: open /admin/ with it and make the other keys there. Lost: ./wuai hall key")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hall",
        description="The reference hall. Example: ./wuai hall --data var/hall",
        epilog="Also: `./wuai hall check URL` tests any hall against the contract, `./wuai hall cert NAME` makes its "
        "certificate, `./wuai hall key --data var/hall` another key for its administrator; each has --help.",
    )
    parser.add_argument("--port", type=int, default=8720, help="0: any free one")
    parser.add_argument("--host", default="127.0.0.1", help="beyond loopback: with --cert, or behind a TLS proxy")
    parser.add_argument("--data", type=Path, required=True, help="folder of the database and the person key")
    parser.add_argument("--database", help="sqlite:///PATH or postgresql://…; default: SQLite in the data folder")
    parser.add_argument(
        "--admin-key",
        help="a key for the administrator, at least 16 characters; without it the first start makes and says one",
    )
    parser.add_argument("--keys-file", type=Path, help="mint one key per scope into this file (mode 0600)")
    parser.add_argument("--test-mode", action="store_true", help="allow /v1/test; never on a live hall")
    parser.add_argument(
        "--public-url", help="how others reach it, e.g. https://hall.local, where a proxy stands before it"
    )
    parser.add_argument("--cert", type=Path, help="serve HTTPS with this certificate (PEM, with its chain)")
    parser.add_argument("--key", type=Path, help="the certificate's key (PEM)")
    parser.add_argument("--ice", type=Path, help="list of STUN and TURN servers (JSON, see docs/interpreter.md)")
    parser.add_argument("--notices", help="gateway for texts: who left a number with a message is told of its answer")
    parser.add_argument(
        "--away-after-rings", type=int, default=2, metavar="N", help="unanswered in a row: away; 0: never; default 2"
    )
    parser.add_argument(
        "--away-after-silence", type=float, default=90, metavar="S", help="silent console: away; 0: never; default 90"
    )
    parser.add_argument("--clock", help="test mode: let the clock run from this time, e.g. 2026-11-23T10:00:00+08:00")
    return parser


if __name__ == "__main__":
    sys.exit(main())
