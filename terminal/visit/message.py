"""A signed message where nobody is there: consent, countdown, at most a minute of film, watched, sent or thrown away.

Rule 1: the film exists exactly while `wants.wants` names it: every road out of this phase throws it away.
Rule 2: nothing leaves the terminal before the visitor has seen the film and said "send".
Rule 3: a hall that does not answer costs no film: it stays until it is sent, thrown away, or the visit ends.
"""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.always import device_changed
from terminal.visit.clock import busy_tick
from terminal.visit.effects import PrintAnswerCode
from terminal.visit.events import (
    Back,
    Confirm,
    Deny,
    DeviceChanged,
    EnterDigits,
    GiveConsent,
    MessageChanged,
    RecordMessage,
    RefuseConsent,
    Repeat,
    Status,
    Tick,
    WatchMessage,
)
from terminal.visit.moves import active, do, enter, numbered, tell, tell_again
from terminal.visit.numbers import left_number
from terminal.visit.opening import CALLS_FROM
from terminal.visit.state import Message, Phase, State
from terminal.visit.table import Result, on

COUNTDOWN_S = 3.0
LONGEST_S = 60.0
"""The contract takes three minutes; one is enough to say what it is about (our judgement)."""
CAMERA_S = 20.0
"""So long the worker and the camera may take to start; then the visitor is told that it cannot be recorded."""
CLOSING_S = 20.0
SENDING_S = 90.0
"""The worker's own time-outs end before; this guards against an answer that never comes at all."""
SHORTEST_NUMBER, LONGEST_NUMBER = 7, 15
"""Digits of a phone number: a local one, and the longest there is (ITU-T E.164)."""
PATIENCE_S = {"countdown": CAMERA_S, "closing": CLOSING_S, "sending": SENDING_S}


@on(Phase.REMOTE, RecordMessage, to=(Phase.MESSAGE,))
def offered(state: State, event: RecordMessage) -> Result:
    """Only where nobody comes; a trainee's invented visitor has no picture, and who waits with a number may be called
    in the middle of the film."""
    call = state.visit.call
    if call is None or call.state != "nobody" or state.training or left_number(state) is not None:
        return state, ()
    state, film_id = numbered(state)
    return tell(enter(state, Phase.MESSAGE, message=Message(film_id, since=state.now)), "message.consent")


@on(Phase.MESSAGE, GiveConsent)
def agreed(state: State, event: GiveConsent) -> Result:
    message = state.visit.message
    if message is None or message.step != "consent":
        return state, ()
    return tell(_at(state, "countdown"), "message.countdown")


@on(Phase.MESSAGE, RecordMessage)
def once_more(state: State, event: RecordMessage) -> Result:
    """Another taking; the one before is gone with its id."""
    message = state.visit.message
    if message is None or message.step not in ("review", "lost"):
        return state, ()
    state, film_id = numbered(active(state))
    state = state.with_visit(message=Message(film_id, "countdown", state.now))
    return tell(state, "message.countdown")


@on(Phase.MESSAGE, Confirm, to=CALLS_FROM)
def main_key(state: State, event: Confirm) -> Result:
    """The one main key of each step: stop, to the sending, send, all right."""
    message = state.visit.message
    if message is None:
        return state, ()
    if message.step == "recording":
        return _at(state, "closing"), ()
    if message.step == "review":
        return tell(_at(state, "contact"), "message.contact")
    if message.step in ("contact", "away"):
        return _send(state, message)
    return _done(state) if message.step == "sent" else (state, ())


def _send(state: State, message: Message) -> Result:
    """The same sending again keeps its key: the hall keeps one message."""
    if message.contact and not sendable(message.contact):
        return active(state), ()
    if not message.send_id:
        state, send_id = numbered(state)
        state = state.with_visit(message=replace(message, send_id=send_id))
    return tell(_at(state, "sending"), "message.sending")


def sendable(number: str) -> bool:
    """Whether this can be a phone number."""
    return SHORTEST_NUMBER <= len(number) <= LONGEST_NUMBER


@on(Phase.MESSAGE, WatchMessage)
def watch_again(state: State, event: WatchMessage) -> Result:
    message = state.visit.message
    if message is None or message.step != "review":
        return state, ()
    return _watched(_with(active(state), plays=message.plays + 1)), ()


