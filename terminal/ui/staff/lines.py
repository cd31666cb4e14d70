"""One line of the conversation: who, how, what with its doubts marked, when."""

from __future__ import annotations

from content import phrases
from content.signer import load_lexicon
from terminal.telling import known_words
from terminal.ui.glosses import in_words
from terminal.ui.look import Look
from terminal.ui.said import words_said
from terminal.ui.scene import Column, Node, Row, Spacer, Text, Wrap
from terminal.ui.staff import facts
from terminal.ui.staff.paging import MOST_LINES, chip_lines, chips_height, text_height, wrap_width
from terminal.ui.staff.widgets import bubble, mini_chip, quiet
from terminal.visit.events import Way
from terminal.visit.state import Chip, Line, State


def line_node(state: State, look: Look, line: Line, across: float, most: int = MOST_LINES) -> Node:
    """The visitor's words at the left, the clerk's at the right, ``across`` wide; at most ``most`` lines of text."""
    mine = line.who == "clerk"
    who = quiet(_who(state, look, line))
    said = bubble(_content(look, line, across, most), mine=mine)
    when = quiet(_when(state, look, line), "small")
    row = (Spacer(grow=1), when, said) if mine else (said, when)
    name = Row((Spacer(grow=1), who)) if mine else who
    return Column((name, Row(row, gap=12, align="end")), gap=2)


def chips_node(look: Look, chips: tuple[Chip, ...], across: float) -> Wrap:
    """Words as they were seen, each with how surely."""
    words = words_of(look, chips)
    width = wrap_width(across) if chip_lines(words, across) > 1 else None
    drawn = (mini_chip(word, chip.sureness) for word, chip in zip(words, chips, strict=True))
    return Wrap(tuple(drawn), gap=8, width=width)


def word_of(look: Look, gloss: str) -> str:
    """A sign in the clerk's language, by its first meaning; 没看清 for one that was not seen clearly."""
    if not gloss:
        return look.say("staff.talk.not_seen")
    return in_words(look, gloss)


def words_of(look: Look, chips: tuple[Chip, ...]) -> tuple[str, ...]:
    """The words of an utterance as the clerk reads them."""
    return tuple(word_of(look, chip.gloss) for chip in chips)


def line_height(look: Look, line: Line, across: float) -> float:
    """About how high this line will be, ``across`` units wide."""
    return chips_height(words_of(look, line.chips), across) if line.chips else text_height(text_of(look, line), across)


def signed(line: Line) -> bool:
    """Whether the signer performs this line, or some words of it. Not cached: it may be about the visitor."""
    if line.phrase in phrases.load():
        return bool(phrases.load()[line.phrase].glosses)
    return bool(known_words(line.text, load_lexicon()))


def text_of(look: Look, line: Line) -> str:
    """What was said; a phrase in the clerk's language."""
    return look.pick(phrases.load()[line.phrase].text) if line.phrase in phrases.load() else words_said(line)


def _content(look: Look, line: Line, across: float, most: int) -> Node:
    if line.chips:
        return chips_node(look, line.chips, across)
    return Text(text_of(look, line), "h2", bold=False, lines=most)


def _who(state: State, look: Look, line: Line) -> str:
    if line.who == "clerk":
        return look.say("staff.talk.clerk_by_sign" if facts.signs(state) and signed(line) else "staff.talk.clerk_by")
    if line.who != "visitor":
        return look.say(f"staff.talk.{line.who}")
    way = Way.SIGN if line.chips else state.visit.way
    manner = look.say(f"staff.way.{way.value if way else 'none'}")
    return look.say("staff.talk.by", who=look.say("staff.talk.visitor"), way=manner)


def _when(state: State, look: Look, line: Line) -> str:
    minutes = int((state.now - line.at) // 60)
    if line.mended:
        return look.say("staff.desk.mended")
    return look.say("staff.talk.now") if minutes < 1 else look.say("staff.talk.minutes_ago", n=minutes)
