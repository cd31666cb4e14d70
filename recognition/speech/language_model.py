"""Gr.fst: which word follows which, for free decoding. Written at run time too, with the sentences of a hall.

The model hears no tones, so words that sound alike are one class: followers are counted between classes, and a class
has the share of all its words together. Counting single words gave each of fifty words that sound like `shi` a fiftieth
of what is said so often, and something rarer was heard instead. One word stands for its class: after words of the texts
the one most often seen there, elsewhere the most frequent; the others hardly count, or a word's confidence would be
shared out among all that sound like it.

Counts of up to `ORDER` words with absolute discounting, each order backed off to the next smaller one and at last to
the shares of single words; half of their mass comes from the texts.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from recognition.speech.fst import Transducer
from recognition.speech.lexicon import plain, text_units
from recognition.speech.segmenting import stretches

ORDER = 3
DISCOUNT, END_SHARE, TEXT_SHARE = 0.95, 0.08, 0.5
"""Of discounts 0.5, 0.7, 0.85 and 0.95 the largest was best: there are few texts."""
OTHERS = 0.05
"""What is left of the share of a word that another stands for."""
LEAST_SEEN = 2.0
"""Two words seen together less often tell next to nothing of what follows, and are two thirds of all states: free
decoding takes 1.3 times as long as with single words before it, 1.6 times with all of them."""
LEAST_BACK, MOST_BACK = 0.05, 0.97
SHARES, NGRAMS = "shares.tsv", "ngrams.tsv"
"""Files of a model's graph that a language model is made from; Vosk ignores them."""
START, END = "<s>", "</s>"
Sound = tuple[str, ...]
START_SOUND: Sound = (START,)
NO_SOUND: Sound = ()
History = tuple[Sound, ...]
Ngram = tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """`shares`: of single words; `numbers`: theirs in HCLr.fst; `sounds`: their units."""

    shares: Mapping[str, float]
    numbers: Mapping[str, int]
    sounds: Mapping[str, Sound]

    @classmethod
    def of(cls, shares: Mapping[str, float], numbers: Mapping[str, int]) -> Vocabulary:
        return cls(shares, numbers, {word: text_units(word) or () for word in shares})


def read_shares(graph: Path) -> dict[str, float]:
    rows = (line.split("\t") for line in (graph / SHARES).read_text(encoding="utf-8").splitlines())
    return {word: float(share) for word, share in rows}


def read_vocabulary(graph: Path) -> Vocabulary:
    """Of the folder `graph` of one of our models."""
    numbers = dict(line.split() for line in (graph / "words.txt").read_text(encoding="utf-8").splitlines())
    return Vocabulary.of(read_shares(graph), {word: int(number) for word, number in numbers.items()})


def read_ngrams(graph: Path) -> Counter[Ngram]:
    found: Counter[Ngram] = Counter()
    for line in (graph / NGRAMS).read_text(encoding="utf-8").splitlines():
        words, count = line.split("\t")
        found[tuple(words.split())] = float(count)  # type: ignore[assignment]
    return found


def write_ngrams(graph: Path, ngrams: Mapping[Ngram, float]) -> None:
    rows = (f"{' '.join(words)}\t{count:g}\n" for words, count in sorted(ngrams.items()))
    (graph / NGRAMS).write_text("".join(rows), encoding="utf-8")


def count_ngrams(texts: Iterable[tuple[float, str]], known: Callable[[str], bool]) -> Counter[Ngram]:
    """Every word of the texts (weight, sentence) with up to two before it; a row of unknown characters parts a text."""
    found: Counter[Ngram] = Counter()
    for weight, text in texts:
        for words in stretches(plain(text), known):
            row = (START, *words, END)
            for at in range(1, len(row)):
                found[row[max(0, at - ORDER + 1) : at + 1]] += weight  # type: ignore[assignment]
    return found


def language_model(vocabulary: Vocabulary, ngrams: Mapping[Ngram, float]) -> Transducer:
    """Reads and writes the numbers of words; arcs are sorted by them."""
    return _Model(vocabulary, ngrams).transducer()


