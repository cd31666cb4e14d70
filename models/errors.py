"""The error of the model store. Who can act: whoever installs the terminal; everything but the model's use goes on."""

from __future__ import annotations

from content.errors import DiagnosticError


class ModelError(DiagnosticError):
    """A model is missing, damaged or not known; `context` says which file."""
