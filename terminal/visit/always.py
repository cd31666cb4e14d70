"""What holds in every phase: comfort, devices, the clock. A person one touch away: `helping`."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.counter import called_here
from terminal.visit.effects import CheckDevice, PlayCue, StopTelling, Wipe
from terminal.visit.events import (
    Back,
    ChangeRate,
    ChangeVolume,
    Confirm,
    DeviceChanged,
    Event,
    FramingChanged,
    HallReachable,
    HallRefused,
    HallSilent,
    HandsDown,
    HoldOpen,
    Leave,
    LoadChanged,
    LowerPage,
    QueueChanged,
    RecheckDevices,
    Repeat,
    SetLanguage,
    SetTheme,
    SignSeen,
    SpeakingChanged,
    SpeechHeard,
    SpeechPartial,
    SpeechStarted,
    StaffLanguage,
    StaffPage,
    StaffScale,
    StaffTheme,
    StillHere,
    Theme,
    Tick,
    Way,
)
from terminal.visit.helping import ended, faded
from terminal.visit.matter import leave_ticket
from terminal.visit.moves import active, do, enter, settle, tell, tell_again, wiped
from terminal.visit.state import Device, Phase, QueuedTicket, ShownNumber, State, ZoneLoad
from terminal.visit.table import Result, anywhere, on

IDLE_S = 60.0
ELDERLY_IDLE_S = 120.0
WARNING_S = 30.0
"""Idle warning and its count-down (rule A-17)."""
LEAVING_S = 4.0
"""How long "all about you is gone" stays (our judgement)."""
MOVED_S = 20.0
"""Where to go now is read as a number is, and stays as long; or until it was read, or somebody else is called here."""
TICKET_S = 20.0
"""A number is read and printed; then a service point goes on to the waiting screen (our judgement)."""
PENDING_S = 12.0
"""The hall's own time-outs end at 10 s (contract 5); this guards against an answer that never comes at all."""
NUMBER_SHOWN_S = 180.0
"""A called number leaves the idle screen after three calls over 60 s and time to walk (contract 10, our judgement)."""
MOST_STEPS = 2
LOUDEST = 4
BUSY = tuple(p for p in Phase if p not in (Phase.IDLE, Phase.LEAVING))
UNTIMED = (Phase.WAITING, Phase.CALLED)
"""Where the idle timer stands still: the visitor waits for the hall, or a person is with them."""


@anywhere(SetTheme)
def set_theme(state: State, event: SetTheme) -> Result:
    """One touch on, one touch off."""
    comfort = state.visit.comfort
    theme = Theme.NORMAL if comfort.theme is event.theme else event.theme
    return active(state).with_visit(comfort=replace(comfort, theme=theme)), ()


@anywhere(SetLanguage)
def set_language(state: State, event: SetLanguage) -> Result:
    return active(state).with_visit(comfort=replace(state.visit.comfort, language=event.language)), ()


@anywhere(LowerPage)
def lower_page(state: State, event: LowerPage) -> Result:
    """One touch down, one touch up."""
    comfort = state.visit.comfort
    return active(state).with_visit(comfort=replace(comfort, low=not comfort.low)), ()


@anywhere(ChangeVolume)
def change_volume(state: State, event: ChangeVolume) -> Result:
    comfort = state.visit.comfort
    volume = min(LOUDEST, max(0, comfort.volume + event.step))
    return tell_again(active(state).with_visit(comfort=replace(comfort, volume=volume)))


@anywhere(ChangeRate)
def change_rate(state: State, event: ChangeRate) -> Result:
    comfort = state.visit.comfort
    rate = min(MOST_STEPS, max(-MOST_STEPS, comfort.rate + event.step))
    return tell_again(active(state).with_visit(comfort=replace(comfort, rate=rate)))


@anywhere(Repeat)
def repeat(state: State, event: Repeat) -> Result:
    return tell_again(active(state))


@anywhere(StillHere, SignSeen, HandsDown, SpeechPartial, SpeechHeard)
def still_here(state: State, event: Event) -> Result:
    """A hand or a voice shows that somebody is there, also where it has no other meaning (rule A-17)."""
    return (state if state.phase not in BUSY else active(state)), ()


@anywhere(SpeechStarted)
def voice_heard(state: State, event: SpeechStarted) -> Result:
    """A voice counts as "still here" (rule A-17)."""
    return active(state), ()


@anywhere(SpeakingChanged)
def speaking_changed(state: State, event: SpeakingChanged) -> Result:
    state = replace(state, speaking=event.speaking)
    return (state if event.speaking or state.phase is Phase.IDLE else active(state)), ()


@anywhere(FramingChanged)
def framing_changed(state: State, event: FramingChanged) -> Result:
    return state.with_visit(framing=event.hint), ()


@anywhere(HoldOpen)
def hold_open(state: State, event: HoldOpen) -> Result:
    return active(state).with_visit(held=event.held), ()


@anywhere(DeviceChanged)
def device_changed(state: State, event: DeviceChanged) -> Result:
    """The other ways of communicating stay; a lost device is said once, in plain words, while it is in use."""
    before = state.device(event.device)
    device = Device(event.device, event.status, event.detail)
    others = tuple(d for d in state.devices if d.name != event.device)
    state = replace(state, devices=tuple(sorted((*others, device), key=lambda d: d.name)))
    in_use = {"camera": Way.SIGN, "microphone": Way.SPEAK}.get(event.device)
    if before is None or state.phase not in BUSY or in_use is None or state.visit.way is not in_use:
        return state, ()
    if before.status.value in ("ok", "simulated") and event.status.value in ("missing", "fault"):
        return tell(state.with_visit(notice=f"fault.{event.device}"), f"fault.{event.device}")
    if before.status.value in ("missing", "fault") and event.status.value in ("ok", "simulated"):
        return tell(state.with_visit(notice=""), f"fault.{event.device}_back")
    return state, ()


