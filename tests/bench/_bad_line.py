"""A line that loses and delays: two TUN devices joined by a process, the far end in a network namespace of its own.

Needs root and /dev/net/tun. Packets of both directions wait ``delay_ms`` each way and are lost with the share ``loss``;
none overtakes another. What is told to the process holds at once, so that one call can be watched through several
lines. A hall on loopback is reached from the far end through a forwarder.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import heapq
import multiprocessing
import os
import random
import select
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

HERE, THERE = "10.88.0.1", "10.88.0.2"
"""Addresses of the two ends: a private range that no hall uses for itself (our judgement)."""
TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
MTU = 1400
MOST_PACKETS = 4000
"""So many may be on their way; later ones are lost, as in a router."""


@dataclass(frozen=True, slots=True)
class Line:
    """What the line does to each packet, in each direction."""

    loss: float = 0.0
    delay_ms: float = 0.0


class BadLine:
    """Open while the far end is wanted; `become` changes the line."""

    def __init__(self, name: str, told: Connection) -> None:
        self.name, self._told = name, told

    def become(self, line: Line) -> None:
        """From now on the line is like this."""
        self._told.send(line)

    def program(self, folder: Path, command: str) -> Path:
        """A program that starts ``command`` at the far end, with all its arguments."""
        path = folder / "far"
        path.write_text(f'#!/bin/sh\nexec ip netns exec {self.name} {command} "$@"\n')
        path.chmod(0o755)
        return path


@contextlib.contextmanager
def bad_line() -> Iterator[BadLine]:
    """Raises RuntimeError where this machine cannot do it."""
    if os.geteuid() or not Path("/dev/net/tun").exists():
        raise RuntimeError("a bad line needs root and /dev/net/tun")
    name = f"far{os.getpid()}"
    _run("ip", "netns", "add", name)
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_carry, args=(name, theirs), daemon=True)
    process.start()
    try:
        if not ours.poll(30) or ours.recv() != "up":
            raise RuntimeError("the line did not come up")
        yield BadLine(name, ours)
    finally:
        ours.send(None)
        process.join(5)
        process.kill()
        _run("ip", "netns", "del", name)


@contextlib.contextmanager
def forwarded(url: str) -> Iterator[str]:
    """A hall on loopback, as the far end reaches it: the address is given."""
    host, port = url.removeprefix("http://").split(":")
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(lambda r, w: _pass_on(r, w, host, int(port)), HERE, 0))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{HERE}:{server.sockets[0].getsockname()[1]}"
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int) -> None:
    there_reads, there_writes = await asyncio.open_connection(host, port)
    await asyncio.gather(_copy(reader, there_writes), _copy(there_reads, writer), return_exceptions=True)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()


def _carry(name: str, told: Connection) -> None:
    """The process between the two devices."""
    near, far = _device("wuaiA"), _device("wuaiB")
    _run("ip", "link", "set", "wuaiB", "netns", name)
    _bring_up("wuaiA", HERE, THERE)
    _bring_up("wuaiB", THERE, HERE, "ip", "netns", "exec", name)
    _run("ip", "netns", "exec", name, "ip", "link", "set", "lo", "up")
    told.send("up")
    line, waiting, count, other = Line(), list[tuple[float, int, int, bytes]](), 0, {near: far, far: near}
    while True:
        patience = max(0.0, waiting[0][0] - time.monotonic()) if waiting else 1.0
        ready, _, _ = select.select([near, far, told], [], [], patience)
        if told in ready:
            line = told.recv()
            if line is None:
                return
        for device in (d for d in ready if d is not told):
            for packet in _read(device):
                if random.random() >= line.loss and len(waiting) < MOST_PACKETS:
                    count += 1
                    heapq.heappush(waiting, (time.monotonic() + line.delay_ms / 1000, count, other[device], packet))
        while waiting and waiting[0][0] <= time.monotonic():
            _, _, device, packet = heapq.heappop(waiting)
            with contextlib.suppress(OSError):  # the device may be full for a moment: lost, as on a real line
                os.write(device, packet)


def _read(device: int) -> Iterator[bytes]:
    with contextlib.suppress(BlockingIOError):
        while True:
            yield os.read(device, 2048)


def _device(name: str) -> int:
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
    return device


def _bring_up(name: str, own: str, other: str, *within: str) -> None:
    _run(*within, "ip", "addr", "add", own, "peer", other, "dev", name)
    _run(*within, "ip", "link", "set", name, "up", "mtu", str(MTU))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


ECHO = f"""
import socket
door = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
door.bind(("{THERE}", 9000))
print("up", flush=True)
while True:
    door.sendto(*door.recvfrom(100))
"""


def echoes(count: int) -> list[float]:
    """Round trips in ms of the packets that came back from the far end; 100 a second are sent."""
    found, sent = list[float](), dict[int, float]()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.setblocking(False)
        while len(sent) < count or time.monotonic() < sent[count - 1] + 1.0:
            if len(sent) < count:
                sent[len(sent)] = time.monotonic()
                door.sendto(str(len(sent) - 1).encode(), (THERE, 9000))
            with contextlib.suppress(BlockingIOError):
                while True:
                    found.append((time.monotonic() - sent[int(door.recv(100))]) * 1000)
            time.sleep(0.01)
    return found


if __name__ == "__main__":
    with bad_line() as own, tempfile.TemporaryDirectory() as scratch:
        python = own.program(Path(scratch), sys.executable)
        with subprocess.Popen([python, "-c", ECHO], stdout=subprocess.PIPE) as far_end:
            assert far_end.stdout is not None
            far_end.stdout.readline()
            for wanted in (Line(), Line(0.02, 50), Line(0.05, 150)):
                own.become(wanted)
                back = echoes(300)
                print(f"{wanted}: {len(back)} of 300 echoes, median {median(back):.0f} ms there and back")
            far_end.kill()
