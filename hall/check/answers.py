"""Is an answer what the contract promises for this operation? Applied to every answer of every case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx

from hall import contract


class ContractBrokenError(AssertionError):
    """An answer that the contract does not allow."""


@dataclass(frozen=True, slots=True)
class Got:
    """An answer: its status, parsed body (None where there is none), headers."""

    status: int
    body: Any
    headers: Mapping[str, str]
    content: bytes

    @property
    def code(self) -> str | None:
        """The problem's code, None where it is no problem."""
        return self.body.get("code") if isinstance(self.body, dict) and self.status >= 400 else None


def checked(response: httpx.Response) -> Got:
    """The answer, if the contract allows it; ContractBrokenError otherwise."""
    kind = response.headers.get("content-type", "").partition(";")[0]
    where = f"{response.request.method} {response.request.url.path} -> {response.status_code}"
    body = _parsed(response, where) if kind in (contract.JSON, "application/problem+json") else None
    got = Got(response.status_code, body, response.headers, response.content)
    operation = operation_at(response.request.method, response.request.url.path)
    if response.status_code >= 400 and response.status_code != 416:
        _check_problem(got, kind, where)
    elif operation is not None:
        _check_success(operation, got, kind, where)
    if body is not None and _has_null(body):
        raise ContractBrokenError(f"{where}: null was sent")
    return got


def operation_at(method: str, path: str) -> contract.Operation | None:
    """The operation of a request; fixed paths win over those with parameters."""
    found = [
        operation
        for operation in contract.operations().values()
        if operation.method == method.lower() and _pattern(operation.path).fullmatch(path)
    ]
    return min(found, key=lambda operation: operation.path.count("{"), default=None)


@cache
def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)))


def _check_problem(got: Got, kind: str, where: str) -> None:
    if kind != "application/problem+json":
        raise ContractBrokenError(f"{where}: a refusal as {kind or 'nothing'}: {got.content[:200]!r}")
    _check_schema(contract.validator("Problem"), got.body, where)
    known = contract.problem_codes().get(got.body["code"])
    if known is None or known["status"] != got.status or known["retry"] != got.body["retry"]:
        raise ContractBrokenError(f"{where}: {got.body['code']} with status {got.status}, retry {got.body['retry']}")
    if got.status == 401 and "www-authenticate" not in got.headers:
        raise ContractBrokenError(f"{where}: 401 without WWW-Authenticate")
    if got.status in (429, 503) and "retry-after" not in got.headers:
        raise ContractBrokenError(f"{where}: {got.status} without Retry-After")


def _parsed(response: httpx.Response, where: str) -> Any:
    try:
        return response.json() if response.content else None
    except ValueError:
        raise ContractBrokenError(f"{where}: this is not JSON: {response.content[:200]!r}") from None


def _check_success(operation: contract.Operation, got: Got, kind: str, where: str) -> None:
    if str(got.status) not in operation.statuses:
        raise ContractBrokenError(f"{where}: a status that the contract does not name")
    offered = _spec_of(operation.id)["responses"][str(got.status)].get("content", {})
    if offered and kind not in offered:
        raise ContractBrokenError(f"{where}: answered as {kind or 'nothing'}, the contract says {', '.join(offered)}")
    validator = _answer_validator(operation.id, got.status)
    if validator is not None and got.body is not None:
        _check_schema(validator, got.body, where)
    if got.status < 300 and "ETag" in _headers_of(operation.id, got.status) and "etag" not in got.headers:
        raise ContractBrokenError(f"{where}: no ETag")


@cache
def _spec_of(operation_id: str) -> Mapping[str, Any]:
    for item in contract.document()["paths"].values():
        for spec in item.values():
            if isinstance(spec, dict) and spec.get("operationId") == operation_id:
                return dict(spec)
    raise KeyError(operation_id)


@cache
def _answer_validator(operation_id: str, status: int) -> Any:
    content = _spec_of(operation_id)["responses"].get(str(status), {}).get("content", {})
    return contract.validator_of(content[contract.JSON]["schema"]) if contract.JSON in content else None


def _headers_of(operation_id: str, status: int) -> Mapping[str, Any]:
    return dict(_spec_of(operation_id)["responses"].get(str(status), {}).get("headers", {}))


def _check_schema(validator: Any, body: Any, where: str) -> None:
    errors = [f"/{'/'.join(map(str, e.instance_path))}: {e.message}" for e in validator.iter_errors(body)]
    if errors:
        raise ContractBrokenError(f"{where}: {'; '.join(errors[:3])}")


def _has_null(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_has_null(item) for item in value.values())
    if isinstance(value, list):
        return any(_has_null(item) for item in value)
    return value is None
