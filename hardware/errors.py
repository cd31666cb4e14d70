"""The one error of this room. It says what happened, where, and what to do now."""

from __future__ import annotations


class DeviceError(Exception):
    """A device cannot do its work.

    `reference` is a stable kebab-case code (`camera-lost`), for the log and the staff page, never for
    visitors. `message` is one sentence, `context` the facts (device name, numbers, no personal data),
    `hint` what a clerk or technician can do.
    """

    def __init__(self, reference: str, *, message: str, context: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.reference = reference
        self.message = message
        self.context = context
        self.hint = hint

    def __str__(self) -> str:
        parts = (f"{self.reference}: {self.message}", self.context, self.hint and f"Hint: {self.hint}")
        return " | ".join(part for part in parts if part)

    def __reduce__(self) -> tuple[object, ...]:
        # keyword-only arguments do not survive pickling by default, and workers send their errors home
        return (_rebuild, (self.reference, self.message, self.context, self.hint))


def _rebuild(reference: str, message: str, context: str, hint: str) -> DeviceError:
    return DeviceError(reference, message=message, context=context, hint=hint)
