"""The line on top of every page: which window, what is going on, what is broken, the pages, the time.

While a visitor calls a person, here or at another terminal of the hall, the line is amber and says so: silent light
and text.
"""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Box, Icon, Node, Row, Spacer, Text, Touch
from terminal.ui.staff import facts
from terminal.ui.staff.device_words import device_name
from terminal.ui.staff.frame import HEADER, Frame
from terminal.ui.staff.keys import PAGES, key_of, staff_intent
from terminal.ui.staff.widgets import command, key_cap, pill
from terminal.visit.helping import calling
from terminal.visit.state import Phase, State
from terminal.visit.wants import wants

_CALM = (Phase.IDLE, Phase.LEAVING)


def header(state: State, look: Look) -> Node:
    """The line for this state; amber while help is called."""
    called = facts.help_called(state)
    parts = (
        *_who(state, look, "on_help" if called else "ink"),
        *(_help(state, look) if called else _states(state, look)),
        Spacer(grow=1),
        None if called else _pages(state, look),
        command(look, state, "answer", look.say("staff.help.answer"), kind="person", icon="person") if called else None,
        Text(
            f"{look.clock.hour:02}:{look.clock.minute:02}",
            "caption",
            "on_help" if called else "ink",
            bold=True,
            lines=1,
        ),
    )
    return Box(Row(parts, gap=14), fill="help" if called else "surface", pad=(0, 24, 0, 24), shadow=1, height=HEADER)


def window_name(state: State, look: Look) -> str:
    """6 号窗口, or the guide's desk."""
    return look.say("staff.window", window=state.window) if state.window else look.say("staff.guide")


def _who(state: State, look: Look, ink: str) -> tuple[Node | None, ...]:
    mark = Row((Icon("sign", 30, "on_primary"),), justify="center")
    words = look.say("staff.clerk", clerk=state.clerk) if state.clerk else look.say("staff.desk.not_in")
    clerk = None if Frame.of(look).narrow else Text(words, "label", ink, bold=False, lines=1)
    return (
        Box(mark, fill="primary", radius=14, width=44, height=44),
        Text(window_name(state, look), "choice", ink, bold=True, lines=1, fit=True),
        clerk,
    )


def _states(state: State, look: Look) -> tuple[Node | None, ...]:
    phase = pill(_doing(state, look), "plain" if state.phase in _CALM else "ok")
    mark = "staff.training_mark" if Frame.of(look).wide else "staff.training_short"
    training = pill(look.say(mark), "warn") if state.training else None
    answered = state.visit.help is not None and state.visit.help.state == "answered"
    coming = pill(look.say("staff.help.answered"), "info", "person") if answered else None
    paused = pill(look.say("staff.desk.paused"), "warn") if state.hall.window == "paused" else None
    talking = pill(look.say("staff.desk.clerk_heard"), "info", "mic") if wants(state).captions else None
    return (phase, paused, talking, training, coming, _worst(state, look))


def _doing(state: State, look: Look) -> str:
    call = state.visit.call
    ringing = state.phase is Phase.REMOTE and call is not None and call.waiting
    return look.say("staff.phase.ringing" if ringing else f"staff.phase.{state.phase.value}")


def _worst(state: State, look: Look) -> Node | None:
    """The worst device, on every page (our design)."""
    broken = facts.troubles(state)
    if not broken:
        return None
    name, status = device_name(look, broken[0].name), look.say(f"staff.state.{facts.status_word(broken[0])}")
    more = f" +{len(broken) - 1}" if len(broken) > 1 else ""
    return pill(look.say("staff.devices.trouble", name=name, state=status) + more, "error")


def _help(state: State, look: Look) -> tuple[Node | None, ...]:
    if calling(state) and state.visit.help is not None:
        words, since = look.say("staff.help.called"), state.visit.help.since
        where = f"{look.say(f'staff.way.{facts.way_key(state)}')} · {look.say(f'staff.phase.{state.phase.value}')}"
    else:
        first = state.hall.help_elsewhere[0]
        more = len(state.hall.help_elsewhere) - 1
        words, since = look.say("staff.help.elsewhere", place=first.place), first.since
        where = look.say(f"staff.way.{first.way}") + (look.say("staff.help.more", n=more) if more else "")
    return (
        Icon("person", 40, "on_help"),
        Text(words, "title", "on_help", bold=True, lines=1),
        Text(where, "body", "on_help", lines=1),
        Text(look.say("staff.help.since", time=facts.clock(state.now - since)), "body", "on_help", bold=True, lines=1),
        _worst(state, look),
    )


def _pages(state: State, look: Look) -> Node:
    here = state.staff_page if state.staff_page in PAGES else PAGES[0]
    return Row(tuple(_tab(state, look, page, page == here) for page in PAGES), gap=8)


def _tab(state: State, look: Look, page: str, here: bool) -> Touch:
    key = key_of("page", PAGES.index(page))
    label = look.say(f"staff.page.{page}")
    words = Text(label, "label", "on_tint" if here else "ink2", bold=here, lines=1)
    box = Box(
        Row((words, key_cap(look, key) if Frame.of(look).wide else None), gap=7, justify="center"),
        fill="primary_tint" if here else "surface",
        line="primary" if here else "",
        line_width=2,
        radius=14,
        pad=(0, 12, 0, 12),
        height=56,
    )
    return Touch(box, staff_intent(key, state), label)


__all__ = ["header", "window_name"]
