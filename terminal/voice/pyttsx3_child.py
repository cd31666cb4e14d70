"""Renders one utterance with pyttsx3: an order as JSON on standard input, a WAV file as the result."""

from __future__ import annotations

import ctypes
import json
import os
import sys

import espeakng_loader


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
    # espeak-ng asserts when Python tears it down: leave without that.
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
