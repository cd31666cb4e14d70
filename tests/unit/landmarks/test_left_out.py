"""Parts of a library that nobody calls are not loaded with it, and are there for whoever asks later."""

from __future__ import annotations

import importlib
import json
import sys

from recognition.left_out import left_out

UNUSED = "this"
"""A module of the standard library that nothing imports, for it prints a poem."""


def test_an_empty_module_stands_in_and_is_gone_afterwards() -> None:
    sys.modules.pop(UNUSED, None)
    with left_out(UNUSED):
        assert not hasattr(importlib.import_module(UNUSED), "s")
    assert UNUSED not in sys.modules
    assert importlib.import_module(UNUSED).s


def test_what_was_imported_before_stays() -> None:
    with left_out("json"):
        assert importlib.import_module("json") is json
    assert sys.modules["json"] is json


def test_the_stand_ins_are_gone_after_a_failure() -> None:
    sys.modules.pop(UNUSED, None)
    try:
        with left_out(UNUSED):
            raise ImportError("a library that is broken")
    except ImportError:
        assert UNUSED not in sys.modules
