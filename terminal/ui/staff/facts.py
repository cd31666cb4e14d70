"""What the clerk's screen says about a state: small pure answers, apart from how they are drawn."""

from __future__ import annotations

from terminal.visit.counter import last_signed
from terminal.visit.events import Status, Sureness, Theme, Way
from terminal.visit.helping import calling
from terminal.visit.numbers import left_number
from terminal.visit.state import Chip, Device, Phase, QueuedTicket, Role, State

WORST_FIRST = (Status.FAULT, Status.MISSING, Status.SIMULATED, Status.OFF, Status.OK)
TROUBLE = (Status.FAULT, Status.MISSING)
QUIET_S = 20.0
"""From when stillness is worth the clerk's eye; the visitor is asked at 60 s (our judgement)."""
_SERVED = (Phase.CONVERSING, Phase.REMOTE, Phase.EVALUATING)
BEFORE_CONFIRMING = (Phase.CONSENT, Phase.CHOOSING, Phase.ASKING, Phase.CONFIRMING)
NOBODY = (Phase.IDLE, Phase.LEAVING)

STEPS = ("way", "request", "matter", "number", "counter", "evaluation")
STEP_OF = {
    Phase.CONSENT: 0,
    Phase.CHOOSING: 0,
    Phase.ASKING: 1,
    Phase.CONFIRMING: 1,
    Phase.ENQUIRY: 1,
    Phase.GUIDE: 1,
    Phase.MATTER: 2,
    Phase.THEME: 2,
    Phase.BOOKING: 3,
    Phase.CHECK_IN: 3,
    Phase.COMING_BACK: 3,
    Phase.TICKET: 3,
    Phase.WAITING: 3,
    Phase.CALLED: 3,
    Phase.CONVERSING: 4,
    Phase.REMOTE: 4,
    Phase.MESSAGE: 4,
    Phase.EVALUATING: 5,
}


def served(state: State) -> bool:
    """Whether the one in front is served; who talks with an interpreter while their number waits is not yet."""
    return state.phase in _SERVED and left_number(state) is None


def first_doubt(chips: tuple[Chip, ...]) -> int | None:
    """Place of the first word that was not surely seen, or None."""
    return next((n for n, chip in enumerate(chips) if chip.sureness is not Sureness.SURE), None)


def mendable(state: State) -> tuple[Chip, ...]:
    """The words that can be put right now: those not sent yet, else those of the visitor's last line (the machine's
    own order)."""
    if state.visit.request.chips:
        return state.visit.request.chips
    place = last_signed(state.visit.lines) if state.phase in _SERVED else None
    return state.visit.lines[place].chips if place is not None else ()


def way_key(state: State) -> str:
    """How the visitor communicates, as the end of a word key; large and slow where somebody chose it."""
    if state.visit.comfort.theme is Theme.ELDERLY:
        return "elderly"
    return state.visit.way.value if state.visit.way else "none"


def way_icon(way: str) -> str:
    """The icon of a way of communicating; a bare figure where the hall's word is not known here."""
    icons = {"sign": "sign", "speak": "speak", "type": "type", "touch": "desk", "elderly": "largetext", "text": "type"}
    return icons.get(way, "user")


def devices_worst_first(state: State) -> tuple[Device, ...]:
    """All devices and the hall, what is broken first."""
    everything = (*state.devices, hall_as_device(state))
    return tuple(sorted(everything, key=lambda device: WORST_FIRST.index(device.status)))


def hall_as_device(state: State) -> Device:
    """The hall's system as one more row: away is a fault that mends itself."""
    return Device("hall", Status.OK if state.hall.reachable else Status.FAULT)


def troubles(state: State) -> tuple[Device, ...]:
    """Devices that do not work, the worst first."""
    return tuple(device for device in devices_worst_first(state) if device.status in TROUBLE)


NOT_WAITING = frozenset({"processing", "pending", "finished", "deleted"})
"""States of the contract in which nobody waits: served, waiting for a pick-up, or over."""


def waiting(state: State) -> tuple[QueuedTicket, ...]:
    """Who is still to be served, without the number that is in front here; order is the hall's (our design)."""
    ticket = state.visit.ticket
    here = ticket.ticket_id if ticket else ""
    return tuple(t for t in state.hall.queue if t.state not in NOT_WAITING and t.ticket_id != here)


CALL_KEYS = 3
"""So many of the numbers put aside or missed can be called by a key."""


def callable_numbers(state: State) -> tuple[QueuedTicket, ...]:
    """Numbers put aside or missed that the clerk may call by themselves, while nobody is served here."""
    busy = served(state) or state.open_ticket or state.staff_calling or state.role is Role.GUIDE
    if busy or state.training or state.hall.window == "paused":
        return ()
    return tuple(ticket for ticket in waiting(state) if ticket.state in ("parked", "missed"))[:CALL_KEYS]


def clock(seconds: float) -> str:
    """A span as 3:42, from an hour on as 1:03:42."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, second = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{second:02}" if hours else f"{minutes}:{second:02}"


def confirmed(state: State) -> bool:
    """Whether the visitor has confirmed what the request was understood as."""
    return state.visit.meaning is not None and state.phase not in BEFORE_CONFIRMING


def closed(state: State, before: str) -> str:
    """The sentence on why nothing can be sent: the visitor is on the way out, or, ``before``, not there yet."""
    return f"staff.phase.{state.phase.value}" if state.phase in (Phase.EVALUATING, Phase.LEAVING) else before


def signs(state: State) -> bool:
    """Whether this visitor signs: everything said is then signed where the lexicon has it."""
    return state.visit.way is Way.SIGN


def evaluation_state(state: State) -> str:
    """What the clerk may know of the evaluation, as the end of a word key: never a level (rule E-12)."""
    evaluation = state.visit.evaluation
    if evaluation is None:
        return "none"
    if evaluation.outcome == "open" or (evaluation.outcome == "level" and not evaluation.sent):
        return "asking"
    if evaluation.outcome != "level":
        return "not_given"
    return "kept" if evaluation.kept else "given"


def status_word(device: Device) -> str:
    """The end of the word key for a device's state; the hall is not "broken" but away, a clock wrong."""
    if device.name == "clock" and device.status in TROUBLE:
        return "clock_off"
    return "away" if device.name == "hall" and device.status in TROUBLE else device.status.value


def help_called(state: State) -> bool:
    """Whether somebody calls a person, here or at another terminal, and nobody has said that they come."""
    return calling(state) or bool(state.hall.help_elsewhere)
