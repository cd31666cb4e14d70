"""Imports a library without those of its parts that nobody here calls: they took up to 34 MB of a process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def left_out(*names: str) -> Iterator[None]:
    """In here an empty module stands in for each of ``names`` that was not imported before.

    The stand-ins are gone afterwards, so that whoever wants the real ones gets them. Name the modules below a package
    too where they are imported by their own names.
    """
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update((name, ModuleType(name)) for name in absent)
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]
