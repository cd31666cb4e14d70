"""A pad on a serial port: the driver of `driver.py` in a thread on a `SerialTransport`."""

from __future__ import annotations

import random
from collections.abc import Mapping

from hardware.pad.driver import PadDriver
from hardware.pad.settings import PadSettings
from hardware.pad.threaded import ThreadedPad
from hardware.pad.transport import SerialTransport


class SerialPad(ThreadedPad):
    """`port` is a path or "auto". Behind a pseudo-terminal everything it reports is marked simulated.

    `line` may hold `baud`, `bytesize`, `parity`, `stopbits`; 9600 8N1 otherwise.
    """

    def __init__(
        self,
        port: str,
        settings: PadSettings | None = None,
        *,
        name: str = "pad",
        simulated: bool = False,
        line: Mapping[str, object] | None = None,
    ) -> None:
        chosen = settings or PadSettings()
        chosen.key_map  # noqa: B018 - a wrong map must be said now, not in the thread
        # a result of the process before must not meet the first number of this one
        first_seq = random.randrange(1, 256)
        transport = SerialTransport(port, **line or {})  # type: ignore[arg-type]
        super().__init__(name, lambda: PadDriver(chosen, name, simulated=simulated, first_seq=first_seq), transport)
        self.simulated = simulated
