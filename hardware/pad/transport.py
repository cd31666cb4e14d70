"""What carries bytes between a driver and its device: the contract, and the serial port."""

from __future__ import annotations

import fcntl
import os
import termios
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from hardware.errors import DeviceError
from hardware.find import Found, serial_ports

KNOWN_CHIPS = frozenset({"1a86:7523", "1a86:5523", "067b:2303", "067b:23a3", "10c4:ea60", "0403:6001", "0403:6015"})
"""USB-serial chips usual in pads (CH340/341, PL2303, CP210x, FT232, FT-X). Only these are asked when looking for a pad:
a PING to an unknown serial device could mean something else to it."""


def pad_ports() -> list[Found]:
    """The serial ports that may have a pad: those behind a known chip."""
    return [found for found in serial_ports() if found.detail.split()[0] in KNOWN_CHIPS]


class Transport(ABC):
    """A byte pipe with a file descriptor to wait on. Used from one thread."""

    simulated: bool = False
    """Known after `open()`: True where nothing but software is at the other end."""
    finding: bool = False
    """True if the next `open()` may try another device: a pad that does not answer is worth letting go."""

    @abstractmethod
    def open(self) -> None:
        """Open for ourselves alone. Raises `DeviceError`."""

    @abstractmethod
    def fileno(self) -> int:
        """What to wait on for reading; only while open."""

    @abstractmethod
    def read(self) -> bytes:
        """What is there now, never waiting. Raises `DeviceError` when the device is gone."""

    @abstractmethod
    def write(self, data: bytes) -> None:
        """Send all of it. Raises `DeviceError` when the device is gone."""

    @abstractmethod
    def close(self) -> None:
        """Let go. Harmless when closed."""


class SerialTransport(Transport):
    """A serial port by path (best: /dev/serial/by-id/…), or "auto": every port behind a known chip in turn."""

    def __init__(self, port: str, baud: int = 9600, bytesize: int = 8, parity: str = "N", stopbits: float = 1) -> None:
        self.finding = port == "auto"
        self._wanted = port
        self._line = {"baudrate": baud, "bytesize": bytesize, "parity": parity, "stopbits": stopbits}
        self._tried = 0
        self._port: Any = None

    def open(self) -> None:
        import serial

        self.close()
        path = self._path()
        try:
            # exclusive: flock on the port; a second program's open then fails instead of stealing bytes
            self._port = serial.Serial(path, timeout=0, write_timeout=1, exclusive=True, **self._line)
            fcntl.ioctl(self._port.fileno(), termios.TIOCEXCL)
        except (OSError, ValueError, termios.error) as error:
            self.close()
            reference = "pad-busy" if "exclusively lock" in str(error) or "busy" in str(error) else "pad-missing"
            raise self._error(reference, str(error)) from error
        self.simulated = os.path.realpath(path).startswith("/dev/pts/")

    def fileno(self) -> int:
        return int(self._port.fileno())

    def read(self) -> bytes:
        try:
            data = bytes(self._port.read(4096))
        except (OSError, TypeError) as error:
            # pyserial raises SerialException (an OSError) when a ready port has nothing: unplugged, or shared
            raise self._error("pad-lost", str(error)) from error
        return data

    def write(self, data: bytes) -> None:
        try:
            self._port.write(data)
        except OSError as error:
            raise self._error("pad-lost", str(error)) from error

    def close(self) -> None:
        if self._port is not None:
            self._port.close()
            self._port = None

    def _path(self) -> str:
        if not self.finding:
            if not Path(self._wanted).exists():
                raise self._error("pad-missing", "no such port")
            return self._wanted
        ports = [found.path for found in pad_ports()]
        if not ports:
            raise self._error("pad-missing", "no port behind a known USB-serial chip")
        self._tried += 1
        return ports[self._tried % len(ports)]

    def _error(self, reference: str, context: str) -> DeviceError:
        return DeviceError(
            reference,
            message="The review pad cannot be reached.",
            context=f"{self._wanted}: {context}",
            hint="Check its cable; rating on the screen still works. `wuai doctor` lists the serial ports.",
        )
