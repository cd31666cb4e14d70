"""The remote interpreter: consent, waiting, the call, and every way it may end. What is said in it: `call_text.py`.

Rule 1: there is a call exactly while ``visit.call.on`` in this phase (`wants.py`): leaving the phase by any road hangs
up. The call worker only reports; what the visitor is told is decided here.
Rule 2: a line that breaks ends nothing. Text, place and context stay in this state while the worker, the hall or the
interpreter comes back, and the visitor always sees which of them is awaited.
Rule 3: where nobody comes the visitor stays here with choices, and the idle clock runs.
"""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.always import device_changed, leave
from terminal.visit.away import BACK_TO, go_to_window
from terminal.visit.call_text import send_line
from terminal.visit.clock import busy_tick
from terminal.visit.counter import ask_evaluation, finish
from terminal.visit.effects import AnswerHandOver, AskPhoneCode, FetchCall
from terminal.visit.events import (
    Back,
    BookTime,
    CallChanged,
    CallInterpreter,
    CallQuality,
    ClerkAsksEvaluation,
    ClerkCallsNext,
    ClerkFinishes,
    Confirm,
    Deny,
    DeviceChanged,
    HandOverChanged,
    HangUp,
    Leave,
    PhoneCode,
    Repeat,
    ShowMe,
    Status,
    Submit,
    TakeBack,
    Tick,
    UsePhone,
)
from terminal.visit.matter import show_matter
from terminal.visit.moves import active, do, enter, tell, tell_again, with_call
from terminal.visit.numbers import asked_to_go, back_to_number, left_number
from terminal.visit.opening import CALLS_FROM, ask_to_call, ring
from terminal.visit.state import Call, Help, Phase, Request, State
from terminal.visit.table import ANYWHERE, Result, on

OFFERS_S = 30.0
CLERK_S = 120.0
"""When other ways are offered, and when the clerk is asked to come (rule B-13)."""
SILENT_S = 20.0
"""No answer of the hall to the asking at all: its own time-outs end at 10 s (contract 5; our judgement)."""
LOST_S = 90.0
"""So long a broken line is mended: the hall keeps the place for 60 s (contract 9), then half as long again."""
CONFIRM_ME = "both_in"
AFTER = (*CALLS_FROM, Phase.CALLED, Phase.COMING_BACK)
"""Where the visitor may be after a call: where it was asked for, or where the number has got to meanwhile."""


# --- asking for it -------------------------------------------------------------------------------------------------


@on(CALLS_FROM, CallInterpreter, to=(Phase.CONSENT, Phase.REMOTE))
def call_interpreter(state: State, event: CallInterpreter) -> Result:
    """Asked for by key, by voice, by the clerk; signed or typed words for it come through `asking.submit`."""
    if state.phase is Phase.TICKET and state.visit.ticket is None:
        return active(state), ()  # a booked time is read, and nobody waits
    return ask_to_call(state)


@on(Phase.REMOTE, CallInterpreter)
def call_again(state: State, event: CallInterpreter) -> Result:
    """Once more, where nobody came."""
    call = state.visit.call
    return (state, ()) if call is not None and call.on else ring(state)


# --- what becomes of it --------------------------------------------------------------------------------------------


@on(Phase.REMOTE, CallChanged, to=AFTER)
def call_changed(state: State, event: CallChanged) -> Result:
    call = state.visit.call
    if call is None or not call.on:
        return state, ()
    after = _changed(call, event, state.now)
    state = state.with_visit(call=after, last_active=state.now)
    if event.state == "ended":
        return _after_call(state, "remote.ended")
    key = _news(call, after)
    return tell(state, key) if key else (state, ())