@anywhere(LoadChanged)
def load_changed(state: State, event: LoadChanged) -> Result:
    load = tuple(ZoneLoad(*zone) for zone in event.zones)
    return replace(state, hall=replace(state.hall, load=load)), ()


@anywhere(QueueChanged)
def queue_changed(state: State, event: QueueChanged) -> Result:
    queue = tuple(QueuedTicket(*ticket) for ticket in event.tickets)
    return replace(state, hall=replace(state.hall, queue=queue)), ()


@anywhere(HallReachable)
def hall_reachable(state: State, event: HallReachable) -> Result:
    hall = replace(state.hall, reachable=event.reachable, outbox=event.waiting)
    if event.reachable and state.visit.notice == "hall.away":
        state = state.with_visit(notice="hall.back")
    return replace(state, hall=hall), ()


@anywhere(HallRefused, HallSilent)
def nobody_waits(state: State, event: HallRefused | HallSilent) -> Result:
    """A refusal of something the clerk asked for, or a late one of a visit that is gone."""
    if event.effect_id not in (state.staff_calling, state.clerk_asked):
        return state, ()
    said = (event.zh, event.en) if isinstance(event, HallRefused) else ("", "")
    return replace(state, staff_calling="", clerk_asked="", refused=said), ()


@anywhere(StaffPage)
def staff_page(state: State, event: StaffPage) -> Result:
    return replace(state, staff_page=event.page, move_to=""), ()


@anywhere(StaffLanguage)
def staff_language(state: State, event: StaffLanguage) -> Result:
    return replace(state, staff_language=event.language), ()


@anywhere(StaffTheme)
def staff_theme(state: State, event: StaffTheme) -> Result:
    return replace(state, staff_theme=event.theme), ()


@anywhere(StaffScale)
def staff_scale(state: State, event: StaffScale) -> Result:
    return replace(state, staff_scale=event.per_cent), ()


@anywhere(RecheckDevices)
def recheck(state: State, event: RecheckDevices) -> Result:
    return do(state, CheckDevice, device=event.device)


@anywhere(Leave, to=(Phase.LEAVING,))
def leave(state: State, event: Leave) -> Result:
    if state.phase not in BUSY:
        return state, ()
    state, stop = do(state, StopTelling)
    state, told = tell(enter(state, Phase.LEAVING), "leaving.bye")
    return state, stop + told


@on(Phase.CHOOSING, Back, to=(Phase.LEAVING,))
def back_to_idle(state: State, event: Back) -> Result:
    return leave(state, Leave(at=event.at))


@on(Phase.IDLE, Tick)
def idle_tick(state: State, event: Tick) -> Result:
    fresh = tuple(n for n in state.numbers if _shown(state, n))
    if fresh != state.numbers:
        state = replace(state, numbers=fresh)
    return faded(state)


def _shown(state: State, number: ShownNumber) -> bool:
    """For a while; the one that was called here until it came or was missed, or the clerk could do neither."""
    if not number.called or state.now - number.called < NUMBER_SHOWN_S:
        return True
    called = any(t.ticket_id == number.ticket_id and t.state == "called" for t in state.hall.queue)
    return called and number.window == state.window


@on(Phase.LEAVING, Tick, to=(Phase.IDLE,))
def leaving_tick(state: State, event: Tick) -> Result:
    """At the end everything about the visitor is gone, here and in every part that held some of it."""
    ticket = state.visit.ticket
    read = ticket is not None and ticket.moved and not called_here(state)
    if state.now - state.since < (MOVED_S if read else LEAVING_S) or (read and state.speaking):
        return state, ()
    return _forget(state)


@on(Phase.LEAVING, Confirm, to=(Phase.IDLE,))
def read_it(state: State, event: Confirm) -> Result:
    """知道了: who has read where to go makes room for the next one."""
    return _forget(state)


def _forget(state: State) -> Result:
    state, alone = ended(state)
    state, wipe = do(state, Wipe)
    return wiped(state), alone + wipe


@anywhere(Tick, to=(Phase.LEAVING, Phase.WAITING))
def busy_tick(state: State, event: Tick) -> Result:
    visit = state.visit
    if visit.pending and state.now - visit.pending_since > PENDING_S:
        return tell(settle(state).with_visit(notice="hall.away"), "hall.away")
    if state.phase is Phase.TICKET and visit.ticket and state.now - state.since > TICKET_S and not state.speaking:
        return leave_ticket(state, Confirm(at=event.at))
    state, come = faded(state)
    state, effects = _idle_clock(state)
    return state, come + effects


def _idle_clock(state: State) -> Result:
    visit = state.visit
    if (
        state.phase in UNTIMED
        or (visit.call is not None and visit.call.on)
        or visit.held
        or state.speaking
        or visit.pending
    ):
        return state, ()
    if visit.warned is not None:
        return _close_or_wait(state, visit.warned)
    idle_s = ELDERLY_IDLE_S if visit.comfort.theme is Theme.ELDERLY else IDLE_S
    if state.now - visit.last_active < idle_s:
        return state, ()
    state, told = tell(state.with_visit(warned=state.now), "timeout.still_there", urgent=True)
    state, cue = do(state, PlayCue, name="timeout")
    return state, told + cue


def _close_or_wait(state: State, warned: float) -> Result:
    if state.now - warned < WARNING_S:
        return state, ()
    return tell(enter(state, Phase.LEAVING), "leaving.wiped")
