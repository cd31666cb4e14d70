"""Whether a terminal belongs to its hall: its id, its keys and its window, asked before anybody stands before it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from terminal.links.reach import HallAccess, label
from terminal.services import Away, HallClient, Ok, Refused, TrustError, trust
from terminal.services.line import Ask

NOT_OURS = frozenset({"other_terminal", "key_missing", "key_unknown", "key_expired", "scope_missing"})
"""Refusals that no visitor and no clerk can mend: this terminal was set up wrongly, or its key has ended."""
_NEW_KEY = "make a new one on the hall's administration page, tab 钥匙 / Keys, and write it to {setting}"


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, and the setting that mends it; for whoever sets the terminal up."""

    found: str
    mend: str


def mistakes(access: HallAccess, *, at_window: bool = True) -> list[Mistake]:
    """Ask the hall. ``at_window``: a clerk works here, so their key and the window must be right too."""
    return asyncio.run(_ask(access, at_window))


async def _ask(access: HallAccess, at_window: bool) -> list[Mistake]:
    try:
        tls = trust(access.ca_file) or True
    except TrustError as error:
        return [Mistake(str(error), "name a readable certificate file in [hall] ca_file")]
    async with (
        HallClient(access.url, access.key, verify=tls) as terminal,
        HallClient(access.url, access.clerk_key, verify=tls) as clerk,
    ):
        own = await terminal.settings(access.terminal_id)  # what a terminal alone may read, and its own only
        if isinstance(own, Away):
            return [Mistake(f"no hall answers at {access.url} ({own.why})", "correct [hall] url, or start the hall")]
        found = [_terminal(access, own)] if isinstance(own, Refused) else []
        if at_window:
            found += await _window(access, clerk)
        return found


def _terminal(access: HallAccess, refused: Refused) -> Mistake:
    if refused.code == "other_terminal":
        return Mistake(
            f'[hall] key was made for another terminal than "{access.terminal_id}"',
            "write the number that stands beside this key on the hall's administration page (tab 钥匙 / Keys) "
            "to [terminal] id",
        )
    return Mistake(f"the hall refuses [hall] key: {refused.code}", _NEW_KEY.format(setting="[hall] key"))


async def _window(access: HallAccess, clerk: HallClient) -> list[Mistake]:
    if not access.clerk_key:
        return [Mistake("no key of the clerk", _NEW_KEY.format(setting="[hall] clerk_key"))]
    allowed = await clerk.line.ask(Ask("GET", "/v1/terminals?limit=1"))  # a clerk may, a terminal may not
    if isinstance(allowed, Refused):
        return [
            Mistake(f"the hall refuses the clerk's key: {allowed.code}", _NEW_KEY.format(setting="[hall] clerk_key"))
        ]
    windows = await clerk.windows()
    if not isinstance(windows, Ok) or any(access.window in (one.id, label(one.name.zh)) for one in windows.value):
        return []
    names = ", ".join(label(one.name.zh) for one in windows.value)
    return [Mistake(f'the hall has no window "{access.window}"', f"write one of these to [terminal] window: {names}")]
