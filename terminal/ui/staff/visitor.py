"""Who is in front: how they communicate, what they want and how surely, what they agreed to, where they are."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Box, Column, Dot, Icon, Live, Node, Row, Spacer, Text, Touch, Wrap
from terminal.ui.staff import facts
from terminal.ui.staff.frame import Frame
from terminal.ui.staff.keys import key_of, staff_intent
from terminal.ui.staff.pad_card import evaluation
from terminal.ui.staff.widgets import card, command, key_cap, pill, quiet, tile
from terminal.visit.events import Language, Theme, Way
from terminal.visit.state import Phase, State
from terminal.visit.wants import wants

HEIGHT = 272
_MIDDLE = 304
_LOW = 222
SCREEN = "visitor-screen"
"""Name of the live source that shows the visitor's screen."""
MINIATURE = (128, 228)
"""Outer size of the small picture of the visitor's screen, as in the sketch."""


def visitor(state: State, look: Look) -> Node:
    """The card of the visitor, with a small live picture of the visitor's screen."""
    inner = _nobody(state, look) if state.phase in facts.NOBODY else _somebody(state, look)
    aside = evaluation(state, look) if Frame.of(look).narrow else _miniature(state, look)
    return card(look, Row((inner, aside), gap=20, align="stretch"), height=height(look))


def height(look: Look) -> float:
    """Height of the card: where there is no picture it is lower."""
    frame = Frame.of(look)
    return HEIGHT if frame.wide else _LOW if frame.narrow else _MIDDLE


def _nobody(state: State, look: Look) -> Node:
    return Column(
        (
            Row((tile("user"), Text(look.say("staff.visitor.nobody"), "title", lines=1)), gap=14),
            quiet(look.say("staff.visitor.nobody_note"), "body", lines=2),
            Spacer(grow=1),
            Row((command(look, state, "start", look.say("staff.action.start")), Spacer(grow=1))),
        ),
        gap=12,
        grow=1,
    )


def _somebody(state: State, look: Look) -> Node:
    way = facts.way_key(state)
    name = Text(look.say(f"staff.way.{way}"), "title", lines=1)
    return Column(
        (
            Row(
                (
                    tile(facts.way_icon(way)),
                    name,
                    quiet(" · ".join(_manner(state, look)), "body", grow=1),
                    _hold(state, look),
                ),
                gap=14,
            ),
            _matter(state, look),
            Wrap(_pills(state, look), gap=10),
            Spacer(grow=1),
            None if Frame.of(look).narrow else _steps(state, look),
        ),
        gap=8,
        grow=1,
    )


def _manner(state: State, look: Look) -> list[str]:
    """What else the visitor chose: language, contrast, and the way behind large and slow."""
    comfort, way = state.visit.comfort, state.visit.way
    manner = {Theme.HIGH_CONTRAST: "contrast", Theme.DARK: "dark"}.get(comfort.theme)
    parts = [look.say(f"staff.way.{way.value}")] if comfort.theme is Theme.ELDERLY and way else []
    parts += [look.say("staff.visitor.english")] if comfort.language is Language.EN else []
    return parts + ([look.say(f"staff.visitor.{manner}")] if manner else [])


def matter_name(state: State, look: Look) -> str:
    """The matter's official name, or that it is not known."""
    meaning = state.visit.meaning
    if meaning is None or not meaning.matter_id:
        return look.say("staff.visitor.matter_open")
    if look.matters is None or meaning.matter_id not in look.matters.by_id:
        return meaning.matter_id
    return look.pick(look.matters[meaning.matter_id].name)


def _matter(state: State, look: Look) -> Node:
    mark = _certainty(state, look) if Frame.of(look).wide else None
    return Row((Text(matter_name(state, look), "h2", lines=1, fit=True), mark, Spacer(grow=1)), gap=14)


def _certainty(state: State, look: Look) -> Node | None:
    """Whether the visitor has confirmed the matter; None while none is known."""
    if state.visit.meaning is None:
        return None
    if facts.confirmed(state):
        return pill(look.say("staff.visitor.matter_confirmed"))
    return pill(look.say("staff.visitor.matter_unsure"), "warn", "mark-maybe")


