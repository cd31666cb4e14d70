"""The asyncio thread between the visit and the hall: effects become calls, answers and the event stream become events.

Nothing here decides anything: a refusal is an event, a silence is an event. What must not be lost goes through the
outbox; a number or an appointment never does (contract 5: it is never invented while the hall is away).
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from terminal.links import arrivals, clips, desk, guide, health
from terminal.links.help import OUR_WAYS, TALK_WAYS, HelpLine
from terminal.services import Away, HallClient, Ok, Outbox, OutboxPump, Refused, evaluation_body, follow_events, trust
from terminal.services.person import person_ref
from terminal.services.values import Ticket
from terminal.visit.effects import (
    BeginService,
    Book,
    CallHelp,
    CallNextTicket,
    CallTicket,
    CheckIn,
    ComeBack,
    Effect,
    EndHelp,
    Evaluate,
    FindBookings,
    FinishService,
    GoToHelp,
    LeaveQueue,
    ListSlots,
    MissTicket,
    ParkTicket,
    RecallTicket,
    SendEnquiry,
    SetWindow,
    TakeTicket,
)
from terminal.visit.events import (
    AppointmentBooked,
    BookingsFound,
    DeviceChanged,
    EnquiryTaken,
    EvaluationStored,
    Event,
    HallGuideChanged,
    HallReachable,
    HallRefused,
    HallSilent,
    HelpAnswered,
    LoadChanged,
    QueueChanged,
    ServiceBegan,
    SlotsListed,
    Status,
    TicketCalled,
    TicketIssued,
    TicketMissed,
    WindowChanged,
)
from terminal.visit.state import State

logger = logging.getLogger(__name__)

CLIPS_S = 600.0
"""The list of signed clips is asked for this often (our judgement)."""
FIRST_BEAT_S = 2.0
"""Health is told first when the devices have had time to say theirs."""
REFRESH_S = 30.0
"""Load is read again this often (our design)."""
CALL_WAYS = ("terminal", "light")
OPEN_STATES = ("called", "queued", "parked", "missed", "processing")
"""States of numbers that the desk shows or that may come back; of a whole day's, the others would fill the page."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class HallAccess:
    """Where the hall is and who we are to it; `ca_file`: the hall's own authority, "" where the system knows it."""

    url: str
    key: str
    clerk_key: str
    terminal_id: str
    window: str
    ca_file: str = ""


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
        self._publish = publish
        self._outbox_path = outbox
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._guide: HallGuideChanged | None = None
        self._clock: Status | None = None
        self._state_now: Callable[[], tuple[State, datetime]] | None = None
        # Asked for, not answered: by intent, with the effect or the key that it was first asked with.
        self._unsure: dict[tuple[str, ...], TakeTicket] = {}
        self._unsure_keys: dict[tuple[str, ...], str] = {}
        self._thread = threading.Thread(target=self._run, name="hall-link", daemon=True)
        self._thread.start()
        self._ready.wait(10.0)

    def perform(self, effect: Effect) -> bool:
        """Do a hall effect; False where it is none of ours."""
        action = ACTIONS.get(type(effect))
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
        self._client = HallClient(self._access.url, self._access.key, verify=self._tls)
        self._clerk = HallClient(self._access.url, self._access.clerk_key, verify=self._tls)
        self._help = HelpLine(self._client, self._clerk, self._say)
        self._outbox = Outbox.at(self._outbox_path)
        self._pump = OutboxPump(self._client, self._outbox, on_delivered=self._delivered)
        self._ready.set()
        tasks = [asyncio.create_task(job) for job in self._jobs()]
        await self._stop.wait()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._client.aclose()
        await self._clerk.aclose()

    def _jobs(self) -> tuple[Coroutine[Any, Any, None], ...]:
        jobs = (self._pump.run(), self._follow(), self._refresh(), self._follow_clips(), self._beat())
        return (*jobs, self._help.follow()) if self._access.clerk_key else jobs

    async def _guarded(self, action: Callable[[HallLink, Any], Awaitable[None]], effect: Effect) -> None:
        try:
            await action(self, effect)
        except Exception:  # an effect must always be answered; the trace goes to the log, the truth to the screen
            logger.exception("effect %s failed", type(effect).__name__)
            self._say(HallSilent(at=time.monotonic(), effect_id=effect.effect_id, kept=False))

    def _say(self, event: Event) -> None:
        self._publish(event)

    def _no(self, effect: Effect, answer: Refused | Away) -> None:
        now = time.monotonic()
        if isinstance(answer, Refused):
            self._say(HallRefused(at=now, effect_id=effect.effect_id, code=answer.code, zh=answer.zh, en=answer.en))
        else:
            self._say(HallSilent(at=now, effect_id=effect.effect_id, kept=False))
            self._say(HallReachable(at=now, reachable=False, waiting=len(self._outbox)))

    async def take_ticket(self, effect: TakeTicket) -> None:
        intent = _intent(effect)
        asked = self._unsure.setdefault(intent, effect)  # what may have been taken already is asked for again, not anew
        answer = await self._ask_ticket(asked)
        if not isinstance(answer, Away):
            self._unsure.pop(intent, None)
        await self._number(effect, answer)

    async def _number(self, effect: Effect, answer: Ok[Ticket] | Refused | Away) -> None:
        """Say which number it is and how it stands, or why there is none."""
        if not isinstance(answer, Ok):
            return self._no(effect, answer)
        ticket = answer.value
        wait = ticket.wait.minutes if ticket.wait else -1
        zone = await self._zone_name(ticket.zone_id)
        window = await self._window_name(ticket.window_id) if ticket.window_id else ""
        self._say(
            TicketIssued(
                at=time.monotonic(),
                effect_id=effect.effect_id,
                ticket_id=ticket.id,
                number=ticket.number,
                zone_zh=zone,
                ahead=ticket.ahead or 0,
                wait_minutes=wait,
                state=ticket.state,
                window=window,
            )
        )
        return None

    async def find_bookings(self, effect: FindBookings) -> None:
        answer = await arrivals.find(self._client, self._access.terminal_id, effect)
        if isinstance(answer, BookingsFound):
            return self._say(replace(answer, at=time.monotonic()))
        return self._no(effect, answer)

    async def check_in(self, effect: CheckIn) -> None:
        answer = await arrivals.check_in(self._client, self._sure_key(effect), effect)
        await self._number(effect, self._sure(effect, answer))

    async def come_back(self, effect: ComeBack) -> None:
        answer = await arrivals.come_back(self._client, self._sure_key(effect), effect.ticket_id)
        await self._number(effect, self._sure(effect, answer))

    def _sure_key(self, effect: Book | CheckIn | ComeBack) -> str:
        """The key of this wish: while the answer is missing, the one that it was first sent with."""
        return self._unsure_keys.setdefault(_intent(effect), _key(effect))

    def _sure(self, effect: Book | CheckIn | ComeBack, answer: T) -> T:
        """The answer; once there is one, the wish is over."""
        if not isinstance(answer, Away):
            self._unsure_keys.pop(_intent(effect), None)
        return answer

    async def _ask_ticket(self, effect: TakeTicket) -> Any:
        return await self._client.take_ticket(
            _key(effect),
            matter_id=effect.matter_id or None,
            zone_id=effect.zone_id or None,
            call_ways=CALL_WAYS,
            talk_ways=(TALK_WAYS[effect.talk_way],),
            zero_trip_told=effect.told,
        )

    async def _give_back(self) -> None:
        """Numbers of visitors who left before the hall had answered: what it gave all the same goes back."""
        if self._state_now is None:
            return
        here = self._state_now()[0].visit.visit_id
        self._unsure_keys = {intent: key for intent, key in self._unsure_keys.items() if intent[0] == here}
        for intent, effect in list(self._unsure.items()):
            if intent[0] == here:
                continue
            answer = await self._ask_ticket(effect)
            if isinstance(answer, Away):
                continue
            self._unsure.pop(intent, None)
            if isinstance(answer, Ok):
                await self._client.leave(answer.value.id)

    async def list_slots(self, effect: ListSlots) -> None:
        answer = await self._client.slots(effect.matter_id)
        if not isinstance(answer, Ok):
            return self._no(effect, answer)
        free = tuple((slot.id, slot.start.isoformat(), slot.free) for slot in answer.value if slot.bookable)
        nearby = tuple(
            (place.name.zh, place.name.en, place.free, place.earliest.isoformat() if place.earliest else "")
            for place in answer.value.nearby
            if place.free
        )
        late = tuple(slot.id for slot in answer.value if slot.bookable and slot.opening_class == "extended")
        now = time.monotonic()
        self._say(SlotsListed(at=now, effect_id=effect.effect_id, slots=free, nearby=nearby, extended=late))
        return None

    async def book(self, effect: Book) -> None:
        settings = await self._client.settings(self._access.terminal_id)
        if not isinstance(settings, Ok):
            return self._no(effect, settings)
        person = person_ref(effect.id_number, settings.value["person_key"])
        sent = await self._client.book(self._sure_key(effect), effect.slot_id, effect.matter_id, person)
        answer = self._sure(effect, sent)
        if not isinstance(answer, Ok):
            return self._no(effect, answer)
        booked = answer.value
        self._say(
            AppointmentBooked(
                at=time.monotonic(),
                effect_id=effect.effect_id,
                appointment_id=booked.id,
                starts=booked.slot.start.isoformat(),
                code=booked.code,
            )
        )
        return None

    async def leave_queue(self, effect: LeaveQueue) -> None:
        await self._client.leave(effect.ticket_id)

    async def call_next(self, effect: CallNextTicket) -> None:
        if effect.finish:
            await self._clerk.finish(_key(effect) + "-finish", effect.finish)
        self._refused(effect, await self._clerk.call_next(_key(effect), await self._window_id()))

    async def call_this(self, effect: CallTicket) -> None:
        self._refused(effect, await self._clerk.call(_key(effect), effect.ticket_id, await self._window_id()))

    async def miss(self, effect: MissTicket) -> None:
        self._refused(effect, await self._clerk.miss(_key(effect), effect.ticket_id))

    async def park(self, effect: ParkTicket) -> None:
        await self._clerk.park(_key(effect), effect.ticket_id)

    def _refused(self, effect: Effect, answer: Ok[Any] | Refused | Away) -> None:
        """What was done comes back as an event of the hall; only a no is told here."""
        if not isinstance(answer, Ok):
            self._no(effect, answer)

    async def set_window(self, effect: SetWindow) -> None:
        answer = await desk.set_window(self._clerk, await self._window_id(), effect.wanted)
        if isinstance(answer, WindowChanged):
            return self._say(replace(answer, at=time.monotonic()))
        return self._no(effect, answer)

    async def recall(self, effect: RecallTicket) -> None:
        await self._clerk.recall(_key(effect), effect.ticket_id)

    async def begin(self, effect: BeginService) -> None:
        answer = await self._clerk.arrive(_key(effect), effect.ticket_id)
        if not isinstance(answer, Ok):
            return self._no(effect, answer)
        service = answer.value.service_id or ""
        self._say(ServiceBegan(at=time.monotonic(), ticket_id=effect.ticket_id, service_id=service))
        return None

    async def finish(self, effect: FinishService) -> None:
        await self._clerk.finish(_key(effect), effect.ticket_id)

    async def evaluate(self, effect: Evaluate) -> None:
        """Through the outbox always: one road, so that nothing is lost when the hall goes away in the middle."""
        body = evaluation_body(
            outcome=effect.outcome,
            source=effect.source,
            made_at=datetime.now(UTC),
            service_id=effect.service_id,
            level=effect.level.value if effect.level else None,
        )
        self._outbox.put(_key(effect), "createEvaluation", "/v1/evaluations", body)
        self._pump.wake()

    async def call_help(self, effect: CallHelp) -> None:
        await self._help.call(_key(effect), effect)

    async def go_to_help(self, effect: GoToHelp) -> None:
        await self._help.go(_key(effect), effect.help_id)

    async def send_enquiry(self, effect: SendEnquiry) -> None:
        answer = await guide.send_enquiry(self._client, self._outbox, _key(effect), effect.text)
        if isinstance(answer, EnquiryTaken):
            return self._say(replace(answer, at=time.monotonic(), effect_id=effect.effect_id))
        if isinstance(answer, Refused):
            return self._no(effect, answer)
        self._pump.wake()
        now = time.monotonic()
        self._say(HallSilent(at=now, effect_id=effect.effect_id, kept=True))
        return self._say(HallReachable(at=now, reachable=False, waiting=len(self._outbox)))

    async def end_help(self, effect: EndHelp) -> None:
        await self._help.end(_key(effect))

    def _delivered(self, key: str, operation: str) -> None:
        now = time.monotonic()
        if operation == "createEvaluation":
            self._say(EvaluationStored(at=now, effect_id=key.rstrip("-")))
        self._say(HallReachable(at=now, reachable=True, waiting=len(self._outbox)))

    async def _follow(self) -> None:
        async for event in follow_events(self._client):
            await self._heard(event)

    async def _heard(self, event: Any) -> None:
        now = time.monotonic()
        kind, data = event.type, event.data
        if kind == "live":
            self._say(HallReachable(at=now, reachable=True, waiting=len(self._outbox)))
        elif kind == "lost":
            self._say(HallReachable(at=now, reachable=False, waiting=len(self._outbox)))
        elif kind == "ticket.called":
            self._say(
                TicketCalled(
                    at=now,
                    ticket_id=data["ticket_id"],
                    number=data["number"],
                    window=await self._window_name(data["window_id"]),
                    call_count=data.get("calls", 1),
                )
            )
        elif kind == "ticket.changed" and data.get("state") == "missed":
            self._say(TicketMissed(at=now, ticket_id=data["ticket_id"]))
        elif kind == "help.changed" and self._help.is_answered(data):
            self._say(HelpAnswered(at=now))
        if kind.startswith("ticket") or kind == "snapshot":
            await self._read_queue()
        if kind.startswith(("window", "interpreter", "session")) or kind == "snapshot":
            await self._read_desk()

    async def _refresh(self) -> None:
        while True:
            await self._read_queue()
            await self._read_desk()
            await self._read_guide()
            await self._give_back()
            await asyncio.sleep(REFRESH_S)

    async def _read_guide(self) -> None:
        """Told only when it has changed: it is long and hardly ever does."""
        found = await guide.read(self._client)
        if found is not None and found != self._guide:
            self._guide = found
            self._say(replace(found, at=time.monotonic()))

    async def _follow_clips(self) -> None:
        """The hall's signed clips, for the signer's place on the screens."""
        while self._clips is not None:
            await clips.sync(self._client, self._clips)
            await asyncio.sleep(CLIPS_S)

    async def _beat(self) -> None:
        while True:
            wait_s = FIRST_BEAT_S
            if self._state_now is not None:
                state, at = self._state_now()
                oldest = self._outbox.oldest_s(time.time())
                body = health.heartbeat(state, at, len(self._outbox), oldest)
                began = time.monotonic()
                answer = await self._client.heartbeat(self._access.terminal_id, body)
                wait_s = health.BEAT_S
                if isinstance(answer, Ok):
                    wait_s = float(answer.value["next_seconds"])
                    self._tell_clock(health.clock_told(at, time.monotonic() - began, answer.value["now"]))
            await asyncio.sleep(wait_s)

    def _tell_clock(self, told: DeviceChanged) -> None:
        """Only what changed; the seconds are those of the moment it was noticed."""
        if self._own_clock and told.status is not self._clock:
            self._clock = told.status
            self._say(replace(told, at=time.monotonic()))

    async def _read_desk(self) -> None:
        """The window's state and the interpreters: shown before one of them is called."""
        window = await desk.window(self._clerk, await self._window_id())
        interpreters = await desk.interpreters(self._client)
        for found in (window, interpreters):
            if found is not None:
                self._say(replace(found, at=time.monotonic()))

    async def _read_queue(self) -> None:
        now = time.monotonic()
        load = await self._client.load()
        if isinstance(load, Ok):
            self._say(LoadChanged(at=now, zones=_zones(load.value)))
        tickets = await self._clerk.tickets(OPEN_STATES)
        if isinstance(tickets, Ok):
            rows = [await self._row(ticket) for ticket in tickets.value]
            self._say(QueueChanged(at=now, tickets=tuple(rows)))
        self._say(HallReachable(at=now, reachable=not isinstance(load, Away), waiting=len(self._outbox)))

    async def _row(self, ticket: Any) -> tuple[str, str, str, str, str, int, bool]:
        matter = ""
        if ticket.matter_id:
            found = await self._client.matter(ticket.matter_id)
            matter = found.value.name.zh if isinstance(found, Ok) else ""
        way = next((OUR_WAYS[way] for way in ticket.raw.get("talk_ways", ()) if way in OUR_WAYS), "")
        waited = max(
            0, round((datetime.now(UTC) - datetime.fromisoformat(ticket.raw["issued_at"])).total_seconds() / 60)
        )
        return (ticket.id, ticket.number, ticket.state, matter, way, waited, bool(ticket.raw.get("priority")))

    async def _zone_name(self, zone_id: str) -> str:
        zones = await self._client.zones()
        if isinstance(zones, Ok):
            return next((zone.name.zh for zone in zones.value if zone.id == zone_id), "")
        return ""

    async def _window_id(self) -> str:
        """The hall's id of the window with our label."""
        windows = await self._client.windows()
        found = windows.value if isinstance(windows, Ok) else ()
        ours = (w.id for w in found if self._access.window in (w.id, label(w.name.zh)))
        return next(ours, self._access.window)

    async def _window_name(self, window_id: str) -> str:
        windows = await self._client.windows()
        if isinstance(windows, Ok):
            return next((label(w.name.zh) for w in windows.value if w.id == window_id), window_id)
        return window_id


