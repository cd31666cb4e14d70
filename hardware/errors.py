"""The one error of this room. It says what happened, where, and what to do now."""

from __future__ import annotations

from content.errors import DiagnosticError


class DeviceError(DiagnosticError):
    """A device cannot do its work.

    The `code` (`camera-lost`) is for the log and the staff page, never for visitors. `message` is one sentence,
    `context` the facts (device name, numbers, no personal data), `hint` what a clerk or technician can do.
    """
