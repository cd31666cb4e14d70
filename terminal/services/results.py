"""What comes back from the hall. A refusal or a silent hall is a value, never an exception."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeAlias, TypeVar

T = TypeVar("T")
U = TypeVar("U")

Retry = Literal["never", "same", "after_change"]


@dataclass(frozen=True, slots=True)
class Ok(Generic[T]):
    """The hall did it, or answered. `age_s` is 0 for a live answer, else the age of the copy."""

    value: T
    age_s: float = 0.0
    etag: str | None = None
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """The hall understood and refuses. `zh` and `en` are plain sentences for the visitor; programs decide by `code`."""

    code: str
    zh: str
    en: str
    retry: Retry
    status: int
    retry_after_s: float | None = None
    problem: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def for_now(self) -> bool:
        """Whether the same may be sent again later: the hall is busy, or the terminal's key is being changed."""
        return self.retry == "same" or self.status in (401, 429)


@dataclass(frozen=True, slots=True)
class Away:
    """The hall did not answer, answered rubbish, or the breaker is open. Whether it did something is not known.

    `why` is one of: timeout, no-connection, broken-answer, server-error, breaker-open. Never shown to a visitor.
    """

    why: str
    retry_after_s: float | None = None


Answer: TypeAlias = Ok[T] | Refused | Away


def mapped(answer: Answer[T], change: Callable[[T], U]) -> Answer[U]:
    """The same answer with its value changed; an answer whose value cannot be read counts as rubbish."""
    if not isinstance(answer, Ok):
        return answer
    try:
        return Ok(change(answer.value), answer.age_s, answer.etag, answer.replayed)
    except (KeyError, TypeError, ValueError, AttributeError):
        return Away("broken-answer")