@on(Phase.MESSAGE, EnterDigits)
def phone_number(state: State, event: EnterDigits) -> Result:
    message = state.visit.message
    if message is None or message.step != "contact":
        return state, ()
    digits = "".join(sign for sign in event.digits if sign.isdigit())[:LONGEST_NUMBER]
    return _with(active(state), contact=digits), ()


@on(Phase.MESSAGE, MessageChanged)
def film_changed(state: State, event: MessageChanged) -> Result:
    """A late word about a film that is gone changes nothing."""
    message = state.visit.message
    if message is None or message.film_id != event.film_id:
        return state, ()
    if event.state == "ready":
        return _with(state, ready=True), ()
    if event.state == "made" and message.step == "closing":
        return tell(_watched(_with(_at(state, "review"), seconds=event.seconds, plays=1)), "message.review")
    if event.state == "empty" and message.step in ("recording", "closing"):
        return tell(_at(state, "lost"), "message.lost")
    return _answered(state, event) if message.step == "sending" else (state, ())


def _answered(state: State, event: MessageChanged) -> Result:
    """What the hall said to the sending."""
    if event.state == "sent":
        kept = {"number": event.number, "due": event.due, "delete_at": event.delete_at, "code": event.address}
        state, told = tell(_with(_at(state, "sent"), contact="", **kept), "message.sent")
        if not event.address:
            return state, told
        slip = {"number": event.number, "due": event.due, "delete_at": event.delete_at, "address": event.address}
        state, printed = do(state, PrintAnswerCode, **slip)
        return state, told + printed
    if event.state == "refused":
        return tell(_with(_at(state, "refused"), refusal=event.refusal), "message.refused")
    return tell(_at(state, "away"), "message.away") if event.state == "away" else (state, ())


@on(Phase.MESSAGE, DeviceChanged)
def worker_changed(state: State, event: DeviceChanged) -> Result:
    """The film lives in its worker's memory: where that ends, the film is gone and the visitor is told so."""
    state, told = device_changed(state, event)
    message = state.visit.message
    held = message is not None and message.step in ("recording", "closing", "review", "contact", "sending", "away")
    if event.device != "message" or event.status is not Status.FAULT or not held:
        return state, told
    state, said = tell(_at(state, "lost"), "message.lost")
    return state, told + said


@on(Phase.MESSAGE, Tick, to=(Phase.LEAVING, Phase.WAITING))
def clock(state: State, event: Tick) -> Result:
    """While the camera runs or something is under way no idle clock runs, but nothing waits for ever."""
    message = state.visit.message
    if message is None:
        return busy_tick(state, event)
    waited = state.now - message.since
    if message.step == "countdown" and message.ready and waited >= COUNTDOWN_S:
        return tell(_at(state, "recording"), "message.recording")
    if message.step == "recording" and waited >= LONGEST_S:
        return _at(state, "closing"), ()
    if waited >= PATIENCE_S.get(message.step, waited + 1):
        step = "away" if message.step == "sending" else "lost"
        return tell(_at(state, step), f"message.{step}")
    if message.step in (*PATIENCE_S, "recording"):
        return active(state), ()
    return busy_tick(state, event)


@on(Phase.MESSAGE, Back, Deny, RefuseConsent, to=(Phase.REMOTE, *CALLS_FROM))
def away_with_it(state: State, event: Back | Deny | RefuseConsent) -> Result:
    """Thrown away, back to where nobody was; from the phone number back to the film; after the sending back to work."""
    message = state.visit.message
    if message is not None and message.step == "sent":
        return _done(state)
    if message is not None and message.step == "contact" and isinstance(event, Back):
        return tell(_at(_with(state, contact=""), "review"), "message.review")
    return tell(enter(state, Phase.REMOTE if state.visit.call else Phase.ASKING, message=None), "message.gone")


@on(Phase.MESSAGE, Repeat)
def say_again(state: State, event: Repeat) -> Result:
    return tell_again(active(state))


def _done(state: State) -> Result:
    came_from = state.visit.call.came_from if state.visit.call else Phase.ASKING
    return tell(enter(state, came_from, call=None, message=None), "message.go_on")


def _at(state: State, step: str) -> State:
    return _with(active(state), step=step, since=state.now)


def _watched(state: State) -> State:
    """Watching is no idleness: the idle clock begins where the film ends."""
    message = state.visit.message
    return state.with_visit(last_active=state.now + (message.seconds if message else 0))


def _with(state: State, /, **changes: object) -> State:
    message = state.visit.message
    return state if message is None else state.with_visit(message=replace(message, **changes))  # type: ignore[arg-type]
