"""The voice: text -> sound -> loudspeaker, in a process of its own, so that a slow engine never holds a screen."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hardware.errors import DeviceError
from hardware.speaker import FoundSpeaker, Playing, RecordingSpeaker, Speaker, speaker_from
from terminal.runtime.link import Check, WorkerLink
from terminal.visit.events import DeviceChanged, Event, SpeakingChanged, Status
from terminal.voice import Change, SpeechSynthesizer, Utterance, VoiceQueue, make_synthesizer

logger = logging.getLogger(__name__)

STEP_S = 0.02
WARM_UP = "您好"
BASE_VOLUME = 0.4
"""Share of the loudspeaker's range at 0 dB: a person beside the visitor hears it, the hall does not (our judgement)."""
RETRY_S = 2.0
"""A loudspeaker that is missing, or stood in for, is looked for this often (our judgement)."""
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
    """The worker's loop. A loudspeaker that is missing or lost is looked for again; what is said is on the screen."""
    speaker = open_source(source)
    synthesizer = make_synthesizer(engine)
    synthesizer.render(WARM_UP)  # the first sentence loads tables and engine; nobody should wait for it
    mouth = Mouth(link.publish, speaker, synthesizer)
    try:
        while not link.stopping:
            for command in link.commands(STEP_S):
                if isinstance(command, Say):
                    mouth.say(command.utterance)
                elif isinstance(command, Hush):
                    mouth.hush()
                elif isinstance(command, Sound):
                    mouth.cue(command)
                elif isinstance(command, Check):
                    mouth.check()
                elif isinstance(command, SaveTrack) and isinstance(speaker, RecordingSpeaker):
                    speaker.save(command.path, command.start_at, command.end_at)
            mouth.tend(time.monotonic())
    finally:
        speaker.close()


def open_source(source: str) -> Speaker:
    """The configured loudspeaker; "auto" takes the system's, a recording one that nobody hears until there is one."""
    return FoundSpeaker(RecordingSpeaker()) if source == "auto" else speaker_from(source)


class Mouth:
    """One loudspeaker, one engine, and the queue that decides what is spoken. ``publish`` takes what happens."""

    def __init__(self, publish: Callable[[Event], None], speaker: Speaker, synthesizer: SpeechSynthesizer) -> None:
        self._queue = VoiceQueue()
        self._publish, self._speaker, self._synthesizer = publish, speaker, synthesizer
        self._playing: tuple[str, Playing] | None = None
        self._told: Status | None = None
        self._volume = BASE_VOLUME
        self._lost = True
        self._retry_at = 0.0

    def tend(self, now: float) -> None:
        """Look for a lost loudspeaker, or a better one than a stand-in; notice a loss and the end of an utterance."""
        if not self._lost:
            self._watch()
        idle = self._playing is None and not self._speaker.busy
        if now >= self._retry_at and (self._lost or (self._speaker.simulated and idle)):
            self._open()
        self._go_on(now)

    def check(self) -> None:
        """Staff ask: try it at once, and say how it is."""
        self._told = None
        self._open()

    def say(self, utterance: Utterance) -> None:
        """Put an utterance into the queue; it may interrupt what is spoken."""
        self._follow(self._queue.say(utterance, time.monotonic()))

    def hush(self) -> None:
        """Stop within one buffer and forget what waits."""
        self._follow(self._queue.stop())

    def _watch(self) -> None:
        try:
            self._speaker.check()
        except DeviceError as error:
            self._speaker.close()  # ends what it was playing: who waits for the end of a sentence would wait for ever
            self._lose(error)

    def _go_on(self, now: float) -> None:
        if self._playing is None or not self._playing[1].done:
            return
        name, _ = self._playing
        self._playing = None
        self._publish(SpeakingChanged(at=now, speaking=False, until=now + AFTER_S))
        self._follow(self._queue.finished(name, now))

    def cue(self, sound: Sound) -> None:
        """A cue never interrupts a sentence: its twin is on the screen anyway."""
        if self._playing is None:
            self._play(np.frombuffer(sound.samples, np.int16), sound.rate_hz)

    def _follow(self, change: Change) -> None:
        now = time.monotonic()
        if change.silence and self._playing is not None:
            self._playing = None
            self._speaker.stop()
            self._publish(SpeakingChanged(at=now, speaking=False, until=now))
        if change.speak is not None:
            self._speak(change.speak)

    def _speak(self, utterance: Utterance) -> None:
        try:
            speech = self._synthesizer.render(utterance.text, utterance.manner.rate_cpm, utterance.lang)
        except Exception as error:  # costs this sentence, which stands on the screen, and none of those after it
            logger.warning("a sentence is not spoken: %s", type(error).__name__)  # the message may quote the sentence
            return self._follow(self._queue.finished(utterance.id, time.monotonic()))
        self._volume = min(1.0, BASE_VOLUME * 10 ** (utterance.manner.gain_db / 20))
        playing = self._play(speech.samples, speech.rate_hz)
        now = time.monotonic()
        if playing is None:
            return self._follow(self._queue.finished(utterance.id, now))
        self._playing = (utterance.id, playing)
        return self._publish(SpeakingChanged(at=now, speaking=True, until=now + playing.length_s + AFTER_S))

    def _play(self, samples: NDArray[np.int16], rate_hz: int) -> Playing | None:
        """Play int16 (n,) mono; a loudspeaker lost meanwhile is opened again once. None where there is none."""
        for _ in range(2):
            if self._lost:
                self._open()
            if self._lost:
                return None
            try:
                self._speaker.volume = self._volume
                return self._speaker.play(samples, rate_hz)
            except DeviceError as error:
                self._lose(error)
        return None

    def _open(self) -> None:
        self._retry_at = time.monotonic() + RETRY_S
        try:
            self._speaker.open()
        except DeviceError as error:
            self._lose(error)
            return
        self._lost = False
        self._tell(Status.SIMULATED if self._speaker.simulated else Status.OK, self._speaker.name)

    def _lose(self, error: DeviceError) -> None:
        self._lost = True
        self._tell(Status.MISSING, str(error))

    def _tell(self, status: Status, detail: str) -> None:
        """Only what changed."""
        if self._told is not status:
            self._told = status
            self._publish(DeviceChanged(at=time.monotonic(), device="speaker", status=status, detail=detail))
