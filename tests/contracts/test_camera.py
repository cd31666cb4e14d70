"""Every camera keeps the port's promises: a file, generated pictures, and a live address through OpenCV."""

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from hardware.camera import Camera, DeviceCamera, FileCamera, GeneratedCamera, camera_from
from hardware.errors import DeviceError

RED = (200, 20, 30)
SIZE = (48, 64, 3)


def red_picture(_t_s: float) -> np.ndarray:
    return np.full(SIZE, RED, np.uint8)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty red frames, 25 a second, the n-th one marked by its brightness."""
    import cv2

    path = tmp_path_factory.mktemp("clip") / "red.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 25.0, (64, 48))
    for _ in range(30):
        writer.write(cv2.cvtColor(red_picture(0), cv2.COLOR_RGB2BGR))
    writer.release()
    return path


class MotionJpeg(http.server.BaseHTTPRequestHandler):
    """A network camera: MJPEG over HTTP until the server is told to stop."""

    def do_GET(self) -> None:
        import cv2

        jpeg = cv2.imencode(".jpg", cv2.cvtColor(red_picture(0), cv2.COLOR_RGB2BGR))[1].tobytes()
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        while not self.server.unplugged.wait(0.02):  # type: ignore[attr-defined]
            head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
            try:
                self.wfile.write(head.encode() + jpeg + b"\r\n")
            except OSError:
                return

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def network_camera() -> Iterator[tuple[str, threading.Event]]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), MotionJpeg)
    server.unplugged = threading.Event()  # type: ignore[attr-defined]
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/cam.mjpg", server.unplugged  # type: ignore[attr-defined]
    server.unplugged.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["file", "clip", "generated", "network"])
def camera(request: pytest.FixtureRequest, clip: Path) -> Camera:
    if request.param == "file":
        return FileCamera(clip, loop=True)
    if request.param == "clip":
        return FileCamera(clip, paced=False)
    if request.param == "generated":
        return GeneratedCamera(red_picture)
    return DeviceCamera(request.getfixturevalue("network_camera")[0])


def first_error(camera: Camera) -> DeviceError:
    """Read on until the camera is lost."""
    while True:
        try:
            camera.read(0.5)
        except DeviceError as error:
            return error


def test_frames_are_rgb_camera_view_and_in_order(camera: Camera) -> None:
    with camera:
        frames = [frame for _ in range(5) if (frame := camera.read(5.0)) is not None]
    assert len(frames) == 5
    for frame in frames:
        assert frame.pixels.shape == SIZE
        assert frame.pixels.dtype == np.uint8
        assert np.allclose(frame.pixels.reshape(-1, 3).mean(axis=0), RED, atol=12)
    assert all(b.seq > a.seq and b.at > a.at for a, b in pairwise(frames))


def test_a_closed_camera_refuses_and_can_be_opened_again(camera: Camera) -> None:
    with pytest.raises(DeviceError):
        camera.read(0.01)
    for _ in range(2):
        with camera:
            assert camera.read(5.0) is not None
        camera.close()
    with pytest.raises(DeviceError):
        camera.read(0.01)


def test_only_the_network_camera_claims_to_be_real(camera: Camera) -> None:
    assert camera.simulated is not isinstance(camera, DeviceCamera)


def test_a_slow_reader_misses_frames_instead_of_getting_old_ones() -> None:
    with GeneratedCamera(red_picture, fps=50.0) as camera:
        first = camera.read(1.0)
        time.sleep(0.3)
        second = camera.read(1.0)
        assert first is not None
        assert second is not None
        assert second.seq - first.seq > 5
        assert time.monotonic() - second.at < 0.3


def test_a_clip_gives_every_frame_once_and_then_says_that_it_ended(clip: Path) -> None:
    with FileCamera(clip, paced=False) as camera:
        seqs = [frame.seq for frame in iter(lambda: camera.read(0.0), None)]
        assert seqs == list(range(30))
        assert camera.ended
        assert camera.read(0.0) is None


def test_a_looping_file_goes_on_after_its_end(clip: Path) -> None:
    with FileCamera(clip, paced=False, loop=True) as camera:
        seqs = [frame.seq for _ in range(65) if (frame := camera.read(0.0)) is not None]
    assert seqs == list(range(65))


def test_an_unplugged_generated_camera_is_lost_until_it_is_back() -> None:
    camera = GeneratedCamera(red_picture)
    with camera:
        assert camera.read(1.0) is not None
        camera.unplug()
        with pytest.raises(DeviceError, match="camera-lost"):
            camera.read(1.0)
        with pytest.raises(DeviceError, match="camera-lost"):
            camera.open()
        camera.replug()
        camera.open()
        assert camera.read(1.0) is not None


def test_a_network_camera_that_goes_away_is_lost(network_camera: tuple[str, threading.Event]) -> None:
    address, unplugged = network_camera
    with DeviceCamera(address) as camera:
        assert camera.read(5.0) is not None
        unplugged.set()
        assert "camera-lost" in str(first_error(camera))


@pytest.mark.parametrize("spec", ["file:/nowhere/clip.mp4", "device:no such camera", "device:/dev/video99"])
def test_a_missing_camera_is_an_error_that_helps(spec: str) -> None:
    with pytest.raises(DeviceError, match="camera-missing") as error:
        camera_from(spec).open()
    assert error.value.hint


@pytest.mark.parametrize("spec", ["", "device", "file:", "webcam:0"])
def test_a_setting_that_means_nothing_is_refused_with_the_right_forms(spec: str) -> None:
    with pytest.raises(DeviceError, match=r"camera-spec.*device:NAME"):
        camera_from(spec)
