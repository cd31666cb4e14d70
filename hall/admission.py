"""Whose key a request carries: the one way in for the contract's operations and for what stands beside them."""

from __future__ import annotations

from starlette.requests import Request

from hall.house import House
from hall.keys import Caller, caller_of
from hall.problems import Refusal


def address_of(request: Request) -> str:
    """Where it comes from, as limits count it."""
    return request.client.host if request.client else "-"


def admitted(house: House, request: Request) -> Caller:
    """The key's caller; a wrong key counts against the address. Refusal `key_unknown`, `key_expired`, or too many."""
    address, key = address_of(request), request.headers.get("authorization", "")
    house.limits.address(address, key)
    try:
        with house.database.reading() as session:
            caller = caller_of(session, key, house.clock.now())
    except Refusal as refusal:
        # A key that has expired, or none at all, is no guess.
        if refusal.code == "key_unknown":
            house.limits.wrong_key(address, key)
        raise
    house.limits.right_key(key)
    return caller
