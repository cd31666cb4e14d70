"""The ears: microphone -> end of utterance -> Vosk -> text, in a process of its own. No sound is kept."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from content import matters
from content.errors import DiagnosticError
from content.voice.counter import counter_talk, hall_key
from hardware.errors import DeviceError
from hardware.microphone import ClipMicrophone, FoundMicrophone, Microphone, microphone_from
from recognition.speech.errors import SpeechError
from recognition.speech.hall_language import hall_language
from recognition.speech.listener import Listener
from recognition.speech.listener import SpeechHeard as Heard
from recognition.speech.listener import SpeechPartial as Partial
from recognition.speech.listener import SpeechStarted as Started
from recognition.speech.recognizer import SpeechRecognizer
from terminal.runtime.gauge import Gauge, loudness
from terminal.runtime.link import Check, WorkerLink
from terminal.visit.events import DeviceChanged, Event, SpeechHeard, SpeechPartial, SpeechStarted, Status
from terminal.visit.wants import TalkKey
from terminal.workers.questions import grammars

logger = logging.getLogger(__name__)

CAPTIONS = "captions"
"""The question that is none: free decoding of the clerk's speech (`terminal.visit.wants`)."""
RETRY_S = 1.0
READ_TIMEOUT_S = 0.2
FindModel = Callable[[], Path]
"""Gives the folder of the speech model, or raises `DiagnosticError`."""
UNPACKING_S = 120.0
"""So long unpacking and loading a model may take on a busy machine."""
MODEL_S = 60.0
"""A speech model that is not there is looked for this often, or when staff ask (our judgement)."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Which question is being answered: the name of a grammar, or "" for not listening; and whether to whatever is
    said, or between two touches of a key."""

    question: str = ""
    talk: TalkKey = "open"


@dataclass(frozen=True, slots=True)
class Mute:
    """The terminal itself speaks until this instant; nothing is recognised till then."""

    until: float


@dataclass(frozen=True, slots=True)
class PlayIn:
    """For the simulated microphone only: somebody says this (int16 mono)."""

    samples: bytes
    rate_hz: int


def ears(link: WorkerLink, source: str, model: Path | FindModel, gauge: Gauge | None = None) -> None:
    """The worker's loop. ``model`` is the speech model's folder, or finds it where there is none yet; ``gauge`` shows
    how loud it is at the microphone."""
    missed: list[object] = []
    folder = model if isinstance(model, Path) else await_model(link, model, missed)
    if folder is None:
        return
    microphone = open_source(source)
    hearer = _Hearer(link, microphone, folder, gauge or Gauge())
    try:
        while not link.stopping:
            commands = [*missed, *link.commands(0.0 if hearer.on else 0.1)]
            missed = []
            for command in commands:
                if isinstance(command, Listen):
                    hearer.listen(command.question, command.talk)
                elif isinstance(command, Check):
                    hearer.check()
                elif isinstance(command, Mute):
                    hearer.mute(command.until)
                elif isinstance(command, PlayIn) and isinstance(microphone, ClipMicrophone):
                    microphone.say(np.frombuffer(command.samples, np.int16), command.rate_hz)
            if hearer.on:
                hearer.hear()
    finally:
        hearer.close()


def await_model(link: WorkerLink, find: FindModel, missed: list[object]) -> Path | None:
    """The speech model's folder as soon as there is one (room is made on the disk, a file is restored); None at the end
    of the worker. What it is told meanwhile goes to ``missed``."""
    link.patience_s = UNPACKING_S
    while not link.stopping:
        try:
            folder = find()
            link.patience_s = 0.0
            return folder
        except DiagnosticError as error:
            link.publish(DeviceChanged(at=time.monotonic(), device="ears", status=Status.MISSING, detail=str(error)))
        again_at = time.monotonic() + MODEL_S
        while not link.stopping and time.monotonic() < again_at:
            told = link.commands(0.5)
            missed += [command for command in told if not isinstance(command, Check)]
            if any(isinstance(command, Check) for command in told):
                break
    return None


def open_source(source: str) -> Microphone:
    """The configured microphone; "auto" takes the system's, a silent simulated one until there is one."""
    if source == "auto":
        return FoundMicrophone(ClipMicrophone())
    return microphone_from(source)


def _language(model: Path) -> Path | None:
    """Captions expect what is said in this hall; kept beside the models, made anew where the content has changed."""
    try:
        return hall_language(model, hall_key(), counter_talk, model.parent / "captions")
    except OSError as error:
        logger.warning("captions do without the hall's own sentences: %s", error)
        return None


