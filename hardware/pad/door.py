"""The door of the network pad: checks who asks, then calls the pad. JSON over HTTP, one tablet."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from hardware.pad import signing

MAX_BODY = 16_384
"""Largest request taken; a result with eight tags and 500 characters is under 4 kB."""
MAX_WAIT_S = 25.0
"""Longest that a request for orders is kept waiting."""


class Served(Protocol):
    """What the door needs of the pad behind it. Called from the server's threads."""

    @property
    def pad_id(self) -> str: ...
    @property
    def key(self) -> bytes: ...
    def wall(self) -> float: ...
    def heard(self) -> None: ...
    def clocks_differ(self, apart_s: float) -> None: ...
    def hello(self, body: Mapping[str, Any]) -> dict[str, Any]: ...
    def next_order(self, known: int, wait_s: float) -> dict[str, Any]: ...
    def result(self, body: Mapping[str, Any]) -> dict[str, Any]: ...


class PadServer(ThreadingHTTPServer):
    """Takes the address at once; `OSError` if it cannot be had."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], pad: Served) -> None:
        self.pad = pad
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    """Checks the signature, then calls the pad. Refusals say nothing that helps a stranger."""

    server: PadServer
    protocol_version = "HTTP/1.1"
    timeout = MAX_WAIT_S + 10.0

    def do_GET(self) -> None:
        """Orders."""
        self._serve(b"", self._get)

    def do_POST(self) -> None:
        """Everything else."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > MAX_BODY:
            self.close_connection = True
            self._answer(413, {"code": "too-large"})
            return
        body = self.rfile.read(int(length))
        self._serve(body, lambda path, query: self._post(path, body))

    def log_message(self, format: str, *args: Any) -> None:
        """The pad's own log says what matters."""

    def _serve(self, body: bytes, call: Callable[[str, dict[str, str]], dict[str, Any] | None]) -> None:
        pad = self.server.pad
        apart_s = signing.clocks_apart(
            pad.key,
            self.headers.get(signing.SIGNATURE_HEADER, ""),
            self.headers.get(signing.TIME_HEADER, ""),
            self.command,
            self.path,
            body,
            pad.wall(),
        )
        if apart_s is None or self.headers.get(signing.ID_HEADER) != pad.pad_id:
            self._answer(401, {"code": "refused"})
            return
        if abs(apart_s) > signing.SKEW_S:
            pad.clocks_differ(apart_s)
            self._answer(401, {"code": "refused"})
            return
        pad.heard()
        parts = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        try:
            answer = call(parts.path, query)
        except (ValueError, TypeError):
            self._answer(422, {"code": "not-understood"})
            return
        self._answer(200, answer) if answer is not None else self._answer(404, {"code": "unknown-call"})

    def _get(self, path: str, query: dict[str, str]) -> dict[str, Any] | None:
        if path != "/pad/v1/next":
            return None
        return self.server.pad.next_order(int(query.get("known", "-1")), float(query.get("wait", "0")))

    def _post(self, path: str, body: bytes) -> dict[str, Any] | None:
        said = json.loads(body or b"{}")
        if not isinstance(said, dict):
            raise TypeError("not an object")
        if path == "/pad/v1/hello":
            return self.server.pad.hello(said)
        if path == "/pad/v1/result":
            return self.server.pad.result(said)
        return {} if path == "/pad/v1/beat" else None

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        data = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
