"""The terminal composed: the only place where ports, machine and views meet.

One iteration (`Terminal.tick`): input becomes intents; whatever workers and links reported becomes events; the machine
steps; its effects go to the ports; devices follow what the state wants; both screens draw the state. Nothing in it
may wait, and what fails in it fails alone (`runtime.guard`).
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

import pygame

from content.matters import Matters
from content.signer import Lexicon
from content.training import load as load_training
from recognition.understanding import Channel, Request, understand
from terminal.call.link import CallLink
from terminal.checking import check
from terminal.intents import of_gesture, of_meaning, of_speech
from terminal.links.hall import HallLink
from terminal.links.pad import PadLink
from terminal.looks import Looks
from terminal.message.link import MessageLink
from terminal.pane import Pane
from terminal.runtime.bus import Bus
from terminal.runtime.frames import FrameRing
from terminal.runtime.gauge import Gauge
from terminal.runtime.guard import Guard, Remedy
from terminal.runtime.journal import Journal
from terminal.runtime.supervisor import Supervisor
from terminal.slips import Printed, Slips
from terminal.teller import Teller
from terminal.training import INSIDE, Practice
from terminal.ui.displays import Displays
from terminal.ui.live import LiveSources, MirrorFrame
from terminal.ui.look import Look
from terminal.ui.staff import keys_now, staff_view
from terminal.ui.visitor import visitor_view
from terminal.ui.visitor.words import said
from terminal.ui.window import Screen
from terminal.visit.effects import (
    CheckDevice,
    Effect,
    PlayCue,
    StopTelling,
    Teach,
    Tell,
    Understand,
    Wipe,
)
from terminal.visit.events import (
    Event,
    GestureSeen,
    Leave,
    SpeakingChanged,
    SpeechHeard,
    Start,
    Tick,
    Way,
)
from terminal.visit.machine import step
from terminal.visit.moves import aloud, wiped
from terminal.visit.state import Phase, State
from terminal.visit.table import Ignored
from terminal.visit.wants import Wants, wants
from terminal.workers.ears import Listen, Mute
from terminal.workers.eyes import Watch
from terminal.workers.lessons import Lecture

logger = logging.getLogger(__name__)

TICK_S = 0.1
STAFF_EVERY_S = 0.1
"""The clerk's screen follows the state this often; the visitor's follows it every frame."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the terminal is composed of; made by `terminal.start`."""

    looks: Looks
    lexicon: Lexicon
    supervisor: Supervisor
    bus: Bus
    ring: FrameRing
    call: CallLink
    message: MessageLink
    hall: HallLink
    pad: PadLink
    journal: Journal
    slips: Slips
    visitor: Screen
    staff: Screen
    hearing: Gauge = field(default_factory=Gauge)
    """How loud it is at the microphone; the ears set it."""
    clips: Path | None = None
    """Where the hall's signed clips lie."""

    @property
    def matters(self) -> Matters:
        """What this hall does."""
        return self.looks.matters


