"""Signing: the question, the mirror, the words seen and how surely, and what else the first doubtful one may be.

On a panel that lies the mirror is as high as the page, with the words at its right; words that find no room there stand
in a row below it. So do large ones, and the question stands above the answers. Where even that finds no room, the
question stands above signer and mirror.
"""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.glosses import in_words
from terminal.ui.look import Look
from terminal.ui.scene import (
    Box,
    Button,
    Caption,
    Chip,
    Column,
    Either,
    Mirror,
    Node,
    Place,
    Row,
    Screenful,
    SignerStage,
    Spacer,
    Stack,
    Text,
    Touch,
    Wrap,
)
from terminal.ui.visitor.frame import asking_step, framed
from terminal.ui.visitor.offers import offers
from terminal.ui.visitor.sides import SIGNED, SIGNED_WIDE, halves, lying
from terminal.ui.visitor.words import said
from terminal.visit.events import FixChip, SignAgain, Submit, Sureness
from terminal.visit.state import Chip as Seen
from terminal.visit.state import Phase, State

_FRAMING = {"good": "good", "": "lost", "nothing-seen": "lost"}
_BOTH = 696.0
"""Height of signer and mirror side by side with the question above them."""
_SHOWN_ALTERNATIVES = 3
_ANSWERS, _LONGER = 452.0, 572.0
"""Width of the answers at the right of a panel that lies; where words are longer, the mirror gives some of its own."""
_FLAT = 92.0
"""Height of the place of the words in large letters on a panel that lies: the mirror needs the height."""
_BESIDE = 18
"""Letters of English answers that stand beside their question."""
_ELDERLY_CHIPS, _LYING_CHIPS = 4, 3
"""Of many words the elderly screen shows the last ones; the read-back repeats them all."""


def view(state: State, look: Look) -> Screenful:
    """Look above (signer, mirror), touch below (words, again, that is right)."""
    words = said(state, look)
    if look.landscape:
        body: Node = _lying(state, look, words)
    elif look.large:
        body = halves(look, _beside(state, look, words), Column(_chips_and_keys(state, look), gap=20), tall=_BOTH)
    else:
        body = halves(look, Column((_question(look, words, state),)), _below(state, look), tall=SIGNED)
    return framed(state, look, "asking.sign", body, title=words, step=asking_step(state))


def _question(look: Look, words: str, state: State) -> Node:
    note = look.say("ask.sign_note") if state.visit.saying.key == "ask.sign" else ""
    caption = Caption(words, note)
    stage = SignerStage(across=0.22)
    return Stack((stage, Place(Column((caption,), justify="center"), right=48, top=24, bottom=24, width=500)), grow=1)


def _lying(state: State, look: Look, words: str) -> Node:
    """Signer, mirror and words side by side; where that is too high, the words stand below the mirror."""
    below = Column((mirror(state, look, grow=1), words_row(state, look)), gap=16, grow=1)
    both = Row((SignerStage(width=SIGNED_WIDE * look.larger), below), gap=24, align="stretch", grow=1)
    above = _sides(Column((Text(words, "h2", fit=True, lines=1), both), gap=16, grow=1), state, look)
    if look.large:
        return Either(_sides(both, state, look, Text(words, "h2", fit=True)), above)
    caption = Caption(words, role="h3" if look.english else "h2")
    signer = Column((SignerStage(grow=1), caption), gap=16, width=480 * look.larger)
    beside = Row((signer, mirror(state, look, grow=1)), gap=28, align="stretch", grow=1)
    usual, wide = (_sides(beside, state, look, words_row(state, look), short=width) for width in (_ANSWERS, _LONGER))
    row_below = _sides(replace(beside, children=(signer, below)), state, look)
    return Either(usual, Either(wide, Either(row_below, above)))


def _sides(watch: Node, state: State, look: Look, first: Node | None = None, *, short: float = 0.0) -> Node:
    """What is looked at, and at its right the answers; ``short``: how wide these are with both keys in a row."""
    keys: tuple[Node, ...] = _actions(state, look)
    if short:
        keys = (Row(tuple(replace(key, icon="", grow=1.0, height=112.0) for key in _actions(state, look)), gap=16),)
    wide = (short or _ANSWERS) * look.larger
    answers = Column((first, doubt(state, look), Spacer(grow=1), *keys), gap=20, width=wide)
    return lying((watch, answers), gap=28, pad=(0, 56, 20, 56))


def _beside(state: State, look: Look, words: str) -> Column:
    """In large letters there is no room for signer and mirror one above the other: they stand side by side."""
    both = Row((SignerStage(grow=1), mirror(state, look, grow=1.2)), gap=24, align="stretch", grow=1)
    return Column((Text(words, "h2", fit=True, lines=1), both), gap=16)


def _below(state: State, look: Look) -> Column:
    return Column((mirror(state, look, grow=1), *_chips_and_keys(state, look)), gap=20)


def _chips_and_keys(state: State, look: Look) -> tuple[Node | None, ...]:
    return words_row(state, look), doubt(state, look), Spacer(grow=0.01), Row(_actions(state, look), gap=20)


def mirror(state: State, look: Look, **size: float) -> Node:
    """The camera as a mirror with one hint at a time."""
    hint = state.visit.framing
    lost = look.say(f"framing.{hint}") if f"framing.{hint}" in look.words else look.say("framing.no-picture")
    note = "" if look.large or size.get("width") else look.say("ask.privacy")
    return Mirror(_FRAMING.get(hint, "wait"), lost, note, guide=not size.get("width"), **size)


