"""The simulated pad: its orders, its process, its picture and window."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from hardware.pad import EvaluationClosed, PadSettings, SerialPad, StaffCard
from hardware.pad.port import Level
from hardware.pad.settings import EvaluationTimes
from hardware.pad.simulator.line import BadLine
from hardware.pad.simulator.model import Face, PadModel
from hardware.pad.simulator.orders import OrderError, Orders
from hardware.pad.simulator.process import PadSimulator
from hardware.pad.simulator.terminal import PadTerminal

QUICK = PadSettings(times=EvaluationTimes(shortest_s=0.2, regret_s=0.2))


@pytest.fixture
def orders(tmp_path: Path) -> Orders:
    return Orders(PadTerminal(tmp_path / "pad", PadModel(), BadLine()))


def closed(pad: SerialPad) -> EvaluationClosed:
    while not isinstance(event := pad.poll(30.0), EvaluationClosed):
        assert event is not None
    return event


@pytest.mark.parametrize("text", ["press", "press 6", "press five", "flip much", "callers maybe", "wait-for lunch"])
def test_an_order_with_wrong_words_is_an_error(orders: Orders, text: str) -> None:
    orders.add(text)
    with pytest.raises(OrderError, match=text.split()[0]):
        orders.step(0.0)


def test_an_unknown_order_is_refused_at_once(orders: Orders) -> None:
    with pytest.raises(OrderError, match="dance"):
        orders.add("dance")


def test_waiting_holds_up_the_orders_behind_it(orders: Orders) -> None:
    for text in ("wait 2 # seconds", "", "# nothing", "flip 0.5", "wait-for evaluating", "noise 7"):
        orders.add(text)
    orders.step(10.0)
    orders.step(11.9)
    assert orders.terminal.line.flip == 0.0
    orders.step(12.0)
    assert (orders.terminal.line.flip, orders.terminal.line.noise_per_frame) == (0.5, 0)
    orders.terminal.model.face = Face.EVALUATING
    orders.step(12.0)
    assert orders.terminal.line.noise_per_frame == 7


def test_a_script_plays_a_visit_without_a_hand(tmp_path: Path) -> None:
    script = tmp_path / "visit.txt"
    script.write_text("wait-for evaluating\nwait 0.1\npress 4\n", encoding="utf-8")
    with PadSimulator(tmp_path / "pad", "--script", str(script)) as simulator, SerialPad(simulator.link, QUICK) as pad:
        pad.prompt(StaffCard(), 60.0, 1)
        assert closed(pad).level is Level.SATISFIED


def test_orders_come_over_a_socket_too(tmp_path: Path) -> None:
    control = tmp_path / "control"
    with (
        PadSimulator(tmp_path / "pad", "--control", str(control)) as simulator,
        SerialPad(simulator.link, QUICK) as pad,
        socket.socket(socket.AF_UNIX) as line,
    ):
        line.connect(str(control))
        pad.prompt(StaffCard(), 60.0, 1)
        line.sendall(b"wait-for evaluating\npress 1\n")
        assert closed(pad).level is Level.VERY_DISSATISFIED


def test_a_wrong_order_is_answered_and_the_pad_goes_on(tmp_path: Path) -> None:
    with PadSimulator(tmp_path / "pad") as simulator:
        simulator.order("press 9")
        with pytest.raises(ValueError, match="press 9"):
            simulator.wait_until(lambda state: False)
        assert simulator.wait_until(lambda state: state["plugged"])["face"] == "idle"


def test_the_process_ends_with_its_input_and_takes_its_port_along(tmp_path: Path) -> None:
    with PadSimulator(tmp_path / "pad") as simulator:
        assert (tmp_path / "pad").exists()
    assert simulator._process.returncode == 0
    assert not (tmp_path / "pad").is_symlink()


def test_the_picture_shows_five_keys_and_the_chosen_one_filled() -> None:
    from content.theme import load_theme
    from hardware.pad.simulator.picture import PadPicture, key_centres

    picture, model = PadPicture(), PadModel(face=Face.THANKS, chosen=1)
    pixels = picture.render(model, plugged=True)
    colours = load_theme("normal").colours
    for grade, (x, y) in key_centres().items():
        assert picture.key_at(x, y) == grade
        inside = tuple(pixels[int(y) + 75, int(x)])
        assert inside == (colours["face2"] if grade == 1 else colours["surface"])
    assert picture.key_at(5, 5) is None


def test_every_face_of_the_pad_looks_different_in_both_languages() -> None:
    from hardware.pad.simulator.picture import PadPicture

    for language in ("zh", "en"):
        picture = PadPicture(language)
        pictures = [picture.render(PadModel(face=face), plugged=True, scale=0.5) for face in Face]
        pictures.append(picture.render(PadModel(), plugged=False, scale=0.5))
        for i, one in enumerate(pictures):
            assert all(np.any(one != other) for other in pictures[:i])


def test_a_click_in_the_window_is_a_press() -> None:
    """In a process of its own: pygame's display belongs to whoever starts it first."""
    program = """
import os
os.environ["SDL_VIDEODRIVER"] = "dummy"
import pygame
from hardware.pad.simulator.model import PadModel
from hardware.pad.simulator.picture import key_centres
from hardware.pad.simulator.window import SCALE, PadWindow
window = PadWindow()
window.draw(PadModel(), True)
x, y = key_centres()[3]
for at in ((x, y), (1, 1)):
    pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(at[0] * SCALE, at[1] * SCALE), button=1))
print(window.presses(), window.closed)
pygame.event.post(pygame.event.Event(pygame.QUIT))
print(window.presses(), window.closed)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3]
    )
    assert done.stdout.splitlines()[-2:] == ["[3] False", "[] True"]


def test_the_window_opens_in_the_simulators_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    with PadSimulator(tmp_path / "pad", "--window") as simulator:
        assert simulator.wait_until(lambda state: state["plugged"])["face"] == "idle"
