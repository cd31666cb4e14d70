"""The clerk's keyboard on a real window: keys pressed, intents out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest
from staff_pictures import look_of
from staff_states import CONVERSING, HELP, IDLE, TYPING

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
import pygame

from terminal.ui.live import LiveSources
from terminal.ui.staff import keys_now, staff_view
from terminal.ui.window import Screen
from terminal.visit import events
from terminal.visit.state import Phase, State

CTRL, ALT, SHIFT = pygame.KMOD_LCTRL, pygame.KMOD_LALT, pygame.KMOD_LSHIFT


@pytest.fixture
def screen() -> Iterator[Screen]:
    window = Screen("staff", (960, 540), space=(1920, 1080))
    yield window
    window.close()


def press(screen: Screen, state: State, key: int, mod: int = 0, text: str = "") -> list[events.Event]:
    """Show the state, press one key, with the text that the system sends after it."""
    look = look_of(state)
    screen.show(staff_view(state, look), look, LiveSources(), now=state.now)
    window = screen.window
    sent = [pygame.event.Event(pygame.KEYDOWN, key=key, mod=mod, window=window)]
    if text:
        sent.append(pygame.event.Event(pygame.TEXTINPUT, text=text, window=window))
    return screen.poll(sent, state.now)


def phase_that_ticks_papers() -> Phase:
    """A phase in which the machine takes ticks."""
    return next(phase for phase in Phase if "Alt+1" in keys_now(replace(CONVERSING, phase=phase)))


def test_function_and_control_keys_mean_what_their_caps_say(screen: Screen) -> None:
    assert press(screen, CONVERSING, pygame.K_F1) == [events.ClerkSays(phrase="sit")]
    assert press(screen, IDLE, pygame.K_F10) == [events.ClerkCallsNext()]
    assert press(screen, HELP, pygame.K_h, CTRL) == [events.ClerkGoes(who="0215")]
    assert press(screen, IDLE, pygame.K_2, CTRL) == [events.StaffPage(page="devices")]
    assert press(screen, IDLE, pygame.K_EQUALS, CTRL | SHIFT) == [events.StaffScale(per_cent=125)]


def test_after_a_shortcut_an_input_method_writes_without_a_key(screen: Screen) -> None:
    assert press(screen, CONVERSING, pygame.K_2, CTRL, text="2") == [events.StaffPage(page="devices")]
    window = screen.window
    sent = [
        pygame.event.Event(pygame.KEYUP, key=pygame.K_2, mod=CTRL, window=window),
        pygame.event.Event(pygame.TEXTINPUT, text="请坐", window=window),
    ]
    assert screen.poll(sent, CONVERSING.now) == [events.ClerkTypes(text="请坐")]


def test_a_key_that_means_nothing_now_does_nothing(screen: Screen) -> None:
    assert press(screen, IDLE, pygame.K_F1) == []
    assert press(screen, IDLE, pygame.K_u, CTRL) == []


def test_letters_are_typed_and_enter_sends(screen: Screen) -> None:
    assert press(screen, CONVERSING, pygame.K_b, text="b") == [events.ClerkTypes(text="b")]
    assert press(screen, TYPING, pygame.K_RETURN) == [events.ClerkSays(text=TYPING.staff_text)]


def test_a_shortcut_is_not_typed_as_well(screen: Screen) -> None:
    """X11 sends Alt with a digit as text too; the paper is ticked and no 1 appears in the entry."""
    state = replace(CONVERSING, phase=phase_that_ticks_papers())
    assert press(screen, state, pygame.K_1, ALT, text="1") == [events.TickPaper(paper=0, have=False)]
    assert press(screen, CONVERSING, pygame.K_1, text="1") == [events.ClerkTypes(text="1")]


def test_escape_leads_back_to_the_desk(screen: Screen) -> None:
    assert press(screen, replace(IDLE, staff_page="settings"), pygame.K_ESCAPE) == [events.StaffPage(page="main")]


def test_the_visitors_help_key_is_not_the_clerks(screen: Screen) -> None:
    assert press(screen, CONVERSING, pygame.K_F12) == []


def test_every_target_is_reached_by_tab(screen: Screen) -> None:
    look = look_of(CONVERSING)
    screen.show(staff_view(CONVERSING, look), look, LiveSources(), now=CONVERSING.now)
    enabled = [place for place, target in enumerate(screen.placed.targets) if target.enabled and target.intent]
    reached = set()
    for _ in screen.placed.targets:
        press(screen, CONVERSING, pygame.K_TAB)
        reached.add(screen.focus)
    assert set(enabled) <= reached
