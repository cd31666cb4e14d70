"""One request from bytes to answer: who, may they, is it well formed, was it there before, do it, remember it.

The order is the contract's: 401, 403, 429 before anything of the content is looked at; 400 for what cannot be read,
422 for what can be read but is wrong; a refusal leaves no trace, a 2xx of a POST with Idempotency-Key is remembered
in the transaction of its effect.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import UpdateBase

from hall import memory
from hall.call import Call, Reply
from hall.contract import JSON, Operation, Parameter
from hall.house import House
from hall.journal import Entry, seal
from hall.keys import Caller
from hall.problems import Refusal, invalid

# Looks at these are changes for the audit log: somebody saw what a visitor gave (contract, section 7).
WATCHED_READS = frozenset({"getEnquiry", "listEnquiries", "getVideomailContent", "listVideomails"})
NAMED_REFUSALS = {
    "closeEnquiry": ("next_step", "next_step_required"),
    "createSession": ("consent", "consent_required"),
    "createVideomail": ("consent_to_keep", "consent_required"),
    "createClip": ("consent", "consent_required"),
}
_INTEGER = re.compile(r"-?\d{1,18}")


@dataclass(frozen=True, slots=True)
class Request:
    """What came over the line, with the path already matched."""

    operation: Operation
    path: Mapping[str, str]
    raw_path: str
    query: str
    headers: Mapping[str, str]  # names in lower case
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: `text` is JSON unless `media_type` says otherwise."""

    status: int
    text: str | bytes | None
    headers: Mapping[str, str]
    media_type: str = JSON


def answer(house: House, request: Request, caller: Caller) -> Answer:
    """Validate and carry out; raises Refusal. Runs in a worker thread: it waits for the database."""
    operation = request.operation
    query = parse_query(operation, request.query)
    path = _path(operation, request.path)
    check_headers(operation, request.headers)
    film, body = _content(operation, request)
    now = house.clock.now()

    afterwards: list[Callable[[], None]] = []

    def work(session: Session) -> Answer:
        call = Call(house, session, caller, now, path, query, body, request.headers, film, operation.id)
        done = _remembered_or_done(call, request, now)
        afterwards[:] = call.afterwards
        return done

    if operation.changes or operation.id in WATCHED_READS:
        done = house.database.write(work)
        house.hub.wake()
        for action in afterwards:
            action()
        return done
    with house.database.reading() as session:
        return work(session)


def _remembered_or_done(call: Call, request: Request, now: datetime) -> Answer:
    operation = request.operation
    if not operation.idempotent_post:
        done = _done(call, operation)
        _sealed(call, operation, done)
        return done
    slip = memory.Slip(
        owner=f"{call.caller.scope}:{call.caller.owner}",
        method=operation.method,
        path=request.raw_path,
        key=request.headers["idempotency-key"],
    )
    known = memory.recall(call.session, slip, call.body)
    if known is not None:
        return Answer(known.status, known.text, _headers(known.etag) | {"Idempotent-Replayed": "true"})
    done = _done(call, operation)
    assert not isinstance(done.text, bytes), "films and texts are never answers to an Idempotency-Key"
    first = memory.First(done.status, done.text, done.headers.get("ETag"))
    _sealed(call, operation, done, memory.remember(slip, call.body, first, now))
    return done


def _done(call: Call, operation: Operation) -> Answer:
    return _as_answer(call.house.handlers[operation.id](call), operation)


def _sealed(call: Call, operation: Operation, done: Answer, *more: UpdateBase) -> None:
    if operation.changes or operation.id in WATCHED_READS:
        entry = Entry(operation.id, call.caller, done.status, call.resource or _resource(call), call.reason)
        seal(call.session, call.now, entry, call.events, *more)


def _as_answer(reply: Reply, operation: Operation) -> Answer:
    status = reply.status or (operation.success if reply.body is not None or reply.raw is not None else 204)
    headers = {**_headers(reply.etag), **reply.headers}
    if reply.raw is not None:
        return Answer(status, reply.raw, headers, reply.media_type or operation.answer_types[0])
    if reply.body is None:
        return Answer(status, None, headers)
    return Answer(status, json.dumps(reply.body, ensure_ascii=False, separators=(",", ":")), headers)


def _headers(etag: str | None) -> dict[str, str]:
    return {} if etag is None else {"ETag": etag}


