"""The asyncio thread between the visit and the hall: effects become calls, answers and the event stream become events.

Nothing here decides anything: a refusal is an event, a silence is an event. What must not be lost goes through the
outbox; a number or an appointment never does (contract 5: it is never invented while the hall is away). What is asked
for visitors is in `numbers`, what the clerk does in `counter`, calls for a person in `help`.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from terminal.links import clips, desk, guide, health, waiting
from terminal.links.counter import Counter
from terminal.links.help import HelpLine
from terminal.links.joining import NOT_OURS
from terminal.links.numbers import Numbers
from terminal.links.reach import HallAccess, Reach, key_of
from terminal.services import Answer, Away, Ok, Outbox, OutboxPump, Refused, evaluation_body, follow_events, trust
from terminal.visit.effects import Effect, Evaluate, SendEnquiry
from terminal.visit.events import (
    DeviceChanged,
    EnquiryTaken,
    EvaluationStored,
    Event,
    HallGuideChanged,
    HallSilent,
    HelpAnswered,
    OtherWindowsChanged,
    Status,
    TicketCalled,
    TicketMissed,
)
from terminal.visit.state import State

logger = logging.getLogger(__name__)

CLIPS_S = 600.0
"""The list of signed clips is asked for this often (our judgement)."""
FIRST_BEAT_S = 2.0
"""Health is told first when the devices have had time to say theirs."""
REFRESH_S = 30.0
"""Load is read again this often (our design)."""


class HallLink:
    """Performs hall effects. `perform` may be called from the main loop at any time and never waits.

    ``own_clock``: the terminal has a clock of its own, which is compared with the hall's; an invented one is not.
    Raises TrustError where the hall's certificate authority cannot be read.
    """

    def __init__(
        self,
        access: HallAccess,
        publish: Callable[[Event], None],
        outbox: Path,
        clips: Path | None = None,
        *,
        own_clock: bool = True,
    ) -> None:
        self._access, self._tls = access, trust(access.ca_file) or True
        self._clips, self._own_clock = clips, own_clock
        self._say = publish
        self._outbox_path = outbox
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._guide: HallGuideChanged | None = None
        self._windows: OtherWindowsChanged | None = None
        self._clock: Status | None = None
        self._refused = False
        self._state_now: Callable[[], tuple[State, datetime]] | None = None
        self._actions: dict[type[Effect], Callable[[Any], Awaitable[None]]] = {}
        self._thread = threading.Thread(target=self._run, name="hall-link", daemon=True)
        self._thread.start()
        self._ready.wait(10.0)

    def perform(self, effect: Effect) -> bool:
        """Do a hall effect; False where it is none of ours."""
        action = self._actions.get(type(effect))
        if action is None:
            return False
        asyncio.run_coroutine_threadsafe(self._guarded(action, effect), self._loop)
        return True

    def report(self, state_now: Callable[[], tuple[State, datetime]]) -> None:
        """Tell the hall's administrator about devices and outbox from now on; ``state_now`` with the wall's time."""
        self._state_now = state_now

    def close(self) -> None:
        """End the thread; what is in the outbox stays there, encrypted."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(5.0)

    # --- in the thread ---------------------------------------------------------------------------------------------

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._live())
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())

    async def _live(self) -> None:
        self._stop = asyncio.Event()
        self._outbox = Outbox.at(self._outbox_path)
        self._reach = Reach(self._access, self._tls, self._say, self._outbox.__len__)
        self._numbers = Numbers(self._reach)
        self._help = HelpLine(self._reach)
        self._pump = OutboxPump(self._reach.client, self._outbox, on_delivered=self._delivered)
        parts = (self._numbers, Counter(self._reach), self._help)
        self._actions = {effect: do for part in parts for effect, do in part.actions().items()}
        self._actions |= {Evaluate: self.evaluate, SendEnquiry: self.send_enquiry}
        self._ready.set()
        tasks = [asyncio.create_task(job) for job in self._jobs()]
        await self._stop.wait()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._reach.close()

    def _jobs(self) -> tuple[Coroutine[Any, Any, None], ...]:
        jobs = (self._pump.run(), self._follow(), self._refresh(), self._follow_clips(), self._beat())
        return (*jobs, self._help.follow()) if self._access.clerk_key else jobs

    async def _guarded(self, action: Callable[[Any], Awaitable[None]], effect: Effect) -> None:
        try:
            await action(effect)
        except Exception:  # an effect must always be answered; the trace goes to the log, the truth to the screen
            logger.exception("effect %s failed", type(effect).__name__)
            self._say(HallSilent(at=time.monotonic(), effect_id=effect.effect_id, kept=False))

    async def evaluate(self, effect: Evaluate) -> None:
        """Through the outbox always: one road, so that nothing is lost when the hall goes away in the middle."""
        body = evaluation_body(
            outcome=effect.outcome,
            source=effect.source,
            made_at=datetime.now(UTC),
            service_id=effect.service_id,
            level=effect.level.value if effect.level else None,
        )
        self._outbox.put(key_of(effect), "createEvaluation", "/v1/evaluations", body)
        self._pump.wake()

    async def send_enquiry(self, effect: SendEnquiry) -> None:
        answer = await guide.send_enquiry(self._reach.client, self._outbox, key_of(effect), effect.text)
        if isinstance(answer, EnquiryTaken):
            return self._say(replace(answer, at=time.monotonic(), effect_id=effect.effect_id))
        if isinstance(answer, Refused):
            return self._reach.no(effect, answer)
        self._pump.wake()
        self._say(HallSilent(at=time.monotonic(), effect_id=effect.effect_id, kept=True))
        return self._reach.reachable(False)

    def _delivered(self, key: str, operation: str) -> None:
        if operation == "createEvaluation":
            self._say(EvaluationStored(at=time.monotonic(), effect_id=key.rstrip("-")))
        self._reach.reachable(True)

    async def _follow(self) -> None:
        async for event in follow_events(self._reach.client):
            await self._heard(event)

    async def _heard(self, event: Any) -> None:
        now = time.monotonic()
        kind, data = event.type, event.data
        if kind in ("live", "lost"):
            self._reach.reachable(kind == "live")
        elif kind == "ticket.called":
            self._say(
                TicketCalled(
                    at=now,
                    ticket_id=data["ticket_id"],
                    number=data["number"],
                    window=await self._reach.window_name(data["window_id"]),
                    call_count=data.get("calls", 1),
                )
            )
        elif kind == "ticket.changed" and data.get("state") == "missed":
            self._say(TicketMissed(at=now, ticket_id=data["ticket_id"]))
        elif kind == "help.changed" and self._help.is_answered(data):
            self._say(HelpAnswered(at=now))
        if kind.startswith("ticket") or kind == "snapshot":
            await waiting.read(self._reach)
        if kind.startswith(("window", "interpreter", "session")) or kind == "snapshot":
            await self._read_desk()

    async def _refresh(self) -> None:
        while True:
            await waiting.read(self._reach)
            await self._read_desk()
            await self._read_guide()
            if self._state_now is not None:
                await self._numbers.give_back(self._state_now()[0].visit.visit_id)
            await asyncio.sleep(REFRESH_S)

    async def _read_guide(self) -> None:
        """Told only when it has changed: it is long and hardly ever does."""
        found = await guide.read(self._reach.client)
        if found is not None and found != self._guide:
            self._guide = found
            self._say(replace(found, at=time.monotonic()))

    async def _follow_clips(self) -> None:
        """The hall's signed clips, for the signer's place on the screens."""
        while self._clips is not None:
            await clips.sync(self._reach.client, self._clips)
            await asyncio.sleep(CLIPS_S)

    async def _beat(self) -> None:
        while True:
            wait_s = FIRST_BEAT_S
            if self._state_now is not None:
                state, at = self._state_now()
                oldest = self._outbox.oldest_s(time.time())
                body = health.heartbeat(state, at, len(self._outbox), oldest)
                began = time.monotonic()
                answer = await self._reach.client.heartbeat(self._access.terminal_id, body)
                wait_s = health.BEAT_S
                if isinstance(answer, Ok):
                    wait_s = float(answer.value["next_seconds"])
                    self._tell_clock(health.clock_told(at, time.monotonic() - began, answer.value["now"]))
                self._tell_refusal(answer)
            await asyncio.sleep(wait_s)

    def _tell_refusal(self, answer: Answer[Any]) -> None:
        """That the hall refuses this terminal's id or key, and that it does no longer."""
        refused = isinstance(answer, Refused) and answer.code in NOT_OURS
        if refused == self._refused or isinstance(answer, Away):
            return
        self._refused = refused
        why = f"{self._access.terminal_id}: {answer.code}" if isinstance(answer, Refused) else ""
        status = Status.FAULT if refused else Status.OK
        self._say(DeviceChanged(at=time.monotonic(), device="hall_key", status=status, detail=why))

    def _tell_clock(self, told: DeviceChanged) -> None:
        """Only what changed; the seconds are those of the moment it was noticed."""
        if self._own_clock and told.status is not self._clock:
            self._clock = told.status
            self._say(replace(told, at=time.monotonic()))

    async def _read_desk(self) -> None:
        """The window's state and the interpreters: shown before one of them is called. The other windows, on change."""
        here = await self._reach.window_id()
        window = await desk.window(self._reach.clerk, here)
        interpreters = await desk.interpreters(self._reach.client)
        windows = await desk.other_windows(self._reach.client, here)
        for found in (window, interpreters, windows if windows != self._windows else None):
            if found is not None:
                self._say(replace(found, at=time.monotonic()))
        self._windows = windows or self._windows
