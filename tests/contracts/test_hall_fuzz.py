"""Schemathesis against the hall, one run per scope with the operations that the scope may call.

Left out: the event stream (it has no end), and for the administrator what would move the clock or take keys away
under the fuzzer's feet. `positive_data_acceptance` is off: a request may fit the schema and name a matter that does
not exist, which the contract refuses with 422. HALL_FUZZ_EXAMPLES sets the number of examples (default 3).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hall import contract
from hall.embedded import RunningHall, running_hall

HERE = Path(__file__).parent
LEFT_OUT = {"streamEvents", "setTestClock", "freeTestClock", "resetTest", "revokeKey"}
CLOCK = "2026-11-23T10:00:00+08:00"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHall]:
    with running_hall(tmp_path_factory.mktemp("hall"), clock=CLOCK) as started:
        yield started


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("scope", ["terminal", "clerk", "interpreter", "admin"])
def test_nothing_is_answered_that_the_contract_does_not_name(hall: RunningHall, scope: str, tmp_path: Path) -> None:
    mine = sorted(o.id for o in contract.operations().values() if scope in o.scopes and o.id not in LEFT_OUT)
    command = [str(Path(sys.executable).with_name("st")), "--config-file", str(HERE / "hall_fuzz.toml")]
    command += ["run", str(contract.DOCUMENT), "--url", hall.url, "-H", f"Authorization: Bearer {hall.keys[scope]}"]
    command += ["--checks", "all", "--exclude-checks", "positive_data_acceptance", "--seed", "1"]
    command += ["--phases", "examples,coverage,fuzzing", "-n", os.environ.get("HALL_FUZZ_EXAMPLES", "3")]
    command += ["--suppress-health-check", "all", "--warnings", "off", "--continue-on-failure"]
    for operation_id in mine:
        command += ["--include-operation-id", operation_id]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "hall_fuzz_hooks", "PYTHONPATH": str(HERE)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
