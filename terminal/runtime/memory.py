"""What a process does with its memory once everything it needs is loaded."""

from __future__ import annotations

import ctypes
import gc
import sys


def settle() -> None:
    """Call it when everything has started.

    What is there by now stays: looking it through again took the collector 50 ms, in the middle of a touch. What
    loading has left free goes back to the system: 6 MB of the ears, 4 of the voice (measured).
    """
    gc.collect()
    gc.freeze()
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):  # glibc has it
        trim(0)
