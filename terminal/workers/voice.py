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
from terminal.voice import EspeakSynthesizer, Pyttsx3Synthesizer, Utterance, VoiceQueue

STEP_S = 0.02
AFTER_S = 0.15
"""The room's echo after a prompt (our judgement)."""


@dataclass(frozen=True, slots=True)
class Say:
    """Speak this; an utterance with the same ``replace_key`` that still waits is replaced."""

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
    synthesizer = Pyttsx3Synthesizer() if engine == "pyttsx3" else EspeakSynthesizer()
    mouth = _Mouth(link, speaker)
    with speaker:
        mouth.report()
        while not link.stopping:
            for command in link.commands(STEP_S):
                if isinstance(command, Say):
                    mouth.queue.say(command.utterance, time.monotonic())
                elif isinstance(command, Hush):
                    mouth.hush()
                elif isinstance(command, Sound):
                    mouth.cue(command)
                elif isinstance(command, SaveTrack) and isinstance(speaker, RecordingSpeaker):
                    speaker.save(command.path, command.start_at, command.end_at)
            mouth.go_on(synthesizer)


def _source(source: str) -> str:
    if source != "auto":
        return source
    return "device:" if speakers() else "recorder:"


class _Mouth:
    """One loudspeaker and the queue of what it has to say."""

    def __init__(self, link: WorkerLink, speaker: Speaker) -> None:
        self.queue = VoiceQueue()
        self._link, self._speaker = link, speaker
        self._now_playing: tuple[str, Playing] | None = None

    def report(self) -> None:
        status = Status.SIMULATED if self._speaker.simulated else Status.OK
        self._link.publish(
            DeviceChanged(at=time.monotonic(), device="speaker", status=status, detail=self._speaker.name)
        )

    def go_on(self, synthesizer: EspeakSynthesizer | Pyttsx3Synthesizer) -> None:
        """Notice the end of an utterance, begin the next."""
        now = time.monotonic()
        if self._now_playing is not None:
            name, playing = self._now_playing
            if not playing.done:
                return
            self._now_playing = None
            self.queue.finished(name, now)
            self._link.publish(SpeakingChanged(at=now, speaking=False, until=now + AFTER_S))
        utterance = self.queue.next(now)
        if utterance is None:
            return
        speech = synthesizer.render(utterance.text, rate_cpm=utterance.rate_cpm)
        try:
            self._speaker.volume = utterance.volume
            playing = self._speaker.play(speech.samples, speech.rate_hz)
        except DeviceError as error:
            self.queue.finished(utterance.id, now)
            self._link.publish(DeviceChanged(at=now, device="speaker", status=Status.FAULT, detail=str(error)))
            return
        self._now_playing = (utterance.id, playing)
        until = time.monotonic() + playing.length_s + AFTER_S
        self._link.publish(SpeakingChanged(at=time.monotonic(), speaking=True, until=until))

    def hush(self) -> None:
        now = time.monotonic()
        self.queue.stop(now)
        self._speaker.stop()
        if self._now_playing is not None:
            self._now_playing = None
            self._link.publish(SpeakingChanged(at=now, speaking=False, until=now))

    def cue(self, sound: Sound) -> None:
        """A cue never interrupts a sentence: its twin is on the screen anyway."""
        if self._now_playing is None:
            self._speaker.play(np.frombuffer(sound.samples, np.int16), sound.rate_hz)
