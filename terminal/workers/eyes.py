"""The eyes: camera -> landmarks -> signs, in a process of its own.

Told by `Watch` what is wanted. Off means off: the camera is closed, not ignored. Pictures go to the mirror through
shared memory and nowhere else; what is published are words, gestures and hints.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from hardware.camera import Camera, FoundCamera, GeneratedCamera, VideoFrame, camera_from
from hardware.errors import DeviceError
from recognition.landmarks import FramingGuide, Landmarks, LandmarkTracker
from recognition.signs import GestureSpotted, Mode, SigningEnded, SignRecognizer, SignSpotted, SignStream
from terminal.runtime.frames import HANDS, FrameRing
from terminal.runtime.link import Check, WorkerLink
from terminal.simulators.visitor import VisitorSigner
from terminal.visit.events import (
    DeviceChanged,
    EnterDigits,
    Event,
    FramingChanged,
    GestureSeen,
    HandsDown,
    SignSeen,
    Status,
    Sureness,
)
from terminal.workers.lessons import Classroom, Lecture

CAMERA_SIZE = (640, 480)
TRACKED_WIDTH = 640
"""Landmarks are looked for in a picture of this width: the models scale it down further anyway (measured at it)."""
SPARING_EVERY = 3
"""In a call landmarks are looked for in every so many pictures: both at full rate do not fit two cores."""
RETRY_S = 1.0
"""How often a lost camera is tried again."""
READ_TIMEOUT_S = 0.2
NO_HANDS = np.full(HANDS, np.nan, np.float32)
MODES = {"words": Mode.WORDS, "choice": Mode.CHOICE, "number": Mode.NUMBER}


@dataclass(frozen=True, slots=True)
class Watch:
    """What to watch for: "words", "choice", "number", or "" for nothing; ``mirror`` shows the picture.

    ``sparing`` is a call: every picture goes into the ring at once, and signs are looked for less often.
    """

    signs: str = ""
    mirror: bool = False
    sparing: bool = False


@dataclass(frozen=True, slots=True)
class Perform:
    """For the simulated visitor only: sign these glosses now."""

    glosses: tuple[str, ...]
    speed: float = 1.0


@dataclass(frozen=True, slots=True)
class Unplug:
    """For the simulated camera only: be unplugged, or plugged in again."""

    gone: bool


def eyes(link: WorkerLink, source: str, ring_name: str, size: tuple[int, int] = CAMERA_SIZE, taught: str = "") -> None:
    """The worker's loop; `taught` is the file of the signs taught on site, empty for none."""
    signer = VisitorSigner(size)
    camera = open_source(source, signer, size)
    ring = FrameRing(ring_name, width=size[0], height=size[1])
    watcher = _Watcher(link, camera, ring, Path(taught) if taught else None)
    link.publish(DeviceChanged(at=time.monotonic(), device="eyes", status=Status.OK))
    try:
        while not link.stopping:
            for command in link.commands(0.0 if watcher.on else 0.1):
                if isinstance(command, Watch):
                    watcher.watch(command)
                elif isinstance(command, Check):
                    watcher.check()
                elif isinstance(command, Lecture):
                    watcher.teach(command)
                elif isinstance(command, Perform):
                    signer.perform(command.glosses, command.speed)
                elif isinstance(command, Unplug) and isinstance(camera, GeneratedCamera):
                    camera.unplug() if command.gone else camera.replug()
            if watcher.on:
                watcher.look()
    finally:
        watcher.close()
        ring.close()


def open_source(source: str, signer: VisitorSigner, size: tuple[int, int] = CAMERA_SIZE) -> Camera:
    """The configured camera; "auto" takes the first one found, the simulated visitor until there is one."""
    if source == "auto":
        return FoundCamera(GeneratedCamera(signer, fps=25.0), size)
    if source.startswith("generated:"):
        return GeneratedCamera(signer, fps=25.0)
    return camera_from(source, size)


