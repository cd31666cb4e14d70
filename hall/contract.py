"""The contract as data: `openapi.yaml` read once; operations, validators and problem codes come from it.

Whatever the document says about scopes, parameters, bodies and codes is enforced from here, so that the
hall cannot drift away from what it promises. Nothing here knows a rule of the hall.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

DOCUMENT = Path(__file__).with_name("openapi.yaml")
VERSION = "1.0.0"
JSON = "application/json"
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One path, query or header parameter; `schema` is resolved, `validator` checks the parsed value."""

    name: str
    place: str  # path | query | header
    required: bool
    schema: Mapping[str, Any]
    validator: jsonschema_rs.Validator


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the contract."""

    id: str
    method: str
    path: str
    scopes: frozenset[str]
    parameters: tuple[Parameter, ...]
    body: jsonschema_rs.Validator | None
    body_types: tuple[str, ...]
    answer_types: tuple[str, ...]
    success: int
    statuses: frozenset[str]

    @property
    def needs_key(self) -> bool:
        return self.path.startswith("/v1") or self.path == "/metrics"

    @property
    def idempotent_post(self) -> bool:
        """Whether the call carries an Idempotency-Key: every POST that makes or changes something."""
        return any(p.name == "Idempotency-Key" for p in self.parameters)

    @property
    def films(self) -> bool:
        return "video/webm" in self.body_types

    @property
    def changes(self) -> bool:
        """Whether the call writes: what is a query by POST takes no Idempotency-Key."""
        return self.method != "get" and (self.method != "post" or self.idempotent_post or self.id == "resetTest")


@cache
def document() -> Mapping[str, Any]:
    """The whole document."""
    loaded: Mapping[str, Any] = yaml.load(
        DOCUMENT.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    return loaded


def problem_codes() -> Mapping[str, Mapping[str, Any]]:
    """Every problem code with its status, retry advice and sentences."""
    codes: Mapping[str, Mapping[str, Any]] = document()["x-problem-codes"]
    return codes


@cache
def operations() -> Mapping[str, Operation]:
    """All operations by operationId."""
    found = {}
    for path, item in document()["paths"].items():
        for method in METHODS:
            if method in item:
                found[item[method]["operationId"]] = _operation(path, method, item[method])
    return found


@cache
def validator(name: str) -> jsonschema_rs.Validator:
    """The validator of one schema of `components`."""
    return _validator({"$ref": f"#/components/schemas/{name}"})


def validator_of(schema: Mapping[str, Any]) -> jsonschema_rs.Validator:
    """The validator of a schema that stands inside the document."""
    return _validator(schema)


def _operation(path: str, method: str, spec: Mapping[str, Any]) -> Operation:
    content = spec.get("requestBody", {}).get("content", {})
    success = next(int(code) for code in spec["responses"] if code.startswith("2"))
    answers = spec["responses"][str(success)].get("content", {})
    return Operation(
        id=spec["operationId"],
        method=method,
        path=path,
        scopes=frozenset(spec.get("x-scopes", ())),
        parameters=tuple(_parameter(p) for p in spec.get("parameters", ())),
        body=_validator(content[JSON]["schema"]) if JSON in content else None,
        body_types=tuple(content),
        answer_types=tuple(answers) or (JSON,),
        success=success,
        statuses=frozenset(spec["responses"]),
    )


def _parameter(spec: Mapping[str, Any]) -> Parameter:
    spec = _resolved(spec)
    schema = spec["schema"]
    return Parameter(spec["name"], spec["in"], spec.get("required", False), _resolved(schema), _validator(schema))


def _resolved(spec: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in spec:
        target: Any = document()
        for step in spec["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        spec = target
    return spec


def _validator(schema: Mapping[str, Any]) -> jsonschema_rs.Validator:
    """Only the schemas that `schema` reaches go along: compiling the whole document 100 times takes seconds."""
    reached: dict[str, Any] = {}
    waiting = [schema]
    while waiting:
        for name in re.findall(r"#/components/schemas/(\w+)", str(waiting.pop())):
            if name not in reached:
                reached[name] = document()["components"]["schemas"][name]
                waiting.append(reached[name])
    return jsonschema_rs.Draft202012Validator({**schema, "components": {"schemas": reached}}, validate_formats=True)
