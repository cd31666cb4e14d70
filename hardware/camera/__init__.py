"""Cameras: the port, its drivers and its simulator."""

from hardware.camera.found import FoundCamera
from hardware.camera.generated import FrameSource, GeneratedCamera
from hardware.camera.opencv import DeviceCamera, FileCamera
from hardware.camera.port import Camera, VideoFrame
from hardware.errors import DeviceError

__all__ = [
    "Camera",
    "DeviceCamera",
    "FileCamera",
    "FoundCamera",
    "FrameSource",
    "GeneratedCamera",
    "VideoFrame",
    "camera_from",
]


def camera_from(spec: str, size: tuple[int, int] = (640, 480)) -> Camera:
    """Make the camera that a setting names; opens nothing.

    `device:` (the first there is), `device:0`, `device:/dev/video2`, `device:Logitech` (part of the name),
    `url:http://…`, `url:rtsp://…`, `file:clip.mp4` (real time, in a loop), `clip:clip.mp4` (every frame once, as fast
    as they are read). A device is asked for pictures of ``size`` (width, height) and gives the nearest that it has;
    files are as they are.
    """
    kind, colon, value = spec.partition(":")
    if kind == "device" and colon:
        return DeviceCamera(value, size=size)
    if kind == "url" and value:
        return DeviceCamera(value, size=size, name=value.split("@")[-1])
    if kind == "file" and value:
        return FileCamera(value, loop=True)
    if kind == "clip" and value:
        return FileCamera(value, paced=False)
    raise DeviceError(
        "camera-spec",
        message="The camera setting is not understood.",
        context=f"camera = {spec!r}",
        hint="Use device:, device:NAME, url:ADDRESS, file:PATH or clip:PATH.",
    )
