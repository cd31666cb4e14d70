"""Refusals as RFC 9457 problems. The sentences, statuses and retry advice are the contract's."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from hall.contract import problem_codes

logger = logging.getLogger(__name__)


class Refusal(Exception):  # noqa: N818 - the word of the contract: a refusal is no fault
    """The hall refuses; whatever the request began is rolled back.

    `code` is one of the contract's; `detail` is for people who mend and never holds personal data.
    """

    def __init__(
        self,
        code: str,
        *,
        detail: str | None = None,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.errors = tuple(errors)[:50]
        self.headers = dict(headers or {})

    @property
    def status(self) -> int:
        return int(problem_codes()[self.code]["status"])


def invalid(pointer: str, message: str) -> Refusal:
    """422 `invalid` for one field; `pointer` is a JSON pointer or a parameter's name."""
    return Refusal("invalid", errors=[{"pointer": pointer[:200], "code": "invalid", "message": message[:200]}])


def unknown(pointer: str) -> Refusal:
    """422 `unknown_reference`: the field names something that does not exist."""
    return Refusal("unknown_reference", errors=[{"pointer": pointer[:200], "code": "unknown_reference"}])


def unavailable(error: SQLAlchemyError) -> Refusal:
    """503: the database is busy or away; said in the log by its name."""
    # PostgreSQL's own words may quote the row that it refused; SQLite has a name for what happened.
    fault = getattr(error, "orig", None)
    said = getattr(fault, "sqlstate", None) or getattr(fault, "sqlite_errorname", "")
    logger.error("database: %s: %s", type(error).__name__, said)
    return Refusal("unavailable", headers={"Retry-After": "5"})


def as_problem(refusal: Refusal, language: str, instance: str) -> dict[str, Any]:
    """The body of `application/problem+json`; `language` (zh or en) chooses the title only."""
    spec = problem_codes()[refusal.code]
    problem: dict[str, Any] = {
        "type": f"/problems/{refusal.code}",
        "title": spec[language],
        "status": spec["status"],
        "code": refusal.code,
        "message": {"zh": spec["zh"], "en": spec["en"]},
        "retry": spec["retry"],
        "instance": instance,
    }
    if refusal.detail:
        problem["detail"] = refusal.detail[:1000]
    if refusal.errors:
        problem["errors"] = [dict(error) for error in refusal.errors]
    return problem
