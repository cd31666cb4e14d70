"""Renders one utterance with pyttsx3: an order as JSON on standard input, a WAV file as the result."""

from __future__ import annotations

import ctypes
import json
import os
import sys
import time
from pathlib import Path

import espeakng_loader

#: How long the file may take to appear, how often to look, and the size of a WAV file without samples.
_FILE_TIMEOUT_S = 5.0
_POLL_S = 0.05
_WAV_HEADER_BYTES = 44


def main() -> None:
    """Read the order, speak into the file, leave."""
    order = json.load(sys.stdin)
    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    # Loaded before pyttsx3 looks for libespeak-ng.so.1: the loader then finds this one by its soname.
    ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
    import pyttsx3

    engine = pyttsx3.init("espeak")
    engine.setProperty("voice", order["voice"])
    engine.setProperty("rate", order["rate"])
    engine.save_to_file(order["text"], order["path"])
    engine.runAndWait()
    _wait_for(Path(order["path"]))
    # espeak-ng asserts when Python tears it down: leave without that.
    sys.stdout.flush()
    os._exit(0)


def _wait_for(path: Path) -> None:
    """Wait until the file is whole: the engine's own thread may write it after `runAndWait` has returned."""
    until = time.monotonic() + _FILE_TIMEOUT_S
    size = -1
    while time.monotonic() < until:
        now = path.stat().st_size if path.exists() else -1
        if now == size > _WAV_HEADER_BYTES:
            return
        size = now
        time.sleep(_POLL_S)


if __name__ == "__main__":
    main()
