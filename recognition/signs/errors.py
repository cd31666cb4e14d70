"""Errors of the sign recogniser: stable code, message, context, hint."""

from __future__ import annotations

from content.errors import DiagnosticError


class SignModelError(DiagnosticError):
    """The shipped or taught sign model cannot be used. Who can act: whoever installs or teaches.

    Codes: `sign-model-missing`, `sign-model-damaged`, `sign-model-version`, `sign-take-unusable`.
    """