def _pills(state: State, look: Look) -> tuple[Node, ...]:
    mark = None if Frame.of(look).wide else _certainty(state, look)
    marks = (mark,) if mark else ()
    still = _stillness(state, look)
    booked = (pill(look.say("staff.visitor.talk_booked"), "info", "video"),) if state.visit.talk_booked else ()
    return (*marks, *booked, *_seen(state, look), *_consent(state, look), *((still,) if still else ()))


def _seen(state: State, look: Look) -> tuple[Node, ...]:
    """As `wants` has it; whom else the microphone hears is said in the header and on the page of the call."""
    visit, wanted = state.visit, wants(state)
    if visit.way is Way.SIGN and not wanted.camera:
        return (pill(look.say("staff.seen.sign_off"), "plain", "camera-off"),)
    if visit.way is Way.SIGN:
        good = visit.framing in _FRAMED
        return (pill(look.say("staff.seen.sign_good" if good else "staff.seen.sign_weak"), "ok" if good else "warn"),)
    if visit.way is Way.SPEAK and not (wanted.captions or wanted.transmits):
        on = wanted.microphone
        return (
            pill(
                look.say("staff.seen.hear_good" if on else "staff.seen.hear_off"),
                "ok" if on else "plain",
                "" if on else "mic-off",
            ),
        )
    return ()


_FRAMED = ("", "good")


def _consent(state: State, look: Look) -> tuple[Node, ...]:
    consent = state.visit.consent
    if consent.asked:
        return (pill(look.say("staff.consent.asked"), "info"),)
    given = [what for what in ("camera", "microphone", "transmit") if getattr(consent, what)]
    if not given:
        return (pill(look.say("staff.consent.none"), "plain", "lock"),)
    return tuple(pill(look.say(f"staff.consent.{what}"), "ok") for what in given)


def _stillness(state: State, look: Look) -> Node | None:
    if state.visit.warned is not None:
        return pill(look.say("staff.idle.warned"), "warn")
    still = state.now - state.visit.last_active
    if still < facts.QUIET_S:
        return pill(look.say("staff.idle.acting"), "plain") if Frame.of(look).wide else None
    return pill(look.say("staff.idle.quiet", time=facts.clock(still)), "warn")


def _hold(state: State, look: Look) -> Node:
    """The idle timer stands still while the clerk holds the visit open."""
    held, key = state.visit.held, key_of("hold")
    label = look.say("staff.action.held" if held else "staff.action.hold")
    ink = "on_tint" if held else "primary"
    box = Box(
        Row((Icon("clock", 22, ink), Text(label, "label", ink, lines=1), key_cap(look, key)), gap=7),
        fill="primary_tint" if held else "surface",
        line="primary",
        line_width=2,
        radius=14,
        pad=(0, 14, 0, 12),
        height=56,
    )
    return Touch(box, staff_intent(key, state), label)


def _steps(state: State, look: Look) -> Node:
    here = facts.STEP_OF.get(state.phase, 0)
    if Frame.of(look).wide:
        return Row(tuple(_step(look, name, place, here) for place, name in enumerate(facts.STEPS)), gap=8)
    marks = [Dot(14, "primary" if place < here else "line") for place in range(len(facts.STEPS))]
    return Row((*marks[:here], _step(look, facts.STEPS[here], here, here), *marks[here + 1 :]), gap=10)


def _step(look: Look, name: str, place: int, here: int) -> Node:
    ground, ink = (
        ("primary", "on_primary")
        if place == here
        else ("primary_tint", "on_tint")
        if place < here
        else ("sunken", "ink2")
    )
    text = Text(look.say(f"staff.step.{name}"), "label", ink, bold=place == here, lines=1)
    return Box(text, fill=ground, radius=999, pad=(6, 14, 6, 14))


def _miniature(state: State, look: Look) -> Node:
    """The visitor's screen now; nothing of it while the visitor rates (our decision)."""
    rating = state.phase is Phase.EVALUATING
    label = look.say("staff.visitor.rating_hidden" if rating else "staff.visitor.miniature")
    wide, tall = MINIATURE
    frame = Box(
        None if rating else Live(SCREEN, radius=8, fallback="desk", width=wide - 8, height=tall - 8),
        fill="sunken",
        line="ink",
        line_width=4,
        radius=14,
        pad=4,
        width=wide,
        height=tall,
    )
    words = Text(label, "label", "ink2", align="right", bold=False, width=110, lines=4)
    return Row((words if Frame.of(look).wide else None, frame), gap=12, align="start")
