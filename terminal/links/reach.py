"""What the parts of the hall link share: two clients, how a no is told, what the hall calls its zones and windows."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from terminal.services import Answer, Away, HallClient, Ok, Refused
from terminal.visit.effects import Effect
from terminal.visit.events import Event, HallReachable, HallRefused, HallSilent

TALK_WAYS = {"sign": "sign", "speak": "speech", "type": "text", "touch": "text"}
"""Our ways of communicating in the contract's words."""
OUR_WAYS = {"sign": "sign", "speech": "speak", "text": "type"}


TOO_MANY = 429
"""The status of a hall that wants to be asked later (contract 2)."""


@dataclass(frozen=True, slots=True)
class HallAccess:
    """Where the hall is and who we are to it; `ca_file`: the hall's own authority, "" where the system knows it."""

    url: str
    key: str
    clerk_key: str
    terminal_id: str
    window: str
    ca_file: str = ""


class Reach:
    """The hall with the terminal's key and with the clerk's. ``say`` publishes; ``waiting`` counts the outbox."""

    def __init__(
        self, access: HallAccess, tls: ssl.SSLContext | bool, say: Callable[[Event], None], waiting: Callable[[], int]
    ) -> None:
        self.access, self.say, self._waiting = access, say, waiting
        self.client = HallClient(access.url, access.key, verify=tls)
        self.clerk = HallClient(access.url, access.clerk_key, verify=tls)
        self._labels: dict[str, str] = {}

    def join(self, access: HallAccess) -> None:
        """The same hall has other keys for us."""
        self.access = access
        self.client.line.rekey(access.key)
        self.clerk.line.rekey(access.clerk_key)

    async def close(self) -> None:
        await self.client.aclose()
        await self.clerk.aclose()

    def reachable(self, reachable: bool) -> None:
        """Say whether the hall answers."""
        self.say(HallReachable(at=time.monotonic(), reachable=reachable, waiting=self._waiting()))

    def no(self, effect: Effect, answer: Refused | Away) -> None:
        """Say that an effect was refused, or not answered."""
        now = time.monotonic()
        if isinstance(answer, Refused):
            self.say(HallRefused(at=now, effect_id=effect.effect_id, code=answer.code, zh=answer.zh, en=answer.en))
        else:
            self.say(HallSilent(at=now, effect_id=effect.effect_id, kept=False))
            self.reachable(False)

    async def zone_name(self, zone_id: str) -> str:
        """The zone in Chinese, "" while the hall does not say."""
        zones = await self.client.zones()
        if isinstance(zones, Ok):
            return next((zone.name.zh for zone in zones.value if zone.id == zone_id), "")
        return ""

    async def window_id(self) -> str:
        """The hall's id of the window with our label."""
        wanted = self.access.window
        if wanted not in self._labels and wanted not in self._labels.values():
            await self.learn_windows()
        return next((known for known, name in self._labels.items() if wanted in (known, name)), wanted)

    async def window_name(self, window_id: str) -> str:
        """What stands on that window; asked only where it is not known: a call must not wait for it."""
        if window_id not in self._labels:
            await self.learn_windows()
        return self._labels.get(window_id, window_id)

    async def learn_windows(self) -> None:
        """What stands on the windows now."""
        windows = await self.client.windows()
        if isinstance(windows, Ok):
            self._labels = {window.id: label(window.name.zh) for window in windows.value}


def asked_to_wait(answer: Answer[Any]) -> float:
    """How long a busy hall asked us to wait before the next question, in s; 0 where it did not."""
    if isinstance(answer, Refused) and answer.status == TOO_MANY:
        return max(1.0, answer.retry_after_s or 0.0)
    return 0.0


def key_of(effect: Effect) -> str:
    """The idempotency key: made once per intent, 16 characters or more (contract 2)."""
    return effect.effect_id.ljust(16, "-")


def label(name: str) -> str:
    """What stands on the window: the number of 3号窗口, else the whole name."""
    return name.removesuffix("号窗口")
