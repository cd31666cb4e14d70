"""From the first touch to the first question: idle, choosing how to communicate, consent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from terminal.visit.effects import PlayCue
from terminal.visit.events import Back, ChooseWay, GiveConsent, RefuseConsent, Restored, Start, Sureness, Theme, Way
from terminal.visit.moves import active, do, enter, noted, numbered, tell
from terminal.visit.questions import back_to, what_for
from terminal.visit.state import Briefing, Call, Phase, Request, Role, ShownNumber, State, Ticket, Visit
from terminal.visit.table import Result, anywhere, on
from terminal.visit.wishes import PAGES, begin_wish

DEVICE_OF_WAY = {Way.SIGN: "camera", Way.SPEAK: "microphone"}
CALLS_FROM = (Phase.ASKING, Phase.CONFIRMING, Phase.MATTER, Phase.TICKET, Phase.WAITING, Phase.CONVERSING)
"""From where an interpreter can be called, and where the visitor is again afterwards."""
ASKS_IN_PLACE = (Phase.MATTER, Phase.CONVERSING)
"""Where another way of communicating may ask for its device, and where the visitor is again afterwards."""


@on(Phase.IDLE, Start, to=(Phase.CHOOSING,))
def start(state: State, event: Start) -> Result:
    comfort = state.visit.comfort
    visit = Visit(visit_id=event.visit_id, comfort=comfort, help=state.visit.help, wish=event.wish)
    state = replace(state, visit=visit)
    state, told = tell(enter(state, Phase.CHOOSING), "choose.question")
    state, cue = do(state, PlayCue, name="tap")
    return state, told + cue


@anywhere(Restored)
def restore(state: State, event: Restored) -> Result:
    """After a crash nothing about the visitor is known; a number that was shown is shown again, and one that was served
    here can be finished."""
    if any(known.ticket_id == event.ticket_id for known in state.numbers):
        return state, ()
    if event.serving:
        return replace(state, open_ticket=state.open_ticket or event.ticket_id), ()
    shown = ShownNumber(event.ticket_id, event.number, event.window, called=state.now)
    return replace(state, numbers=(shown, *state.numbers)[-4:]), ()


def _ask_or_consent(state: State, way: Way) -> Result:
    device = DEVICE_OF_WAY.get(way, "")
    state = state.with_visit(way=way)
    if device and not getattr(state.visit.consent, device):
        consent = replace(state.visit.consent, asked=device, asked_in=None)
        return tell(enter(state, Phase.CONSENT, consent=consent), f"consent.{device}")
    return begin_asking(state)


def begin_asking(state: State) -> Result:
    """The open question: what is it about? Who said it before, or was called to this counter, is led on instead."""
    if state.visit.wish:
        return begin_wish(state, state.visit.wish)
    ticket = state.visit.ticket
    if ticket is not None and ticket.brought:
        state = enter(state, Phase.CALLED)
        return tell(state, "called.your_turn", urgent=True, number=ticket.number, window=ticket.window)
    return tell(enter(state, Phase.ASKING, request=Request()), what_for(state))


@on(Phase.CHOOSING, ChooseWay, to=(Phase.CONSENT, Phase.ASKING, Phase.CALLED, *PAGES))
def choose_way(state: State, event: ChooseWay) -> Result:
    if event.elderly:
        state = state.with_visit(comfort=replace(state.visit.comfort, theme=Theme.ELDERLY))
    if state.role is Role.WINDOW and not state.visit.wish:
        state = state.with_visit(ticket=_called_here(state))
    return _ask_or_consent(_spoken_to(state, event), event.way)


def _spoken_to(state: State, event: ChooseWay) -> State:
    """Who speaks hears, and who came for 大字慢速, also where they touch; no microphone is needed for that."""
    return state.with_visit(hears=event.way is Way.SPEAK or (event.elderly and event.way is Way.TOUCH))


def _called_here(state: State) -> Ticket | None:
    """The number called last to this counter: whoever begins a visit here most likely brings it."""
    ours = [n for n in state.numbers if n.window == state.window and n.ticket_id and n.called and not n.missed]
    if not ours:
        return None
    shown = ours[-1]
    return Ticket(shown.ticket_id, shown.number, "", 0, 0, window=shown.window, called=shown.called, brought=True)


@on((Phase.ASKING, Phase.CONFIRMING, *PAGES), ChooseWay, to=(Phase.CONSENT, Phase.ASKING, *PAGES))
def change_way(state: State, event: ChooseWay) -> Result:
    """Another way of communicating, at any moment."""
    return _ask_or_consent(_spoken_to(state, event), event.way)


@on(
    (
        Phase.MATTER,
        Phase.THEME,
        Phase.ENQUIRY,
        Phase.GUIDE,
        Phase.BOOKING,
        Phase.TICKET,
        Phase.WAITING,
        Phase.CALLED,
        Phase.CONVERSING,
        Phase.REMOTE,
    ),
    ChooseWay,
    to=(Phase.CONSENT,),
)
def change_way_in_place(state: State, event: ChooseWay) -> Result:
    """Later in the visit the page stays; for a device the visitor is asked and comes back, or it stays off."""
    device, before, state = DEVICE_OF_WAY.get(event.way, ""), state, _spoken_to(state, event)
    if not device or getattr(state.visit.consent, device):
        return active(state).with_visit(way=event.way), ()
    if state.phase not in ASKS_IN_PLACE:
        return noted(before, f"consent.needed_{device}")
    consent = replace(state.visit.consent, asked=device, asked_in=state.phase)
    return tell(enter(state, Phase.CONSENT, way=event.way, consent=consent), f"consent.{device}")


@on(Phase.CONSENT, GiveConsent, to=(Phase.ASKING, Phase.CALLED, Phase.REMOTE, *ASKS_IN_PLACE, *PAGES))
def give_consent(state: State, event: GiveConsent) -> Result:
    consent = state.visit.consent
    asked = consent.asked
    given: dict[str, Any] = {asked: True}
    state = state.with_visit(consent=replace(consent, asked="", **given))
    if asked == "transmit":
        return ring(state)
    return _go_on(state)


def _go_on(state: State) -> Result:
    """Where the visitor was asked in the middle of something, there; else to the question what it is about."""
    where = state.visit.consent.asked_in
    return begin_asking(state) if where is None else back_to(state, where)


def ask_to_call(state: State) -> Result:
    """A call transmits: a second, own consent before it."""
    consent = replace(state.visit.consent, asked_in=state.phase)
    if consent.transmit:
        return ring(state.with_visit(consent=consent))
    return tell(enter(state, Phase.CONSENT, consent=replace(consent, asked="transmit")), "consent.transmit")


def ring(state: State) -> Result:
    """Call an interpreter: allowed only after the consent to transmit. The call itself follows the state (`wants`)."""
    visit = state.visit
    words = tuple((chip.gloss, chip.sureness is Sureness.SURE) for chip in visit.request.chips if chip.gloss)
    briefing = Briefing(
        matter_id=visit.meaning.matter_id if visit.meaning else "",
        understood=words,
        missing=tuple(place for place, have in enumerate(visit.papers) if not have),
        misses=visit.request.misses,
        ticket_id=visit.ticket.ticket_id if visit.ticket else "",
        appointment_id=visit.talk_booked,
    )
    came_from = visit.consent.asked_in or Phase.ASKING
    state, call_id = numbered(state)
    call = Call("asked", state.now, call_id, came_from=came_from, briefing=briefing, changed=state.now)
    return tell(enter(state, Phase.REMOTE, call=call, request=Request()), "remote.calling")


@on(Phase.CONSENT, RefuseConsent, to=(Phase.CALLED, *CALLS_FROM, *PAGES))
def refuse_consent(state: State, event: RefuseConsent) -> Result:
    """By touch only is as easy: no service is blocked."""
    consent = replace(state.visit.consent, asked="")
    if state.visit.consent.asked == "transmit":
        return _back_from_transmit(state.with_visit(consent=consent))
    return _go_on(state.with_visit(consent=consent, way=Way.TOUCH))


@on(Phase.CONSENT, Back, to=(Phase.CHOOSING, *CALLS_FROM))
def back_from_consent(state: State, event: Back) -> Result:
    asked = state.visit.consent.asked
    state = state.with_visit(consent=replace(state.visit.consent, asked=""))
    if asked == "transmit":
        return _back_from_transmit(state)
    if state.visit.consent.asked_in is not None:
        return _go_on(state.with_visit(way=Way.TOUCH))
    return tell(enter(state, Phase.CHOOSING, way=None), "choose.question")


def _back_from_transmit(state: State) -> Result:
    """Where the call was asked for, with everything as it was."""
    phase = state.visit.consent.asked_in or Phase.ASKING
    if phase is Phase.ASKING:
        return begin_asking(state)
    return back_to(state, phase)
