"""The eyes: camera -> landmarks -> signs, in a process of its own.

Told by `Watch` what is wanted. Off means off: the camera is closed, not ignored. Pictures go to the mirror through
shared memory and nowhere else; what is published are words, gestures and hints.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hardware.camera import Camera, GeneratedCamera, VideoFrame, camera_from
from hardware.errors import DeviceError
from hardware.find import cameras
from recognition.landmarks import FramingGuide, Landmarks, LandmarkTracker
from recognition.signs import GestureSpotted, Mode, SigningEnded, SignRecognizer, SignSpotted, SignStream
from terminal.runtime.frames import FrameRing
from terminal.runtime.link import WorkerLink
from terminal.simulators.visitor import VisitorSigner
from terminal.visit.events import (
    DeviceChanged,
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
RETRY_S = 1.0
"""How often a lost camera is tried again."""
READ_TIMEOUT_S = 0.2
MODES = {"words": Mode.WORDS, "choice": Mode.CHOICE, "number": Mode.NUMBER}


@dataclass(frozen=True, slots=True)
class Watch:
    """What to watch for: "words", "choice", "number", or "" for nothing; ``mirror`` shows the picture."""

    signs: str = ""
    mirror: bool = False


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
    camera = open_source(source, signer)
    ring = FrameRing(ring_name, width=size[0], height=size[1])
    watcher = _Watcher(link, camera, ring, Path(taught) if taught else None)
    link.publish(DeviceChanged(at=time.monotonic(), device="eyes", status=Status.OK))
    try:
        while not link.stopping:
            for command in link.commands(0.0 if watcher.on else 0.1):
                if isinstance(command, Watch):
                    watcher.watch(command)
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


def open_source(source: str, signer: VisitorSigner) -> Camera:
    """The configured camera; "auto" takes the first one found, else the simulated visitor."""
    if source == "auto":
        found = cameras()
        source = f"device:{found[0].path}" if found else "generated:"
    if source.startswith("generated:"):
        return GeneratedCamera(signer, fps=25.0)
    return camera_from(source)


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
        self._open = False
        self._retry_at = 0.0
        self._report(Status.SIMULATED if camera.simulated else Status.OK, camera.name)

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
            if wish.signs:
                self._stream.expect(MODES[wish.signs])
        if was_on and not self.on:
            self.close()

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
        landmarks = self._tracker.track(frame.pixels, frame.at)
        if self._wish.mirror and frame.pixels.shape[1::-1] == self._ring.size:
            self._ring.write(frame.pixels, _hands(landmarks), frame.at)
        if self._classroom.open:
            for event in self._classroom.feed(landmarks):
                self._link.publish(event)
            if not self.on:
                self.close()
        if not self._wish.signs:
            return
        hint = self._guide.feed(landmarks).value
        if hint != self._hint:
            self._hint = hint
            self._link.publish(FramingChanged(at=frame.at, hint=hint))
        for event in to_events(self._stream.feed(landmarks)):
            self._link.publish(event)

    def close(self) -> None:
        """Camera off, pictures forgotten."""
        if self._open:
            self._camera.close()
            self._open = False
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
            self._ring.wipe()
            self._report(Status.MISSING, str(error))
            return None

    def _report(self, status: Status, detail: str) -> None:
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


def _hands(landmarks: Landmarks) -> NDArray[np.float32]:
    return np.stack([landmarks.left[:, :2], landmarks.right[:, :2]]).astype(np.float32)
