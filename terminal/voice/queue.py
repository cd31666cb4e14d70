"""Who speaks next: a pure queue with priorities. No clock, no thread, no sound; time is an argument.

Rule 1: one utterance at a time. Rule 2: a higher priority interrupts a lower one; the lower is dropped, not resumed,
for half a sentence later confuses. Rule 3: a new utterance with the `topic` of a waiting or speaking one replaces it:
the question on the screen has changed. Rule 4: what waits longer than it is worth (`stale_after_s`) is never spoken.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from terminal.voice.manner import VoiceManner

#: Never more than so many wait; the oldest of the lowest priority goes first. A screen says one or two things.
MAX_WAITING = 8


class Priority(IntEnum):
    """Higher speaks first."""

    HINT = 0  # "you can also say …"
    ANSWER = 1  # what the screen says
    ALARM = 2  # a ticket is called, time is running out, help is coming


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something to say. The same text stands on the screen."""

    id: str
    text: str
    priority: Priority = Priority.ANSWER
    lang: str = "zh"
    manner: VoiceManner = field(default_factory=VoiceManner)
    topic: str | None = None
    stale_after_s: float = 20.0


@dataclass(frozen=True, slots=True)
class Change:
    """What the worker is to do: stop the sound now, speak this; `dropped` will never be spoken (again)."""

    silence: bool = False
    speak: Utterance | None = None
    dropped: tuple[str, ...] = ()


class VoiceQueue:
    """Decides; the worker renders and plays. Every method returns what to do now."""

    def __init__(self) -> None:
        self._speaking: Utterance | None = None
        self._waiting: list[tuple[float, Utterance]] = []

    @property
    def speaking(self) -> Utterance | None:
        """What is being spoken."""
        return self._speaking

    @property
    def waiting(self) -> tuple[Utterance, ...]:
        """What waits, next first."""
        return tuple(utterance for _, utterance in self._waiting)

    def say(self, utterance: Utterance, now_s: float) -> Change:
        """Put an utterance in; it may interrupt or replace."""
        replaced = [u for u in self.waiting if utterance.topic is not None and u.topic == utterance.topic]
        self._waiting = [(at, u) for at, u in self._waiting if u not in replaced]
        interrupted = self._speaking if self._interrupts(utterance) else None
        if interrupted:
            self._speaking = None
        self._waiting.append((now_s, utterance))
        self._waiting.sort(key=lambda entry: (-entry[1].priority, entry[0]))
        overfull = self._waiting[MAX_WAITING:]
        del self._waiting[MAX_WAITING:]
        dropped = (*replaced, *((interrupted,) if interrupted else ()), *(u for _, u in overfull))
        return self._go_on(now_s, silence=interrupted is not None, dropped=tuple(u.id for u in dropped))

    def finished(self, utterance_id: str, now_s: float) -> Change:
        """The sound of an utterance has ended; a late report of an interrupted one changes nothing."""
        if self._speaking is None or self._speaking.id != utterance_id:
            return Change()
        self._speaking = None
        return self._go_on(now_s)

    def stop(self) -> Change:
        """Silence: nothing more is said of what was put in so far."""
        dropped = [u.id for u in self.waiting]
        silence = self._speaking is not None
        if self._speaking:
            dropped.insert(0, self._speaking.id)
        self._speaking, self._waiting = None, []
        return Change(silence=silence, dropped=tuple(dropped))

    def _interrupts(self, utterance: Utterance) -> bool:
        if self._speaking is None:
            return False
        same_topic = utterance.topic is not None and utterance.topic == self._speaking.topic
        return utterance.priority > self._speaking.priority or same_topic

    def _go_on(self, now_s: float, *, silence: bool = False, dropped: tuple[str, ...] = ()) -> Change:
        stale = [u for at, u in self._waiting if now_s - at > u.stale_after_s]
        self._waiting = [(at, u) for at, u in self._waiting if u not in stale]
        dropped += tuple(u.id for u in stale)
        if self._speaking is not None or not self._waiting:
            return Change(silence, None, dropped)
        self._speaking = self._waiting.pop(0)[1]
        return Change(silence, self._speaking, dropped)
