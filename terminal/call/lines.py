"""The text of a call on its way: what was written here until the hall has it, what others write. Pure.

Rule 1: a final line is sent until the hall gives it back with its number; sending it twice is harmless, the hall takes
each `client_seq` of a role once. Letters of a line being written are sent again too: they may never have left.
Rule 2: what comes back is told from what others write by role and `client_seq`: a visitor may write on the phone too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from terminal.call.wishes import Write
from terminal.visit.events import CallText

WHO = {"visitor": "visitor", "clerk": "clerk"}
"""Everybody else in a call is on the interpreter's side for the visitor (second interpreter, supervisor)."""
LONGEST = 1000


@dataclass(slots=True)
class Lines:
    """The lines of one session."""

    last_seq: int = 0
    """Every number of the hall up to this one was seen: what comes after it is read after a loss."""
    _ahead: set[int] = field(default_factory=set)
    """Seen beyond it: a new line may come before those that were missed have been read."""
    _written: set[tuple[str, int]] = field(default_factory=set)
    _unsent: dict[tuple[str, int], Write] = field(default_factory=dict)

    def write(self, line: Write) -> Mapping[str, Any]:
        """The message for a line written here; a final one waits for its number."""
        key = (line.who, line.seq)
        self._written.add(key)
        self._unsent = {other: kept for other, kept in self._unsent.items() if kept.final or other[0] != line.who}
        self._unsent[key] = line
        return message(line)

    def unsent(self, who: str) -> list[Mapping[str, Any]]:
        """Final lines of this role that the hall has not confirmed, oldest first, and the one being written."""
        return [message(line) for (writer, _), line in sorted(self._unsent.items()) if writer == who]

    def read(self, heard: Mapping[str, Any], role: str) -> CallText | None:
        """What somebody else wrote; None for our own lines, for those read already and for what is no text."""
        seq, client_seq, text = heard.get("seq"), heard.get("client_seq"), heard.get("text")
        if not isinstance(client_seq, int) or not isinstance(text, str):
            return None
        final = bool(heard.get("final", seq is not None))
        if isinstance(seq, int):
            if seq <= self.last_seq or seq in self._ahead:
                return None
            self._seen(seq)
        key = (role, client_seq)
        if final:
            self._unsent.pop(key, None)
        if key in self._written:
            return None
        who = WHO.get(role, "interpreter")
        via = str(heard.get("via", "typed"))
        return CallText(who=who, key=f"{role}-{client_seq}", text=text[:LONGEST], final=final, via=via)

    def _seen(self, seq: int) -> None:
        """The hall's numbers have no gaps (contract 6)."""
        self._ahead.add(seq)
        while self.last_seq + 1 in self._ahead:
            self.last_seq += 1
            self._ahead.remove(self.last_seq)


def message(line: Write) -> Mapping[str, Any]:
    """The message ``text`` of contract 9."""
    return {
        "type": "text",
        "text": line.text[:LONGEST],
        "client_seq": line.seq,
        "via": line.via,
        "final": line.final,
    }
