"""The error of the speech room: the model cannot be used. Who can act: whoever installs the terminal."""

from __future__ import annotations

from content.errors import DiagnosticError


class SpeechError(DiagnosticError):
    """The model cannot be used, or what it is asked to hear cannot be put into sounds."""
