"""Collects the cases and runs them against one hall."""

from __future__ import annotations

import argparse
import importlib
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from hall.check.desk import Desk

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
    parser = argparse.ArgumentParser(prog="hall check", description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--admin-key", required=True)
    parser.add_argument("-k", dest="words", default="", help="only cases whose group, rule or name holds this")
    options = parser.parse_args(arguments)
    wanted = [c for c in all_cases() if options.words in f"{c.group} {c.rule} {c.name}"]
    try:
        desk = Desk(options.url, options.admin_key)
    except (httpx.HTTPError, AssertionError) as error:
        print(f"the hall cannot be tested: {error}", file=sys.stderr)
        return 2
    failed = [one for one in wanted if not _passed(desk, one)]
    print(f"{len(wanted) - len(failed)} of {len(wanted)} passed")
    return 1 if failed or not wanted else 0


def _passed(desk: Desk, one: Case) -> bool:
    started_s = time.monotonic()
    try:
        desk.begin()
        one.run(desk)
    except (AssertionError, httpx.HTTPError, KeyError, IndexError, ValueError, TypeError) as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        what = str(error) or f"{where.line} ({Path(where.filename).name}, line {where.lineno})"
        print(f"FAIL {one.group} {one.rule}: {one.name}\n     {type(error).__name__}: {what}", flush=True)
        return False
    print(f"ok   {one.group} {one.rule}: {one.name} ({time.monotonic() - started_s:.1f} s)", flush=True)
    return True