class Terminal:
    """One running terminal. Everything is done in the thread that calls `tick`."""

    def __init__(self, parts: Parts, state: State) -> None:
        self.parts = parts
        self.state = state
        self.watchers: list[Callable[[Event, State, Sequence[Effect]], None]] = []
        self._guard = Guard(parts.bus.publish)
        self._wants = Wants()
        invented = load_training()
        self._practice = Practice(invented, len(parts.matters[invented.matter].materials))
        self._teller = Teller(
            parts.lexicon,
            parts.matters,
            speak=lambda command: parts.supervisor.tell("voice", command),
            clips=parts.clips,
            moving=parts.visitor.moving,
        )
        self._ticked = 0.0
        self._visitor = Pane(parts.visitor, visitor_view)
        self._staff = Pane(parts.staff, staff_view)
        self._staff_at = 0.0
        self._displays = Displays(parts.visitor, parts.staff)
        pictures = {"visitor-screen": parts.visitor.picture, "message": parts.message.picture, **parts.call.pictures}
        self._clerks_live = LiveSources(
            mirror=self._mirror,
            signer=self._teller.pose,
            clip=self._teller.clip.picture,
            checked=self._teller.clip.checked,
            pictures=pictures,
            levels={"microphone": parts.hearing.read},
        )
        self._live = replace(self._clerks_live, word=self._teller.word)
        self.stopping = False
        parts.hall.report(lambda: (self.state, parts.looks.wall()))
        self._teller.greet(time.monotonic())

    # --- one iteration ---------------------------------------------------------------------------------------------

    def tick(self, now: float) -> None:
        """Everything that is to be done now."""
        attempt = self._guard.attempt
        visitors, clerks = attempt("input", self._input, now) or ([], [])
        for event in (*visitors, *clerks, *self.parts.bus.drain()):
            self.dispatch(event)
        for event in attempt("training", self._practice.due, self.state, now) or ():
            self.dispatch(event)
        if now - self._ticked >= TICK_S:
            self._ticked = now
            self.dispatch(Tick(at=now))
        if self.state.phase is Phase.IDLE and self._teller.greets(now):
            attempt("greeting", self._teller.greet, now)
        for changed in attempt("displays", self._displays.tend, now) or ():
            self.dispatch(changed)
        attempt("workers", self.parts.supervisor.tend, now)
        attempt("wants", self._follow_wants)
        if clerks:
            self._staff_at = 0.0  # who touched sees it at once
        self.draw(now, clerk_too=not visitors)
        attempt("signing", self._teller.begin, self._caption, self.state.visit.comfort, now)
        self._remedy(now)

    def dispatch(self, event: Event) -> None:
        """Turn the event into an intent where it has one, step the machine, do the effects.

        An error in it is told to staff; where the machine itself fails, the state stays what it was.
        """
        done = self._guard.attempt(type(event).__name__, self._stepped, event)
        if done is None:
            return
        meant, effects = done
        for effect in effects:
            self._guard.attempt(type(effect).__name__, self._perform, effect)
        for watcher in self.watchers:
            watcher(meant, self.state, effects)

    def _stepped(self, event: Event) -> tuple[Event, Sequence[Effect]] | None:
        """What was meant and what is to be done; None where nothing was."""
        meant = self._meant(event)
        if meant is None:
            return None
        meant = meant if meant.at else replace(meant, at=event.at or time.monotonic())
        self.parts.journal.write(meant)
        self.state, effects = step(self.state, meant)
        return meant, effects

    def _remedy(self, now: float) -> None:
        """Too many errors end the visit, by the usual way if that still goes; the terminal stays."""
        remedy = self._guard.remedy(now)
        if remedy is Remedy.GOODBYE:
            self.dispatch(Leave(at=now))
        elif remedy is Remedy.FORCE:
            self._guard.attempt("wipe", self._wipe)
            self.state = wiped(self.state)

    def close(self) -> None:
        """Stop everything that was started."""
        self.parts.pad.close()
        self.parts.slips.close()
        self.parts.hall.close()
        self.parts.supervisor.close()
        self.parts.journal.close()
        self.parts.visitor.close()
        self.parts.staff.close()

    # --- input -----------------------------------------------------------------------------------------------------

    def _input(self, now: float) -> tuple[list[Event], list[Event]]:
        """What the visitor and the clerk did."""
        events = pygame.event.get()
        self.parts.visitor.other_keys = tuple(keys_now(self.state).items()) if self._displays.alone else ()
        if any(event.type == pygame.QUIT for event in events):
            self.stopping = True
        found = self.parts.visitor.poll(events, now), self.parts.staff.poll(events, now)
        visitors, clerks = ([event if event.at else replace(event, at=now) for event in each] for each in found)
        return visitors, clerks

    def _meant(self, event: Event) -> Event | None:
        if isinstance(event, GestureSeen):
            return of_gesture(event, self.state)
        if isinstance(event, SpeechHeard):
            return of_speech(event, self.state, self.parts.matters)
        if isinstance(event, Start) and not event.visit_id:
            return replace(event, visit_id=secrets.token_urlsafe(9))
        if isinstance(event, SpeakingChanged):
            self.parts.supervisor.tell("ears", Mute(event.until))
        return event

    # --- effects ---------------------------------------------------------------------------------------------------

    def _perform(self, effect: Effect) -> None:
        if self.state.training and not isinstance(effect, INSIDE):
            self._practice.asked(effect, self.state, time.monotonic())
            return
        if self.parts.hall.perform(effect) or self.parts.call.perform(effect):
            return
        if isinstance(effect, Tell):
            self._tell(effect)
        elif isinstance(effect, Understand):
            self._understand(effect)
        elif isinstance(effect, Printed):
            self.parts.slips.print(effect, self.state)
        elif isinstance(effect, PlayCue):
            self._teller.cue(effect, aloud=aloud(self.state))
        elif isinstance(effect, StopTelling):
            self._teller.stop()
        elif isinstance(effect, Teach):
            self.parts.supervisor.tell("eyes", Lecture(effect.act, effect.gloss))
        elif isinstance(effect, CheckDevice):
            check(self.parts, self._guard, effect.device)
        elif isinstance(effect, Wipe):
            self._wipe()
        elif isinstance(effect, Ignored):
            logger.debug("%s has no meaning while %s", effect.event, effect.phase)

    def _tell(self, effect: Tell) -> None:
        now = time.monotonic()
        self._teller.tell(effect, self.state.visit.comfort, now)
        if self.state.training:
            self._practice.told(effect, now)

    def _understand(self, effect: Understand) -> None:
        channel = Channel.SIGNED if effect.glosses else Channel.SPOKEN
        if self.state.visit.way is Way.TYPE:
            channel = Channel.TYPED
        request = Request(
            text=effect.text, glosses=effect.glosses, channel=channel, today=self.parts.looks.wall().date()
        )
        meaning = understand(request, self.parts.matters)
        for event in of_meaning(meaning, effect.effect_id, time.monotonic(), effect.text):
            self.parts.bus.publish(event)

    def _wipe(self) -> None:
        """Every part forgets, also where another fails to."""
        parts = self.parts
        with ExitStack() as every:
            every.callback(self._teller.greet, time.monotonic())
            for forget in (parts.visitor.forget, parts.message.wipe, parts.call.wipe, parts.ring.wipe):
                every.callback(forget)
            self._teller.hush()

    # --- devices follow the state ------------------------------------------------------------------------------------

    def _follow_wants(self) -> None:
        wanted, before = wants(self.state), self._wants
        if wanted == before:
            return
        self._wants = wanted
        tell = self.parts.supervisor.tell
        if (wanted.signs, wanted.mirror, wanted.sparing) != (before.signs, before.mirror, before.sparing):
            tell("eyes", Watch(wanted.signs, wanted.mirror, wanted.sparing), keep="watch")
        if (wanted.question, wanted.talk) != (before.question, before.talk):
            tell("ears", Listen(wanted.question, wanted.talk), keep="listen")
        self.parts.call.follow(wanted.call, wanted.call_near)
        self.parts.message.follow(wanted.message)
        if wanted.pad_seq != before.pad_seq:
            if before.pad_seq:
                self.parts.pad.cancel(before.pad_seq)
            if wanted.pad_seq:
                self.parts.pad.prompt(wanted.pad_seq, wanted.pad_timeout_s)

    # --- screens -----------------------------------------------------------------------------------------------------

    def draw(self, now: float, clerk_too: bool = True) -> None:
        """Both screens, as functions of the state. After a visitor's touch the clerk's waits for the next frame."""
        show = self._guard.attempt
        show("visitor's screen", self._visitor.show, self.state, self._visitor_look, self._live, now)
        if clerk_too and now - self._staff_at >= STAFF_EVERY_S:
            self._staff_at = now
            show("clerk's screen", self._staff.show, self.state, self._staff_look, self._clerks_live, now)

    def _visitor_look(self) -> Look:
        return self.parts.looks.visitor(self.state, self.parts.visitor, self.parts.slips.available)

    def _caption(self, key: str) -> str:
        """The caption while this is what is told; empty once it is something else."""
        return said(self.state, self._visitor_look()) if self.state.visit.saying.key == key else ""

    def _staff_look(self) -> Look:
        return self.parts.looks.staff(self.state, self.parts.staff)

    def _mirror(self) -> MirrorFrame | None:
        picture = self.parts.ring.read()
        if picture is None:
            return None
        shown_small = self._wants.call is not None
        return MirrorFrame(picture.half() if shown_small else picture.rgb, tuple(picture.hands))


__all__ = ["Parts", "Terminal"]
