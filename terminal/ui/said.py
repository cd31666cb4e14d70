"""Marks in a text that are never drawn; captions of recognised speech with their doubts, for both screens alike; texts
of others as fonts and screen readers take them."""

from __future__ import annotations

from terminal.visit.state import Line, Said

GLUE = "\N{WORD JOINER}"
"""Between characters that stay on one line."""
DOUBT, CERTAIN = "\ue000", "\ue001"
"""Around doubtful words: greyed, with a dotted line. Private characters, never drawn themselves."""


def doubtful(words: str) -> str:
    """The words marked as doubtful."""
    return f"{DOUBT}{words}{CERTAIN}"


def marked(words: tuple[Said, ...]) -> str:
    """The words as one text, the doubtful ones greyed and dotted when drawn."""
    return "".join(doubtful(word.text) if word.doubtful else word.text for word in words)


def unhalved(text: str) -> str:
    """The text without halves of characters (an emoji that a keyboard elsewhere sent in two): nothing can show them."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def words_said(line: Line) -> str:
    """The text of a line, with its doubts where it was recognised speech."""
    return marked(line.words) if line.words else line.text
