"""Who does which operation of the contract: filled by the modules of `hall.routes`, read by each process's `House`.

It knows neither calls nor the house, so that both may know it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

H = TypeVar("H", bound=Callable[..., Any])
HANDLERS: dict[str, Callable[..., Any]] = {}


def handles(operation_id: str) -> Callable[[H], H]:
    """Register the handler of one operation of the contract."""

    def register(handler: H) -> H:
        HANDLERS[operation_id] = handler
        return handler

    return register
