"""A stranger's first minutes: the first start says an administrator's key, no later one does; a lost one is remade."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from hall.__main__ import main
from hall.cert import AUTHORITY, CERTIFICATE, KEY, make

ROOT = Path(__file__).resolve().parents[3]
BEGINS = "administrator's key: "


@contextmanager
def hall(data: Path, *more: str) -> Iterator[tuple[str, list[str]]]:
    """A hall as a stranger starts it: its address, and what it says beside (up to the line that names it ready)."""
    command = [sys.executable, "-m", "hall", "--port", "0", "--data", str(data), *more]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        said: list[str] = []
        for line in process.stdout:
            if line.startswith("hall ready "):
                yield line.split()[2], said
                break
            said.append(line.strip())
        else:
            raise AssertionError(f"the hall did not come up: {said}")
    finally:
        process.terminate()
        process.communicate(timeout=30)


def may(url: str, key: str) -> int:
    """Whether this key is an administrator's."""
    return httpx.get(f"{url}/v1/keys", headers={"Authorization": f"Bearer {key}"}, trust_env=False).status_code


def test_the_first_start_says_the_administrators_key_and_no_later_one_does(tmp_path: Path) -> None:
    with hall(tmp_path) as (url, said):
        (first,) = [line.removeprefix(BEGINS) for line in said if line.startswith(BEGINS)]
        assert may(url, first) == 200
    with hall(tmp_path) as (url, said):
        assert (said, may(url, first)) == ([], 200)


def test_who_brings_a_key_is_told_none(tmp_path: Path) -> None:
    with hall(tmp_path, "--admin-key", "a-key-of-the-operator") as (url, said):
        assert (said, may(url, "a-key-of-the-operator")) == ([], 200)


def test_a_lost_key_is_replaced_by_whoever_has_the_data_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with hall(tmp_path) as (url, _):
        assert main(["key", "--data", str(tmp_path)]) == 0
        assert may(url, capsys.readouterr().out.strip()) == 200
    assert main(["key", "--data", str(tmp_path / "none")]) == 2
    assert "no hall's data" in capsys.readouterr().err


def test_the_check_says_what_it_needs_and_where_to_get_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "http://127.0.0.1:9"]) == 2
    assert "./wuai hall key" in capsys.readouterr().err


@pytest.mark.parametrize("trusted", [True, False])
def test_the_check_trusts_a_halls_own_certificate_by_its_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], trusted: bool
) -> None:
    tls = make(tmp_path / "tls", ["127.0.0.1"])
    key = "a-key-of-the-operator"
    more = ("--test-mode", "--admin-key", key, "--cert", str(tls / CERTIFICATE), "--key", str(tls / KEY))
    with hall(tmp_path / "data", *more) as (url, _):
        named = ["--ca-file", str(tls / AUTHORITY)] if trusted else []
        assert main(["check", url, "--admin-key", key, "-k", "no enquiry ends", *named]) == (0 if trusted else 2)
        assert ("--ca-file" in capsys.readouterr().err) is not trusted
