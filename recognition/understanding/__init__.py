"""From words or signs to what the visitor wants: a matter, a command, a value; or a question back.

Nothing is invented: every answer is an id of the content or a value read from the text.
"""

from recognition.understanding.interpreter import Interpreter, understand
from recognition.understanding.request import Channel, Request
from recognition.understanding.result import Aspect, Certainty, ReadBack, SlotKind, Understanding

__all__ = [
    "Aspect",
    "Certainty",
    "Channel",
    "Interpreter",
    "ReadBack",
    "Request",
    "SlotKind",
    "Understanding",
    "understand",
]
