from pathlib import Path

import pytest

from hardware import find
from hardware.v4l2 import pixel_formats


def node(root: Path, place: str, **files: str) -> None:
    for path, text in files.items():
        file = root / place / path.replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "\n")


def test_of_the_nodes_of_a_camera_only_the_one_with_pictures_is_listed(tmp_path: Path) -> None:
    node(tmp_path, "video0", name="HD Webcam", index="0")
    node(tmp_path, "video1", name="HD Webcam", index="1")
    assert find.cameras(tmp_path) == [find.Found("camera", "HD Webcam", "/dev/video0", "video0")]


def test_the_tenth_camera_comes_after_the_second(tmp_path: Path) -> None:
    """The first one listed is the one that is used; by letters video10 came before video2."""
    for number in (10, 2, 1):
        node(tmp_path, f"video{number}", name="HD Webcam", index="0")
    assert [found.detail for found in find.cameras(tmp_path)] == ["video1", "video2", "video10"]


def test_a_camera_that_is_infrared_comes_last(tmp_path: Path) -> None:
    """Machines that recognise faces have one, often before the other camera; it sees no colours."""
    for number, name in enumerate(("Infrared", "HD Webcam", "Silent", "Old Webcam")):
        node(tmp_path, f"video{number}", name=name, index="0")
    formats = {"/dev/video0": ("GREY", "Y16 "), "/dev/video1": ("GREY", "YUYV"), "/dev/video3": ("MJPG",)}
    found = find.cameras(tmp_path, lambda path: formats.get(path, ()))
    assert [camera.name for camera in found] == ["HD Webcam", "Silent", "Old Webcam", "Infrared"]


def test_one_camera_alone_is_asked_nothing(tmp_path: Path) -> None:
    node(tmp_path, "video0", name="Infrared", index="0")
    assert [camera.name for camera in find.cameras(tmp_path, lambda path: pytest.fail(path))] == ["Infrared"]


def test_what_is_no_camera_gives_no_pictures(tmp_path: Path) -> None:
    assert pixel_formats("/dev/null") == pixel_formats(str(tmp_path / "gone")) == ()


def test_key_devices_are_those_that_can_type_and_carry_their_numbers(tmp_path: Path) -> None:
    node(
        tmp_path,
        "event3",
        device__name="Pad",
        device__capabilities__key="ff 0 1",
        device__id__vendor="1a86",
        device__id__product="7523",
    )
    node(tmp_path, "event4", device__name="Lid", device__capabilities__key="0")
    (tmp_path / "mouse0").mkdir()
    assert find.key_devices(tmp_path) == [find.Found("keys", "Pad", "/dev/input/event3", "1a86:7523")]


def test_printers_are_the_kernels_printer_nodes(tmp_path: Path) -> None:
    (tmp_path / "lp0").touch()
    (tmp_path / "hiddev0").touch()
    assert [found.path for found in find.printers(tmp_path)] == [str(tmp_path / "lp0")]


def test_a_machine_without_any_of_it_has_none(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    assert find.cameras(nowhere) == find.key_devices(nowhere) == find.printers(nowhere) == []


def test_this_machine_can_be_asked_for_everything() -> None:
    assert all(found.kind and found.name and found.path for found in find.devices())


def test_a_name_that_the_kernel_cut_within_a_character_is_still_a_camera(tmp_path: Path) -> None:
    """V4L2 keeps 31 bytes of a name, and a Chinese character has three."""
    node = tmp_path / "video0"
    node.mkdir()
    (node / "index").write_text("0\n")
    (node / "name").write_bytes("USB2.0 高清摄像头".encode()[:-1] + b"\n")
    assert [found.name for found in find.cameras(tmp_path)] == ["USB2.0 高清摄像\ufffd"]
