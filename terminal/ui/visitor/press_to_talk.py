"""Whether we listen, and the one key for it where a loud hall has press-to-talk: touched to begin, touched to end."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import Button, Ripple
from terminal.visit.events import TalkPressed, TalkReleased
from terminal.visit.state import State
from terminal.visit.talking import may_talk, talks


def talk_key(state: State, look: Look) -> Button:
    """Both touches at the same place; it waits while what was said is being understood, or nobody can be heard."""
    if talks(state):
        return Button(look.say("talk.done"), TalkReleased(), "main", "yes", role="h2")
    return Button(look.say("talk.press"), TalkPressed(), "main", "mic", role="h2", enabled=may_talk(state))


def whether_heard(state: State, look: Look) -> str:
    """In words: it is the visitor's turn, or the terminal's, or the key's."""
    if talks(state):
        return look.say("ask.listening")
    if state.speaking:
        return look.say("ask.speaking")
    return look.say("talk.ready" if state.press_to_talk else "ask.listening")


def rings(state: State, ripple: Ripple) -> Ripple:
    """The same in a picture: a loudspeaker while we speak; still rings while we do not listen."""
    if talks(state):
        return ripple
    live = "" if state.press_to_talk else ripple.live
    return replace(ripple, icon="louder" if state.speaking else ripple.icon, live=live)
