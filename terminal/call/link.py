"""The main process's end of the call: wishes and effects become commands, the people's pictures come back.

It loads nothing of the media: the rings are memory that the worker writes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from content import phrases
from content.matters import Matters
from content.words import load_words
from terminal.call.wishes import Agree, CallParts, Dial, Fetch, HangUp, Invite, Record, Warm, Write
from terminal.call.worker import call
from terminal.runtime.frames import FrameRing
from terminal.runtime.supervisor import Recipe, Supervisor
from terminal.visit.effects import (
    AnswerHandOver,
    AnswerRecord,
    AskPhoneCode,
    Effect,
    FetchCall,
    SendCallText,
    TellInterpreter,
)
from terminal.visit.wants import CallWish

Picture = NDArray[np.uint8]
WORKER, DIAL, WARM = "call", "dial", "warm"
PEOPLE_SIZE = (1280, 720)
"""The largest picture of an interpreter that is shown as it came; larger ones are scaled down."""


class CallLink:
    """Follows the visit's wish for a call. `close` frees the rings."""

    def __init__(self, supervisor: Supervisor, camera: FrameRing, matters: Matters) -> None:
        self._supervisor, self._camera, self._matters = supervisor, camera, matters
        self._interpreter = FrameRing(width=PEOPLE_SIZE[0], height=PEOPLE_SIZE[1])
        self._second = FrameRing(width=PEOPLE_SIZE[0], height=PEOPLE_SIZE[1])
        self._wish: CallWish | None = None
        self._near = False

    def employ(self, parts: Callable[[CallLink], CallParts]) -> None:
        """Give the supervisor the recipe of the worker; it starts with the first call."""
        self._supervisor.add(Recipe(WORKER, call, (parts(self),), lazy=True))

    @property
    def rings(self) -> tuple[str, str]:
        """Names of the rings for the interpreter and a second one."""
        return self._interpreter.name, self._second.name

    @property
    def pictures(self) -> Mapping[str, Callable[[], Picture | None]]:
        """The people in a call as sources of the screens, by the name that the views use."""
        return {
            "interpreter": lambda: _newest(self._interpreter),
            "second": lambda: _half(self._second),
            "visitor": lambda: _half(self._camera),
        }

    def follow(self, wish: CallWish | None, near: bool = False) -> None:
        """There should be this call, or none; ``near`` says that one may be wanted in a moment."""
        self._warm(near or wish is not None)
        if wish == self._wish:
            return
        self._wish = wish
        if wish is not None:
            self._supervisor.tell(WORKER, dial(wish, self._matters), keep=DIAL)
        else:
            self._supervisor.withdraw(WORKER, DIAL, HangUp())

    def _warm(self, near: bool) -> None:
        """The process starts while the visitor reads what a call transmits: then the call itself starts at once."""
        if near and not self._near:
            self._supervisor.tell(WORKER, Warm(), keep=WARM)
        elif self._near and not near and self._wish is None:
            self._supervisor.withdraw(WORKER, WARM, HangUp())
        elif self._near and not near:
            self._supervisor.withdraw(WORKER, WARM, Warm())
        self._near = near

    def perform(self, effect: Effect) -> bool:
        """Do an effect of the call; False where it is none."""
        if isinstance(effect, SendCallText):
            text = phrases.load()[effect.phrase].text.zh if effect.phrase else effect.text
            line = Write(effect.who, effect.seq, text, effect.via, effect.final)
            self._supervisor.tell(WORKER, line)
        elif isinstance(effect, TellInterpreter):
            news = load_words("zh")(f"remote.note_{effect.news}", number=effect.number, window=effect.window)
            self._supervisor.tell(WORKER, Write("clerk", effect.seq, news, "phrase", final=True))
        elif isinstance(effect, AnswerHandOver):
            self._supervisor.tell(WORKER, Agree(effect.agreed))
        elif isinstance(effect, AnswerRecord):
            self._supervisor.tell(WORKER, Record(effect.who, effect.agree))
        elif isinstance(effect, FetchCall):
            self._supervisor.tell(WORKER, Fetch())
        elif isinstance(effect, AskPhoneCode):
            self._supervisor.tell(WORKER, Invite())
        else:
            return False
        return True

    def wipe(self) -> None:
        """No picture of anybody outlives the visit."""
        self._interpreter.wipe()
        self._second.wipe()

    def close(self) -> None:
        """Free the rings; the worker has ended before."""
        self._interpreter.close()
        self._second.close()


def dial(wish: CallWish, matters: Matters) -> Dial:
    """The wish as it is told to whoever interprets: papers by name, and that something was not understood."""
    briefing = wish.briefing
    matter = matters.by_id.get(briefing.matter_id)
    papers = matter.materials if matter else ()
    missing = tuple(papers[place].name.zh for place in briefing.missing if place < len(papers))
    words = load_words("zh")
    notes = (
        words("remote.note_booked") if briefing.appointment_id else "",
        words("remote.note_misses", n=briefing.misses) if briefing.misses else "",
    )
    return Dial(
        call_id=wish.call_id,
        matter_id=briefing.matter_id,
        understood=briefing.understood,
        papers_missing=missing,
        note="；".join(note for note in notes if note),
        camera=wish.camera,
        ticket_id=briefing.ticket_id,
        appointment_id=briefing.appointment_id,
    )


def _newest(ring: FrameRing) -> Picture | None:
    picture = ring.read()
    return None if picture is None else picture.rgb


def _half(ring: FrameRing) -> Picture | None:
    """Shown small: a quarter of the pixels will do."""
    picture = ring.read()
    return None if picture is None else picture.half()
