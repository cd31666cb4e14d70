"""From the first touch to the first question: idle, choosing how to communicate, consent."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.effects import PlayCue, RingInterpreter
from terminal.visit.events import Back, ChooseWay, GiveConsent, RefuseConsent, Restored, Start, Theme, Way
from terminal.visit.moves import do, enter, tell
from terminal.visit.state import Call, Phase, Request, ShownNumber, State, Visit
from terminal.visit.table import Result, on

DEVICE_OF_WAY = {Way.SIGN: "camera", Way.SPEAK: "microphone"}
QUESTION_OF_WAY = {Way.SIGN: "ask.sign", Way.SPEAK: "ask.speak", Way.TYPE: "ask.type", Way.TOUCH: "ask.touch"}


@on(Phase.IDLE, Start, to=(Phase.CHOOSING,))
def start(state: State, event: Start) -> Result:
    comfort = state.visit.comfort
    state = replace(state, visit=Visit(visit_id=event.visit_id, comfort=comfort, help=state.visit.help))
    state, told = tell(enter(state, Phase.CHOOSING), "choose.question")
    state, cue = do(state, PlayCue, name="tap")
    return state, told + cue


@on(Phase.IDLE, Restored)
def restore(state: State, event: Restored) -> Result:
    """After a crash nothing about the visitor is known; a number that was shown is shown again."""
    if not event.number:
        return state, ()
    shown = ShownNumber(ticket_id="", number=event.number, window=event.window, called=state.now)
    return replace(state, numbers=(*state.numbers, shown)), ()


def _ask_or_consent(state: State, way: Way) -> Result:
    device = DEVICE_OF_WAY.get(way, "")
    state = state.with_visit(way=way)
    if device and not getattr(state.visit.consent, device):
        consent = replace(state.visit.consent, asked=device)
        return tell(enter(state, Phase.CONSENT, consent=consent), f"consent.{device}")
    return begin_asking(state)


def begin_asking(state: State) -> Result:
    """The open question: what is it about?"""
    way = state.visit.way or Way.TOUCH
    return tell(enter(state, Phase.ASKING, request=Request()), QUESTION_OF_WAY[way])


@on(Phase.CHOOSING, ChooseWay, to=(Phase.CONSENT, Phase.ASKING))
def choose_way(state: State, event: ChooseWay) -> Result:
    if event.elderly:
        state = state.with_visit(comfort=replace(state.visit.comfort, theme=Theme.ELDERLY))
    return _ask_or_consent(state, event.way)


@on((Phase.ASKING, Phase.CONFIRMING), ChooseWay, to=(Phase.CONSENT, Phase.ASKING))
def change_way(state: State, event: ChooseWay) -> Result:
    """Another way of communicating, at any moment."""
    return _ask_or_consent(state, event.way)


@on(
    (Phase.MATTER, Phase.BOOKING, Phase.TICKET, Phase.WAITING, Phase.CALLED, Phase.CONVERSING, Phase.REMOTE),
    ChooseWay,
)
def change_way_in_place(state: State, event: ChooseWay) -> Result:
    """Later in the visit the screen stays; a device without consent stays off."""
    device = DEVICE_OF_WAY.get(event.way, "")
    if device and not getattr(state.visit.consent, device):
        return state.with_visit(notice=f"consent.needed_{device}"), ()
    return state.with_visit(way=event.way), ()


@on(Phase.CONSENT, GiveConsent, to=(Phase.ASKING, Phase.REMOTE))
def give_consent(state: State, event: GiveConsent) -> Result:
    consent = state.visit.consent
    asked = consent.asked
    state = state.with_visit(consent=replace(consent, asked="", **{asked: True}))
    if asked == "transmit":
        return ring(state)
    return begin_asking(state)


def ring(state: State) -> Result:
    """Call an interpreter: allowed only after the consent to transmit."""
    came_from = Phase.CONVERSING if state.visit.ticket and state.visit.ticket.service_id else Phase.ASKING
    call = Call(state="asked", since=state.now, came_from=came_from)
    matter = state.visit.meaning.matter_id if state.visit.meaning else ""
    briefing = " ".join(chip.gloss for chip in state.visit.request.chips if chip.gloss)
    state, told = tell(enter(state, Phase.REMOTE, call=call), "remote.calling")
    state, rung = do(state, RingInterpreter, matter_id=matter, briefing=briefing)
    return state, told + rung


@on(Phase.CONSENT, RefuseConsent, to=(Phase.ASKING, Phase.CONVERSING))
def refuse_consent(state: State, event: RefuseConsent) -> Result:
    """By touch only is as easy: no service is blocked."""
    consent = replace(state.visit.consent, asked="")
    if state.visit.consent.asked == "transmit":
        return _back_from_transmit(state.with_visit(consent=consent))
    return begin_asking(state.with_visit(consent=consent, way=Way.TOUCH))


@on(Phase.CONSENT, Back, to=(Phase.CHOOSING, Phase.ASKING, Phase.CONVERSING))
def back_from_consent(state: State, event: Back) -> Result:
    asked = state.visit.consent.asked
    state = state.with_visit(consent=replace(state.visit.consent, asked=""))
    if asked == "transmit":
        return _back_from_transmit(state)
    return tell(enter(state, Phase.CHOOSING, way=None), "choose.question")


def _back_from_transmit(state: State) -> Result:
    if state.visit.ticket and state.visit.ticket.service_id:
        return tell(enter(state, Phase.CONVERSING), "converse.go_on")
    return begin_asking(state)
