"""Cameras and clips through OpenCV: V4L2 devices, network cameras, video files."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hardware.camera.port import Camera, VideoFrame
from hardware.errors import DeviceError
from hardware.find import cameras

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STALL_S = 3.0
"""A live camera without a frame for this long counts as lost. Our judgement: OpenCV itself waits 10 s."""
ANSWER_S = 3.0
"""A network camera that says nothing for this long is not there. Our judgement: OpenCV itself waits 30 s, and whoever
waits for it is silent so long."""


class FileCamera(Camera):
    """A video file as a camera.

    Paced: real time, late frames are skipped as a live camera would; `loop` starts over at the end.
    Not paced: every frame once, as fast as it is read, `at` in the file's own time.
    At the end of a file that does not loop, `ended` is True and `read()` returns None.
    """

    simulated = True

    def __init__(self, path: str | Path, *, paced: bool = True, loop: bool = False) -> None:
        self.name = Path(path).name
        self.ended = False
        self._path = Path(path)
        self._paced = paced
        self._loop = loop
        self._capture: Any = None

    def open(self) -> None:
        self.close()
        self._capture = _open_capture(str(self._path), self.name)
        import cv2

        self._fps = self._capture.get(cv2.CAP_PROP_FPS) or 25.0
        self._started_at = time.monotonic()
        self._seq = -1
        self.ended = False

    def read(self, timeout_s: float) -> VideoFrame | None:
        if self._capture is None:
            raise _lost(self.name, "camera-closed")
        if self.ended:
            time.sleep(timeout_s if self._paced else 0.0)
            return None
        if not self._paced:
            return self._decoded(self._next(), 0.0)
        elapsed = time.monotonic() - self._started_at
        due = max(self._seq + 1, int(elapsed * self._fps))
        wait_s = due / self._fps - elapsed
        if wait_s > timeout_s:
            time.sleep(timeout_s)
            return None
        time.sleep(max(0.0, wait_s))
        while self._seq < due - 1 and not self.ended:
            self._next(decode=False)
        return self._decoded(self._next(), self._started_at)

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None

    def _next(self, decode: bool = True) -> NDArray[np.uint8] | None:
        if not self._capture.grab() and not self._start_over():
            self.ended = True
            return None
        self._seq += 1
        return self._capture.retrieve()[1] if decode else None

    def _start_over(self) -> bool:
        if not self._loop:
            return False
        # reopening is slower than seeking by CAP_PROP_POS_FRAMES but right for every container
        self._capture.release()
        self._capture = _open_capture(str(self._path), self.name)
        return bool(self._capture.grab())

    def _decoded(self, picture: NDArray[np.uint8] | None, origin_s: float) -> VideoFrame | None:
        if picture is None:
            return None
        return VideoFrame(_rgb(picture), origin_s + self._seq / self._fps, self._seq)


class DeviceCamera(Camera):
    """A live camera: V4L2 device by number, path or part of its name ("" = the first there is); or a network address.

    A thread of its own reads as fast as the camera sends and keeps only the newest frame. A thread that hangs in a
    camera which is gone may outlive `close()`: what it still says is not heard.
    """

    simulated = False

    def __init__(self, device: str | int, *, size: tuple[int, int] = (640, 480), name: str | None = None) -> None:
        self.name = name or f"camera {device}".strip()
        self._device = device
        self._size = size
        self._thread: threading.Thread | None = None
        self._news = threading.Condition()
        self._newest: VideoFrame | None = None
        self._ended = True
        self._stop = threading.Event()

    def open(self) -> None:
        self.close()
        capture = _open_capture(_opencv_source(self._device), self.name, self._size)
        self._stop, self._ended, self._newest = threading.Event(), False, None
        self._opened_at = time.monotonic()
        self._thread = threading.Thread(target=self._pump, args=(capture, self._stop), name=self.name, daemon=True)
        self._thread.start()

    def read(self, timeout_s: float) -> VideoFrame | None:
        with self._news:
            self._news.wait_for(lambda: self._newest is not None or self._ended, timeout_s)
            frame, self._newest = self._newest, None
            if frame is not None:
                self._opened_at = frame.at
                return frame
        if self._ended or time.monotonic() - self._opened_at > STALL_S:
            raise _lost(self.name)
        return None

    @property
    def present(self) -> bool:
        try:
            source = _opencv_source(self._device)
        except DeviceError:
            return False
        path = f"/dev/video{source}" if isinstance(source, int) else source
        return "://" in path or Path(path).exists()

    def close(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(STALL_S)
            self._thread = None
        with self._news:
            self._newest, self._ended = None, True

    def _pump(self, capture: Any, stop: threading.Event) -> None:
        seq = 0
        try:
            while not stop.is_set():
                good, picture = capture.read()
                if not good:
                    return
                self._publish(VideoFrame(_rgb(picture), time.monotonic(), seq), stop)
                seq += 1
        finally:
            capture.release()
            with self._news:
                if stop is self._stop:
                    self._ended = True
                    self._news.notify_all()

    def _publish(self, frame: VideoFrame, stop: threading.Event) -> None:
        with self._news:
            if not stop.is_set():
                self._newest = frame
                self._news.notify_all()


def _opencv_source(device: str | int) -> str | int:
    text = str(device)
    if text.isdecimal():
        return int(text)
    if text.startswith("/dev/") or "://" in text:
        return text
    for found in cameras():
        if text.lower() in found.name.lower():
            return found.path
    raise _lost(text or "no camera", "camera-missing")


def _open_capture(source: str | int, name: str, size: tuple[int, int] | None = None) -> Any:
    import cv2

    if isinstance(source, str) and "://" not in source and not Path(source).exists():
        raise _lost(name, "camera-missing")
    capture = _network_capture(source) if "://" in str(source) else cv2.VideoCapture(source)
    if not capture.isOpened():
        raise _lost(name, "camera-not-opened")
    if size is not None:
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, size[0])
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, size[1])
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return capture


def _network_capture(address: str | int) -> Any:
    import cv2

    wait_ms = round(ANSWER_S * 1000)
    limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, wait_ms, cv2.CAP_PROP_READ_TIMEOUT_MSEC, wait_ms]
    return cv2.VideoCapture(str(address), cv2.CAP_FFMPEG, limits)


def _rgb(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    import cv2

    return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)  # type: ignore[return-value]


def _lost(name: str, reference: str = "camera-lost") -> DeviceError:
    return DeviceError(
        reference,
        message="The camera gives no pictures.",
        context=name,
        hint="Check its cable and that no other program uses it; `wuai doctor` lists the cameras found.",
    )
