"""The interpreter: while calling, what to do meanwhile; in the call a large picture, the text, a red key to end."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import (
    Button,
    Caption,
    Choice,
    Column,
    Icon,
    Live,
    Node,
    Pill,
    Place,
    Ring,
    Row,
    Screenful,
    SignerStage,
    Spacer,
    Stack,
    Text,
)
from terminal.ui.visitor.frame import MARGIN, card, framed, halves
from terminal.ui.visitor.talk import conversation, spoken
from terminal.ui.visitor.words import said
from terminal.visit.events import ChangeRate, ChooseWay, HangUp, Way
from terminal.visit.state import State

_EXPECTED_S = 30.0
"""When offers come (decisions.md, Numbers): the ring fills until then."""


def view(state: State, look: Look) -> Screenful:
    """Calling, or connected."""
    call = state.visit.call
    if call is not None and call.state == "connected":
        return _connected(state, look)
    return _calling(state, look)


def _calling(state: State, look: Look) -> Screenful:
    call = state.visit.call
    words = said(state, look)
    stage = Stack(
        (SignerStage(fit="whole"), Place(Caption(words, look.say("remote.calling_note")), left=40, right=40, bottom=16))
    )
    waited = state.now - call.since if call else 0.0
    ring = Ring(min(1.0, waited / _EXPECTED_S), Icon("video", 76, "primary"), thick=20, width=180, height=180)
    place = call.place if call else 0
    wait = look.say("remote.minutes", n=call.wait_minutes) if call and call.wait_minutes else look.say("remote.soon")
    before = look.say("remote.queued", n=place) if place else look.say("remote.nobody_before")
    facts = Column((Text(before, "lead", "ink2", fit=True), Text(wait, "title", fit=True, lines=1)), gap=2, grow=1)
    box = card(Row((ring, facts), gap=44, height=230))
    typing = Choice(
        look.say("remote.type_first"),
        ChooseWay(way=Way.TYPE),
        "type",
        "" if look.elderly else look.say("remote.type_first_note"),
        "row",
        grow=1,
        height=204,
    )
    stop = Button(look.say("remote.stop_waiting"), HangUp(), "second", "back", height=136)
    touch = Column(
        (
            box,
            None if look.elderly and look.landscape else Text(look.say("remote.meanwhile"), "h3", fit=True),
            typing,
            Spacer(grow=1),
            stop,
        ),
        gap=24,
    )
    body = halves(look, stage, touch, tall=720 if not look.elderly else 560)
    return framed(state, look, "remote.calling", body, title=words, back=False)


def _connected(state: State, look: Look) -> Screenful:
    window = state.visit.ticket.window if state.visit.ticket and state.visit.ticket.window else state.window
    last = next((line for line in reversed(state.visit.lines) if line.who != "visitor"), None)
    caption = (
        Caption(
            spoken(last, look), who=look.say("converse.interpreter" if last.who == "interpreter" else "converse.clerk")
        )
        if last
        else None
    )
    own = Live("visitor", radius=28, width=264, height=300)
    watch = Stack(
        (
            Live("interpreter", radius=0 if not look.landscape else 56),
            Place(Pill(look.say("remote.online"), "video", "plain"), left=28, top=20),
            Place(own, right=28, bottom=28),
            Place(caption, left=28, right=320, bottom=28) if caption else None,
        )
    )
    keys = (
        Button(look.say("remote.slower"), ChangeRate(step=-1), "second", "slower", role="body", stacked=True, grow=1),
        Button(look.say("remote.hang_up"), HangUp(), "danger", "hangup", role="body", stacked=True, grow=1),
    )
    who = Row(
        (Icon("lock", 44, "ink2"), Text(look.say("remote.who_sees", window=window), "body", "ink2", fit=True)),
        gap=16,
        justify="center",
    )
    touch = Column(
        (
            None
            if look.elderly and look.landscape
            else conversation(state.visit.lines, look, shown=1 if look.elderly else 3),
            Row(keys, gap=20, align="stretch", height=154),
            who,
        ),
        gap=28,
    )
    if look.landscape:
        body: Node = halves(look, watch, touch, tall=0, share=1.6)
    else:
        body = Column(
            (
                replace(watch, height=860 if look.elderly else 1000),
                replace(touch, pad=(0, MARGIN, 24, MARGIN), grow=1.0),
            ),
            gap=28,
        )
    return framed(
        state,
        look,
        "remote.connected",
        body,
        title=look.say("remote.online"),
        back=False,
        spare=0 if look.landscape else 300,
    )
