"""HTTP outside, `exchange` inside: routes made from the contract, sizes and media types, problems for what fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC
from email.utils import format_datetime
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from hall import exchange, routes
from hall.admin import add_admin
from hall.admission import admitted
from hall.answer import add_answer
from hall.background import kept_going
from hall.console import add_console
from hall.contract import METHODS, Operation, operations
from hall.due import Notices, Steward
from hall.enquiries import add_enquiries
from hall.house import House
from hall.keys import Caller
from hall.phone import add_phone
from hall.problems import Refusal, as_problem, unavailable
from hall.profile import add_profile
from hall.reports import add_reports
from hall.signalling import add_signalling
from hall.stream import event_stream
from hall.transcript import add_transcript

logger = logging.getLogger(__name__)

# Largest bodies (contract, section 5): JSON, clips, videomail.
JSON_BYTES = 64 * 1024
FILM_BYTES = {"putClipContent": 50 * 1024 * 1024, "putVideomailContent": 60 * 1024 * 1024}
PROBLEM = "application/problem+json"


def build(house: House) -> FastAPI:
    """The ASGI application of one house."""
    routes.load()
    app = FastAPI(title="hall", openapi_url=None, docs_url=None, redoc_url=None, lifespan=_lifespan(house))
    app.state.house = house
    for path, by_method in _by_path().items():
        app.add_route(path, _endpoint(house, by_method), methods=[*(m.upper() for m in METHODS), *_OTHER_METHODS])
    add_signalling(app, house)
    add_admin(app)
    add_console(app)
    add_phone(app, house)
    add_transcript(app, house)
    add_reports(app, house)
    add_answer(app, house)
    add_profile(app, house)
    add_enquiries(app, house)
    app.add_exception_handler(HTTPException, _missing(house))
    app.add_exception_handler(Exception, _broken(house))
    return app


_OTHER_METHODS = ("HEAD", "OPTIONS", "TRACE", "QUERY", "CONNECT")


def _by_path() -> Mapping[str, Mapping[str, Operation]]:
    found: dict[str, dict[str, Operation]] = {}
    for operation in operations().values():
        found.setdefault(operation.path, {})[operation.method] = operation
    # Fixed paths before those with parameters: /v1/appointments/lookup is no appointment.
    return dict(sorted(found.items(), key=lambda item: item[0].count("{")))


def _lifespan(house: House) -> Callable[[FastAPI], Any]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        work = {"events": house.hub.run, **Steward(house).tasks()}
        if house.settings.notices:
            work["notices"] = Notices(house, house.settings.notices).run
        tasks = [asyncio.create_task(kept_going(name, one)) for name, one in work.items()]
        house.rooms.open()
        if house.bus is not None:
            listening = house.bus.run(house.rooms.hear, house.hub.look, house.rooms.start_again)
            tasks += [asyncio.create_task(listening), asyncio.create_task(house.bus.tell())]
        try:
            yield
        finally:
            house.hub.end()
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            if house.bus is not None:
                await house.bus.close()
            house.database.close()

    return lifespan


def _endpoint(house: House, by_method: Mapping[str, Operation]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        operation = by_method.get(request.method.lower())
        try:
            if operation is None:
                allow = ", ".join(method.upper() for method in by_method)
                raise Refusal("method_not_allowed", headers={"Allow": allow})
            return await _serve(house, operation, request)
        except Refusal as refusal:
            return _problem(house, refusal, request)
        except SQLAlchemyError as error:
            return _problem(house, unavailable(error), request)

    return endpoint


async def _serve(house: House, operation: Operation, request: Request) -> Response:
    caller = None
    if operation.films or operation.id == "streamEvents":
        # Nobody makes the hall read a film before it knows who sends it; everything else needs one thread only.
        caller = await run_in_threadpool(_admitted, house, operation, request)
        if operation.id == "streamEvents":
            return event_stream(house, caller, request)
    body = await _body(operation, request)
    done = await run_in_threadpool(_answer, house, operation, request, body, caller)
    content = done.text.encode() if isinstance(done.text, str) else done.text
    headers = {**done.headers, **_always(house)}
    return Response(content, done.status, headers, done.media_type if content is not None else None)


def _answer(
    house: House, operation: Operation, request: Request, body: bytes | Refusal, caller: Caller | None
) -> exchange.Answer:
    """In a worker thread. Who sends it is looked at before what was sent."""
    caller = caller or _admitted(house, operation, request)
    if isinstance(body, Refusal):
        raise body
    _check_media_type(operation, request, body)
    asked = exchange.Request(
        operation=operation,
        path=dict(request.path_params),
        raw_path=request.url.path,
        query=request.scope["query_string"].decode("ascii", "replace"),
        headers=_headers(request),
        body=body,
    )
    return exchange.answer(house, asked, caller)


def _admitted(house: House, operation: Operation, request: Request) -> Caller:
    caller = _authorise(house, operation, request)
    _acceptable(operation, request.headers.get("accept"))
    return caller


def _authorise(house: House, operation: Operation, request: Request) -> Caller:
    """Who calls; open operations are called by nobody in particular."""
    if not operation.needs_key:
        return Caller("-", "-", "-")
    caller = admitted(house, request)
    if operation.path.startswith("/v1/test/") and not house.settings.test_mode:
        raise Refusal("not_found")
    if caller.scope not in operation.scopes:
        raise Refusal("scope_missing")
    house.limits.request(caller.key_id, operation.id)
    house.used[caller.key_id] = house.clock.now()
    return caller


def _acceptable(operation: Operation, accept: str | None) -> None:
    if not accept:
        return
    offered = operation.answer_types
    for part in accept.lower().split(","):
        kind, _, quality = part.replace(" ", "").partition(";")
        main = kind.removesuffix("*")
        if quality not in ("q=0", "q=0.0") and (
            kind in offered or kind == "*/*" or (kind.endswith("/*") and any(o.startswith(main) for o in offered))
        ):
            return
    raise Refusal("not_acceptable")


def _headers(request: Request) -> Mapping[str, str]:
    return {name.lower(): value for name, value in request.headers.items()}


async def _body(operation: Operation, request: Request) -> bytes | Refusal:
    """The body within its limit, or why not; never reads more than that."""
    limit = FILM_BYTES.get(operation.id, JSON_BYTES)
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > limit:
        return Refusal("body_too_large")
    parts, size = [], 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > limit:
                return Refusal("body_too_large")
            parts.append(part)
    except ClientDisconnect:
        return Refusal("malformed_json", detail="the body was cut off")
    return b"".join(parts)


def _check_media_type(operation: Operation, request: Request, body: bytes) -> None:
    if not operation.body_types or (not body and not operation.films):
        return
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in operation.body_types or request.headers.get("content-encoding", "identity") != "identity":
        raise Refusal("unsupported_media_type")


def _problem(house: House, refusal: Refusal, request: Request) -> Response:
    language = "en" if request.headers.get("accept-language", "").lower().startswith("en") else "zh"
    instance = house.request_number()
    logger.debug("%s %s", instance, refusal.code)
    headers = {**refusal.headers, **_always(house)}
    if refusal.code == "body_too_large":
        headers["Connection"] = "close"
    return JSONResponse(as_problem(refusal, language, instance), refusal.status, headers, PROBLEM)


def _always(house: House) -> dict[str, str]:
    """Headers of every answer. `Date` is the hall's clock: terminals count down from it (contract, section 4)."""
    return {
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Date": format_datetime(house.clock.now().astimezone(UTC), usegmt=True),
    }


def _missing(house: House) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handler(request: Request, error: Exception) -> Response:
        code = "method_not_allowed" if getattr(error, "status_code", 404) == 405 else "not_found"
        return _problem(house, Refusal(code), request)

    return handler


def _broken(house: House) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handler(request: Request, error: Exception) -> Response:
        logger.error("internal error: %s", type(error).__name__)  # its place is logged by the server (`hall.logs`)
        return _problem(house, Refusal("internal"), request)

    return handler
