"""Starts MediaPipe without its lines on the screen.

It writes some twenty lines to file descriptor 2 when its graphs start, and `GLOG_minloglevel` does not stop
them. Only the calls wrapped here are silent; Python's own messages before and after are not touched.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def native_stderr_silenced() -> Iterator[None]:
    """Sends file descriptor 2 to the null device for the length of the block.

    Other threads writing to standard error meanwhile are silenced too: use it in a worker process,
    around short calls.
    """
    saved = os.dup(2)
    null = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(null, 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(null)
        os.close(saved)
