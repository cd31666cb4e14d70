"""The hall that a terminal is to itself, for trying it out: a process of its own, begun again whenever it ends.

One that cannot begin (a full disk) keeps no terminal from starting: its place is known, and it is tried again there.
"""

from __future__ import annotations

import json
import logging
import socket
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from terminal.helper import Helper, helper
from terminal.links.reach import HallAccess
from terminal.runtime.settings import Settings

logger = logging.getLogger(__name__)

READY = "hall ready"
UNKNOWN = {"terminal": "unknown", "clerk": "unknown", "terminal_id": "unknown"}
"""Where a hall that never began has no keys yet: it refuses them until `EmbeddedHall.keep` gives better ones."""


class EmbeddedHall:
    """Begun at once; `access` waits for it. Ends with the stack."""

    def __init__(self, settings: Settings, var: Path, stack: ExitStack) -> None:
        chosen = settings.hall
        data = Path(stack.enter_context(tempfile.TemporaryDirectory())) if chosen.test_mode else var / "hall"
        self._window = settings.terminal.window
        self._keys_file = data / "keys.json"
        self._arguments = ["--data", str(data), "--keys-file", str(self._keys_file)]
        if chosen.test_mode:
            self._arguments += ["--test-mode"]
            self._arguments += ["--clock", chosen.clock] if chosen.clock else []
        self._url = ""
        self.keys: dict[str, str] = {}
        """By scope."""
        self.helper: Helper = helper("hall", "--port", "0", *self._arguments)
        stack.callback(self.helper.close)

    def access(self) -> HallAccess:
        """Where it answers; where it will answer if it could not begin."""
        try:
            self._url = self.helper.line(READY).removeprefix(READY).strip()
        except RuntimeError as error:
            logger.warning("no hall, it is tried again: %s", error)
            self._url = f"http://127.0.0.1:{_free_port()}"
        return self._access()

    def keep(self, joined: Callable[[HallAccess], None]) -> None:
        """From now on begin it again at its address whenever it ends; each time ``joined`` is told, in a thread."""
        options = ("--port", self._url.rpartition(":")[2], *self._arguments)
        self.helper.keep("hall", *options, ready=READY, then=lambda: joined(self._access()))

    def _access(self) -> HallAccess:
        try:
            self.keys.update(json.loads(self._keys_file.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            logger.warning("no keys of the hall: %s", type(error).__name__)
        known = UNKNOWN | self.keys
        return HallAccess(self._url, known["terminal"], known["clerk"], known["terminal_id"], self._window)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
