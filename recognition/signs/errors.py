"""Errors of the sign recogniser: stable code, message, context, hint."""

from __future__ import annotations


class SignModelError(Exception):
    """The shipped or taught sign model cannot be used. Who can act: whoever installs or teaches.

    Codes: `sign-model-missing`, `sign-model-damaged`, `sign-model-version`, `sign-take-unusable`.
    """

    def __init__(self, code: str, *, message: str, context: str = "", hint: str = "") -> None:
        super().__init__(f"{code}: {message} ({context}) {hint}".strip())
        self.code = code
        self.message = message
        self.context = context
        self.hint = hint
