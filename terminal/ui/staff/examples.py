"""States as the clerk may meet them: what the gallery, the picture tests and the overflow tests look at. Invented."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.events import Language, Level, Status, Sureness, Theme, Way
from terminal.visit.state import (
    Call,
    Chip,
    Comfort,
    Consent,
    Device,
    Evaluation,
    Hall,
    Help,
    HelpElsewhere,
    Interpreter,
    Line,
    Meaning,
    OtherWindow,
    Phase,
    QueuedTicket,
    Request,
    Said,
    Saying,
    ShownNumber,
    State,
    Teaching,
    Ticket,
    Visit,
)

NOW = 10_000.0
DEVICES = (
    Device("camera", Status.OK, "1280x720"),
    Device("microphone", Status.OK),
    Device("pad", Status.SIMULATED),
    Device("printer", Status.SIMULATED),
    Device("speaker", Status.OK),
)
QUEUE = (
    QueuedTicket("t28", "D028", "queued", "老年人优待证", "elderly", 14, True),
    QueuedTicket("t13", "A113", "queued", "社会保障卡补换", "speak", 9, False),
    QueuedTicket("t29", "D029", "queued", "公共租赁住房申请", "sign", 8, False),
    QueuedTicket("t14", "A114", "queued", "居住证申领", "type", 6, False),
    QueuedTicket("t15", "A115", "parked", "企业设立登记（营业执照）", "", 4, False),
    QueuedTicket("t30", "D030", "queued", "城乡居民基本医疗保险参保", "touch", 1, True),
)
SIGNED = (
    Chip("残疾人证", 0.93, Sureness.SURE),
    Chip("换", 0.9, Sureness.SURE),
    Chip("过期", 0.6, Sureness.MAYBE, ("新", "时间")),
)
UNSENT = (
    Chip("照片", 0.95, Sureness.SURE),
    Chip("没有", 0.9, Sureness.SURE),
    Chip("", 0.2, Sureness.UNCLEAR, ("合格", "复印", "旧")),
)
TICKET = Ticket("t27", "D027", "综合区", 0, 0, window="6", call_count=1, called=NOW - 300, service_id="s-1")
TALK = (
    Line("visitor", "残疾人证 换 过期", NOW - 130, chips=SIGNED),
    Line("clerk", "带齐身份证、户口簿、旧证和两寸照片了吗？", NOW - 65),
)
VISIT = Visit(
    visit_id="v-1",
    way=Way.SIGN,
    consent=Consent(camera=True),
    meaning=Meaning("disability_card_renew"),
    papers=(True, True, False),
    ticket=TICKET,
    lines=TALK,
    request=Request(chips=UNSENT),
    framing="good",
    last_active=NOW - 3,
)
IDLE = State(
    now=NOW,
    since=NOW - 40,
    window="6",
    hall=Hall(queue=QUEUE),
    devices=DEVICES,
    served_today=23,
    clerk="0215",
)
CONVERSING = replace(IDLE, phase=Phase.CONVERSING, since=NOW - 222, visit=VISIT)
TYPING = replace(CONVERSING, staff_text="请把旧证给我，新证 20 个工作日办好")
CONFIRMING = replace(
    IDLE,
    phase=Phase.CONFIRMING,
    visit=replace(
        VISIT, ticket=None, lines=(), meaning=Meaning("id_card_lost", certainty="ask"), papers=(), framing="hands-cut"
    ),
)
HELP = replace(CONFIRMING, visit=replace(CONFIRMING.visit, help=Help("called", NOW - 12)))
_CALL_AGAIN = ("还没叫满三次，请再叫。", "Call three times over a minute before marking as missed.")
ELSEWHERE = (HelpElsewhere("h-1", "南门入口", "sign", NOW - 41), HelpElsewhere("h-2", "服务区", "touch", NOW - 7))
HELP_ELSEWHERE = replace(CONFIRMING, hall=replace(CONFIRMING.hall, help_elsewhere=ELSEWHERE))
CALLED = replace(
    CONVERSING,
    phase=Phase.CALLED,
    since=NOW - 25,
    numbers=(ShownNumber("t27", "D027", "6", NOW - 25),),
    visit=replace(
        VISIT,
        lines=(),
        request=Request(),
        meaning=Meaning("senior_card"),
        way=Way.SPEAK,
        consent=Consent(microphone=True),
        comfort=Comfort(theme=Theme.ELDERLY),
    ),
)
FAULTY = replace(
    IDLE,
    hall=replace(IDLE.hall, reachable=False, outbox=3),
    devices=(*DEVICES[1:], Device("camera", Status.MISSING), Device("message", Status.FAULT, "no heartbeat")),
)
RATING = replace(
    CONVERSING,
    phase=Phase.EVALUATING,
    visit=replace(
        VISIT,
        request=Request(),
        evaluation=Evaluation(
            1, "s-1", NOW - 5, NOW + 55, outcome="level", level=Level.DISSATISFIED, source="pad", chosen=NOW
        ),
    ),
)
REMOTE = replace(
    CONVERSING,
    phase=Phase.REMOTE,
    since=NOW - 134,
    visit=replace(
        VISIT,
        consent=Consent(camera=True, transmit=True),
        request=Request(),
        lines=(
            Line("visitor", "照片可以在大厅拍吗？", NOW - 90),
            Line("clerk", "可以，免费，就在门口右手边。", NOW - 60),
            Line("interpreter", "访客问：旧证要交回来吗？", NOW - 10),
        ),
        call=Call("connected", NOW - 134, interpreter="手语翻译3号"),
    ),
)
RINGING = replace(
    REMOTE, visit=replace(REMOTE.visit, call=Call("queued", NOW - 125, place=2, wait_minutes=4), lines=TALK)
)
LOST = replace(
    REMOTE,
    visit=replace(
        REMOTE.visit,
        call=Call(
            "reconnecting",
            NOW - 134,
            interpreter="手语翻译3号",
            reason="interpreter",
            seen="slow",
            shown="unreadable",
            second=True,
            hand_over="both_in",
        ),
    ),
)
CALLED_IN_CALL = replace(
    REMOTE,
    numbers=CALLED.numbers,
    visit=replace(
        REMOTE.visit, call=Call("connected", NOW - 134, interpreter="手语翻译3号", came_from=Phase.WAITING), lines=TALK
    ),
)
ASKING = replace(CONFIRMING, phase=Phase.ASKING, visit=replace(CONFIRMING.visit, meaning=None))
MATTER = replace(
    CONFIRMING,
    phase=Phase.MATTER,
    visit=replace(
        CONFIRMING.visit,
        meaning=Meaning("disability_card_new"),
        papers=(True, False, False, False, False),
        request=Request(),
    ),
)
TRAINING = replace(CONVERSING, training=True)
INTERPRETERS = (
    Interpreter("手语翻译3号", "ready"),
    Interpreter("手语翻译1号", "live"),
    Interpreter("手语翻译2号", "resting"),
)
SIGN_IN_PAGE = replace(IDLE, staff_page="sign_in", clerk="", clerk_number="0215")
SIGNED_IN = replace(
    IDLE,
    staff_page="sign_in",
    clerk="0215",
    hall=replace(IDLE.hall, window="paused", interpreters=INTERPRETERS, interpreter_hours="9:00-17:00"),
    refused=("这个窗口还有人在办。", "Somebody is being served at this window."),
)
CAPTIONED = Line(
    "clerk",
    "请把旧证给我，新证二十个工作日办好",
    NOW - 20,
    words=(
        Said("请把"),
        Said("旧证", doubtful=True),
        Said("给我，新证二十个"),
        Said("工作日", doubtful=True),
        Said("办好"),
    ),
)
TALKING = replace(
    CONVERSING,
    clerk_talks=True,
    hall=replace(CONVERSING.hall, interpreters=INTERPRETERS),
    visit=replace(
        VISIT,
        lines=(replace(TALK[0], mended=True), CAPTIONED),
        request=Request(),
        caption="到时候我们会打电话",
        saying=Saying("converse.clerk_says", (("text", CAPTIONED.text),), NOW - 20),
    ),
)

DEVICES_PAGE = replace(FAULTY, staff_page="devices")
SETTINGS_PAGE = replace(IDLE, staff_page="settings")
TRAINING_PAGE = replace(IDLE, staff_page="training")
TEACH_PAGE = replace(IDLE, staff_page="teach", staff_text="居住证")
TEACH_ASKED = replace(
    IDLE, staff_page="teach", teaching=Teaching("居住证", "asked", kept=2, problem="another-sign", looks_like="身份证")
)

_POLICE, _INSURANCE = ("公安出入境区", "Police, travel papers"), ("社保医保区", "Social and health insurance")
_CIVIL, _HOUSING = ("民政残联区", "Civil affairs, disability"), ("住房不动产区", "Housing and property")
_ZONE_OF = {"1": _POLICE, "2": _POLICE, "4": _INSURANCE, "5": _INSURANCE, "7": _CIVIL, "8": _CIVIL, "9": _HOUSING}
WINDOWS = (
    *(OtherWindow(f"w{name}", name, (zone,)) for name, zone in _ZONE_OF.items()),
    OtherWindow("w16", "16", (_POLICE, _INSURANCE, _CIVIL, _HOUSING)),
)
MOVE_PAGE = replace(CONVERSING, staff_page="move", move_to="5", hall=replace(CONVERSING.hall, windows=WINDOWS))

ENGLISH = replace(CONVERSING, staff_language=Language.EN)
CONTRAST = replace(CONVERSING, staff_theme=Theme.HIGH_CONTRAST)
LARGE = replace(CONVERSING, staff_scale=150)


def staff_examples() -> dict[str, State]:
    """One state a screen or situation, by the name of its picture."""
    return {
        "staff_idle": IDLE,
        "staff_main": CONVERSING,
        "staff_typing": TYPING,
        "staff_confirming": CONFIRMING,
        "staff_help": HELP,
        "staff_help_elsewhere": HELP_ELSEWHERE,
        "staff_called": CALLED,
        "staff_refused": replace(CALLED, refused=_CALL_AGAIN),
        "staff_asking": ASKING,
        "staff_matter": MATTER,
        "staff_faulty": FAULTY,
        "staff_rating": RATING,
        "staff_remote": REMOTE,
        "staff_ringing": RINGING,
        "staff_call_lost": LOST,
        "staff_call_called": CALLED_IN_CALL,
        "staff_call_called.large": replace(CALLED_IN_CALL, staff_scale=150),
        "staff_in_training": TRAINING,
        "staff_move": MOVE_PAGE,
        "staff_move.large": replace(MOVE_PAGE, staff_scale=150, move_to="6"),
        "staff_devices": DEVICES_PAGE,
        "staff_settings": SETTINGS_PAGE,
        "staff_training": TRAINING_PAGE,
        "staff_sign_in": SIGN_IN_PAGE,
        "staff_signed_in": SIGNED_IN,
        "staff_talking": TALKING,
        "staff_teach": TEACH_PAGE,
        "staff_teach_asked": TEACH_ASKED,
        "staff_main.en": ENGLISH,
        "staff_main.high_contrast": CONTRAST,
        "staff_main.large": LARGE,
    }
