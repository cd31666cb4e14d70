"""The conformance suite against the reference hall: on SQLite, and on PostgreSQL where Debian's server is installed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

pytest.register_assert_rewrite("hall.check")

from hall.check.answers import ContractBrokenError, checked  # noqa: E402
from hall.check.desk import Desk  # noqa: E402 - rewritten above
from hall.check.postgres import binaries, own_server  # noqa: E402
from hall.check.runner import Case, all_cases  # noqa: E402
from hall.embedded import running_hall  # noqa: E402

CASES = [pytest.param(one, id=f"{one.group}: {one.rule} {one.name}") for one in all_cases()]


@pytest.fixture(scope="module")
def sqlite_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running_hall(tmp_path_factory.mktemp("hall")) as hall:
        yield Desk(hall.url, hall.keys["admin"])


@pytest.fixture(scope="module")
def postgres_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed: apt install postgresql")
    with own_server() as url, running_hall(tmp_path_factory.mktemp("hall"), database=url) as hall:
        yield Desk(hall.url, hall.keys["admin"])


@pytest.mark.parametrize("one", CASES)
def test_on_sqlite(sqlite_desk: Desk, one: Case) -> None:
    sqlite_desk.begin()
    one.run(sqlite_desk)


@pytest.mark.postgres
@pytest.mark.parametrize("one", CASES)
def test_on_postgresql(postgres_desk: Desk, one: Case) -> None:
    postgres_desk.begin()
    one.run(postgres_desk)


def test_the_suite_notices_a_hall_that_does_not_keep_the_contract(sqlite_desk: Desk) -> None:
    """A suite that cannot fail tests nothing: against our own hall a false promise must be refused."""
    with pytest.raises(AssertionError):
        sqlite_desk.terminal.get("/v1/hall", expect=404)


def test_the_command_line_answers_with_its_exit_code(sqlite_desk: Desk) -> None:
    def run(words: str, key: str) -> subprocess.CompletedProcess[str]:
        arguments = [sys.executable, "-m", "hall", "check", sqlite_desk.url, "--admin-key", key, "-k", words]
        root = Path(__file__).resolve().parents[2]
        return subprocess.run(arguments, cwd=root, capture_output=True, text=True, check=False)

    good = run("Q-18", sqlite_desk.admin.secret)
    assert good.returncode == 0
    assert good.stdout.endswith("2 of 2 passed\n")
    assert run("Q-18", "wk_wrong").returncode == 2
    assert run("no such case", sqlite_desk.admin.secret).returncode == 1


@pytest.mark.parametrize(
    ("content", "media_type", "said"),
    [
        (b"<html>", "text/html", "answered as text/html, the contract says application/json"),
        (b"{", "application/json", "this is not JSON"),
        (b'{"now":null,"running":false,"real":false}', "application/json", "/now: null is not of type"),
    ],
)
def test_a_hall_that_answers_otherwise_is_told_what_was_wrong(content: bytes, media_type: str, said: str) -> None:
    asked = httpx.Request("GET", "http://hall/v1/test/clock")
    with pytest.raises(ContractBrokenError, match=said):
        checked(httpx.Response(200, headers={"Content-Type": media_type}, content=content, request=asked))