def _resource(call: Call) -> str | None:
    return next((f"{name.removesuffix('_id')}s/{value}" for name, value in call.path.items()), None)


def _path(operation: Operation, values: Mapping[str, str]) -> Mapping[str, str]:
    for parameter in operation.parameters:
        if parameter.place == "path" and not parameter.validator.is_valid(values[parameter.name]):
            raise invalid(parameter.name, "not an id")
    return values


def check_headers(operation: Operation, headers: Mapping[str, str]) -> None:
    for parameter in operation.parameters:
        if parameter.place != "header":
            continue
        value = headers.get(parameter.name.lower())
        if parameter.name == "Idempotency-Key":
            if value is None or not parameter.validator.is_valid(value):
                raise Refusal("idempotency_key_missing")
        elif parameter.name == "If-Match" and parameter.required and value is None:
            raise Refusal("if_match_required")
        elif value is not None and not parameter.validator.is_valid(value):
            raise invalid(parameter.name, "not valid")


def parse_query(operation: Operation, query: str) -> Mapping[str, Any]:
    known = {p.name: p for p in operation.parameters if p.place == "query"}
    try:
        pairs = parse_qsl(query, keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=100)
    except UnicodeDecodeError:
        raise Refusal("not_utf8") from None
    except ValueError:
        raise invalid("query", "cannot be read") from None
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        if name not in known:
            raise invalid(name, "unknown parameter")
        given.setdefault(name, []).append(value)
    values = {name: _value(known[name], texts) for name, texts in given.items()}
    for name, parameter in known.items():
        if name not in values:
            if parameter.required:
                raise invalid(name, "missing")
            if "default" in parameter.schema:
                values[name] = parameter.schema["default"]
    return values


def _value(parameter: Parameter, texts: Sequence[str]) -> Any:
    kind = parameter.schema.get("type", "string")
    value: Any = list(texts) if kind == "array" else texts[0]
    if kind != "array" and len(texts) > 1:
        raise invalid(parameter.name, "given more than once")
    if kind == "integer":
        value = int(value) if _INTEGER.fullmatch(value) else value
    if kind == "boolean":
        value = {"true": True, "false": False}.get(value, value)
    if not parameter.validator.is_valid(value):
        raise invalid(parameter.name, "not valid")
    return value


def _content(operation: Operation, request: Request) -> tuple[tuple[str, bytes] | None, Mapping[str, Any]]:
    """The film and the JSON body; one of both is empty."""
    if operation.films:
        return (request.headers["content-type"].partition(";")[0].strip().lower(), request.body), {}
    if operation.body is None:
        if request.body.strip() not in (b"", b"{}"):
            raise invalid("", "this call takes no body")
        return None, {}
    body = parse_json(request.body)
    errors = [_field_error(error) for error in itertools.islice(operation.body.iter_errors(body), 50)]
    if errors:
        raise Refusal(_named_refusal(operation, body) or "invalid", errors=errors)
    return None, body


def _named_refusal(operation: Operation, body: Any) -> str | None:
    """Where the contract names what is missing: a next step, a consent."""
    field, code = NAMED_REFUSALS.get(operation.id, ("", ""))
    return code if field and isinstance(body, dict) and body.get(field) in (None, False) else None


def parse_json(raw: bytes) -> Any:
    """A value that can be stored and passed on; Refusal `not_utf8` or `malformed_json`."""
    try:
        text = raw.decode("utf-8")
        body = json.loads(text, parse_constant=_no_constant)
        # Escaped halves of a character (\ud800) decode to text that no UTF-8 can carry.
        json.dumps(body, ensure_ascii=False).encode("utf-8")
    except UnicodeError:
        raise Refusal("not_utf8") from None
    except (ValueError, RecursionError):
        raise Refusal("malformed_json") from None
    return _without_nul(body)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _without_nul(value: Any) -> Any:
    """U+0000 is valid in JSON and in the contract's texts, but no database takes it: shown as U+FFFD."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, list):
        return [_without_nul(item) for item in value]
    if isinstance(value, dict):
        return {_without_nul(key): _without_nul(item) for key, item in value.items()}
    return value


def _field_error(error: Any) -> dict[str, str]:
    """What is wrong and where, without what was sent: a body may hold what must not come back or be logged."""
    pointer = "/" + "/".join(str(step) for step in error.instance_path)
    return {"pointer": pointer[:200], "code": "invalid", "message": type(error.kind).__name__}