def _changed(call: Call, event: CallChanged, now: float) -> Call:
    waits_again = event.state in ("queued", "ringing") and call.live
    answered = event.state == "connected" and call.waiting
    return replace(
        call,
        state=event.state,
        place=event.place,
        wait_minutes=event.wait_minutes,
        interpreter=event.interpreter or call.interpreter,
        reason=event.reason,
        hours=event.hours,
        second=event.second,
        since=now if waits_again or answered else call.since,
        changed=now if event.state != call.state else call.changed,
        offered=call.offered and not waits_again,
        by_phone=call.by_phone and event.state == "connected",
        phone_code=call.phone_code if event.state == "connected" else "",
    )


def _news(before: Call, after: Call) -> str:
    """The sentence that tells the visitor what changed; empty where the screen alone is enough."""
    if (after.state, after.reason) == (before.state, before.reason):
        return ""
    if after.state == "reconnecting":
        return f"remote.lost_{after.reason}" if after.reason == "interpreter" else "remote.reconnecting"
    if after.state == "nobody":
        return "remote.nobody" if after.reason == "closed" else "remote.away"
    if after.state == "connected":
        return "remote.connected" if before.waiting else "remote.back"
    if after.waiting and before.live:
        return "remote.another"
    return {"held": "remote.held", "phone": "remote.phone"}.get(after.state, "")


@on(Phase.REMOTE, DeviceChanged)
def worker_changed(state: State, event: DeviceChanged) -> Result:
    """The call's own process died: it comes back and joins again; until then the visitor sees that."""
    state, told = device_changed(state, event)
    call = state.visit.call
    if event.device != "call" or event.status is not Status.FAULT or call is None or not call.live:
        return state, told
    state = state.with_visit(call=replace(call, state="reconnecting", reason="terminal", changed=state.now))
    state, said = tell(state, "remote.reconnecting")
    return state, told + said


@on(Phase.REMOTE, CallQuality)
def quality(state: State, event: CallQuality) -> Result:
    return with_call(state, seen=event.seen, shown=event.shown), ()


@on(Phase.REMOTE, Tick, to=(Phase.LEAVING, Phase.WAITING))
def clock(state: State, event: Tick) -> Result:
    """Offers, the clerk, and the end of patience with a line that stays silent."""
    call = state.visit.call
    if call is None or not call.on:
        return busy_tick(state, event)
    waited, still = state.now - call.since, state.now - call.changed
    if (call.state == "asked" and waited > SILENT_S) or (call.state == "reconnecting" and still > LOST_S):
        return tell(with_call(active(state), state="nobody", reason="away", changed=state.now), "remote.away")
    if call.waiting and waited >= CLERK_S and not call.clerk_asked:
        return _ask_clerk(state)
    if call.waiting and waited >= OFFERS_S and not call.offered:
        return tell(with_call(state, offered=True), "remote.offers")
    return busy_tick(state, event)


def _ask_clerk(state: State) -> Result:
    """The hall itself calls its people now (contract 8); here it is shown, and not called a second time."""
    state = with_call(state, clerk_asked=True, offered=True)
    if state.visit.help is None:
        state = state.with_visit(help=Help("called", state.now))
    return tell(state, "remote.clerk_comes", urgent=True)


# --- handing over --------------------------------------------------------------------------------------------------


@on(Phase.REMOTE, HandOverChanged)
def hand_over_changed(state: State, event: HandOverChanged) -> Result:
    call = state.visit.call
    if call is None or call.hand_over == event.state:
        return state, ()
    state = with_call(state, hand_over=event.state)
    key = {CONFIRM_ME: "remote.hand_over", "confirmed": "remote.handed_over"}.get(event.state)
    return tell(state, key) if key else (state, ())


@on(Phase.REMOTE, Confirm, to=BACK_TO)
def yes(state: State, event: Confirm) -> Result:
    if asked_to_go(state):
        return go_to_window(state, event)
    return _answer_hand_over(state, True) if _asked_to_change(state) else send_line(state, Submit(at=event.at))


