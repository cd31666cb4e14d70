"""What every visitor screen shares: the top line, the steps, the body above the bar."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui import scene
from terminal.ui.look import Look
from terminal.ui.scene import (
    Box,
    Column,
    Dot,
    Either,
    Icon,
    Node,
    Place,
    Row,
    Rule,
    Screenful,
    Spacer,
    Stack,
    Text,
)
from terminal.ui.visitor.bar import bar, bar_height
from terminal.ui.visitor.earlier import band, called_earlier
from terminal.ui.visitor.sides import MARGIN, TOP, lifted, rises
from terminal.ui.visitor.words import said, weekday
from terminal.visit.events import (
    Back,
    CallPerson,
    Status,
    Way,
)
from terminal.visit.state import Phase, State
from terminal.visit.wants import wants

_STEPS_TOP = 108
_STEPS_HIGH = 72.0
_BELOW_STEPS = 16.0
_STRIP = 148.0
"""Height of that strip: two lines of the smallest of the large letters."""
_STEPS = ("steps.way", "steps.say", "steps.papers", "steps.number")


def framed(
    state: State,
    look: Look,
    name: str,
    body: Node,
    *,
    title: str,
    step: int | None = None,
    back: bool = True,
    ground: str = "paper",
    behind: Node | None = None,
    spare: float = 0.0,
) -> Screenful:
    """The body between top line and bar; ``behind`` reaches under the top line. ``step`` 0-3 marks where we are.

    A lowered page begins so much lower, unless it is `Risen`; ``spare`` is how much lower than on other screens the
    first target of the body lies.
    """
    low = bar_height(look)
    shown = None if look.large else step
    top = TOP if shown is None else body_top(look)
    drop = 0.0
    if not behind and not rises(body):
        drop = max(0.0, (look.line - top if look.landscape else look.drop) - spare)
    if look.landscape and not behind:
        body, drop = lifted(body, drop), 0.0
    if state.visit.help is not None and look.large and not look.landscape and not behind:
        below_strip = Column((replace(body, grow=1.0),), pad=(strip_room(look), 0, 0, 0))
        body = Either(below_strip, body)  # a page without room for it gives its uppermost edge
    parts: list[Node | None] = [
        Box(fill=ground),
        behind,
        Place(top_line(state, look), left=MARGIN, right=MARGIN, top=0, height=TOP),
        None if shown is None else _steps_line(look, shown),
        Place(body, left=0, right=0, top=top + drop, bottom=low),
        Place(bar(state, look, back=back), left=0, right=0, bottom=0, height=low),
    ]
    return Screenful(name, Stack(tuple(parts)), title, back=Back() if back else None, help=CallPerson())


def asking_step(state: State) -> int | None:
    """The step of a page on which something is told: one that could not be done has no number or time at its end."""
    return 1 if state.phase is Phase.ASKING else None


def strip_room(look: Look) -> float:
    """So much more than the top line the strip of who calls a person needs in large letters on a standing panel."""
    return 0.0 if look.landscape else look.large_room(_STRIP) - TOP


def top_line(state: State, look: Look) -> Node:
    """Hall, date, time, and whether camera and microphone are on: information only, no targets.

    Where letters leave room for one of them, what the devices do wins over the time, and that over the hall's name.
    """
    clock = look.clock
    size = 28.0 if not look.large else 40.0
    date = look.say(
        "top.date",
        month=clock.month,
        month_name=look.say(f"month.m{clock.month}"),
        day=clock.day,
        weekday=look.say(f"weekday.short{clock.weekday}") if look.english else weekday(look, clock.weekday),
    )
    role = "small"
    shown = devices(state)
    clerk = ("clerk", True) in shown  # the longest words
    roomy = 1 if size >= 40 else 2 if (look.english or clerk) and not look.landscape else 3
    crowded = look.large and len(shown) > 1 and not look.landscape
    earlier = called_earlier(state)
    if earlier is not None:
        return Row((band(earlier, look, crowded=len(shown) > 1), *pills(state, look)), gap=18)
    return Row(
        (
            Box(
                Row((Icon("sign", 42, "on_primary"),), justify="center"), fill="primary", radius=20, width=60, height=60
            ),
            Spacer(grow=1)
            if (crowded and (clerk or look.english)) or (look.outgrown and not look.landscape)
            else Text(look.pick(look.hall), role, bold=True, lines=1, fit=True, grow=1),
            Text(date, role, "ink", lines=1) if len(shown) < roomy else None,
            None if crowded else Text(f"{clock.hour:02d}:{clock.minute:02d}", role, bold=True, lines=1),
            *pills(state, look),
        ),
        gap=18,
    )


def pills(state: State, look: Look) -> tuple[Node, ...]:
    """What `devices` has, each in its words; what is lost is not said to be on."""
    return tuple(device_pill(look, key, on, lost=on and _lost(state, key)) for key, on in devices(state))


def _lost(state: State, key: str) -> bool:
    found = state.device(key)
    return found is not None and found.status in (Status.MISSING, Status.FAULT)


def devices(state: State) -> tuple[tuple[str, bool], ...]:
    """What is shown of camera and microphone, and whether it is on: as `wants` has it, so that no line says otherwise.

    Camera always, the microphone where the visitor speaks; in a call both, for they are transmitted; and whatever is
    on. ``clerk`` is the microphone where it listens to the clerk and not to the visitor.
    """
    visit, wanted = state.visit, wants(state)
    calling = state.phase is Phase.REMOTE and visit.call is not None and visit.call.on
    filming = state.phase is Phase.MESSAGE
    speaking = visit.way is Way.SPEAK and not filming
    heard = "clerk" if wanted.captions and not wanted.transmits else "microphone"
    camera = wanted.camera or calling or not (speaking or heard == "clerk")
    microphone = wanted.microphone or calling or speaking
    return ((("camera", wanted.camera),) if camera else ()) + (((heard, wanted.microphone),) if microphone else ())


_PILLS = {
    ("camera", True): "top.camera_on",
    ("camera", False): "top.camera_off",
    ("microphone", True): "top.microphone_on",
    ("microphone", False): "top.microphone_off",
    ("clerk", True): "top.clerk_heard",
}


def device_pill(look: Look, key: str, on: bool, *, lost: bool = False) -> Node:
    """``lost``: it should be on and is not there."""
    words = look.say(f"top.{key}_lost" if lost else _PILLS[key, on])
    on = on and not lost
    mark = Dot(16, "primary" if on else "ink2", hollow=not on)
    if look.large:
        above = 4 if not look.drop else 0
        row = Row((mark, Text(words, "small", lines=1)), gap=12)
        return Box(row, fill="surface", radius=999, pad=(above, 22, above, 18), shadow=1)
    return Box(
        Row((mark, Text(words, "small", lines=1)), gap=10), fill="surface", radius=999, pad=(7, 20, 7, 14), shadow=1
    )


def body_top(look: Look) -> float:
    """Where a page with its steps begins; in large letters it has none."""
    return TOP if look.large else _STEPS_TOP + look.room(_STEPS_HIGH) + _BELOW_STEPS


def _steps_line(look: Look, current: int) -> Node:
    tall = look.room(_STEPS_HIGH)
    return Place(steps(look, current), left=MARGIN, right=MARGIN, top=_STEPS_TOP, height=tall)


def steps(look: Look, current: int) -> Node:
    """Four bars with words; done and current filled, current bold."""
    columns = (
        Column((_step_bar(index, current), _step_words(look, index, current)), gap=8, grow=1)
        for index in range(len(_STEPS))
    )
    return Row(tuple(columns), gap=12, align="start")


def _step_bar(index: int, current: int) -> Box:
    return Box(fill="primary" if index <= current else "line", radius=5, height=10)


def _step_words(look: Look, index: int, current: int) -> Text:
    words = f"{index + 1} {look.say(_STEPS[index])}"
    now = index == current
    colour = "ink" if now else "ink2"
    return Text(words, "small", colour, bold=now, lines=1, fit=True, height=look.room(40))


def number_card(number: str) -> Box:
    """A number of the queue, as large as its place."""
    return slip(Column((Text(number, "number", "primary", "center", fit=True, lines=1),), justify="center"))


def slip(child: Node) -> Box:
    """The ground of a number, as of a printed slip."""
    return Box(
        child,
        fill="surface",
        line="outline",
        line_width=4,
        radius=40,
        pad=(20, 44, 20, 44),
        shadow=1,
        grow=1,
    )


def heading(title: str, note: str = "", *, role: str = "title") -> Column:
    """A question with one line below it."""
    return Column(
        (Text(title, role, fit=True), Text(note, "lead", "ink2", fit=True) if note else None), gap=10, justify="center"
    )


def card(*children: Node | None, gap: float = 0, pad: scene.Pad = (14, 36, 14, 36), fill: str = "surface") -> Box:
    """A white card of rows."""
    return Box(Column(children, gap=gap), fill=fill, radius=36, pad=pad, shadow=1, line="outline", line_width=4)


def news(look: Look, words: str) -> Box:
    """One thing to know, as large as the room allows."""
    text = Text(words, "h1" if not look.large else "h3", fit=True, grow=1)
    return replace(card(Row((Icon("info", 110, "primary"), text), gap=36, grow=1), pad=(24, 44, 24, 44)), grow=1.0)


def ruled(rows: tuple[Node, ...]) -> tuple[Node, ...]:
    """Rows with thin lines between them."""
    out: list[Node] = []
    for row in rows:
        out += [Rule(), row] if out else [row]
    return tuple(out)


def notice_band(state: State, look: Look) -> Node | None:
    """What the visitor should know before going on: the hall's answer, a missing choice, a lost connection."""
    key = state.visit.notice
    if not key or key.startswith("fault.") or key == "ask.offer_others":
        return None
    words = said(state, look) if key == "hall.refused" else look.say(key, digit=_last_digit(state))
    note = look.say("hall.away_note") if key == "hall.away" else ""
    icon = "warning" if key in {"hall.away", "hall.refused"} else "info"
    text = Column(
        (Text(words, "h3", "warn", fit=True), Text(note, "body", "warn", fit=True) if note else None), gap=4, grow=1
    )
    above = 18 if not look.outgrown else 6
    return Box(Row((Icon(icon, 56, "warn"), text), gap=22), fill="warn_bg", radius=28, pad=(above, 30, above, 26))


def _last_digit(state: State) -> str:
    """Of the number that this page asks for."""
    draft = state.visit.check_in if state.phase is Phase.CHECK_IN else None
    return (draft.digits if draft is not None else state.visit.booking.digits)[-1:]