class _Model:
    """State 0 is the sentence's beginning, every history of the texts has a state, () is the one without history."""

    def __init__(self, vocabulary: Vocabulary, ngrams: Mapping[Ngram, float]) -> None:
        self._vocabulary, self._sounds = vocabulary, {**vocabulary.sounds, START: START_SOUND, END: NO_SOUND}
        self._followers: dict[History, dict[Sound, float]] = defaultdict(lambda: defaultdict(float))
        self._spelled: dict[tuple[History, Sound], dict[str, float]] = defaultdict(lambda: defaultdict(float))
        seen: Counter[str] = Counter()
        for words, count in ngrams.items():
            self._count(words, count)
            seen[words[-1]] += count  # type: ignore[assignment]
        del seen[END]
        self._totals = {history: sum(counts.values()) for history, counts in self._followers.items()}
        for history in [long for long, total in self._totals.items() if len(long) > 1 and total < LEAST_SEEN]:
            del self._followers[history]
        self._classes = _classes(vocabulary.sounds, _mixed(vocabulary.shares, seen))
        self._shares = {sound: sum(share for _, share in words) for sound, words in self._classes.items()}
        self._shares[NO_SOUND] = END_SHARE
        self._back = {history: _back(counts) for history, counts in self._followers.items()}

    def _count(self, words: Ngram, count: float) -> None:
        *before, word = words
        history, sound = tuple(self._sounds[w] for w in before), self._sounds[word]
        for length in range(1, len(history) + 1):
            self._followers[history[-length:]][sound] += count
            self._spelled[history[-length:], sound][word] += count

    def _share(self, history: History, sound: Sound) -> float:
        """How likely the sound is after the history."""
        if not history:
            return self._shares[sound]
        shorter = self._share(history[1:], sound)
        if history not in self._followers:
            return shorter
        back = self._back[history]
        return (1 - back) * self._followers[history].get(sound, 0.0) / self._totals[history] + back * shorter

    def transducer(self) -> Transducer:
        made = Transducer()
        ordered = sorted(self._followers, key=lambda history: (history != (START_SOUND,), len(history), history))
        self._states = {history: made.add_state(final=_cost(self._share(history, NO_SOUND))) for history in ordered}
        self._states[()] = made.add_state(final=_cost(END_SHARE))
        for history in ordered:
            made.add_arc(self._states[history], self._state(history[1:]), cost=_cost(self._back[history]))
            self._add(made, history, self._after(history))
        self._add(made, (), self._without_history())
        return made

    def _after(self, history: History) -> Iterable[tuple[str, float]]:
        for sound in self._followers[history]:
            if sound != NO_SOUND:
                spelled = self._spelled[history, sound]
                yield max(spelled, key=lambda word: spelled[word]), self._share(history, sound)

    def _without_history(self) -> Iterable[tuple[str, float]]:
        for sound, ((first, _), *others) in self._classes.items():
            yield first, self._shares[sound]
            yield from ((word, OTHERS * share) for word, share in others)

    def _add(self, made: Transducer, history: History, words: Iterable[tuple[str, float]]) -> None:
        numbered = sorted((self._vocabulary.numbers[word], word, share) for word, share in words)
        for number, word, share in numbered:
            target = self._state((*history, self._sounds[word])[-(ORDER - 1) :])
            made.add_arc(self._states[history], target, reads=number, writes=number, cost=_cost(share))

    def _state(self, history: History) -> int:
        """The state of the longest end of a history that the texts have."""
        while history not in self._states:
            history = history[1:]
        return self._states[history]


def _back(counts: Mapping[Sound, float]) -> float:
    """What is kept for words not seen there; of a count below 1 that much less is taken."""
    return min(max(DISCOUNT * sum(min(c, 1.0) for c in counts.values()) / sum(counts.values()), LEAST_BACK), MOST_BACK)


def _mixed(shares: Mapping[str, float], seen: Mapping[str, float]) -> dict[str, float]:
    total = sum(seen.values())
    if not total:
        return dict(shares)
    return {w: (1 - TEXT_SHARE) * share + TEXT_SHARE * seen.get(w, 0.0) / total for w, share in shares.items()}


def _classes(sounds: Mapping[str, Sound], single: Mapping[str, float]) -> dict[Sound, list[tuple[str, float]]]:
    """Words that sound alike with their shares, the most frequent first; all shares together make 1 - END_SHARE."""
    scale = (1 - END_SHARE) / sum(single.values())
    classes: dict[Sound, list[tuple[str, float]]] = defaultdict(list)
    for word in sorted(single, key=lambda word: -single[word]):
        classes[sounds[word]].append((word, scale * single[word]))
    return classes


def _cost(share: float) -> float:
    return -math.log(share)
