"""The ears: a stream of sound in, events of speech out.

Voice activity cuts the stream into utterances; each is decoded against what is being asked. While the terminal speaks
it does not listen: sound before `mute_until` starts no utterance. The last `KEPT_S` before any start are kept, also
those of a prompt's end, so that a short "对" that begins with the prompt's last sound is not cut; sound that ends
with the prompt is never recognised.

One thread calls it. It keeps less than a second of sound outside an utterance, `longest_s` of it inside the decoder.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from recognition.speech.endpoint import (
    END_CLOSED_S,
    END_OPEN_S,
    FRAME_S,
    Edge,
    Endpoint,
    EndpointSettings,
    VoiceActivity,
)
from recognition.speech.grammar import Grammar
from recognition.speech.recognizer import Sound, SpeechRecognizer
from recognition.speech.results import Heard, Partial

KEPT_S = 0.3
TORN_S = 1.0
"""Sound missing for so long parts what was before it from what is after it. A shorter hole may be only a late stamp;
what was said on both sides of it is one utterance."""


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Somebody near began to speak."""

    at: float


@dataclass(frozen=True, slots=True)
class SpeechPartial:
    """Best guess so far."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class SpeechHeard:
    """An utterance has ended: `spoken_until` is the end of the last voiced frame, `at` when that was decided."""

    at: float
    spoken_until: float
    heard: Heard


@dataclass(frozen=True, slots=True)
class SpeechIgnored:
    """An utterance was dropped without being decoded to its end."""

    at: float
    reason: Literal["prompt", "question-changed", "microphone-off"]


SpeechEvent = SpeechStarted | SpeechPartial | SpeechHeard | SpeechIgnored


@dataclass(frozen=True, slots=True)
class _Frame:
    samples: NDArray[np.int16]
    rate_hz: int
    at: float


class Listener:
    def __init__(self, recognizer: SpeechRecognizer, settings: EndpointSettings | None = None) -> None:
        self._recognizer = recognizer
        self._endpoint = Endpoint(settings or EndpointSettings())
        self._activity: VoiceActivity | None = None
        self._rate_hz = 0
        self._grammar: Grammar | None = None
        self._kept: deque[_Frame] = deque(maxlen=round(KEPT_S / FRAME_S) + self._endpoint.settings.start_window)
        self._rest: NDArray[np.int16] = np.zeros(0, np.int16)
        self._muted_until = float("-inf")
        self._pressed = False
        self._now = 0.0
        self._heard_until = float("inf")

    def ask(self, grammar: Grammar | None) -> list[SpeechEvent]:
        """Listen for this from now on (None: free decoding); an utterance under way is dropped."""
        dropped = self._drop("question-changed")
        self._grammar = grammar
        end_s = END_OPEN_S if grammar is None or grammar.open else END_CLOSED_S
        self._endpoint.settings = replace(self._endpoint.settings, end_s=end_s)
        if grammar is not None:
            self._recognizer.prepare(grammar)
        return dropped

    def forget(self) -> list[SpeechEvent]:
        """The microphone is off or lost: no sound of before is kept, or it would begin the next visitor's answer."""
        dropped = self._drop("microphone-off")
        self._endpoint.reset()
        self._kept.clear()
        self._rest = self._rest[:0]
        return dropped

    def mute_until(self, at: float) -> list[SpeechEvent]:
        """The terminal speaks until `at`, the loudspeaker's delay included; call again to extend or to shorten."""
        self._muted_until = at
        return self._drop("prompt") if at > self._now else []

    def press(self, at: float) -> list[SpeechEvent]:
        """Press-to-talk: until `release` all sound is one utterance. Also ends a prompt's muting."""
        self._muted_until = min(self._muted_until, at)
        under_way = self._pressed or self._endpoint.speaking
        self._pressed = True
        if under_way:
            return []
        self._recognizer.begin(self._grammar)
        return [SpeechStarted(at)]

    def release(self, at: float) -> list[SpeechEvent]:
        if not self._pressed:
            return []
        self._pressed = False
        return self._finish(at)

    def feed(self, sound: Sound) -> list[SpeechEvent]:
        """The next sound of the stream, any length; frames of 20 ms are cut here."""
        events = self._torn(sound.at) if sound.at - self._heard_until > TORN_S else []
        self._heard_until = sound.at + len(sound.samples) / sound.rate_hz
        if sound.rate_hz != self._rate_hz:
            self._activity = VoiceActivity(sound.rate_hz, self._endpoint.settings)
            self._rate_hz = sound.rate_hz
            self._rest = self._rest[:0]
        size = round(FRAME_S * sound.rate_hz)
        began = sound.at - len(self._rest) / sound.rate_hz
        samples = np.concatenate([self._rest, sound.samples])
        whole = len(samples) // size * size
        self._rest = samples[whole:]
        for start in range(0, whole, size):
            frame = _Frame(samples[start : start + size], sound.rate_hz, began + start / sound.rate_hz)
            events += self._frame(frame)
        return events

    def _torn(self, at: float) -> list[SpeechEvent]:
        """Sound is missing: an utterance under way ended where it stopped, and nothing of before begins the next."""
        events = self._finish(at) if self._endpoint.speaking and not self._pressed else []
        self._endpoint.reset()
        self._kept.clear()
        self._rest = self._rest[:0]
        return events

    def _frame(self, frame: _Frame) -> list[SpeechEvent]:
        assert self._activity is not None
        self._now = frame.at + FRAME_S
        voiced = self._activity.voiced(frame.samples)
        if self._pressed:
            return self._decode(frame)
        if self._now <= self._muted_until:
            self._kept.append(frame)
            return []
        speaking = self._endpoint.speaking
        edge = self._endpoint.feed(voiced, frame.at)
        if edge is Edge.STARTED:
            return self._begin(frame)
        if not speaking:
            self._kept.append(frame)
            return []
        events = self._decode(frame)
        return events + self._finish(self._now) if edge else events

    def _begin(self, frame: _Frame) -> list[SpeechEvent]:
        self._recognizer.begin(self._grammar)
        events: list[SpeechEvent] = [SpeechStarted(frame.at)]
        for kept in (*self._kept, frame):
            events += self._decode(kept)
        self._kept.clear()
        return events

    def _decode(self, frame: _Frame) -> list[SpeechEvent]:
        partials = self._recognizer.accept(frame)
        return [SpeechPartial(self._now, p.text) for p in partials if isinstance(p, Partial)]

    def _finish(self, at: float) -> list[SpeechEvent]:
        spoken_until = self._endpoint.spoken_until
        self._endpoint.reset()
        return [SpeechHeard(at, spoken_until, self._recognizer.end().heard)]

    def _drop(self, reason: Literal["prompt", "question-changed", "microphone-off"]) -> list[SpeechEvent]:
        if not self._endpoint.speaking and not self._pressed:
            return []
        self._pressed = False
        self._endpoint.reset()
        self._recognizer.cancel()
        return [SpeechIgnored(self._now, reason)]
