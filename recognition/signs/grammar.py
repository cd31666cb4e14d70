"""How likely one sign follows another in a request at a hall.

Counted in the requests of the lexicon, which are few: so pairs of signs are mixed with pairs of categories
(a document, then a state), single signs, and every sign alike. It weighs doubtful readings; it forbids nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log

from content.signer import load_lexicon
from recognition.signs.forms import canonical_glosses

# Beginning of a request, in the place of the sign before.
START = ""
# Shares of: this pair of signs, this pair of categories, this sign anywhere, any sign (our judgement).
PAIR, CATEGORIES, SINGLE, ANY = 0.3, 0.3, 0.2, 0.2


@dataclass(slots=True)
class Grammar:
    """Counts of signs, categories and their pairs."""

    category: dict[str, str]
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    category_pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    before: Counter[str] = field(default_factory=Counter)
    category_before: Counter[str] = field(default_factory=Counter)
    single: Counter[str] = field(default_factory=Counter)
    category_single: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, requests: Iterable[Sequence[str]]) -> Grammar:
        """Counted in these requests (glosses or aliases of the lexicon)."""
        lexicon, canonical = load_lexicon(), canonical_glosses()
        grammar = cls({canonical[sign.gloss]: sign.category for sign in lexicon.signs.values()} | {START: START})
        for request in requests:
            grammar._count([canonical[lexicon.resolve(word)] for word in request])
        return grammar

    @property
    def any(self) -> float:
        """Log chance that is left for a sign the requests never name."""
        return log(ANY / len(self.category))

    def chance(self, gloss: str, before: str | None) -> float:
        """Log chance of a sign after another one; `START` for the first, None where nothing is known of it."""
        kind = self.category.get(gloss, "")
        within = (self.single[gloss] + 0.5) / (self.category_single[kind] + 0.5 * len(self.category))
        chance = ANY / len(self.category) + SINGLE * self.single[gloss] / max(self.single.total(), 1)
        if before is None:
            return log(chance)
        kind_before = self.category.get(before, "")
        chance += PAIR * self.pairs[before, gloss] / max(self.before[before], 1)
        pairs = self.category_pairs[kind_before, kind] / max(self.category_before[kind_before], 1)
        return log(chance + CATEGORIES * pairs * within)

    def _count(self, signs: Sequence[str]) -> None:
        for before, sign in zip([START, *signs], signs, strict=False):
            kind, kind_before = self.category[sign], self.category[before]
            self.pairs[before, sign] += 1
            self.before[before] += 1
            self.category_pairs[kind_before, kind] += 1
            self.category_before[kind_before] += 1
            self.single[sign] += 1
            self.category_single[kind] += 1


@lru_cache(maxsize=1)
def request_grammar() -> Grammar:
    """Of all requests of the lexicon."""
    return Grammar.of(request.glosses for request in load_lexicon().requests.values())
