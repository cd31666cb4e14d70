"""How what stands beside the contract is asked: with a key of one scope, or with the secret of a code in a JSON body.

Refusals are the contract's problems. Wrong keys and wrong secrets count against the address; no answer is kept by
anybody on its way.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi.responses import JSONResponse, Response
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from hall.exchange import parse_json
from hall.house import House
from hall.keys import Caller, caller_of
from hall.phone import asked_with_secret
from hall.problems import Refusal, as_problem

LARGEST = 4096
_FRESH = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


async def with_key(
    house: House,
    request: Request,
    scope: str,
    work: Callable[[Session, Caller, Any], Any],
    read: Callable[[Request], Awaitable[Any]] | None = None,
) -> Response:
    """``work(session, caller, body)`` for a key of this scope; nothing is read of a request before its key is known."""

    async def done() -> Any:
        caller = await run_in_threadpool(_caller, house, request, scope)
        body = await (read or read_json)(request)
        return await run_in_threadpool(house.database.write, lambda session: work(session, caller, body))

    return await _said(house, request, done, request.headers.get("authorization", ""))


async def with_secret(house: House, request: Request, work: Callable[[Session, str, str], Any]) -> Response:
    """``work(session, id, secret)`` for whoever has the code; it refuses a wrong one with `key_unknown`."""

    async def done() -> Any:
        resource_id, secret = await asked_with_secret(request)
        return await run_in_threadpool(house.database.write, lambda session: work(session, resource_id, secret))

    return await _said(house, request, done, None)


async def read_json(request: Request) -> dict[str, Any]:
    """The body as a JSON object; nothing at all is an empty one."""
    body = parse_json(await read_whole(request, LARGEST) or b"{}")
    if not isinstance(body, dict):
        raise Refusal("malformed_json")
    return body


async def read_whole(request: Request, largest: int) -> bytes:
    """The body; Refusal `body_too_large` as soon as it is longer than that."""
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > largest:
            raise Refusal("body_too_large")
    return bytes(content)


def _caller(house: House, request: Request, scope: str) -> Caller:
    header = request.headers.get("authorization", "")
    with house.database.reading() as session:
        caller = caller_of(session, header, house.clock.now())
    house.limits.right_key(header)
    if caller.scope != scope:
        raise Refusal("scope_missing")
    return caller


async def _said(house: House, request: Request, done: Callable[[], Awaitable[Any]], key: str | None) -> Response:
    address = request.client.host if request.client else "-"
    try:
        house.limits.address(address, key)
        answer = await done()
    except Refusal as refusal:
        if refusal.code == "key_unknown":
            house.limits.wrong_key(address, key)
        problem = as_problem(refusal, "zh", house.request_number())
        return JSONResponse(problem, refusal.status, {**refusal.headers, **_FRESH}, "application/problem+json")
    if isinstance(answer, Response):
        answer.headers.update(_FRESH)
        return answer
    return JSONResponse(answer, headers=_FRESH)
