"""The error of the speech room: the model cannot be used. Who can act: whoever installs the terminal."""

from __future__ import annotations


class SpeechError(Exception):
    """`code` is stable kebab-case; `message` what is wrong; `context` where; `hint` what mends it."""

    def __init__(self, code: str, *, message: str, context: str = "", hint: str = "") -> None:
        super().__init__(f"{code}: {message} ({context}) {hint}".strip())
        self.code = code
        self.message = message
        self.context = context
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """Crosses process borders whole."""
        return (_rebuild, (self.code, self.message, self.context, self.hint))


def _rebuild(code: str, message: str, context: str, hint: str) -> SpeechError:
    return SpeechError(code, message=message, context=context, hint=hint)
