"""Errors of the sign recogniser: stable code, message, context, hint."""

from __future__ import annotations

from content.errors import DiagnosticError


class SignModelError(DiagnosticError):
    """The shipped or taught sign model, or a file of recordings, cannot be used. Who can act: whoever installs,
    teaches or measures.

    Codes: `sign-model-missing`, `sign-model-damaged`, `sign-model-version`, `sign-take-unusable`, `recordings-missing`,
    `recordings-damaged`, `recordings-unfit` (the file cannot answer what is asked of it).
    """
