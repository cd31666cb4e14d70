"""Collects the cases and runs them against one hall."""

from __future__ import annotations

import argparse
import importlib
import ssl
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from hall.check.answers import ContractBrokenError
from hall.check.desk import Desk

# What an answer of another shape than the contract's makes of a case.
_UNFIT = (KeyError, IndexError, StopIteration, ValueError, TypeError, AttributeError)
TOLD = (
    "Test a running hall against the contract. It must be in test mode: every case sets its clock and empties it. "
    "Exit code 0: every case passed; 1: one did not; 2: the hall could not be tested."
)
HINT = (
    "Needed: a running hall in test mode, a valid key of its administrator, and the test content: two open windows in "
    "one zone, a bookable matter on the Saturday list and one that is not, a theme, an aid, levels with tags."
)
KEYS = (
    "An administrator's key is said at the first start of the hall; `./wuai hall key --data DIR` makes another one; "
    "another maker's hall has its own way."
)
GROUPS = ("basics", "booking", "queue", "evaluation", "enquiries", "places", "remote", "operation")


@dataclass(frozen=True, slots=True)
class Case:
    """One promise of the contract. `rule` names the row that it comes from."""

    group: str
    rule: str
    name: str
    run: Callable[[Desk], None]


CASES: list[Case] = []


def case(rule: str) -> Callable[[Callable[[Desk], None]], Callable[[Desk], None]]:
    """Register a case; its name is the sentence of its function."""

    def register(run: Callable[[Desk], None]) -> Callable[[Desk], None]:
        CASES.append(Case(run.__module__.rpartition(".")[2], rule, run.__name__.replace("_", " "), run))
        return run

    return register


def all_cases() -> Sequence[Case]:
    for group in GROUPS:
        importlib.import_module(f"hall.check.{group}")
    return CASES


def main(arguments: list[str]) -> int:
    """The command line; 0 when every case passed."""
    parser = argparse.ArgumentParser(prog="hall check", description=TOLD, epilog=KEYS)
    parser.add_argument("url", help="e.g. http://127.0.0.1:8720; the hall is emptied before every case")
    parser.add_argument("--admin-key", help="a key of the hall's administrator; always needed")
    parser.add_argument("--ca-file", help="authority of the hall's certificate, where it is the hall's own (PEM)")
    parser.add_argument("-k", dest="words", default="", help="only cases whose group, rule or name holds this")
    options = parser.parse_args(arguments)
    if not options.admin_key:
        print(f"hall check: --admin-key is missing. {KEYS}", file=sys.stderr)
        return 2
    wanted = [c for c in all_cases() if options.words in f"{c.group} {c.rule} {c.name}"]
    try:
        trusted = ssl.create_default_context(cafile=options.ca_file) if options.ca_file else True
        desk = Desk(options.url, options.admin_key, verify=trusted)
    except (OSError, httpx.HTTPError, AssertionError, *_UNFIT) as error:
        print(f"the hall cannot be tested: {_what(error)}\n     {HINT}", file=sys.stderr)
        return 2
    failed = [one for one in wanted if not _passed(desk, one)]
    print(f"{len(wanted) - len(failed)} of {len(wanted)} passed")
    return 1 if failed or not wanted else 0


def _what(error: Exception) -> str:
    """The error; where it was met, unless it says so itself."""
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return f"{error}: name the authority of its certificate with --ca-file"
    if isinstance(error, ContractBrokenError | httpx.HTTPError | OSError):
        return str(error)
    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} {error} at: {where.line} ({Path(where.filename).name}, line {where.lineno})"


def _passed(desk: Desk, one: Case) -> bool:
    started_s = time.monotonic()
    try:
        desk.begin()
        one.run(desk)
    except (AssertionError, httpx.HTTPError, *_UNFIT) as error:
        print(f"FAIL {one.group} {one.rule}: {one.name}\n     {_what(error)}\n     after {desk.last_said}", flush=True)
        return False
    print(f"ok   {one.group} {one.rule}: {one.name} ({time.monotonic() - started_s:.1f} s)", flush=True)
    return True
