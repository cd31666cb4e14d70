"""Who is being served, and the four things to do about it, always in the same place."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Box, Column, Node, Row, Spacer, Text
from terminal.ui.staff import facts
from terminal.ui.staff.frame import Frame
from terminal.ui.staff.widgets import card, command, quiet
from terminal.visit.counter import called_here
from terminal.visit.state import Phase, ShownNumber, State

HEIGHT = 274
"""Height of the card."""


def serving(state: State, look: Look) -> Node:
    """The card of the number in front (our design)."""
    title, number, span = _now(state, look)
    aside = quiet(_aside(state, look))
    refused = state.refused[1 if look.english else 0]
    head = _refused(refused) if refused else Row((quiet(title, grow=1), aside))
    role = "h2" if refused else "display" if number[-1:].isdigit() else "title"
    return card(
        look,
        Column(
            (
                head,
                Row(
                    (
                        Text(number, role, "primary", lines=1, fit=True),
                        Spacer(grow=1),
                        Text(span, "title" if not refused else "h2", lines=1),
                    ),
                    height=64 if not refused else 34,
                ),
                _buttons(state, look),
            ),
            gap=8,
        ),
        height=HEIGHT,
    )


def _refused(words: str) -> Node:
    """Why the hall did not do what the clerk asked, until the next step."""
    text = Text(words, "h2", "error", lines=2, fit=True)  # as large as its length allows
    return Box(Column((text,), justify="center"), fill="error_bg", radius=8, height=54, pad=(0, 8, 0, 8))


def _aside(state: State, look: Look) -> str:
    """How many were served today; how many wait, where the queue itself has no room."""
    if Frame.of(look).narrow:
        return look.say("staff.queue.title", n=len(facts.waiting(state)))
    return look.say("staff.served", n=state.served_today)


def _now(state: State, look: Look) -> tuple[str, str, str]:
    """Title, number and time of the one in front, or of the number called last."""
    if state.staff_calling:
        return look.say("staff.serving.title"), look.say("staff.serving.calling"), ""
    if facts.served(state) or state.phase is Phase.CALLED:
        return _in_front(state, look)
    called = called_elsewhere(state)
    if called is not None:
        return look.say("staff.serving.called"), called.number, facts.clock(state.now - called.called)
    if state.phase not in facts.NOBODY:
        number = state.visit.ticket.number if state.visit.ticket else look.say("staff.serving.no_number")
        return look.say("staff.serving.at_screen"), number, ""
    return look.say("staff.serving.title"), look.say("staff.serving.nobody"), ""


def _in_front(state: State, look: Look) -> tuple[str, str, str]:
    ticket = state.visit.ticket
    title = "staff.serving.called" if state.phase is Phase.CALLED else "staff.serving.title"
    number = ticket.number if ticket else look.say("staff.serving.no_number")
    return look.say(title), number, facts.clock(state.now - state.since)


def called_elsewhere(state: State) -> ShownNumber | None:
    """The number called last to this window, while nobody stands there yet."""
    return next((n for n in reversed(state.numbers) if n.called and not n.missed and n.window == state.window), None)


def _buttons(state: State, look: Look) -> Node:
    """Again, begin, finish, next; with nobody in front but a number called, finish gives way to 过号; while somebody
    is served, again gives way to 暂放 and begin to 转窗口."""
    serving_now = facts.served(state)
    missing = not serving_now and called_here(state) != ""
    first, beside = ("park", "move") if serving_now else ("recall", "begin")
    third = "miss" if missing else "finish"
    following = look.say("staff.action.next" if serving_now else "staff.action.call_next")
    main, second = ("main", "second") if state.phase is not Phase.CALLED else ("second", "main")
    return Column(
        (
            Row(
                (
                    command(look, state, first, look.say(f"staff.action.{first}"), grow=1),
                    command(look, state, beside, look.say(f"staff.action.{beside}"), kind=second, grow=1),
                ),
                gap=10,
            ),
            Row(
                (
                    command(look, state, third, look.say(f"staff.action.{third}"), tall=True),
                    command(look, state, "next", following, kind=main, grow=1, tall=True),
                ),
                gap=10,
            ),
        ),
        gap=10,
    )
