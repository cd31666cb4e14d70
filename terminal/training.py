"""Training mode: an invented visitor, and a hall and a pad that are not there. Nothing of it leaves the terminal.

`asked` takes every effect that would reach the hall, the pad, a printer or a call, and notes what would be answered;
`due` gives the answers when their time has come, and the visitor's own turns: they sign, wait, answer the clerk, rate.
Pure but for the time that it is given.
"""

from __future__ import annotations

from dataclasses import replace

from content.training import TrainingVisit, Turn
from content.words import load_words
from terminal.visit.desk import INVENTED
from terminal.visit.effects import (
    BeginService,
    CallNextTicket,
    CheckDevice,
    Effect,
    Evaluate,
    FinishService,
    MissTicket,
    MoveTicket,
    ParkTicket,
    PlayCue,
    RecallTicket,
    SetWindow,
    StopTelling,
    TakeTicket,
    Teach,
    Tell,
    Understand,
    Wipe,
)
from terminal.visit.events import (
    EvaluationStored,
    Event,
    HallRefused,
    HandsDown,
    Instant,
    Level,
    Rate,
    ServiceBegan,
    ServiceEnded,
    SignSeen,
    Submit,
    Sureness,
    TicketCalled,
    TicketIssued,
    TicketMissed,
    TicketMoved,
    TypeText,
    VisitorInvented,
    WindowChanged,
)
from terminal.visit.state import Phase, State
from terminal.visit.table import Ignored

INSIDE = (Tell, Understand, PlayCue, StopTelling, Wipe, CheckDevice, Teach, Ignored)
"""Effects that stay within the terminal; every other one, also one added later, is answered here."""
ANSWER_S = 0.4
SIGN_S = 1.2
SEND_S = 6.0
"""From the last sign to sending: time for the clerk to put a word right (our judgement)."""
REPLY_S = 2.5
RATE_S = 3.0
_CONFIDENCE = {"sure": 0.93, "maybe": 0.6, "unclear": 0.2}


class Practice:
    """One desk's practice; it begins anew with each invented visitor."""

    def __init__(self, visit: TrainingVisit, papers: int) -> None:
        self._visit, self._papers = visit, papers
        self._waiting: list[tuple[Instant, Event]] = []
        self._next: CallNextTicket | None = None
        self._count = 0
        self._turn = 0
        self._rated = False

    def asked(self, effect: Effect, state: State, now: Instant) -> None:
        """What the hall, the pad or the visitor would do about this."""
        match effect:
            case CallNextTicket():
                self._next = effect
            case RecallTicket():
                self._later(now, self._called(state, 2))
            case MissTicket():
                self._later(now, TicketMissed(ticket_id=effect.ticket_id))
            case FinishService() | ParkTicket():
                finished = isinstance(effect, FinishService)
                self._later(now, ServiceEnded(ticket_id=effect.ticket_id, finished=finished))
            case MoveTicket():
                self._later(now, _moved(effect, state))
            case BeginService():
                service = f"{effect.ticket_id}-service"
                self._later(now, ServiceBegan(ticket_id=effect.ticket_id, service_id=service))
                self._say_next(now + ANSWER_S)
            case TakeTicket():
                self._later(now, self._issued(effect))
            case Evaluate():
                self._later(now, EvaluationStored(effect_id=effect.effect_id))
            case SetWindow():
                self._later(now, WindowChanged(state=effect.wanted))
            case _ if effect.effect_id == state.visit.pending:
                zh, en = (load_words(language)("staff.training.refused") for language in ("zh", "en"))
                self._later(now, HallRefused(effect_id=effect.effect_id, code="training", zh=zh, en=en))

    def told(self, effect: Tell, now: Instant) -> None:
        """The clerk has said something: the visitor answers with the next turn."""
        if effect.key.startswith("phrase.") or effect.key == "converse.clerk_says":
            self._say_next(now)

    def due(self, state: State, now: Instant) -> list[Event]:
        """What happens now. Outside training everything that was still to come is forgotten."""
        if not state.training:
            self._waiting.clear()
            self._next = None
            return []
        if self._next is not None and state.phase is Phase.IDLE:
            self._come(state.window, now)
        if state.phase is Phase.EVALUATING and not self._rated:
            self._rated = True
            self._waiting.append((now + RATE_S, Rate(level=Level(self._visit.rating))))
        ready = [event for at, event in self._waiting if at <= now]
        self._waiting = [(at, event) for at, event in self._waiting if at > now]
        return [replace(event, at=now) for event in ready]

    def _come(self, window: str, now: Instant) -> None:
        """The next invented visitor stands in the queue and is called."""
        self._next = None
        self._count, self._turn, self._rated = self._count + 1, 0, False
        ticket = f"{INVENTED}{self._count}"
        visitor = VisitorInvented(
            matter_id=self._visit.matter, papers=self._papers, ticket_id=ticket, number=self._visit.number
        )
        called = TicketCalled(ticket_id=ticket, number=self._visit.number, window=window, call_count=1)
        self._waiting += [(now, visitor), (now, called)]

    def _called(self, state: State, count: int) -> TicketCalled:
        ticket = f"{INVENTED}{self._count}"
        return TicketCalled(ticket_id=ticket, number=self._visit.number, window=state.window, call_count=count)

    def _issued(self, effect: TakeTicket) -> TicketIssued:
        self._count += 1
        return TicketIssued(
            effect_id=effect.effect_id,
            ticket_id=f"{INVENTED}{self._count}",
            number=self._visit.number,
            zone_zh="",
            ahead=0,
            wait_minutes=0,
        )

    def _say_next(self, now: Instant) -> None:
        if self._turn < len(self._visit.turns):
            self._waiting += _events(self._visit.turns[self._turn], now + REPLY_S)
            self._turn += 1

    def _later(self, now: Instant, event: Event) -> None:
        self._waiting.append((now + ANSWER_S, event))


def _moved(effect: MoveTicket, state: State) -> TicketMoved:
    """The window is a real one, the number is not: nobody there learns of it."""
    window = next(window for window in state.hall.windows if window.window_id == effect.window_id)
    return TicketMoved(
        effect_id=effect.effect_id,
        ticket_id=effect.ticket_id,
        window=window.name,
        zone_zh=window.zones[0][0] if window.zones else "",
        ahead=0,
        wait_minutes=0,
    )


def _events(turn: Turn, at: Instant) -> list[tuple[Instant, Event]]:
    """One turn in time: sign after sign, hands down, sent."""
    if turn.text is not None:
        return [(at, TypeText(text=turn.text.zh)), (at + REPLY_S, Submit())]
    events: list[tuple[Instant, Event]] = []
    for sign in turn.signs:
        seen = SignSeen(
            gloss=sign.gloss,
            confidence=_CONFIDENCE[sign.sureness],
            sureness=Sureness(sign.sureness),
            alternatives=sign.alternatives,
        )
        events.append((at, seen))
        at += SIGN_S
    return [*events, (at, HandsDown()), (at + SEND_S, Submit())]


__all__ = ["INSIDE", "Practice"]
