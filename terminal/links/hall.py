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
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from terminal.links import clips, desk, guide
from terminal.links.counter import Counter
from terminal.links.heartbeat import Heartbeat, StateNow
from terminal.links.help import HelpLine
from terminal.links.jobs import DEVICE as JOBS
from terminal.links.jobs import LONGEST_S, Fresh, Jobs, repeat
from terminal.links.numbers import Numbers
from terminal.links.reach import HallAccess, Reach, key_of
from terminal.links.waiting import Waiting
from terminal.services import Outbox, OutboxPump, Refused, evaluation_body, follow_events, trust
from terminal.visit.effects import Effect, Evaluate, SendEnquiry
from terminal.visit.events import (
    DeviceChanged,
    EnquiriesChanged,
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

logger = logging.getLogger(__name__)

EVALUATION = "createEvaluation"
"""The contract's operation."""
CLIPS_S = 600.0
"""The list of signed clips is asked for this often (our judgement)."""
KEPT_S = 1.5
"""An evaluation that the hall does not have by now lies here and will be sent: the visitor, who leaves in a moment, is
told so. Under the 4 s that the goodbye stays."""
REFRESH_S = 30.0
"""Load is read again this often (our design)."""
ENQUIRIES_S = 60.0
"""So often the open enquiries are counted: a clerk's figure, no alarm (our design)."""
START_S = 10.0
"""The thread is waited for this long; it needs milliseconds."""


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
        self._clips, self._say = clips, publish
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._closing = threading.Event()
        self._stop = asyncio.Event()
        self._guide: HallGuideChanged | None = None
        self._windows: OtherWindowsChanged | None = None
        self._enquiries: EnquiriesChanged | None = None
        self._outbox = Outbox.at(outbox)
        if self._outbox.trouble:
            self._tell_staff("outbox", self._outbox.trouble)
        self._reach = Reach(access, trust(access.ca_file) or True, publish, self._outbox.__len__)
        self._jobs = Jobs(publish)
        self._numbers = Numbers(self._reach)
        self._help = HelpLine(self._reach)
        self._heart = Heartbeat(self._reach, self._outbox, own_clock)
        self._queue = Fresh(Waiting(self._reach).read, REFRESH_S)
        self._desk = Fresh(self._read_desk, REFRESH_S)
        self._pump = OutboxPump(
            self._reach.client,
            self._outbox,
            on_delivered=self._delivered,
            on_dropped=self._dropped,
        )
        parts = (self._numbers, Counter(self._reach), self._help)
        self._actions = {effect: do for part in parts for effect, do in part.actions().items()}
        self._actions |= {Evaluate: self.evaluate, SendEnquiry: self.send_enquiry}
        self._thread = threading.Thread(target=self._run, name="hall-link", daemon=True)
        self._thread.start()
        if not self._ready.wait(START_S):
            self._tell_staff(JOBS, "not started yet")

    def perform(self, effect: Effect) -> bool:
        """Do a hall effect; False where it is none of ours."""
        action = self._actions.get(type(effect))
        if action is None:
            return False
        asyncio.run_coroutine_threadsafe(self._guarded(action, effect), self._loop)
        return True

    def report(self, state_now: StateNow) -> None:
        """Tell the hall's administrator about devices and outbox from now on; ``state_now`` with the wall's time."""
        self._heart.state_now = state_now

    def check(self) -> None:
        """Staff have seen what is said of the outbox; what is still wrong with it is said again."""
        trouble = self._outbox.trouble
        status = Status.FAULT if trouble else Status.OK
        self._say(DeviceChanged(at=time.monotonic(), device="outbox", status=status, detail=trouble))

    @property
    def access(self) -> HallAccess:
        """Where the hall is and who we are to it now."""
        return self._reach.access

    def join(self, access: HallAccess) -> None:
        """The same hall, begun again, has other keys for us. From any thread."""
        with suppress(RuntimeError):  # the loop has ended already
            self._loop.call_soon_threadsafe(self._reach.join, access)

    def close(self) -> None:
        """End the thread; what is in the outbox stays there, encrypted."""
        self._closing.set()
        with suppress(RuntimeError):  # the loop has ended already
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(5.0)

    # --- in the thread ---------------------------------------------------------------------------------------------

    def _run(self) -> None:
        """Live until closed; should the loop itself fail, it is told and begun again."""
        asyncio.set_event_loop(self._loop)
        while not self._closing.is_set():
            try:
                self._loop.run_until_complete(self._live())
            except Exception as error:
                logger.exception("the hall link failed")
                self._tell_staff(JOBS, type(error).__name__)
                self._closing.wait(LONGEST_S)
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._outbox.close()

    async def _live(self) -> None:
        tasks = [asyncio.create_task(self._jobs.keep(name, job)) for name, job in self._to_do().items()]
        self._ready.set()
        if self._closing.is_set():
            self._stop.set()
        await self._stop.wait()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._reach.close()

    def _to_do(self) -> Mapping[str, Callable[[], Awaitable[None]]]:
        """What goes on beside the effects, by the name that staff and log get to see."""
        jobs: dict[str, Callable[[], Awaitable[None]]] = {
            "outbox": self._pump.run,
            "events": self._follow,
            "queue": self._queue.follow,
            "desk": self._desk.follow,
            "guide": lambda: repeat(self._read_guide, REFRESH_S),
            "giving back": lambda: repeat(self._give_back, REFRESH_S),
            "health": self._heart.follow,
        }
        if self._clips is not None:
            jobs["clips"] = lambda: repeat(self._sync_clips, CLIPS_S)
        if self.access.clerk_key:
            jobs["help elsewhere"] = self._help.follow
            jobs["enquiries"] = lambda: repeat(self._read_enquiries, ENQUIRIES_S)
        return jobs

    def _tell_staff(self, device: str, detail: str) -> None:
        self._say(DeviceChanged(at=time.monotonic(), device=device, status=Status.FAULT, detail=detail))

    async def _guarded(self, action: Callable[[Any], Awaitable[None]], effect: Effect) -> None:
        try:
            await action(effect)
        except Exception as error:  # an effect must always be answered; where it failed is in the log
            self._jobs.failed(type(effect).__name__, error)
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
        self._outbox.put(key_of(effect), EVALUATION, "/v1/evaluations", body)
        self._pump.wake()
        await asyncio.sleep(KEPT_S)
        if key_of(effect) in self._outbox:
            self._say(EvaluationStored(at=time.monotonic(), effect_id=effect.effect_id, kept=True))

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
        if operation == EVALUATION:
            self._say(EvaluationStored(at=time.monotonic(), effect_id=key.rstrip("-")))
        self._reach.reachable(True)

    def _dropped(self, key: str, operation: str, refusal: Refused | None) -> None:
        """What the visitor was promised to be sent is not taken: only a person can do something about it."""
        self._tell_staff("outbox", f"{operation}: {'too old' if refusal is None else refusal.code}")

    async def _follow(self) -> None:
        """An event that cannot be read costs that event only: the next one may call a number."""
        async for event in follow_events(self._reach.client):
            try:
                await self._heard(event)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                self._jobs.failed("event", error)

    async def _heard(self, event: Any) -> None:
        now = time.monotonic()
        kind, data = event.type, event.data
        if kind in ("live", "lost"):
            self._reach.reachable(kind == "live")
            if kind == "live":
                self._pump.hall_is_back()
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
            self._queue.stale()
        if kind.startswith(("window", "interpreter", "session")) or kind == "snapshot":
            self._desk.stale()

    async def _give_back(self) -> None:
        """What came too late for visitors who have left."""
        if self._heart.state_now is not None:
            await self._numbers.give_back(self._heart.state_now()[0].visit.visit_id)

    async def _read_guide(self) -> None:
        """Told only when it has changed: it is long and hardly ever does."""
        found = await guide.read(self._reach.client)
        if found is not None and found != self._guide:
            self._guide = found
            self._say(replace(found, at=time.monotonic()))

    async def _sync_clips(self) -> None:
        """The hall's signed clips, for the signer's place on the screens."""
        if self._clips is not None:
            await clips.sync(self._reach.client, self._clips)

    async def _read_enquiries(self) -> None:
        """Told only when it has changed."""
        found = await desk.enquiries(self._reach.clerk)
        if found is not None and found != self._enquiries:
            self._enquiries = found
            self._say(replace(found, at=time.monotonic()))

    async def _read_desk(self) -> float:
        """The window's state and the interpreters: shown before one of them is called. The other windows, on change."""
        await self._reach.learn_windows()
        here = await self._reach.window_id()
        window = await desk.window(self._reach.clerk, here)
        interpreters = await desk.interpreters(self._reach.client)
        windows = await desk.other_windows(self._reach.client, here)
        for found in (window, interpreters, windows if windows != self._windows else None):
            if found is not None:
                self._say(replace(found, at=time.monotonic()))
        self._windows = windows or self._windows
        return 0.0
