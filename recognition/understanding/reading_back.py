"""The sentence that says back what was understood, from the texts of the content."""

from __future__ import annotations

from dataclasses import replace

from content.matters import Lexicon, Matters
from recognition.understanding.result import Certainty, ReadBack, Understanding


class Reader:
    """Fills the texts of `read_back.json`."""

    def __init__(self, matters: Matters, lexicon: Lexicon) -> None:
        self._matters = matters
        self._lexicon = lexicon

    def read_back(self, meant: Understanding) -> Understanding:
        """The same understanding with its sentence."""
        key = _key(meant)
        text = self._lexicon.read_back[key]
        zh, en = text.zh.format(**self._words(meant, "zh")), text.en.format(**self._words(meant, "en"))
        return replace(meant, read_back=ReadBack(key, zh, en))

    def _words(self, meant: Understanding, lang: str) -> dict[str, str]:
        matter_id = meant.matter_id or (meant.candidates[0] if meant.candidates else None)
        matter = self._matters[matter_id].name.in_language(lang) if matter_id else ""
        aspect = self._lexicon.aspect_names[meant.aspect].in_language(lang) if meant.aspect else ""
        business = self._lexicon.elsewhere[meant.elsewhere].in_language(lang) if meant.elsewhere else ""
        return {"matter": matter, "aspect": aspect, "business": business}


def _key(meant: Understanding) -> str:
    if meant.certainty is Certainty.UNKNOWN:
        return "done-elsewhere" if meant.elsewhere else "not-understood"
    if meant.certainty is Certainty.ASK:
        return "ask-matter"
    if meant.certainty is Certainty.AMBIGUOUS:
        return "ask-which"
    if meant.matter_id:
        return "understood-aspect" if meant.aspect else "understood-matter"
    return "understood-command" if meant.command else "understood-value"