def _key(effect: Effect) -> str:
    """The idempotency key: made once per intent, 16 characters or more (contract 2)."""
    return effect.effect_id.ljust(16, "-")


def _intent(effect: TakeTicket | Book | CheckIn | ComeBack) -> tuple[str, ...]:
    """What one visitor wants: the same wish of the same visit is the same intent, however often it is touched."""
    visit = effect.effect_id.rpartition("-")[0]
    if isinstance(effect, Book):
        return visit, effect.matter_id, effect.slot_id, effect.id_number
    if isinstance(effect, CheckIn):
        return visit, "check-in", effect.appointment_id
    if isinstance(effect, ComeBack):
        return visit, "come-back", effect.ticket_id
    return visit, effect.matter_id, effect.zone_id


def label(name: str) -> str:
    """What stands on the window: the number of 3号窗口, else the whole name."""
    return name.removesuffix("号窗口")


def _zones(load: Any) -> tuple[tuple[str, str, int, int], ...]:
    return tuple((z.name.zh, z.name.en, z.waiting, z.wait_minutes if z.wait_minutes is not None else -1) for z in load)


ACTIONS: dict[type[Effect], Callable[[HallLink, Any], Awaitable[None]]] = {
    TakeTicket: HallLink.take_ticket,
    ListSlots: HallLink.list_slots,
    Book: HallLink.book,
    FindBookings: HallLink.find_bookings,
    CheckIn: HallLink.check_in,
    ComeBack: HallLink.come_back,
    LeaveQueue: HallLink.leave_queue,
    CallNextTicket: HallLink.call_next,
    CallTicket: HallLink.call_this,
    MissTicket: HallLink.miss,
    ParkTicket: HallLink.park,
    SetWindow: HallLink.set_window,
    RecallTicket: HallLink.recall,
    BeginService: HallLink.begin,
    FinishService: HallLink.finish,
    Evaluate: HallLink.evaluate,
    CallHelp: HallLink.call_help,
    SendEnquiry: HallLink.send_enquiry,
    GoToHelp: HallLink.go_to_help,
    EndHelp: HallLink.end_help,
}
