"""Every ticket printer keeps the port's promises: ESC/POS (into a device file, over the network) and the simulator."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from hardware.errors import DeviceError
from hardware.printer import EscposPrinter, FilePrinter, TicketPrinter, TicketSlip, escpos, printer_from

SLIP = TicketSlip(
    title="县政务服务中心",
    number="A012",
    facts=("补领身份证", "前面还有 3 人", "2楼 3号窗口"),
    bring_title="请带",
    bring=("户口簿", "一张照片"),
    qr="https://hall.example/e/7Kd2",
    footer="2026-11-21 09:30",
)


class Paper:
    """Where the bytes of a printer end up."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> bytes:
        return self.path.read_bytes()


@pytest.fixture
def network_printer(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """A printer on the network: takes one job, keeps its bytes."""
    server = socket.create_server(("127.0.0.1", 0))
    path = tmp_path / "network.escpos"
    path.write_bytes(b"")

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                while data := line.recv(4096):
                    with path.open("ab") as file:
                        file.write(data)
            printed.set()

    printed = threading.Event()
    threading.Thread(target=serve, daemon=True).start()
    yield server.getsockname()[1], path
    printed.wait(5.0)
    server.close()


@pytest.fixture(params=["device file", "network", "folder"])
def printer(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[TicketPrinter, Paper]:
    if request.param == "device file":
        (tmp_path / "lp0").touch()
        return EscposPrinter(f"file:{tmp_path / 'lp0'}"), Paper(tmp_path / "lp0")
    if request.param == "network":
        port, path = request.getfixturevalue("network_printer")
        return EscposPrinter(f"network:127.0.0.1:{port}"), Paper(path)
    return FilePrinter(tmp_path), Paper(tmp_path / "ticket-001.escpos")


def test_a_printer_without_paper_is_given_up_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A device that takes nothing: a plain write to it never came back, and both screens stood still."""
    monkeypatch.setattr(escpos, "PATIENCE_S", 0.2)
    os.mkfifo(tmp_path / "lp0")
    stuck = os.open(tmp_path / "lp0", os.O_RDWR | os.O_NONBLOCK)
    try:
        with contextlib.suppress(BlockingIOError):
            while True:
                os.write(stuck, b"\0" * 4096)
        with pytest.raises(DeviceError, match="printer-stuck"):
            EscposPrinter(f"file:{tmp_path / 'lp0'}").print(SLIP)
    finally:
        os.close(stuck)


def test_a_slip_carries_every_word_in_order_and_is_cut(printer: tuple[TicketPrinter, Paper]) -> None:
    device, paper = printer
    assert device.ready()
    device.print(SLIP)
    wanted = [SLIP.title, SLIP.number, *SLIP.facts, SLIP.bring_title, *SLIP.bring, SLIP.footer]
    deadline = threading.Event()
    while b"\x1dV" not in paper.read() and not deadline.wait(0.02):
        pass
    data = paper.read()
    places = [data.find(word.encode("gb18030")) for word in wanted]
    assert all(place > 0 for place in places)
    assert places == sorted(places)
    assert data.find(SLIP.qr.encode()) > places[-2]
    assert data.find(b"\x1dV") > places[-1]


def test_the_number_is_the_largest_thing_on_the_paper(printer: tuple[TicketPrinter, Paper]) -> None:
    device, paper = printer
    device.print(SLIP)
    while b"\x1dV" not in paper.read():
        threading.Event().wait(0.02)
    data = paper.read()
    sizes = {
        text: data[: data.find(text.encode("gb18030"))].rpartition(b"\x1d!")[2][0]
        for text in (SLIP.number, SLIP.title, SLIP.footer)
    }
    assert sizes[SLIP.number] > sizes[SLIP.title] > sizes[SLIP.footer]


def test_a_missing_printer_is_an_error_that_helps(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    for target in (f"file:{tmp_path / 'lp9'}", f"network:127.0.0.1:{port}"):
        device = EscposPrinter(target)
        assert not device.ready()
        with pytest.raises(DeviceError, match="printer-missing") as error:
            device.print(SLIP)
        assert error.value.hint


def test_an_unplugged_simulator_prints_nothing(tmp_path: Path) -> None:
    device = FilePrinter(tmp_path)
    device.unplug()
    assert not device.ready()
    with pytest.raises(DeviceError, match="printer-missing"):
        device.print(SLIP)
    device.replug()
    assert list(tmp_path.iterdir()) == []
    device.print(SLIP)
    assert "A012" in (tmp_path / "ticket-001.txt").read_text(encoding="utf-8")


def test_slips_of_two_runs_of_the_simulator_lie_beside_each_other(tmp_path: Path) -> None:
    (tmp_path / "ticket-oddly.txt").touch()
    for number in ("A012", "A013"):
        FilePrinter(tmp_path).print(replace(SLIP, number=number))
    slips = [(tmp_path / f"ticket-00{place}.txt").read_text(encoding="utf-8") for place in (1, 2)]
    assert ["A012" in slips[0], "A013" in slips[1]] == [True, True]
    assert len(list(tmp_path.glob("ticket-00*.escpos"))) == 2


def test_slips_of_two_simulators_on_one_folder_lie_beside_each_other(tmp_path: Path) -> None:
    devices = [FilePrinter(tmp_path) for _ in range(4)]
    with ThreadPoolExecutor(len(devices)) as hands:
        list(hands.map(lambda device: [device.print(SLIP) for _ in range(5)], devices))
    assert len(list(tmp_path.glob("ticket-*.txt"))) == 20


def test_a_folder_that_cannot_be_written_is_a_printer_that_fails(tmp_path: Path) -> None:
    (tmp_path / "slips").write_text("in the way", encoding="utf-8")
    with pytest.raises(DeviceError, match="printer-failed") as error:
        FilePrinter(tmp_path / "slips").print(SLIP)
    assert error.value.hint


def test_the_simulator_draws_the_slip_in_the_projects_font(tmp_path: Path) -> None:
    from PIL import Image

    font = Path(__file__).parents[2] / "content" / "fonts" / "NotoSansSC-Bold.otf"
    FilePrinter(tmp_path, font).print(SLIP)
    picture = Image.open(tmp_path / "ticket-001.png")
    assert picture.width == 576
    assert picture.getextrema() == (0, 255)


def test_settings_are_understood_or_refused(tmp_path: Path) -> None:
    assert printer_from("none:") is None
    assert isinstance(printer_from(f"folder:{tmp_path}"), FilePrinter)
    with pytest.raises(DeviceError, match="printer-spec"):
        printer_from("laser")
