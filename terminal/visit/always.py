"""What holds in every phase: comfort, devices, leaving. A person one touch away: `helping`; the clock: `clock`."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.effects import CheckDevice, StopTelling
from terminal.visit.events import (
    Back,
    ChangeRate,
    ChangeVolume,
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
    Status,
    StillHere,
    Way,
)
from terminal.visit.moves import active, do, enter, noted, tell, tell_again
from terminal.visit.senses import SENSES, changed
from terminal.visit.state import Device, Phase, QueuedTicket, State, ZoneLoad
from terminal.visit.table import Result, anywhere, on

MOST_STEPS = 2
LOUDEST = 4
BUSY = tuple(p for p in Phase if p not in (Phase.IDLE, Phase.LEAVING))
PRINTED = (Phase.TICKET, Phase.MESSAGE)
"""Where a slip is printed."""


@anywhere(SetTheme)
def set_theme(state: State, event: SetTheme) -> Result:
    """Asked for twice it stays: the way back is a key of its own."""
    return active(state).with_visit(comfort=replace(state.visit.comfort, theme=event.theme)), ()


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
    """What staff see; and what the visitor should know of it."""
    before = state
    device = Device(event.device, event.status, event.detail)
    others = tuple(d for d in state.devices if d.name != event.device)
    state = replace(state, devices=tuple(sorted((*others, device), key=lambda d: d.name)))
    if event.device == "voice" and event.status is Status.FAULT:
        state = replace(state, speaking=False)  # it died, and nobody will say that the sentence has ended
    if event.device in SENSES[Way.SIGN] and event.status in (Status.MISSING, Status.FAULT):
        state = state.with_visit(framing="")  # nobody is seen well; who is seen again is told so anew
    if event.device == "printer" and state.phase in PRINTED and event.status is Status.FAULT:
        return tell(state, "ticket.no_slip")
    if state.phase not in BUSY or event.device not in SENSES.get(state.visit.way, ()):
        return state, ()
    return changed(before, state)


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
        last = state.visit.last_active
        state, told = noted(replace(state, hall=hall), "hall.back")
        return state.with_visit(last_active=last), told  # the hall did something, and not the visitor
    return replace(state, hall=hall), ()


@anywhere(HallRefused, HallSilent)
def nobody_waits(state: State, event: HallRefused | HallSilent) -> Result:
    """A late one, of a visit that is gone; what the clerk asked for is in `staff_waits`."""
    return state, ()


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
