"""What may be said in answer to one question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from recognition.speech.lexicon import plain, syllables


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say something. Several phrases may share an `id`: the id is what the dialogue gets back.

    `cost`: how much less likely it is here than the others, as a natural logarithm (2.3: ten times less).
    """

    id: str
    text: str
    cost: float = 0.0


@dataclass(frozen=True)
class Grammar:
    """The phrases of a question.

    Closed (the default): the answer is one of `phrases`, or a row of `words` in any order (digits, dates, times).
    Open: phrases and words may stand anywhere in other speech, and more than one may occur; end of speech is then
    waited for longer.
    """

    name: str
    phrases: tuple[Phrase, ...]
    words: tuple[str, ...] = ()
    open: bool = False

    @classmethod
    def of(
        cls,
        name: str,
        phrases: Mapping[str, Iterable[str]],
        words: Iterable[str] = (),
        *,
        open: bool = False,
        costs: Mapping[str, float] | None = None,
    ) -> Grammar:
        """From `{id: [ways to say it]}`; texts that sound like an earlier one are left out, for ears cannot tell.

        `costs`: of phrases by their id, 0 where nothing is said.
        """
        seen: set[object] = set()
        kept = []
        for phrase_id, texts in phrases.items():
            for text in texts:
                key = syllables(text) or text
                if key not in seen:
                    seen.add(key)
                    kept.append(Phrase(phrase_id, text, (costs or {}).get(phrase_id, 0.0)))
        return cls(name, tuple(kept), tuple(dict.fromkeys(words)), open)

    @cached_property
    def readable(self) -> tuple[Phrase, ...]:
        return tuple(phrase for phrase in self.phrases if syllables(phrase.text))

    @cached_property
    def readable_words(self) -> tuple[str, ...]:
        return tuple(word for word in self.words if syllables(word))

    @cached_property
    def unreadable(self) -> tuple[str, ...]:
        """Texts nobody can say in Mandarin: Latin letters, characters without reading. They are not listened for."""
        texts = [*(phrase.text for phrase in self.phrases), *self.words]
        return tuple(text for text in texts if not syllables(text))

    def __hash__(self) -> int:
        return hash((self.name, self.phrases, self.words, self.open))


def spoken(text: str) -> str:
    """The label of a phrase inside the decoder: blanks would split it."""
    return plain(text)
