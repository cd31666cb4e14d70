"""Examples of what lies beside single matters: themes, problems, aids, other places. Invented content."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from terminal.visit.events import Sureness, Way
from terminal.visit.state import (
    Aid,
    Booking,
    Chip,
    Consent,
    Enquiry,
    Hall,
    HallTheme,
    Meaning,
    NearbyPlace,
    Phase,
    Place,
    Request,
    Saying,
    State,
    TimeSlot,
    Visit,
)

_PAPERS = (
    ("法定代表人身份证", "ID card of the legal representative", "original"),
    ("经营场所证明（房产证或租房合同）", "Proof of premises (deed or lease)", "copy"),
    ("公司章程", "Articles of association", "form"),
    ("从业人员健康证", "Health certificates of the staff", "copy"),
    ("食品安全管理制度", "Food safety rules", "form"),
    ("厨房平面图", "Plan of the kitchen", "copy"),
)
THEME = HallTheme(
    "open_restaurant",
    ("我要开饭店", "Open a restaurant"),
    "E",
    ("企业开办区", "Business area"),
    10,
    _PAPERS,
    (("公司设立登记", "Company registration"), ("食品经营许可", "Food licence"), ("税务登记", "Tax registration")),
    (("一次填一张表", "One form, filled in once"),),
)
HALL = Hall(
    themes=(THEME, replace(THEME, theme_id="newborn", name=("孩子出生了", "A child is born"))),
    aids=(
        Aid("a-1", ("老花镜", "Reading glasses"), ("入口服务台", "Desk at the entrance"), True),
        Aid("a-2", ("轮椅", "Wheelchair"), ("入口服务台", "Desk at the entrance"), False),
        Aid("a-3", ("助听环线", "Hearing loop"), ("3号窗口", "Window 3"), True),
        Aid("a-4", ("放大镜", "Magnifier"), ("每个窗口", "Every window"), True),
    ),
    places=(
        Place(
            ("西街便民服务中心", "West Street service point"),
            ("示例街8号", "8 Sample Street"),
            ("周一至周五 9:00—17:00", "Mon–Fri 9:00–17:00"),
            True,
            1250,
        ),
        Place(
            ("东街便民服务中心", "East Street service point"),
            ("示例街9号", "9 Sample Street"),
            ("周一至周六 9:00—15:00", "Mon–Sat 9:00–15:00"),
            False,
            640,
        ),
    ),
)
_NEARBY = (
    NearbyPlace("西街便民服务中心", "West Street service point", 16, "2026-11-24T14:00:00+08:00"),
    NearbyPlace("东街便民服务中心", "East Street service point", 3, "2026-11-25T09:30:00+08:00"),
)
_LATE = tuple(
    TimeSlot(f"s-{hour}", f"2026-11-25T{hour:02d}:{minute:02d}:00+08:00", 2, extended=extended)
    for hour, minute, extended in ((8, 30, True), (9, 0, False), (10, 30, False), (14, 0, False), (17, 0, True))
)
_CHIPS = (Chip("医保", 0.95, Sureness.SURE), Chip("不", 0.92, Sureness.SURE))
_TAKEN = Enquiry("taken", "Q20261124-003", "2026-11-25T17:00:00+08:00")


def _state(phase: Phase, key: str, **visit: Any) -> State:
    base = Visit(visit_id="v", saying=Saying(key), **visit)
    return State(phase=phase, since=100.0, now=104.0, window="6", visit=base, hall=HALL)


def more_examples() -> dict[str, State]:
    """States by name of screen, normal theme, Chinese."""
    touch: dict[str, Any] = {"way": Way.TOUCH}
    speak: dict[str, Any] = {"way": Way.SPEAK, "consent": Consent(microphone=True)}
    sign: dict[str, Any] = {"way": Way.SIGN, "consent": Consent(camera=True), "framing": "good"}
    heard = Request(heard="材料都带齐了", partial="还是说办不了")
    return {
        "touch_more": _state(Phase.ASKING, "ask.touch", **touch),
        "theme": _state(Phase.THEME, "theme.bring", theme_id="open_restaurant", papers=(True,), **touch),
        "enquiry_type": _state(
            Phase.ENQUIRY, "enquiry.ask", request=Request(typed="材料都齐了，还是不给办"), way=Way.TYPE
        ),
        "enquiry_speak": _state(Phase.ENQUIRY, "enquiry.ask", request=heard, **speak),
        "enquiry_sign": _state(Phase.ENQUIRY, "enquiry.ask", request=Request(chips=_CHIPS), **sign),
        "enquiry_taken": _state(Phase.ENQUIRY, "enquiry.taken", enquiry=_TAKEN, **touch),
        "enquiry_kept": _state(Phase.ENQUIRY, "enquiry.kept", enquiry=Enquiry("kept"), **touch),
        "guide_aids": _state(Phase.GUIDE, "guide.aids", guide_page="aids", **touch),
        "guide_places": _state(Phase.GUIDE, "guide.places", guide_page="places", **touch),
        "booking_extended": _state(
            Phase.BOOKING,
            "booking.choose_time",
            meaning=Meaning("id_card_lost"),
            booking=Booking(slots=_LATE),
            **touch,
        ),
        "booking_full": _state(
            Phase.BOOKING,
            "booking.none_free",
            meaning=Meaning("id_card_lost"),
            booking=Booking(nearby=_NEARBY),
            **touch,
        ),
    }
