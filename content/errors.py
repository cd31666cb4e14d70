"""What every error of ours tells, whoever reads it: a stable code, what is wrong, where, and what mends it.

Each room has its own kind, by who can act. Content's own: whoever edits the file; so every error names the file, the
place in it and what mends it.
"""

from __future__ import annotations


class DiagnosticError(Exception):
    """`code` is stable kebab-case; `message` what is wrong; `context` where or with what; `hint` what mends it."""

    def __init__(self, code: str, *, message: str, context: str = "", hint: str = "") -> None:
        super().__init__(" ".join(part for part in (f"{code}: {message}", context and f"({context})", hint) if part))
        self.code = code
        self.message = message
        self.context = context
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """Crosses process borders whole: keyword-only arguments do not survive pickling by default."""
        return (_rebuild, (type(self), self.code, self.message, self.context, self.hint))


def _rebuild(kind: type[DiagnosticError], code: str, message: str, context: str, hint: str) -> DiagnosticError:
    return kind(code, message=message, context=context, hint=hint)


class ContentError(DiagnosticError):
    """A content file is missing, damaged or inconsistent."""