@on(Phase.REMOTE, Deny)
def no(state: State, event: Deny) -> Result:
    """先谈完: the number stays told at the edge, until it is called again."""
    if asked_to_go(state):
        return with_call(active(state), number_read=True), ()
    return _answer_hand_over(state, False) if _asked_to_change(state) else (active(state), ())


def _asked_to_change(state: State) -> bool:
    return state.visit.call is not None and state.visit.call.hand_over == CONFIRM_ME


def _answer_hand_over(state: State, agreed: bool) -> Result:
    state = with_call(active(state), hand_over="agreed" if agreed else "declined")
    return do(state, AnswerHandOver, agreed=agreed)


# --- steering and ending it ----------------------------------------------------------------------------------------


@on(Phase.REMOTE, Repeat)
def say_again(state: State, event: Repeat) -> Result:
    return tell_again(active(state))


@on(Phase.REMOTE, ShowMe)
def show_me(state: State, event: ShowMe) -> Result:
    return with_call(active(state), camera=event.on), ()


@on(Phase.REMOTE, UsePhone)
def use_phone(state: State, event: UsePhone) -> Result:
    """A fresh code each time it is asked for: it works once and not for long."""
    call = state.visit.call
    if call is None or not call.live or call.state == "phone" or not state.phone_page:
        return state, ()
    state = with_call(active(state), by_phone=event.on, phone_code="")
    return do(state, AskPhoneCode) if event.on else (state, ())


@on(Phase.REMOTE, PhoneCode)
def phone_code(state: State, event: PhoneCode) -> Result:
    """It is shown only where it is still wanted."""
    call = state.visit.call
    return (with_call(state, phone_code=event.address) if call is not None and call.by_phone else state), ()


@on(Phase.REMOTE, TakeBack)
def take_back(state: State, event: TakeBack) -> Result:
    """From the phone to the terminal again."""
    call = state.visit.call
    if call is None or call.state != "phone":
        return state, ()
    return do(with_call(active(state), state="reconnecting", reason="line", changed=state.now), FetchCall)


@on(Phase.REMOTE, BookTime, to=AFTER)
def another_time(state: State, event: BookTime) -> Result:
    """约个时间: back to the matter, from where a time is booked; not for who has a number, which would be lost."""
    meaning = state.visit.meaning
    if meaning is None or not meaning.matter_id or left_number(state) is not None:
        return _after_call(state, "remote.ended")
    return show_matter(state.with_visit(call=None, talk_wanted=True), meaning)


@on(Phase.REMOTE, Back, Leave, HangUp, to=(Phase.LEAVING, *AFTER))
def hang_up(state: State, event: Back | Leave | HangUp) -> Result:
    """Back where the call was asked for; a clerk may end it too."""
    if isinstance(event, Leave) and state.visit.call is None:
        return leave(state, event)
    return _after_call(state, "remote.ended")


@on(Phase.REMOTE, ClerkAsksEvaluation, to=(Phase.EVALUATING, Phase.LEAVING))
def evaluation(state: State, event: ClerkAsksEvaluation) -> Result:
    if left_number(state) is not None:
        return state, ()
    return ask_evaluation(state.with_visit(call=None), event)


@on(Phase.REMOTE, ClerkFinishes, ClerkCallsNext, to=(Phase.EVALUATING, Phase.LEAVING))
def finished(state: State, event: ClerkFinishes | ClerkCallsNext) -> Result:
    """Of who is served; the desk goes on with its own work beside who waits with a number."""
    if left_number(state) is not None:
        return ANYWHERE[type(event)].handler(state, event)
    return finish(state.with_visit(call=None), event)


def _after_call(state: State, key: str) -> Result:
    """Where the visitor was; what was said in the call stays until the visit ends."""
    if left_number(state) is not None:
        return back_to_number(state)
    came_from = state.visit.call.came_from if state.visit.call else Phase.ASKING
    lines = tuple(line for line in state.visit.lines if line.final)
    return tell(enter(state, came_from, call=None, lines=lines, request=Request()), key)