class _Watcher:
    """Camera, tracker and stream while something is watched for."""

    def __init__(self, link: WorkerLink, camera: Camera, ring: FrameRing, taught: Path | None) -> None:
        self._link, self._camera, self._ring = link, camera, ring
        self._wish = Watch()
        self._tracker = LandmarkTracker()
        self._recognizer = SignRecognizer.load()
        self._classroom = Classroom(self._recognizer, taught)
        self._classroom.refresh()
        self._stream = SignStream(self._recognizer)
        self._guide = FramingGuide()
        self._hint = ""
        self._digits = ""
        self._open = False
        self._count = 0
        self._thread = ThreadPoolExecutor(1, "tracker")
        self._tracking: Future[Landmarks] | None = None
        self._retry_at = 0.0
        self._report_at_rest()

    @property
    def on(self) -> bool:
        return bool(self._wish.signs) or self._wish.mirror or self._classroom.open

    def watch(self, wish: Watch) -> None:
        """Follow a new wish; a change of what is watched for begins a new stream."""
        was_on, before = self.on, self._wish
        self._wish = wish
        if wish.signs != before.signs:
            for event in self._classroom.stop():
                self._link.publish(event)
            self._classroom.refresh()
            self._stream = SignStream(self._recognizer)
            self._digits = ""
            if wish.signs:
                self._stream.expect(MODES[wish.signs])
        if was_on and not self.on:
            self.close()

    def check(self) -> None:
        """Try a lost camera again at once, and say how it is. One that is off stays off: nobody agreed to it."""
        self._retry_at = 0.0
        if self.on:
            self._report(*self._told)
        else:
            self._report_at_rest()

    def teach(self, lecture: Lecture) -> None:
        """Follow the staff in a lesson; the camera is on while it lasts."""
        was_on = self.on
        for event in self._classroom.obey(lecture):
            self._link.publish(event)
        if was_on and not self.on:
            self.close()

    def look(self) -> None:
        """One frame: read, track, publish."""
        frame = self._read()
        if frame is None:
            return
        landmarks = self._beside(frame) if self._wish.sparing else self._track(frame)
        if landmarks is None:
            return
        if self._wish.mirror and not self._wish.sparing:
            self._ring.write(_fitted(frame.pixels, self._ring.size), _hands(landmarks), frame.at)
        if self._classroom.open:
            for change in self._classroom.feed(landmarks):
                self._link.publish(change)
            if not self.on:
                self.close()
        if not self._wish.signs:
            return
        hint = self._guide.feed(landmarks).value
        if hint != self._hint:
            self._hint = hint
            self._link.publish(FramingChanged(at=landmarks.at, hint=hint))
        for event in to_events(self._stream.feed(landmarks)):
            self._link.publish(event)
        self._tell_number(landmarks.at)

    def _tell_number(self, at: float) -> None:
        """The number signed so far, when it changed; with its check digit put right where that is clear."""
        number = self._stream.number
        digits = number.suggestion or number.text
        if self._wish.signs == "number" and digits != self._digits:
            self._digits = digits
            doubtful = not number.suggestion and len(number.text) - 1 in number.doubtful
            self._link.publish(EnterDigits(at=at, digits=digits, doubtful=doubtful))

    def _track(self, frame: VideoFrame) -> Landmarks:
        """The landmarks of this picture."""
        self._settle()
        return self._tracker.track(_tracked(frame.pixels), frame.at)

    def _beside(self, frame: VideoFrame) -> Landmarks | None:
        """In a call: the picture goes out at once. Signs are looked for beside it, in a thread, in one picture at a
        time: waiting for them would make the pictures come unevenly, and a receiver waits for the latest of them."""
        if self._wish.mirror:
            self._ring.write(_fitted(frame.pixels, self._ring.size), NO_HANDS, frame.at)
        found = None
        if self._tracking is not None and self._tracking.done():
            found, self._tracking = self._tracking.result(), None
        self._count += 1
        if self._wish.signs and self._count % SPARING_EVERY == 0 and self._tracking is None:
            self._tracking = self._thread.submit(self._tracker.track, _tracked(frame.pixels), frame.at)
        return found if self._wish.signs else None

    def _settle(self) -> None:
        """A picture that is still looked at in the thread is done with, and nobody is told."""
        if self._tracking is not None:
            self._tracking.result()
            self._tracking = None

    def close(self) -> None:
        """Camera off, pictures and the signer in them forgotten: the next one is somebody else."""
        if self._open:
            self._camera.close()
            self._open = False
        self._forget()

    def _forget(self) -> None:
        """Nobody is seen any more: who is seen next is told so anew."""
        self._settle()
        self._tracker.reset()
        self._ring.wipe()
        self._hint = ""
        self._guide = FramingGuide()

    def _read(self) -> VideoFrame | None:
        now = time.monotonic()
        try:
            if not self._open:
                if now < self._retry_at:
                    time.sleep(0.05)
                    return None
                self._camera.open()
                self._open = True
                self._report(Status.SIMULATED if self._camera.simulated else Status.OK, self._camera.name)
            return self._camera.read(READ_TIMEOUT_S)
        except DeviceError as error:
            self._open = False
            self._retry_at = now + RETRY_S
            self._camera.close()
            self._forget()
            self._report(Status.MISSING, str(error))
            return None

    def _report_at_rest(self) -> None:
        """How it is as far as its name tells: it is off."""
        there = Status.OK if self._camera.present else Status.MISSING
        self._report(Status.SIMULATED if self._camera.simulated else there, self._camera.name)

    def _report(self, status: Status, detail: str) -> None:
        self._told = status, detail
        self._link.publish(DeviceChanged(at=time.monotonic(), device="camera", status=status, detail=detail))


def to_events(spotted: Iterable[object]) -> Iterable[Event]:
    """What the stream spotted, in the visit's words."""
    for item in spotted:
        if isinstance(item, SignSpotted):
            seen = item.recognition
            yield SignSeen(
                at=item.at,
                gloss=seen.gloss or "",
                confidence=seen.confidence,
                sureness=Sureness(seen.state.value),
                alternatives=tuple(a.gloss for a in seen.alternatives),
                replaces=item.replaces,
            )
        elif isinstance(item, GestureSpotted):
            yield GestureSeen(at=item.at, kind=item.gesture.value, value=item.value or 0)
        elif isinstance(item, SigningEnded):
            yield HandsDown(at=item.at)


def _tracked(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture at the size that landmarks are looked for in; uint8 (h, w, 3)."""
    return _fitted(pixels, (TRACKED_WIDTH, pixels.shape[0]))


def _fitted(pixels: NDArray[np.uint8], largest: tuple[int, int]) -> NDArray[np.uint8]:
    """The picture, scaled down where it is larger than ``largest`` (width, height); uint8 (h, w, 3)."""
    height, width = pixels.shape[:2]
    scale = min(1.0, largest[0] / width, largest[1] / height)
    if scale == 1.0:
        return pixels
    size = (int(width * scale), int(height * scale))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _hands(landmarks: Landmarks) -> NDArray[np.float32]:
    hands: NDArray[np.float32] = np.stack([landmarks.left[:, :2], landmarks.right[:, :2]]).astype(np.float32)
    return hands
