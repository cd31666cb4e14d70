"""The conversation: what was said, what the visitor is saying now, the clerk's entry.

Nothing scrolls: the newest lines that fit are shown, earlier ones are a page back.
"""

from __future__ import annotations

from content.signer import load_lexicon
from terminal.telling import known_words
from terminal.ui.look import Look
from terminal.ui.scene import Column, Entry, Icon, Local, Node, Pages, Row, Spacer, Text, Touch
from terminal.ui.staff import facts
from terminal.ui.staff.frame import MARGIN, Frame
from terminal.ui.staff.keys import WORD_KEYS, key_of, staff_intent
from terminal.ui.staff.lines import chips_node, line_height, line_node, word_of, words_of
from terminal.ui.staff.paging import MENDING, chips_height, first_shown, lines_within, pages_of, text_height
from terminal.ui.staff.sign_in_page import available
from terminal.ui.staff.widgets import bubble, card, command, heading, pill, press, quiet
from terminal.visit.events import ClerkSays, ClerkTypes, Event
from terminal.visit.state import Line, Request, State

_ENTRY = 84
_ENTRY_NARROW = 68
_COVERED = 24
_AROUND = 204
"""Units of height of the card that are not lines: padding, heading, entry, gaps."""
_PAGES_KEY = "staff.talk"
_DROP_WIDTH = 148
_WORD_WIDTH = {"zh": 160, "en": 200}
"""Width of a button with another word; a longer word is set smaller or cut."""


def talk(state: State, look: Look, tall: float) -> Node:
    """The card of the conversation, ``tall`` units high."""
    entry = composer(state, look, look.say("staff.talk.placeholder"))
    return card(look, Column((_spoken(state, look, tall - _around(look)), entry), gap=12), height=tall)


def _around(look: Look) -> float:
    return _AROUND + _COVERED if Frame.of(look).wide else _AROUND


def _spoken(state: State, look: Look, room: float) -> Node:
    """The newest lines, the words that are not sent yet under them; earlier lines a page back."""
    across = Frame.of(look).talk_width - 2 * MARGIN
    unsent = _unsent(state, look, across)
    taken = _request_height(state, look, across) + _caption_height(state, across)
    mending = _mending(state, look) if unsent is None else None
    taken += MENDING if mending is not None else 0
    pages = pages_of(state.visit.lines, room, taken, lambda line: line_height(look, line, across))
    newest = (unsent, mending, _caption(state, look))
    shown = tuple(
        (
            str(place),
            _page(
                state,
                look,
                place,
                len(pages),
                (*_drawn(state, look, lines, room, across), *(newest if not place else ())),
            ),
        )
        for place, lines in enumerate(pages)
    )
    return Pages(_PAGES_KEY, shown, "0", grow=1) if len(shown) > 1 else shown[0][1]


def _page(state: State, look: Look, place: int, count: int, nodes: tuple[Node | None, ...]) -> Node:
    """Heading with the ways to earlier and later lines, then the lines."""
    interpreter = look.say("staff.action.interpreter")
    head = heading(
        look.say("staff.talk.title"),
        look.say("staff.talk.hint") if _mended(state) and count == 1 and Frame.of(look).wide else "",
        _turn(look, "earlier", place + 1) if place + 1 < count else None,
        _turn(look, "later", place - 1) if place else None,
        quiet(available(state, look)) if Frame.of(look).wide else None,
        command(look, state, "interpreter", interpreter, icon="video"),
    )
    empty = quiet(look.say("staff.talk.nothing"), "body", lines=2) if not any(nodes) else None
    return Column((head, empty, *nodes, Spacer(grow=1)), gap=10, grow=1)


def _turn(look: Look, word: str, page: int) -> Touch:
    return press(look.say(f"staff.talk.{word}"), Local(key=_PAGES_KEY, value=str(page)), kind="quiet")


def _drawn(state: State, look: Look, lines: tuple[Line, ...], room: float, across: float) -> tuple[Node, ...]:
    """Several lines are whole, for they were counted; one alone may be longer than there is room for."""
    if len(lines) == 1:
        return (line_node(state, look, lines[0], across, lines_within(room)),)
    return tuple(line_node(state, look, line, across) for line in lines)


# --- what the visitor is saying right now ---------------------------------------------------------------------------


def _unsent(state: State, look: Look, across: float) -> Node | None:
    content = _request(look, state.visit.request, across)
    if content is None:
        return None
    name = Row((quiet(look.say("staff.talk.unsent")), pill("…", "plain")), gap=8)
    return Column((name, Row((bubble(content), Spacer(grow=1))), _mending(state, look)), gap=4)


