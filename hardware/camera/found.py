"""The camera that is there: looked for whenever it is opened, so that one plugged in later is found by itself."""

from __future__ import annotations

from hardware.camera.opencv import DeviceCamera
from hardware.camera.port import Camera, VideoFrame
from hardware.find import cameras


class FoundCamera(Camera):
    """The first camera found, or the stand-in as long as none was ever there.

    A camera that was there once and is gone is missing: nobody may take the stand-in's pictures for its. Its number
    may change when it is plugged in again (/dev/video0 comes back as /dev/video1), so none is kept.
    """

    def __init__(self, stand_in: Camera, size: tuple[int, int] = (640, 480)) -> None:
        self._camera = stand_in
        self._size = size
        self._look()

    def open(self) -> None:
        self._look()
        self._camera.open()

    def read(self, timeout_s: float) -> VideoFrame | None:
        return self._camera.read(timeout_s)

    @property
    def present(self) -> bool:
        return self._camera.present

    def close(self) -> None:
        self._camera.close()

    def _look(self) -> None:
        if self._camera.simulated and (found := cameras()):
            self._camera = DeviceCamera("", size=self._size, name=found[0].name)
        self.name, self.simulated = self._camera.name, self._camera.simulated