def open_recognizer(model: Path) -> SpeechRecognizer:
    """With the hall's own sentences where they can be had. A file of them that was cut off by a power cut is removed:
    the next start makes it anew, and until then speech is there without it."""
    language = _language(model)
    if language is not None:
        try:
            return SpeechRecognizer(model, language)
        except SpeechError as error:
            if error.code != "speech-language-damaged":
                raise
            logger.warning("captions do without the hall's own sentences: %s", error)
            with contextlib.suppress(OSError):
                language.unlink()
    return SpeechRecognizer(model)


class _Hearer:
    """Microphone and listener while a question is open."""

    def __init__(self, link: WorkerLink, microphone: Microphone, model: Path, gauge: Gauge) -> None:
        self._link, self._microphone, self._gauge = link, microphone, gauge
        self._report_at_rest()
        recognizer = open_recognizer(model)
        self._grammars = grammars(matters.load())
        for grammar in self._grammars.values():
            recognizer.prepare(grammar)
        self._listener = Listener(recognizer)
        self._question = ""
        self._talk: TalkKey = "open"
        self._open = False
        self._retry_at = 0.0
        link.publish(DeviceChanged(at=time.monotonic(), device="ears", status=Status.OK))

    @property
    def on(self) -> bool:
        return bool(self._question)

    def listen(self, question: str, talk: TalkKey) -> None:
        """Follow a new question; the grammar is switched with it. Captions have none: speech is decoded freely."""
        if not question:
            self.close()
        elif question != self._question:
            self._listener.ask(self._grammars.get(question))
        self._question = question
        self._follow(talk)

    def _follow(self, talk: TalkKey) -> None:
        """Begin, recognise or forget what is said between two touches of the key."""
        before, self._talk = self._talk, talk
        if talk == before:
            return
        if talk == "pressed":
            self._tell(self._listener.press(time.monotonic()))
        elif talk == "finished":
            self._tell(self._listener.release(time.monotonic()))
        else:
            self._listener.forget()

    def check(self) -> None:
        """Try a lost microphone again at once, and say how it is; one that is off stays off."""
        self._retry_at = 0.0
        if self.on:
            self._report(*self._told)
        else:
            self._report_at_rest()

    def mute(self, until: float) -> None:
        """Whoever has touched the key is heard: the sentence that it cut short says only now that it ended."""
        if self._talk != "pressed":
            self._listener.mute_until(until)

    def hear(self) -> None:
        """One chunk of sound."""
        now = time.monotonic()
        try:
            if not self._open:
                if now < self._retry_at:
                    time.sleep(0.05)
                    return
                self._microphone.open()
                self._open = True
                self._report(Status.SIMULATED if self._microphone.simulated else Status.OK, self._microphone.name)
            chunk = self._microphone.read(READ_TIMEOUT_S)
        except DeviceError as error:
            self._open = False
            self._retry_at = now + RETRY_S
            self._microphone.close()
            self._listener.forget()
            self._report(Status.MISSING, str(error))
            return
        if chunk is None:
            return
        self._gauge.set(loudness(self._microphone.level_dbfs))
        if self._talk in ("open", "pressed"):
            self._tell(self._listener.feed(chunk))

    def close(self) -> None:
        """Microphone off, what it heard last forgotten."""
        self._gauge.set(0.0)
        self._listener.forget()
        if self._open:
            self._microphone.close()
            self._open = False

    def _tell(self, events: Iterable[object]) -> None:
        for event in events:
            self._publish(event)

    def _publish(self, event: object) -> None:
        found: Event | None = None
        if isinstance(event, Started):
            found = SpeechStarted(at=event.at)
        elif isinstance(event, Partial):
            found = SpeechPartial(at=event.at, text=event.text)
        elif isinstance(event, Heard):
            alternatives = tuple(a.text for a in event.heard.alternatives)
            words = tuple((w.text, w.confidence) for w in event.heard.words) if self._question == CAPTIONS else ()
            found = SpeechHeard(
                at=event.at,
                text=event.heard.text,
                confidence=event.heard.confidence,
                alternatives=alternatives,
                words=words,
            )
        if found is not None:
            self._link.publish(found)

    def _report_at_rest(self) -> None:
        """How it is as far as its name tells: it is off."""
        there = Status.OK if self._microphone.present else Status.MISSING
        self._report(Status.SIMULATED if self._microphone.simulated else there, self._microphone.name)

    def _report(self, status: Status, detail: str) -> None:
        self._told = status, detail
        self._link.publish(DeviceChanged(at=time.monotonic(), device="microphone", status=status, detail=detail))
