"""How what stands beside the contract is asked: with a key of one scope, or with the secret of a code in a JSON body.

Refusals are the contract's problems. Wrong keys count against the address, wrong secrets against their code
(`hall.limits`); no answer is kept by anybody on its way.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from hall.admission import address_of, admitted
from hall.contract import validator
from hall.exchange import parse_json
from hall.house import House
from hall.keys import Caller
from hall.problems import Refusal, as_problem, unavailable
from hall.storage.tables.base import Base

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
        caller = await run_in_threadpool(_of_scope, house, request, scope)
        body = await (read or read_json)(request)
        return await run_in_threadpool(house.database.write, lambda session: work(session, caller, body))

    return await _said(house, done)


async def with_secret(
    house: House, request: Request, table: type[Base], work: Callable[[Session, str, str], Any]
) -> Response:
    """``work(session, id, secret)`` for whoever has the code of a row of the table; it refuses a wrong one with
    `key_unknown`."""

    async def done() -> Any:
        resource_id, secret = await _asked_with_secret(request)
        return await run_in_threadpool(_opened, house, address_of(request), table, (resource_id, secret), work)

    return await _said(house, done)


def id_in(request: Request, name: str) -> str:
    """The id of this name in the path; Refusal `not_found` for what can be none (PostgreSQL takes no U+0000)."""
    found = str(request.path_params[name])
    if not validator("Id").is_valid(found):
        raise Refusal("not_found")
    return found


async def read_json(request: Request) -> dict[str, Any]:
    """The body as a JSON object; nothing at all is an empty one."""
    body = parse_json(await read_whole(request, LARGEST) or b"{}")
    if not isinstance(body, dict):
        raise Refusal("malformed_json")
    return body


async def read_whole(request: Request, largest: int) -> bytes:
    """The body; Refusal `body_too_large` as soon as it is longer than that."""
    content = bytearray()
    try:
        async for part in request.stream():
            content += part
            if len(content) > largest:
                raise Refusal("body_too_large")
    except ClientDisconnect:
        raise Refusal("malformed_json", detail="the body was cut off") from None
    return bytes(content)


async def _asked_with_secret(request: Request) -> tuple[str, str]:
    """Id and secret of a request's body."""
    asked = parse_json(await read_whole(request, LARGEST))
    try:
        resource_id, secret = asked["session_id"], asked["secret"]
    except (KeyError, TypeError):
        raise Refusal("malformed_json") from None
    if not isinstance(resource_id, str) or not isinstance(secret, str):
        raise Refusal("malformed_json")
    return resource_id, secret


def _opened(
    house: House, address: str, table: type[Base], code: tuple[str, str], work: Callable[[Session, str, str], Any]
) -> Any:
    with house.database.reading() as session:
        known = session.get(table, code[0]) is not None
    house.limits.code(address, *code, known=known)
    try:
        answer = house.database.write(lambda session: work(session, *code))
    except Refusal as refusal:
        if refusal.code == "key_unknown":
            house.limits.wrong_code(address, *code, known=known)
        raise
    house.limits.right_code(*code)
    return answer


def _of_scope(house: House, request: Request, scope: str) -> Caller:
    caller = admitted(house, request)
    if caller.scope != scope:
        raise Refusal("scope_missing")
    return caller


async def _said(house: House, done: Callable[[], Awaitable[Any]]) -> Response:
    try:
        answer = await done()
    except Refusal as refusal:
        return _problem(house, refusal)
    except SQLAlchemyError as error:
        return _problem(house, unavailable(error))
    if isinstance(answer, Response):
        answer.headers.update(_FRESH)
        return answer
    return JSONResponse(answer, headers=_FRESH)


def _problem(house: House, refusal: Refusal) -> Response:
    problem = as_problem(refusal, "zh", house.request_number())
    return JSONResponse(problem, refusal.status, {**refusal.headers, **_FRESH}, "application/problem+json")
