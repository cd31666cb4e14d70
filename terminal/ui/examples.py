"""One small state a screen: what the gallery, the picture tests and the overflow tests look at. Invented content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from content.reading import Text
from terminal.ui.examples_arriving import arriving_examples
from terminal.ui.examples_message import message_examples
from terminal.ui.examples_more import more_examples
from terminal.ui.look import Clock
from terminal.visit.events import Level, Status, Sureness, Way
from terminal.visit.state import (
    Appointment,
    Booking,
    Call,
    Chip,
    Consent,
    Device,
    Evaluation,
    Hall,
    Help,
    Line,
    Meaning,
    Phase,
    Request,
    Said,
    Saying,
    ShownNumber,
    State,
    Talk,
    Ticket,
    TimeSlot,
    Visit,
    ZoneLoad,
)

HALL = Text("政务服务中心", "Service Centre")
CLOCK = Clock(2026, 11, 24, 1, 10, 26)
_LOAD = (
    ZoneLoad("公安出入境区", "Police, travel papers", 4, 6),
    ZoneLoad("社保医保区", "Social and health insurance", 8, 20),
    ZoneLoad("民政残联区", "Civil affairs, disability", 0, 0),
)
_CHIPS = (
    Chip("残疾人证", 0.96, Sureness.SURE),
    Chip("换", 0.93, Sureness.SURE),
    Chip("过期", 0.6, Sureness.MAYBE, ("丢", "坏")),
    Chip("", 0.2, Sureness.UNCLEAR),
)
_UNREAD = (_CHIPS[0], Chip("", 0.0, Sureness.UNCLEAR, ("丢", "孩子", "来")))
_TICKET = Ticket("t-27", "C027", "民政残联区", 1, 5, issued=0.0)
_CALLED = replace(_TICKET, window="6", call_count=1, called=100.0)
_CALLED_AWAY = replace(_CALLED, window="3")
_WAITED = Call("ringing", 90.0, place=1, came_from=Phase.WAITING)
"""A call from the page of a number."""
_SERVED = replace(_CALLED, service_id="s-1")
_MEANING = Meaning("disability_card_renew")
_CAPTIONED = Line(
    "clerk",
    "照片可以在门口右手边拍",
    96.0,
    words=(Said("照片可以在"), Said("门口", doubtful=True), Said("右手边"), Said("拍", doubtful=True)),
)
_SLOTS = tuple(
    TimeSlot(f"{day}-{hour}", f"2026-11-{day}T{hour:02d}:{minute:02d}:00+08:00", places)
    for day, factor in ((24, 0), (25, 1), (26, 2), (27, 1), (28, 1), (30, 2))
    for hour, minute, places in (
        (9, 0, 0),
        (9, 30, 2 * factor),
        (10, 30, 2 * factor),
        (11, 0, factor),
        (13, 30, 2 * factor),
        (14, 0, 0),
        (14, 30, factor),
    )
)
_RECORD = "https://hall.example/transcript#rs-1." + "c" * 32
_LINES = (
    Line("clerk", "您好，请坐。", 1.0),
    Line("visitor", "照片可以在大厅拍吗？", 2.0),
    Line("clerk", "可以，免费，就在门口右手边。", 3.0),
)
_SEEING = Consent(camera=True)
_TALK = Talk(101.0, 103.0)


def _state(phase: Phase, key: str, args: Mapping[str, str] | None = None, **visit: Any) -> State:
    saying = Saying(key, tuple((args or {}).items()))
    base = Visit(visit_id="v", saying=saying, **visit)
    return State(phase=phase, since=100.0, now=104.0, window="6", visit=base, hall=Hall(load=_LOAD))


def _talking(phase: Phase, key: str, args: Mapping[str, str] | None = None, **visit: Any) -> State:
    """Who speaks in a loud hall, where a key is touched before and after."""
    heard = {"way": Way.SPEAK, "consent": Consent(microphone=True)}
    return replace(_state(phase, key, args, **heard, **visit), press_to_talk=True)


def examples() -> dict[str, State]:
    """States by name of screen, normal theme, Chinese."""
    matter = {"matter": "disability_card_renew"}
    sign: dict[str, Any] = {"way": Way.SIGN, "consent": _SEEING}
    confirming = _state(Phase.CONFIRMING, "confirm.is_it", matter, meaning=_MEANING, **sign)
    warned = replace(_state(Phase.MATTER, "matter.bring", matter, meaning=_MEANING, **sign), now=120.0)
    evaluation = Evaluation(1, "s-1", 100.0, 160.0)
    return {
        "idle": replace(State(), now=104.0, hall=Hall(load=_LOAD)),
        "idle_numbers": replace(
            State(), hall=Hall(load=_LOAD), numbers=(ShownNumber("t", "C027", "6", 90.0), ShownNumber("u", "B012"))
        ),
        "choosing": _state(Phase.CHOOSING, "choose.question"),
        "consent_camera": _state(Phase.CONSENT, "consent.camera", way=Way.SIGN, consent=Consent(asked="camera")),
        "consent_microphone": _state(
            Phase.CONSENT, "consent.microphone", way=Way.SPEAK, consent=Consent(asked="microphone")
        ),
        "consent_transmit": _state(
            Phase.CONSENT, "consent.transmit", way=Way.SIGN, consent=Consent(camera=True, asked="transmit")
        ),
        "sign": _state(Phase.ASKING, "ask.sign", request=Request(chips=_CHIPS), framing="good", **sign),
        "sign_unclear": _state(Phase.ASKING, "ask.sign", request=Request(chips=_UNREAD), framing="good", **sign),
        "sign_empty": _state(Phase.ASKING, "ask.sign", framing="too-far", **sign),
        "sign_missed": _state(Phase.ASKING, "ask.sign_again", notice="ask.offer_others", framing="good", **sign),
        "speak": _state(
            Phase.ASKING,
            "ask.speak",
            way=Way.SPEAK,
            consent=Consent(microphone=True),
            request=Request(partial="我想给老伴报销医药费"),
        ),
        "talk": _talking(Phase.ASKING, "talk.question"),
        "talk_pressed": _talking(Phase.ASKING, "talk.question", talk=_TALK, request=Request(partial="身份证丢了")),
        "talk_enquiry": _talking(Phase.ENQUIRY, "enquiry.ask", request=Request(heard="跑了三次，还是没办成")),
        "talk_window": _talking(
            Phase.CONVERSING,
            "converse.clerk_says",
            {"text": "可以，免费，就在门口右手边。"},
            talk=_TALK,
            ticket=_SERVED,
            lines=_LINES,
            meaning=_MEANING,
            papers=(True, True, False),
        ),
        "type": _state(Phase.ASKING, "ask.type", way=Way.TYPE, request=Request(typed="残疾人证")),
        "touch": _state(Phase.ASKING, "ask.touch", way=Way.TOUCH),
        "confirm": confirming,
        "confirm_several": confirming.with_visit(
            meaning=Meaning(
                "id_card_lost", certainty="ambiguous", candidates=("id_card_lost", "id_card_renew", "id_card_temp")
            ),
            saying=Saying("confirm.which_one"),
        ),
        "matter": _state(Phase.MATTER, "matter.bring", matter, meaning=_MEANING, papers=(True,), **sign),
        "matter_asked": _state(
            Phase.MATTER,
            "answer.proxy",
            {"matter": "social_card_replace"},
            meaning=Meaning("social_card_replace", "proxy"),
            **sign,
        ),
        "matter_hall_away": _state(Phase.MATTER, "hall.no_number", meaning=_MEANING, notice="hall.away", **sign),
        "booking_times": _state(
            Phase.BOOKING, "booking.choose_time", meaning=_MEANING, booking=Booking(_SLOTS), **sign
        ),
        "booking_number": _state(
            Phase.BOOKING,
            "booking.enter_id",
            meaning=_MEANING,
            booking=Booking(_SLOTS, "26-10", "1101051949123"),
            **sign,
        ),
        "ticket": _state(
            Phase.TICKET, "ticket.number", {"number": "C027", "ahead": "1"}, ticket=_TICKET, meaning=_MEANING, **sign
        ),
        "ticket_booked": _state(
            Phase.TICKET,
            "ticket.booked",
            {"starts": "2026-11-26T10:30:00+08:00"},
            appointment=Appointment("a", "2026-11-26T10:30:00+08:00", "4821", interpreter=True),
            meaning=_MEANING,
            **sign,
        ),
        "waiting": _state(Phase.WAITING, "waiting.please_wait", {"number": "C027"}, ticket=_TICKET, **sign),
        "giving_back": _state(
            Phase.WAITING, "waiting.giving_back", {"number": "C027"}, ticket=_TICKET, giving_back=True, **sign
        ),
        "called": _state(Phase.CALLED, "called.your_turn", {"number": "C027", "window": "6"}, ticket=_CALLED, **sign),
        "conversing": _state(
            Phase.CONVERSING,
            "converse.clerk_says",
            {"text": "可以，免费，就在门口右手边。"},
            ticket=_SERVED,
            lines=_LINES,
            framing="good",
            request=Request(chips=_CHIPS[:2]),
            meaning=_MEANING,
            papers=(True, True, False),
            **sign,
        ),
        "captions": _state(
            Phase.CONVERSING,
            "converse.clerk_says",
            {"text": _CAPTIONED.text},
            ticket=_SERVED,
            lines=(_LINES[0], _CAPTIONED),
            meaning=_MEANING,
            papers=(True, False, False),
            framing="good",
            request=Request(chips=_CHIPS[:1]),
            **sign,
        ),
        "captions_now": _state(
            Phase.CONVERSING, "converse.begin", {"window": "6"}, ticket=_SERVED, caption="照片可以在门口", way=Way.SPEAK
        ),
        "training": replace(
            _state(Phase.CALLED, "called.your_turn", {"number": "T001", "window": "6"}, ticket=_CALLED), training=True
        ),
        "conversing_type": _state(
            Phase.CONVERSING, "converse.begin", {"window": "6"}, ticket=_SERVED, lines=_LINES, way=Way.TYPE
        ),
        "remote_calling": _state(
            Phase.REMOTE, "remote.calling", call=Call("ringing", 90.0, place=1), ticket=_SERVED, **sign
        ),
        "remote": _state(
            Phase.REMOTE, "remote.connected", call=Call("connected", 90.0), ticket=_SERVED, lines=_LINES, **sign
        ),
        "remote_offers": _state(
            Phase.REMOTE,
            "remote.offers",
            call=Call("queued", 60.0, place=3, wait_minutes=6, offered=True),
            meaning=_MEANING,
            ticket=_SERVED,
            **sign,
        ),
        "remote_called": _state(
            Phase.REMOTE,
            "called.your_turn",
            {"number": "C027", "window": "3"},
            call=replace(_WAITED, state="connected"),
            ticket=_CALLED_AWAY,
            lines=_LINES,
            **sign,
        ),
        "remote_called_here": _state(
            Phase.REMOTE,
            "called.your_turn",
            {"number": "C027", "window": "6"},
            call=replace(_WAITED, state="connected"),
            ticket=_CALLED,
            lines=_LINES,
            **sign,
        ),
        "remote_called_read": _state(
            Phase.REMOTE,
            "called.your_turn",
            {"number": "C027", "window": "3"},
            call=replace(_WAITED, state="connected", number_read=True),
            ticket=_CALLED_AWAY,
            lines=_LINES,
            **sign,
        ),
        "remote_called_waiting": _state(
            Phase.REMOTE,
            "called.your_turn",
            {"number": "C027", "window": "3"},
            call=_WAITED,
            ticket=_CALLED_AWAY,
            **sign,
        ),
        "remote_missed": _state(
            Phase.REMOTE,
            "waiting.missed",
            {"number": "C027"},
            call=replace(_WAITED, state="connected"),
            ticket=replace(_CALLED_AWAY, missed=True),
            lines=_LINES,
            **sign,
        ),
        "remote_nobody": _state(
            Phase.REMOTE,
            "remote.nobody",
            call=Call("nobody", 60.0, reason="closed", hours="11-25 09:00-17:00"),
            meaning=_MEANING,
            **sign,
        ),
        "remote_lost": _state(
            Phase.REMOTE,
            "remote.lost_interpreter",
            call=Call("reconnecting", 60.0, reason="interpreter", shown="unreadable", seen="slow", second=True),
            ticket=_SERVED,
            lines=_LINES,
            **sign,
        ),
        "remote_hand_over": _state(
            Phase.REMOTE,
            "remote.hand_over",
            call=Call("connected", 60.0, hand_over="both_in", second=True),
            ticket=_SERVED,
            lines=_LINES,
            **sign,
        ),
        "remote_phone": _state(
            Phase.REMOTE,
            "remote.connected",
            call=Call("connected", 60.0, by_phone=True, phone_code="https://hall.example/phone#rs-1." + "c" * 46),
            ticket=_SERVED,
            lines=_LINES,
            **sign,
        ),
        "remote_record_asked": _state(
            Phase.REMOTE,
            "remote.record_asked",
            call=Call("connected", 60.0, record="asked", record_missing=("visitor",), record_until="11-30"),
            ticket=_SERVED,
            lines=_LINES,
            **sign,
        ),
        "remote_record": _state(
            Phase.REMOTE,
            "remote.record_on",
            call=Call("connected", 60.0, record="on", record_until="11-30", record_code=_RECORD),
            ticket=_SERVED,
            lines=_LINES,
            **sign,
        ),
        "remote_typing": _state(
            Phase.REMOTE,
            "remote.connected",
            call=Call("connected", 60.0, camera=False),
            ticket=_SERVED,
            lines=_LINES,
            request=Request(typed="照片"),
            way=Way.TYPE,
        ),
        "evaluating": _state(Phase.EVALUATING, "rate.question", ticket=_SERVED, evaluation=evaluation, **sign),
        "evaluating_chosen": _state(
            Phase.EVALUATING,
            "rate.chosen",
            ticket=_SERVED,
            evaluation=replace(evaluation, outcome="level", level=Level.SATISFIED, chosen=103.0),
            **sign,
        ),
        "leaving": _state(Phase.LEAVING, "leaving.thanks", evaluation=replace(evaluation, kept=True)),
        "leaving_moved": _state(
            Phase.LEAVING,
            "leaving.moved",
            {"number": "D027", "window": "5"},
            ticket=replace(_TICKET, number="D027", zone_zh="社保医保区", ahead=2, window="5", moved=True),
            **sign,
        ),
        "help": confirming.with_visit(help=Help("called", 100.0)),
        "earlier_called": replace(confirming, numbers=(ShownNumber("t", "C027", "6", 90.0, since=50.0),)),
        "help_answered": confirming.with_visit(help=Help("answered", 100.0)),
        "timeout": warned.with_visit(warned=104.0),
        "camera_lost": replace(
            _state(Phase.ASKING, "fault.camera", notice="fault.camera", **sign),
            devices=(Device("camera", Status.MISSING),),
        ),
        **more_examples(),
        **arriving_examples(),
        **message_examples(),
    }
