"""Two short films of the screens: `python -m terminal.demo.walks [OUT]`: a visitor's walk, and a clerk's practice.

Both run the real visit machine and the real views; the hall's answers are those of the training mode, and a ring shows
what is touched next. No camera, no microphone, no hall: the whole demonstration is `./wuai demo`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from content.matters import Matters, load
from content.signer import Lexicon, load_lexicon
from content.training import load as load_training
from content.words import load_words
from recognition.understanding import Channel, Request, understand
from terminal.avatar.stage import SignerStage
from terminal.demo.film import side_by_side
from terminal.telling import expression, glosses, said_by, sentence
from terminal.training import INSIDE, Practice
from terminal.ui.canvas import off_screen
from terminal.ui.examples import CLOCK, HALL
from terminal.ui.gallery import REACH
from terminal.ui.gallery import live as people
from terminal.ui.inputs import marked
from terminal.ui.layout import lay_out
from terminal.ui.live import Picture, Signed
from terminal.ui.look import Look, staff_look, visitor_look
from terminal.ui.placed import FocusRing, Item, Placed
from terminal.ui.staff import staff_intent, staff_view
from terminal.ui.text import letters
from terminal.ui.visitor import visitor_view
from terminal.ui.visitor.words import said
from terminal.visit.effects import Effect, Tell
from terminal.visit.effects import Understand as Ask
from terminal.visit.events import (
    ChooseWay,
    Confirm,
    Event,
    FramingChanged,
    GiveConsent,
    HandsDown,
    Leave,
    Level,
    LowerPage,
    QueueChanged,
    Rate,
    SignSeen,
    Start,
    Submit,
    Sureness,
    TakeNumber,
    Tick,
    TicketCalled,
    Understood,
    Way,
)
from terminal.visit.machine import step
from terminal.visit.state import State

FPS = 8
HEIGHT = 640
RING_S = 0.9
"""So long before a touch the ring shows where it will be."""
OUT = Path(__file__).resolve().parents[2] / "out" / "walks"

Moment = tuple[float, Event | str]
"""Seconds after the moment before; an event, or the name of a key of the clerk's."""


def _seen(gloss: str, *others: str) -> SignSeen:
    sure = Sureness.MAYBE if others else Sureness.SURE
    return SignSeen(gloss=gloss, confidence=0.6 if others else 0.93, sureness=sure, alternatives=others)


VISITOR: Sequence[Moment] = (
    (3.0, Start()),
    (2.5, LowerPage()),
    (2.5, LowerPage()),
    (1.5, ChooseWay(way=Way.SIGN)),
    (3.0, GiveConsent()),
    (0.5, FramingChanged(hint="good")),
    (2.5, _seen("身份证")),
    (1.5, _seen("丢")),
    (0.5, HandsDown()),
    (2.0, Submit()),
    (4.0, Confirm()),
    (6.0, TakeNumber()),
    (4.0, Confirm()),
    (3.0, TicketCalled(ticket_id="invented-1", number="T001", window="6", call_count=1)),
    (4.0, Confirm()),
    (2.0, "F1"),
    (4.0, "F2"),
    (4.0, _seen("谢谢")),
    (2.0, Submit()),
    (2.0, "Ctrl+E"),
    (3.0, Rate(level=Level.SATISFIED)),
    (4.0, Leave()),
    (5.0, Tick()),
)
CLERK: Sequence[Moment] = (
    (1.5, "Ctrl+T"),
    (2.0, "F10"),
    (3.0, "Ctrl+B"),
    (12.0, "F1"),
    (13.0, "Ctrl+8"),
    (2.0, "Alt+1"),
    (1.0, "Alt+2"),
    (2.0, "F6"),
    (9.0, "Alt+3"),
    (2.0, "Ctrl+E"),
    (12.0, "Ctrl+T"),
    (2.0, Tick()),
)


@dataclass
class Walk:
    """The machine, the invented hall and the signer, at a time that is told to them."""

    guide: Matters
    lexicon: Lexicon
    state: State = field(default_factory=lambda: State(window="6", now=100.0))
    now: float = 100.0

    def __post_init__(self) -> None:
        invented = load_training()
        self._practice = Practice(invented, len(self.guide[invented.matter].materials))
        self._stage = SignerStage(self.lexicon)
        self._signs: list[str] = []
        self.live = replace(people(), signer=lambda at: self._stage.frame(at).pose)

    def happens(self, event: Event) -> None:
        """One event, with all that follows from it at once."""
        self.state, effects = step(self.state, replace(event, at=self.now))
        for effect in effects:
            self._perform(effect)

    def passes(self, until: float) -> None:
        """Time goes on; the invented hall and visitor do what is theirs."""
        self.now = until
        self.happens(Tick())
        training = self.state if self.state.training else replace(self.state, training=True)
        for event in self._practice.due(training, self.now):
            if self.state.training or not isinstance(event, Rate):
                self.happens(event)

    def _perform(self, effect: Effect) -> None:
        if isinstance(effect, Tell):
            text = sentence(effect.key, effect.args, load_words("zh"), self.guide)
            signs = glosses(effect.key, effect.args, text, self.lexicon, self.guide)
            self._signs = [sign for sign in signs if sign in self.lexicon]
            self._stage.sign(self._signs, self.now, expression=expression(effect.key, self.lexicon))
            if self.state.training:
                self._practice.told(effect, self.now)
        elif isinstance(effect, Ask):
            self._understand(effect)
        elif not isinstance(effect, INSIDE):
            self._practice.asked(effect, self.state, self.now)

    def word(self, look: Look) -> Signed | None:
        """The word of the caption that is being signed."""
        sign = self._stage.at_sign(self.now)
        words = letters(said(self.state, look)) if sign is not None and self.state.visit.saying.key else ""
        places = said_by(self._signs, words, self.lexicon)
        place = places[sign] if sign is not None and sign < len(places) else None
        return Signed(words, place) if place else None

    def _understand(self, effect: Ask) -> None:
        meaning = understand(Request(glosses=effect.glosses, channel=Channel.SIGNED), self.guide)
        found = Understood(
            effect_id=effect.effect_id,
            matter_id=meaning.matter_id or "",
            aspect="apply",
            certainty=meaning.certainty.value,
        )
        self.happens(found)


