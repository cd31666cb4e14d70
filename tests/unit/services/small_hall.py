"""A small hall of somebody else: answers what a test gives it, over a real line, and counts what it was asked."""

from __future__ import annotations

import json
import queue
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = tuple[int, Mapping[str, str], bytes]
Answer = Callable[[int], Reply]
"""Given how often this was asked before."""


def says(body: Any, status: int = 200, **headers: str) -> Reply:
    """A JSON answer."""
    return status, {"Content-Type": "application/json", **headers}, json.dumps(body).encode()


def busy(after_s: int) -> Reply:
    """Asked too often."""
    body = {"code": "too_many_requests", "message": {"zh": "太忙了", "en": "Too busy"}, "retry": "same"}
    return says(body, 429, **{"Retry-After": str(after_s)})


def _unknown(before: int) -> Reply:
    return says({"code": "not_found"}, 404)


class SmallHall:
    """Its answers by method and path; events are put in while it runs."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: Counter[str] = Counter()
        self.bodies: list[tuple[str, Any]] = []
        self.events: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.closing = threading.Event()
        self.url = ""
        self.spoiled_streams = 0
        """So many streams begin with bytes that cannot be decoded."""

    def tells(self, kind: str, data: Mapping[str, Any]) -> None:
        """An event for the stream."""
        self.events.put({"type": kind, "at": "2026-11-23T10:00:00+08:00", "data": dict(data)})


@contextmanager
def small_hall(hall: SmallHall) -> Iterator[SmallHall]:
    """Runs until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/v1/events"):
                self._stream()
            else:
                self._answer("GET")

        def do_POST(self) -> None:
            self._answer("POST")

        def do_PUT(self) -> None:
            self._answer("PUT")

        def _answer(self, method: str) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            what = f"{method} {self.path.partition('?')[0]}"
            answer = hall.answers.get(what, _unknown)
            status, headers, content = answer(hall.asked[what])
            hall.asked[what] += 1
            hall.bodies.append((what, json.loads(body) if body else None))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def _stream(self) -> None:
            hall.asked["GET /v1/events"] += 1
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            if hall.asked["GET /v1/events"] <= hall.spoiled_streams:
                self.send_header("Content-Encoding", "gzip")
                self.end_headers()
                self.wfile.write(b"no gzip at all")
                return
            self.end_headers()
            if "types=" in self.path:  # somebody who waits for one kind only, of which there are none
                hall.closing.wait()
                return
            while (event := hall.events.get()) is not None:
                self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
                self.wfile.flush()

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    hall.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield hall
    finally:
        hall.closing.set()
        for _ in range(10):
            hall.events.put(None)
        server.shutdown()
        thread.join()
        server.server_close()
