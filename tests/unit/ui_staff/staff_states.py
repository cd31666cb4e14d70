"""The states that the tests of the clerk's screen look at: those of the gallery, and one that is far too long."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.staff.examples import (
    ASKING,
    CALLED,
    CONFIRMING,
    CONVERSING,
    FAULTY,
    HELP,
    HELP_ELSEWHERE,
    IDLE,
    NOW,
    QUEUE,
    RATING,
    REMOTE,
    TICKET,
    TRAINING,
    TYPING,
    VISIT,
    staff_examples,
)
from terminal.visit.events import Status, Sureness
from terminal.visit.state import Chip, Device, Hall, Line, Meaning, Request

LONG = replace(
    CONVERSING,
    window="综合服务大厅三层 12",
    staff_text="请把旧证给我" * 30,
    hall=Hall(
        queue=tuple(
            replace(
                QUEUE[n % 6],
                ticket_id=f"q{n}",
                number=f"ZZ{1000 + n}",
                waited_minutes=180,
                matter_zh="企业设立登记" * 5,
            )
            for n in range(40)
        )
    ),
    devices=tuple(Device(f"no-such-device-{n}", Status.FAULT, "x" * 300) for n in range(20)),
    visit=replace(
        VISIT,
        ticket=replace(TICKET, number="VIP-20261123-000123"),
        meaning=Meaning("disability_card_new"),
        lines=tuple(
            Line(who, "很长的一句话，" * 20 + "a" * 60, NOW - 100 + n) for n, who in enumerate(["visitor", "clerk"] * 6)
        ),
        request=Request(
            chips=tuple(Chip("居民身份证号码", 0.5, Sureness.MAYBE, ("残疾人联合会" * 3,) * 5) for _ in range(8))
        ),
    ),
)

ALL = {
    **{name.removeprefix("staff_"): state for name, state in staff_examples().items() if "." not in name},
    "long": LONG,
}

__all__ = [
    "ALL",
    "ASKING",
    "CALLED",
    "CONFIRMING",
    "CONVERSING",
    "FAULTY",
    "HELP",
    "HELP_ELSEWHERE",
    "IDLE",
    "LONG",
    "RATING",
    "REMOTE",
    "TRAINING",
    "TYPING",
]
