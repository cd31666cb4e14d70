"""The voice: text -> sound -> loudspeaker, in a process of its own, so that a slow engine never holds a screen."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hardware.errors import DeviceError
from hardware.find import speakers
from hardware.speaker import Playing, RecordingSpeaker, Speaker, speaker_from
from terminal.runtime.link import WorkerLink
from terminal.visit.events import DeviceChanged, SpeakingChanged, Status
from terminal.voice import Change, SpeechSynthesizer, Utterance, VoiceQueue, make_synthesizer

STEP_S = 0.02
WARM_UP = "您好"
BASE_VOLUME = 0.4
"""Share of the loudspeaker's range at 0 dB: a person beside the visitor hears it, the hall does not (our judgement)."""
AFTER_S = 0.15
"""The room's echo after a prompt (our judgement)."""


@dataclass(frozen=True, slots=True)
class Say:
    """Speak this; the queue decides when."""

    utterance: Utterance


@dataclass(frozen=True, slots=True)
class Sound:
    """Play a cue (int16 mono)."""

    samples: bytes
    rate_hz: int


@dataclass(frozen=True, slots=True)
class Hush:
    """Stop at once and forget what waits."""


@dataclass(frozen=True, slots=True)
class SaveTrack:
    """For the recording speaker only: write what was heard between two instants as a WAV file."""

    path: Path
    start_at: float
    end_at: float


def voice(link: WorkerLink, source: str, engine: str) -> None:
    """The worker's loop."""
    speaker = speaker_from(_source(source))
    synthesizer = make_synthesizer(engine)
    synthesizer.render(WARM_UP)  # the first sentence loads tables and engine; nobody should wait for it
    mouth = _Mouth(link, speaker, synthesizer)
    with speaker:
        mouth.report()
        while not link.stopping:
            for command in link.commands(STEP_S):
                if isinstance(command, Say):
                    mouth.say(command.utterance)
                elif isinstance(command, Hush):
                    mouth.hush()
                elif isinstance(command, Sound):
                    mouth.cue(command)
                elif isinstance(command, SaveTrack) and isinstance(speaker, RecordingSpeaker):
                    speaker.save(command.path, command.start_at, command.end_at)
            mouth.go_on()


def _source(source: str) -> str:
    if source != "auto":
        return source
    return "device:" if speakers() else "recorder:"


class _Mouth:
    """One loudspeaker, one engine, and the queue that decides what is spoken."""

    def __init__(self, link: WorkerLink, speaker: Speaker, synthesizer: SpeechSynthesizer) -> None:
        self._queue = VoiceQueue()
        self._link, self._speaker, self._synthesizer = link, speaker, synthesizer
        self._playing: tuple[str, Playing] | None = None

    def report(self) -> None:
        """Say what the loudspeaker is."""
        status = Status.SIMULATED if self._speaker.simulated else Status.OK
        self._device(status, self._speaker.name)

    def say(self, utterance: Utterance) -> None:
        """Put an utterance into the queue; it may interrupt what is spoken."""
        self._follow(self._queue.say(utterance, time.monotonic()))

    def hush(self) -> None:
        """Stop within one buffer and forget what waits."""
        self._follow(self._queue.stop())

    def go_on(self) -> None:
        """Notice the end of an utterance."""
        if self._playing is None or not self._playing[1].done:
            return
        name, _ = self._playing
        self._playing = None
        now = time.monotonic()
        self._link.publish(SpeakingChanged(at=now, speaking=False, until=now + AFTER_S))
        self._follow(self._queue.finished(name, now))

    def cue(self, sound: Sound) -> None:
        """A cue never interrupts a sentence: its twin is on the screen anyway."""
        if self._playing is None:
            self._speaker.play(np.frombuffer(sound.samples, np.int16), sound.rate_hz)

    def _follow(self, change: Change) -> None:
        now = time.monotonic()
        if change.silence and self._playing is not None:
            self._playing = None
            self._speaker.stop()
            self._link.publish(SpeakingChanged(at=now, speaking=False, until=now))
        if change.speak is not None:
            self._speak(change.speak)

    def _speak(self, utterance: Utterance) -> None:
        speech = self._synthesizer.render(utterance.text, utterance.manner.rate_cpm, utterance.lang)
        try:
            self._speaker.volume = min(1.0, BASE_VOLUME * 10 ** (utterance.manner.gain_db / 20))
            playing = self._speaker.play(speech.samples, speech.rate_hz)
        except DeviceError as error:
            self._device(Status.FAULT, str(error))
            self._follow(self._queue.finished(utterance.id, time.monotonic()))
            return
        self._playing = (utterance.id, playing)
        now = time.monotonic()
        self._link.publish(SpeakingChanged(at=now, speaking=True, until=now + playing.length_s + AFTER_S))

    def _device(self, status: Status, detail: str) -> None:
        self._link.publish(DeviceChanged(at=time.monotonic(), device="speaker", status=status, detail=detail))