def pictures(walk: Walk, coming: Event | None) -> tuple[Picture, Picture]:
    """Both screens now; the target of what comes next has a ring."""
    look = visitor_look(walk.state, hall=HALL, clock=CLOCK, matters=walk.guide, reach=REACH, interpreter=True)
    tree = visitor_view(walk.state, look)
    placed = lay_out(tree, look)
    items = [*marked(placed.items, walk.word(look)), *_ring(placed, coming)]
    scale = HEIGHT / look.height
    visitor = off_screen(items, look, walk.live, now=walk.now, scale=scale, ground=tree.ground)
    desk = staff_look(walk.state.staff_language, hall=HALL, clock=CLOCK, matters=walk.guide)
    staff_tree = staff_view(walk.state, desk)
    staff_live = replace(walk.live, pictures={"visitor-screen": lambda: visitor})
    staff_placed = lay_out(staff_tree, desk)
    staff_items = [*staff_placed.items, *_ring(staff_placed, coming)]
    staff = off_screen(staff_items, desk, staff_live, now=walk.now, scale=HEIGHT / 1080, ground=staff_tree.ground)
    return visitor, staff


def _ring(placed: Placed, coming: Event | None) -> list[Item]:
    found = next((t for t in placed.targets if coming is not None and t.intent == coming), None)
    return [Item(FocusRing(found.radius), found.rect)] if found else []


def film(path: Path, story: Sequence[Moment], walk: Walk, compose: Callable[[Picture, Picture], Picture]) -> int:
    """Play the story and write its film; returns the size in bytes."""
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        stream = None
        for picture in _played(story, walk, compose):
            if stream is None:
                stream = container.add_stream("libx264", rate=FPS, options={"preset": "slow", "crf": "30"})
                stream.height, stream.width = picture.shape[:2]
                stream.pix_fmt = "yuv420p"
                stream.time_base = Fraction(1, FPS)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        if stream is not None:
            container.mux(stream.encode())
    return path.stat().st_size


def _played(story: Sequence[Moment], walk: Walk, compose: Callable[[Picture, Picture], Picture]) -> Iterator[Picture]:
    for coming in played(story, walk):
        yield compose(*pictures(walk, coming))


def played(story: Sequence[Moment], walk: Walk) -> Iterator[Event | None]:
    """Play the story, picture by picture; gives what is touched next where it is near."""
    for wait_s, moment in story:
        at = walk.now + wait_s
        while walk.now + 1 / FPS < at:
            walk.passes(walk.now + 1 / FPS)
            yield _event(moment, walk.state) if at - walk.now < RING_S else None
        walk.passes(at)
        event = _event(moment, walk.state)
        if event is None:
            raise RuntimeError(f"{moment} means nothing in {walk.state.phase.value}")
        walk.happens(event)


def _event(moment: Event | str, state: State) -> Event | None:
    return staff_intent(moment, state) if isinstance(moment, str) else moment


def visitor_first(visitor: Picture, staff: Picture) -> Picture:
    """The visitor's screen large, the clerk's small beside it."""
    return side_by_side(visitor, _small(staff, 0.5), HEIGHT)


def clerk_first(visitor: Picture, staff: Picture) -> Picture:
    """Both at one height: the clerk's is the wide one."""
    return side_by_side(visitor, staff, HEIGHT)


def _small(picture: Picture, share: float) -> NDArray[np.uint8]:
    """The picture at a share of its size, on ground of its old height."""
    height, width = picture.shape[:2]
    small = cv2.resize(picture, (round(width * share), round(height * share)), interpolation=cv2.INTER_AREA)
    ground = np.full((height, small.shape[1], 3), 34, np.uint8)
    top = (height - small.shape[0]) // 2
    ground[top : top + small.shape[0]] = small
    return ground


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Make both films.")
    parser.add_argument("out", type=Path, nargs="?", default=OUT)
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    guide, lexicon = load(), load_lexicon()
    waiting = QueueChanged(tickets=(("q1", "A018", "queued", "居住证申领", "speak", 6, False),))
    for name, story, compose in (("visitor", VISITOR, visitor_first), ("clerk", CLERK, clerk_first)):
        walk = Walk(guide, lexicon)
        walk.happens(waiting)
        size = film(out / f"{name}.mp4", story, walk, compose)
        print(f"{out / name}.mp4: {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