def words_row(state: State, look: Look) -> Node:
    """The chips in signing order; a touch on one takes it away or changes it."""
    chips = state.visit.request.chips
    narrow = look.large and state.phase is not Phase.ASKING
    lying = look.large and look.landscape
    answering = look.landscape and state.phase is Phase.CONVERSING  # at the window there is less room
    head = (
        None
        if lying or answering or look.outgrown
        else Row(
            (
                Text(look.say("ask.seen"), "h3", lines=1),
                None if narrow else Text(look.say("ask.seen_note"), "body", "ink2", lines=1, fit=True, grow=1),
            ),
            gap=18,
        )
    )
    if not chips:
        empty = Box(
            Row((Text(look.say("ask.seen_none"), "body", "ink2", "center"),), justify="center"),
            fill="",
            line="line",
            line_width=4,
            dash="dotted",
            radius=24,
            height=104 if not lying else _FLAT,
        )
        return Column((head, empty), gap=14)
    small = "flat" if lying else "small" if len(chips) > (2 if look.large else 4) or look.landscape else "normal"
    few = _LYING_CHIPS if lying or look.english else _ELDERLY_CHIPS
    most = few if look.elderly else len(chips)
    first = max(0, len(chips) - most)
    made = tuple(_word(index, chips[index], small, look, narrow) for index in range(first, len(chips)))
    return Column((head, Wrap(made, 16 if not lying else 12)), gap=14)


def _word(index: int, chip: Seen, size: str, look: Look, narrow: bool) -> Node:
    sureness = chip.sureness if chip.gloss else Sureness.UNCLEAR
    word = chip.gloss if narrow else in_words(look, chip.gloss)  # beside the mirror a long meaning would be cut
    return Chip(word or look.say("ask.unclear"), sureness, FixChip(chip=index), size)


def doubt(state: State, look: Look) -> Node | None:
    """The row that opens by itself for the first word that is not sure; or other ways after two misses."""
    for index, chip in enumerate(state.visit.request.chips):
        if chip.sureness is Sureness.MAYBE and chip.gloss:
            return _is_it(index, chip, look)
        if not chip.gloss and chip.alternatives:
            none = (look.say("ask.neither"), FixChip(chip=index))
            most = _shown(look) - (look.elderly and look.english and look.landscape)  # the last key needs its row
            return _question_of(look.say("ask.which"), (*_others(index, chip, look)[:most], none), look)
    return offers(state, look) if state.visit.notice == "ask.offer_others" else None


def _is_it(index: int, chip: Seen, look: Look) -> Node:
    """是“换”吗？ with the word itself first: who means it says so, and the question goes on to the next doubt."""
    word = in_words(look, chip.gloss)
    same = (word, FixChip(chip=index, kept=True))
    return _question_of(look.say("ask.is_it", word=word), (same, *_others(index, chip, look)[: _shown(look) - 1]), look)


def _others(index: int, chip: Seen, look: Look) -> tuple[tuple[str, FixChip], ...]:
    """What else the word may be, with what a touch means; one that may be nothing else can be taken away."""
    found = enumerate(chip.alternatives[: _shown(look)])
    others = tuple((in_words(look, word), FixChip(chip=index, alternative=place)) for place, word in found)
    return others or ((look.say("ask.drop"), FixChip(chip=index)),)


def _shown(look: Look) -> int:
    return _SHOWN_ALTERNATIVES - (look.elderly and look.english)  # long words in large letters


def _question_of(asked: str, answers: tuple[tuple[str, FixChip], ...], look: Look) -> Node:
    question = Text(asked, "lead", "maybe", bold=True, fit=True, lines=2, grow=1)
    keys = tuple(_alternative(word, intent, look) for word, intent in answers)
    below = look.landscape or look.large or (look.english and sum(len(word) for word, _ in answers) > _BESIDE)
    if look.outgrown:  # what does not fit below the question goes on a further page
        return Column((Box(question, fill="maybe_bg", radius=28, pad=(6, 20, 6, 20)), Wrap(keys, 12)), gap=14)
    inner: Node = Column((question, Wrap(keys, 12)), gap=10) if below else Row((question, *keys), gap=16)
    return Box(inner, fill="maybe_bg", radius=28, pad=(18, 20, 18, 30))


def _alternative(word: str, intent: FixChip, look: Look) -> Node:
    face = Box(
        Row((Text(word, "h3", lines=1),), justify="center"),
        fill="surface",
        line="border",
        line_width=4,
        radius=24,
        pad=(0, 32, 0, 32),
        height=max(88.0, look.tokens.min_target),
    )
    return Touch(face, intent, word)


def _actions(state: State, look: Look) -> tuple[Button, Button]:
    """Again, and: that is right, once anything was seen; one above the other on a lying panel, else side by side."""
    seen = bool(state.visit.request.chips)
    again = Button(look.say("ask.again"), SignAgain(), "second", "again", height=136)
    done = Button(look.say("ask.done"), Submit(), "main", "yes", height=136, enabled=seen)
    if look.landscape:
        return again, done
    return replace(again, width=max(400.0, look.large_room(400.0))), replace(done, grow=1.0)
