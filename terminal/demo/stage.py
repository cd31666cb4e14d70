"""The stage of a demonstration or a journey: real touches, real signs, real speech, and waiting for what comes.

Nothing reaches into the machine: a touch is an input event at a target's place on the screen, a sign is performed
before the camera, speech is sound at the microphone, a key is pressed on the pad's own line.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray

from terminal.runtime.pace import Pace
from terminal.runtime.wire import event_to_plain
from terminal.start import Running, rest
from terminal.ui.window import Screen
from terminal.visit.effects import Effect
from terminal.visit.events import Event, SpeakingChanged, Tick
from terminal.visit.state import Phase, State
from terminal.voice import SpeechSynthesizer, make_synthesizer
from terminal.workers.ears import PlayIn
from terminal.workers.eyes import Perform

PATIENCE_S = 30.0
HELD = 0.35
"""Speed of a gesture that is held up for about a second."""
FRAME_S = 1 / 25
BETWEEN_TOUCHES_S = 0.5
"""A second touch within 400 ms is taken for a trembling hand (our design)."""


class NeverCameError(AssertionError):
    """What was waited for did not come."""


@dataclass(slots=True)
class Stage:
    """Drives one running terminal. ``each_frame`` is called after every iteration (film)."""

    running: Running
    each_frame: Callable[[float], None] = lambda now: None
    transcript: list[dict[str, Any]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    said: list[tuple[float, NDArray[np.int16], int]] = field(default_factory=list)
    signed: list[tuple[float, tuple[str, ...]]] = field(default_factory=list)
    released: float = 0.0
    voice: SpeechSynthesizer = field(default_factory=make_synthesizer)
    pace: Pace = field(default_factory=lambda: Pace(FRAME_S, time.monotonic()))

    def __post_init__(self) -> None:
        self.running.terminal.watchers.append(self._note)

    @property
    def state(self) -> State:
        """The terminal's state."""
        return self.running.terminal.state

    # --- what people do ----------------------------------------------------------------------------------------------

    def touch(self, intent: type[Event], staff: bool = False, patience_s: float = PATIENCE_S, **fields: object) -> None:
        """Touch the target with this intent, where it is on the screen now."""
        screen = self.running.terminal.parts.staff if staff else self.running.terminal.parts.visitor
        self.until(lambda: _target(screen, intent, fields) is not None, f"a target for {intent.__name__}", patience_s)
        target = _target(screen, intent, fields)
        assert target is not None
        rect, scale = target.rect, screen.scale
        self.press(screen, (rect.x + rect.w / 2) * scale, (rect.y + rect.h / 2) * scale)

    def press(self, screen: Screen, x: float, y: float) -> None:
        """A finger down and up at this place of a screen, in window pixels."""
        at = {"pos": (round(x), round(y)), "button": 1, "window": screen.window, "touch": False}
        pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONDOWN, at))
        self.run(0.06)
        self.released = time.monotonic()
        pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONUP, at))
        self.run(BETWEEN_TOUCHES_S)

    def type(self, text: str, staff: bool = False) -> None:
        """Type on a keyboard or an input method: committed text."""
        screen = self.running.terminal.parts.staff if staff else self.running.terminal.parts.visitor
        for letter in text:
            pygame.event.post(pygame.event.Event(pygame.TEXTINPUT, {"text": letter, "window": screen.window}))
            self.run(0.05)

    def sign(self, *glosses: str, speed: float = 1.0) -> None:
        """The simulated visitor signs before the camera."""
        self.signed.append((time.monotonic(), glosses))
        self.running.terminal.parts.supervisor.tell("eyes", Perform(glosses, speed))

    def gesture(self, gloss: str) -> None:
        """The simulated visitor holds a gesture, as people do who answer a screen."""
        self.running.terminal.parts.supervisor.tell("eyes", Perform((gloss,), HELD))

    def speak(self, text: str) -> None:
        """The simulated visitor says this at the microphone, once the terminal has finished speaking."""
        self.until(self._has_spoken, "the terminal to finish speaking")
        self.run(0.5)
        speech = self.voice.render(text, rate_cpm=200)
        self.said.append((time.monotonic(), speech.samples, speech.rate_hz))
        self.running.terminal.parts.supervisor.tell("ears", PlayIn(speech.samples.tobytes(), speech.rate_hz))

    def _has_spoken(self) -> bool:
        asked = self.state.visit.saying.since
        ended = [e.at for e in self.events if isinstance(e, SpeakingChanged) and not e.speaking]
        return not self.state.speaking and bool(ended) and ended[-1] > asked

    def press_pad(self, key: int) -> None:
        """A key of the simulated pad, 1 (left) to 5."""
        assert self.running.pad is not None
        self.running.pad.order(f"press {key}")

    # --- waiting -----------------------------------------------------------------------------------------------------

    def until(self, condition: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
        """Run the terminal until this holds; `NeverCameError` says what did not."""
        deadline = time.monotonic() + patience_s
        while not condition():
            if time.monotonic() > deadline or self.running.terminal.stopping:
                raise NeverCameError(
                    f"waited {patience_s:.0f} s for {what}; the visit is {self.state.phase.value}: {self.state.visit}"
                )
            self._iterate()

    def until_phase(self, *phases: Phase, patience_s: float = PATIENCE_S) -> None:
        """Run until one of these phases."""
        names = " or ".join(phase.value for phase in phases)
        self.until(lambda: self.state.phase in phases, f"phase {names}", patience_s)

    def run(self, seconds: float) -> None:
        """Run for so long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._iterate()

    def _iterate(self) -> None:
        began = time.monotonic()
        self.running.terminal.tick(began)
        self.each_frame(began)
        rest(self.pace.after(began))

    def _note(self, event: Event, state: State, effects: Any) -> None:
        if isinstance(event, Tick):
            return
        self.events.append(event)
        done = [effect_to_plain(effect) for effect in effects]
        self.transcript.append({**event_to_plain(event), "phase": state.phase.value, "effects": done})


def effect_to_plain(effect: Effect) -> str:
    """Name of an effect, for the transcript."""
    return type(effect).__name__


def _target(screen: Screen, intent: type[Event], fields: dict[str, object]) -> Any:
    for target in screen.placed.targets:
        if (
            target.enabled
            and isinstance(target.intent, intent)
            and all(getattr(target.intent, k) == v for k, v in fields.items())
        ):
            return target
    return None
