"""Text entry: what keys, keyboards on the screen and input methods do to the entry that they write into. Pure."""

from __future__ import annotations

from collections.abc import MutableMapping

from terminal.ui.keyboard import KeyIn
from terminal.ui.pinyin import candidates
from terminal.ui.scene import Entry
from terminal.visit.events import Event

Local = MutableMapping[str, str]


class Typist:
    """Keeps what was typed into each entry until the state shows it, so that fast typing loses nothing."""

    def __init__(self, local: Local) -> None:
        self._local = local
        self._ahead: dict[str, str] = {}

    def forget(self) -> None:
        """Nobody types any more."""
        self._ahead.clear()

    def shown(self, entry: Entry) -> None:
        """The state shows this entry: what it knows is no longer ahead of it."""
        if self._ahead.get(entry.key) == entry.text:
            del self._ahead[entry.key]

    def text(self, entry: Entry) -> str:
        """What the entry holds, counting what the state has not shown yet."""
        return self._ahead.get(entry.key, entry.text)

    def composing(self, entry: Entry) -> str:
        """Pinyin letters that no character was chosen for yet."""
        return self._local.get(f"{entry.key}.pinyin", "")

    def key(self, entry: Entry, press: KeyIn) -> list[Event]:
        """A key of a keyboard on the screen."""
        letters = self.composing(entry)
        match press.act:
            case "compose":
                self._compose(entry, letters + press.text)
                return []
            case "commit":
                self._compose(entry, "")
                return self.insert(entry, press.text)
            case "delete":
                return self.backspace(entry)
            case "clear":
                self._compose(entry, "")
                return self._write(entry, "")
        if press.text == " " and letters:
            return self.settle(entry)
        return [*self.settle(entry), *self.insert(entry, press.text)]

    def settle(self, entry: Entry) -> list[Event]:
        """Letters still composing become their first candidate."""
        letters = self.composing(entry)
        if not letters:
            return []
        self._compose(entry, "")
        return self.insert(entry, candidates(letters)[0])

    def insert(self, entry: Entry, text: str) -> list[Event]:
        """Committed text: a key, an input method, a paste."""
        wanted = "".join(sign for sign in text if sign.isprintable() and (not entry.allowed or sign in entry.allowed))
        before = self.text(entry)
        return self._write(entry, (before + wanted)[: entry.limit]) if wanted else []

    def backspace(self, entry: Entry) -> list[Event]:
        """One sign less: of the letters composing, else of the text."""
        letters = self.composing(entry)
        if letters:
            self._compose(entry, letters[:-1])
            return []
        before = self.text(entry)
        return self._write(entry, before[:-1]) if before else []

    def _compose(self, entry: Entry, letters: str) -> None:
        self._local[f"{entry.key}.pinyin"] = letters[:24]

    def _write(self, entry: Entry, text: str) -> list[Event]:
        if text == self.text(entry):
            return []
        self._ahead[entry.key] = text
        return [entry.to_event(text)]
