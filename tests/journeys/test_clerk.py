"""A clerk at the real terminal: signs in, pauses the window, speaks in captions, practises; nothing of it is lost."""

from __future__ import annotations

import numpy as np
import pygame
from numpy.typing import NDArray

from terminal.demo.stage import Stage
from terminal.visit.events import ClerkTalks, Event, SpeechHeard
from terminal.visit.state import Phase
from terminal.voice import SpeechSynthesizer
from terminal.workers.ears import PlayIn


def press(stage: Stage, key: int, ctrl: bool = True) -> None:
    """A key of the clerk's keyboard, once the screen shows what it now means."""
    stage.run(0.6)
    mod = pygame.KMOD_CTRL if ctrl else 0
    window = stage.running.terminal.parts.staff.window
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, {"key": key, "mod": mod, "unicode": "", "window": window}))
    pygame.event.post(pygame.event.Event(pygame.KEYUP, {"key": key, "mod": mod, "window": window}))
    stage.run(0.2)


def test_the_clerk_signs_in_pauses_and_practises_by_keys(stage: Stage) -> None:
    press(stage, pygame.K_i)
    stage.until(lambda: stage.state.staff_page == "sign_in", "the page")
    stage.type("0215", staff=True)
    stage.until(lambda: stage.state.clerk_number == "0215", "the number")
    press(stage, pygame.K_RETURN, ctrl=False)
    stage.until(lambda: stage.state.clerk == "0215" and stage.state.hall.window == "open", "the open window")
    press(stage, pygame.K_p)
    stage.until(lambda: stage.state.hall.window == "paused", "the paused window")
    press(stage, pygame.K_p)
    stage.until(lambda: stage.state.hall.window == "open", "the open window again")

    waiting = stage.state.hall.queue
    press(stage, pygame.K_t)
    press(stage, pygame.K_F10, ctrl=False)
    stage.until_phase(Phase.CALLED)
    press(stage, pygame.K_b)
    stage.until_phase(Phase.CONVERSING)
    stage.until(lambda: bool(stage.state.visit.request.chips), "the invented visitor's first sign")

    press(stage, pygame.K_m)
    stage.until(lambda: stage.state.clerk_talks, "the clerk's key")
    stage.run(1.0)
    speak(stage, stage.voice, "请出示身份证")
    stage.until(lambda: any(line.who == "clerk" and line.words for line in stage.state.visit.lines), "the caption")
    press(stage, pygame.K_m)
    heard = [event for event in stage.events if isinstance(event, SpeechHeard) and event.words]
    assert all(0.0 <= sure <= 1.0 for event in heard for _, sure in event.words)

    press(stage, pygame.K_t)
    stage.until_phase(Phase.IDLE)
    assert not stage.state.training
    assert not stage.state.clerk_talks
    assert stage.state.hall.queue == waiting
    assert_nothing_of_the_clerks_words(stage, heard)


def speak(stage: Stage, voice: SpeechSynthesizer, text: str) -> None:
    """Somebody says this near the microphone."""
    spoken = voice.render(text, rate_cpm=200)
    samples: NDArray[np.int16] = spoken.samples
    stage.running.terminal.parts.supervisor.tell("ears", PlayIn(samples.tobytes(), spoken.rate_hz))


def assert_nothing_of_the_clerks_words(stage: Stage, heard: list[SpeechHeard]) -> None:
    """The journal has that the key was pressed, and not what was said."""
    written = stage.running.terminal.parts.journal.path.read_text(encoding="utf-8")
    talked: list[Event] = [event for event in stage.events if isinstance(event, ClerkTalks)]
    assert talked
    assert not [event.text for event in heard if event.text in written]
