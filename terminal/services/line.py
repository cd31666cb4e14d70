"""One request to the hall: time-out, breaker, and every possible end of it as a value."""

from __future__ import annotations

import asyncio
import logging
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from terminal.services.breaker import Breaker
from terminal.services.policy import CHANGE_S, GAPS_S, PATIENCE_S, READ_S
from terminal.services.results import Answer, Away, Ok, Refused

logger = logging.getLogger(__name__)

# An answer larger than this is rubbish: the longest list of the contract is far below.
LARGEST_ANSWER_BYTES = 8 * 1024 * 1024
# Headers that speak of the bytes on the line, which are decoded already.
_OF_THE_LINE = frozenset({"content-encoding", "content-length", "transfer-encoding"})


class TrustError(Exception):
    """The certificate of the hall's own authority cannot be used."""

    code = "hall-ca-unreadable"

    def __init__(self, ca_file: str) -> None:
        super().__init__(
            f"{self.code}: no certificate can be read from {ca_file!r}. "
            "Copy authority.pem, which `wuai hall cert` has made, and name it in [hall] ca_file."
        )


def trust(ca_file: str) -> ssl.SSLContext | None:
    """What trusts the hall's own authority and nobody else; None where none is named and the system's suffice.

    Raises
    ------
    TrustError
        The file is missing or is no certificate.
    """
    if not ca_file:
        return None
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError as error:  # ssl.SSLError is one
        raise TrustError(ca_file) from error


@dataclass(frozen=True, slots=True)
class Ask:
    """What is sent. `key` is the Idempotency-Key, made once per intent."""

    method: str
    path: str
    body: Mapping[str, Any] | None = None
    query: Mapping[str, Any] | None = None
    key: str | None = None
    if_match: str | None = None
    if_none_match: str | None = None
    timeout_s: float = CHANGE_S
    film: bytes | None = field(default=None, repr=False)
    """Sent instead of a body, as WebM."""


class Line:
    """Shared by everything that talks to one hall with one key. Used from one asyncio loop."""

    def __init__(
        self,
        base_url: str,
        key: str,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        verify: Any = True,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self.breaker = Breaker()
        self._clock_s = clock_s
        self._http = httpx.AsyncClient(
            base_url=base_url.rstrip("/"),
            headers={"Authorization": f"Bearer {key}", "Accept-Language": "zh"},
            transport=transport,
            verify=verify,
            trust_env=False,  # a proxy of the environment is not meant for the hall
        )

    def rekey(self, key: str) -> None:
        """Ask with this key from now on."""
        self._http.headers["Authorization"] = f"Bearer {key}"

    async def aclose(self) -> None:
        await self._http.aclose()

    @property
    def http(self) -> httpx.AsyncClient:
        """For the event stream, which is no request with an end."""
        return self._http

    async def ask(self, ask: Ask) -> Answer[Any]:
        """Send once. The value of Ok is the parsed JSON, or None where there is no body."""
        if not self.breaker.allows and not await self._probe():
            return Away("breaker-open")
        answer = await self._send(ask)
        if isinstance(answer, Away):
            self.breaker.failed(self._clock_s())
        else:
            self.breaker.succeeded()
        return answer

    async def ask_patiently(self, ask: Ask) -> Answer[Any]:
        """Send, and with the same key again while the hall is silent, for at most ten seconds altogether."""
        started_s = self._clock_s()
        answer = await self.ask(ask)
        for gap_s in GAPS_S:
            if not _worth_again(answer) or self._clock_s() - started_s + gap_s >= PATIENCE_S:
                return answer
            await asyncio.sleep(gap_s)
            left_s = PATIENCE_S - (self._clock_s() - started_s)
            answer = await self.ask(_within(ask, left_s))
        return answer

    async def _probe(self) -> bool:
        if not self.breaker.probe_due(self._clock_s()):
            return False
        answer = await self._send(Ask("GET", "/ready", timeout_s=READ_S))
        if isinstance(answer, Ok):
            logger.info("the hall answers again")
            self.breaker.succeeded()
            return True
        self.breaker.failed(self._clock_s())
        return False

    async def _send(self, ask: Ask) -> Answer[Any]:
        try:
            async with asyncio.timeout(ask.timeout_s):
                response = await self._whole(self._request(ask))
        except (TimeoutError, httpx.TimeoutException):
            return Away("timeout")
        except (httpx.TransportError, httpx.DecodingError):
            return Away("no-connection")
        return Away("broken-answer") if response is None else read(response)

    async def _whole(self, request: httpx.Request) -> httpx.Response | None:
        """The answer with its body; None as soon as it is longer than any answer may be."""
        response = await self._http.send(request, stream=True)
        parts, size = [], 0
        try:
            async for part in response.aiter_bytes():
                size += len(part)
                if size > LARGEST_ANSWER_BYTES:
                    return None
                parts.append(part)
        finally:
            await response.aclose()
        plain = {name: value for name, value in response.headers.items() if name not in _OF_THE_LINE}
        return httpx.Response(response.status_code, headers=plain, content=b"".join(parts))

    def _request(self, ask: Ask) -> httpx.Request:
        headers = {
            "Idempotency-Key": ask.key,
            "If-Match": ask.if_match,
            "If-None-Match": ask.if_none_match,
            "Content-Type": "video/webm" if ask.film is not None else None,
        }
        return self._http.build_request(
            ask.method,
            ask.path,
            params=ask.query,
            json=ask.body,
            content=ask.film,
            headers={name: value for name, value in headers.items() if value is not None},
            timeout=ask.timeout_s,
        )


def read(response: httpx.Response) -> Answer[Any]:
    """A response as a value; whatever is not what the contract promises counts as a hall that is away."""
    etag = response.headers.get("etag")
    replayed = response.headers.get("idempotent-replayed") == "true"
    if response.status_code in (204, 304):
        return Ok(None, etag=etag, replayed=replayed)
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return Away("broken-answer")
    if 200 <= response.status_code < 300:
        return Ok(body, etag=etag, replayed=replayed)
    return _refusal(response, body)


def _refusal(response: httpx.Response, body: Any) -> Refused | Away:
    retry_after_s = _seconds(response.headers.get("retry-after"))
    if response.status_code >= 500:
        return Away("server-error", retry_after_s)
    try:
        message = body["message"]
        return Refused(
            code=str(body["code"]),
            zh=str(message["zh"]),
            en=str(message["en"]),
            retry=body["retry"] if body["retry"] in ("never", "same", "after_change") else "never",
            status=response.status_code,
            retry_after_s=retry_after_s,
            problem=body,
        )
    except (KeyError, TypeError):
        return Away("broken-answer", retry_after_s)


def _seconds(text: str | None) -> float | None:
    return float(text) if text is not None and text.isdigit() else None


def _worth_again(answer: Answer[Any]) -> bool:
    if isinstance(answer, Refused):
        return answer.code in ("idempotency_in_progress", "too_many_requests")
    return isinstance(answer, Away) and answer.why != "breaker-open"


def _within(ask: Ask, left_s: float) -> Ask:
    return replace(ask, timeout_s=min(ask.timeout_s, max(0.1, left_s)))
