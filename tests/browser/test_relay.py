"""A call whose pictures may take no way but the TURN server's, as behind a hall's firewall."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import INTERPRETERS, Console, admin, until
from signer import VISITOR_GROUND
from visitor import Visitor

from hall.embedded import RunningHall, running_hall

TURN = shutil.which("turnserver")
SECRET = "a secret of these tests"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(TURN is None, reason="coturn is not installed: apt install coturn"),
]


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def answers(port: int) -> bool:
    """Whether a STUN server answers a binding request (RFC 8489) there."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.settimeout(0.2)
        one.connect(("127.0.0.1", port))
        try:
            one.send(bytes.fromhex("000100002112a442") + b"wuai-testing")
            return one.recv(100)[:2] == b"\x01\x01"
        except OSError:
            return False


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """coturn on loopback with a shared secret; the list of servers for the hall."""
    folder, port = tmp_path_factory.mktemp("turn"), free_port()
    options = [
        *("-n", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", f"--listening-port={port}", "--realm=wuai"),
        *("--use-auth-secret", f"--static-auth-secret={SECRET}", "--allow-loopback-peers", "--no-tls", "--no-dtls"),
        *("--no-cli", f"--pidfile={folder / 'turn.pid'}", f"--userdb={folder / 'turn.db'}", "--log-file=stdout"),
    ]
    with (folder / "log").open("w") as log, subprocess.Popen([str(TURN), *options], stdout=log, stderr=log) as process:
        try:
            until(lambda: answers(port), "coturn")
            servers = [{"urls": [f"turn:127.0.0.1:{port}?transport=udp"], "secret": SECRET}]
            (folder / "ice.json").write_text(json.dumps(servers))
            yield folder / "ice.json"
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def relayed(relay: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHall]:
    with running_hall(tmp_path_factory.mktemp("hall"), more=("--ice", str(relay))) as started:
        yield started


def test_a_call_through_the_relay_only(chromium: object, relayed: RunningHall) -> None:
    key = admin(relayed.url, relayed.keys["admin"], INTERPRETERS[0])
    visitor = Visitor(relayed.url, relayed.keys["terminal"])
    visitor.relay_only = True
    desk = Console(chromium, relayed.url, key, query="?relay")
    try:
        desk.takes(visitor.ask)
        desk.sees_movement(ground=VISITOR_GROUND)
        visitor.sees_movement()
        until(lambda: (desk.page.evaluate("window.wuai.stats()") or {}).get("relayed"), "the relay in use")
    finally:
        visitor.end()
        visitor.close()
        desk.close()
