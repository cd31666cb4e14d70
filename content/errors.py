"""The one error of the content room: a content file is missing, damaged or inconsistent.

Who can act: whoever edits the file. So every error names the file, the place in it and what mends it.
"""

from __future__ import annotations


class ContentError(Exception):
    """`code` is stable kebab-case; `message` what is wrong; `context` file and place; `hint` what mends it."""

    def __init__(self, code: str, *, message: str, context: str = "", hint: str = "") -> None:
        super().__init__(f"{code}: {message} ({context}) {hint}".strip())
        self.code = code
        self.message = message
        self.context = context
        self.hint = hint
