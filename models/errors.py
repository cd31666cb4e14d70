"""The error of the model store. Who can act: whoever installs the terminal; everything but the model's use goes on."""

from __future__ import annotations


class ModelError(Exception):
    """`code` is stable kebab-case; `message` what is wrong; `context` which file; `hint` what mends it."""

    def __init__(self, code: str, *, message: str, context: str = "", hint: str = "") -> None:
        super().__init__(f"{code}: {message} ({context}) {hint}".strip())
        self.code = code
        self.message = message
        self.context = context
        self.hint = hint