def _caption(state: State, look: Look) -> Node | None:
    """What the clerk is saying right now, as the visitor reads it."""
    if not state.visit.caption:
        return None
    said = bubble(Text(state.visit.caption, "h2", bold=False, lines=2), mine=True)
    return Column((Row((Spacer(grow=1), quiet(look.say("staff.desk.caption")))), Row((Spacer(grow=1), said))), gap=2)


def _caption_height(state: State, across: float) -> float:
    return text_height(state.visit.caption, across) if state.visit.caption else 0


def _request(look: Look, request: Request, across: float) -> Node | None:
    if request.chips:
        first = first_shown(words_of(look, request.chips), across, _chip_rows(look))
        return chips_node(look, request.chips[first:], across)
    words = _text_so_far(request)
    return Text(words, "h2", bold=False, lines=2) if words else None


def _text_so_far(request: Request) -> str:
    return request.typed or request.partial or request.heard


def _request_height(state: State, look: Look, across: float) -> float:
    """About how high the words are that the visitor has not sent yet; 0 where there are none."""
    request = state.visit.request
    if request.chips:
        words = words_of(look, request.chips)
        return chips_height(words, across, _chip_rows(look)) + (MENDING if _mended(state) else 0)
    words_so_far = _text_so_far(request)
    return text_height(words_so_far, across) if words_so_far else 0


def _chip_rows(look: Look) -> int:
    """Rows that unsent words may take; of more words the newest are shown."""
    frame = Frame.of(look)
    return 3 if frame.wide else 1 if frame.narrow else 2


def _mended(state: State) -> bool:
    """Whether a doubtful word can be put right now."""
    return staff_intent(key_of("drop"), state) is not None


def _mending(state: State, look: Look) -> Node | None:
    """What the first doubtful word may be instead; the visitor sees the change."""
    chips = facts.mendable(state)
    place = facts.first_doubt(chips)
    if place is None or not _mended(state):
        return None
    chip = chips[place]
    ask = (
        look.say("staff.talk.instead", word=word_of(look, chip.gloss))
        if chip.gloss
        else look.say("staff.talk.instead_unseen")
    )
    count = WORD_KEYS if Frame.of(look).wide else 1
    others = tuple(
        command(look, state, "fix", word_of(look, word), nth=nth, kind="quiet", width=_WORD_WIDTH[look.words.language])
        for nth, word in enumerate(chip.alternatives[:count])
    )
    return Row(
        (
            quiet(ask),
            *others,
            command(look, state, "drop", look.say("staff.action.drop"), width=_DROP_WIDTH),
            Spacer(grow=1),
        ),
        gap=10,
    )


# --- what the clerk writes ------------------------------------------------------------------------------------------


def composer(state: State, look: Look, placeholder: str) -> Node:
    """The entry and 发给访客; Enter sends."""
    open_ = staff_intent(key_of("phrase"), state) is not None
    entry = Entry(
        "staff.text",
        state.staff_text,
        _typed,
        placeholder if open_ else look.say(facts.closed(state, "staff.talk.closed")),
        submit=ClerkSays(text=state.staff_text) if open_ else None,
        role="caption",
        height=_ENTRY_NARROW if Frame.of(look).narrow else _ENTRY,
        grow=1,
    )
    send = command(look, state, "send", look.say("staff.action.send"), kind="main", icon="send", tall=True)
    row = Row((entry, _speak(state, look) if Frame.of(look).wide else None, send), gap=14)
    return Column((row, _covered(state, look)), gap=4) if Frame.of(look).wide else row


def _speak(state: State, look: Look) -> Node:
    """我说话: what the clerk says becomes captions; where there is no room for the button the key does it."""
    label = look.say("staff.desk.talking" if state.clerk_talks else "staff.desk.talk")
    return command(look, state, "talk", label, kind="on" if state.clerk_talks else "second", icon="mic", tall=True)


def _covered(state: State, look: Look) -> Node:
    """Which words of the sentence the signer will perform for a visitor who signs; the rest is large text only."""
    text = state.staff_text.strip() if facts.signs(state) else ""
    if not text:
        return Spacer(height=_COVERED)
    words = dict.fromkeys(known_words(text, load_lexicon()))
    said = (
        look.say("staff.talk.covered", words=" · ".join(word_of(look, word) for word in words))
        if words
        else look.say("staff.talk.covered_none")
    )
    return Row((Icon("sign", 20, "ink2"), quiet(said, "small", grow=1)), gap=8, height=_COVERED)


def _typed(text: str) -> Event:
    return ClerkTypes(text=text)
