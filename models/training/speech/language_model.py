"""Gr.fst: which word follows which, for free decoding.

The model hears no tones, so words that sound alike are one class: followers are counted between classes, and a class
has the share of all its words together. Counting single words gave each of fifty words that sound like `shi` a fiftieth
of what is said so often, and something rarer was heard instead. One word stands for its class: after words of the texts
the one most often seen there, elsewhere the most frequent; the others hardly count, or a word's confidence would be
shared out among all that sound like it.

A bigram with absolute discounting, backed off to shares; half of their mass comes from the texts.
"""

from __future__ import annotations

import math
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from recognition.speech.lexicon import text_units
from recognition.speech.recognizer import segment

DISCOUNT, END_SHARE, TEXT_SHARE = 0.95, 0.08, 0.5
"""Of discounts 0.5, 0.7, 0.85 and 0.95 the largest was best: there are few texts."""
OTHERS = 0.05
"""What is left of the share of a word that another stands for."""

Sound = tuple[str, ...]
START: Sound = ("<s>",)
END = "</s>"


def write_language_model(
    graph: Path, shares: Mapping[str, float], numbers: Mapping[str, int], texts: Iterable[tuple[float, str]]
) -> None:
    """Gr.fst into the folder `graph`."""
    rows = language_model(shares, numbers, texts)
    subprocess.run(
        "fstcompile | fstarcsort --sort_type=ilabel | fstconvert --fst_type=const > Gr.fst",
        shell=True, check=True, cwd=graph, input="\n".join(rows) + "\n", text=True,
    )  # fmt: skip


def language_model(
    shares: Mapping[str, float], numbers: Mapping[str, int], texts: Iterable[tuple[float, str]]
) -> list[str]:
    """Lines of OpenFst's text format.

    `shares`: of single words; `numbers`: theirs in HCLr.fst; `texts`: weight and sentence.
    """
    sounds = {word: text_units(word) or () for word in shares}
    followers, seen = _count(sounds, texts)
    return _Rows(_classes(sounds, _mixed(shares, seen)), numbers, followers, sounds).all()


def _count(
    sounds: Mapping[str, Sound], texts: Iterable[tuple[float, str]]
) -> tuple[dict[Sound, Counter[str]], Counter[str]]:
    """Words by the sound before them (`</s>` ends), and by themselves; texts with unknown characters are left out."""
    followers: dict[Sound, Counter[str]] = defaultdict(Counter)
    seen: Counter[str] = Counter()
    for weight, text in texts:
        words = segment(text, sounds.__contains__)
        if words is None:
            continue
        for here, following in zip([START, *(sounds[word] for word in words)], [*words, END], strict=True):
            followers[here][following] += weight  # type: ignore[assignment]
        seen.update({word: weight * count for word, count in Counter(words).items()})
    return followers, seen


def _mixed(shares: Mapping[str, float], seen: Counter[str]) -> dict[str, float]:
    total = sum(seen.values())
    if not total:
        return dict(shares)
    return {word: (1 - TEXT_SHARE) * share + TEXT_SHARE * seen[word] / total for word, share in shares.items()}


def _classes(sounds: Mapping[str, Sound], single: Mapping[str, float]) -> dict[Sound, list[tuple[str, float]]]:
    """Words that sound alike with their shares, the most frequent first; all shares together make 1 - END_SHARE."""
    scale = (1 - END_SHARE) / sum(single.values())
    classes: dict[Sound, list[tuple[str, float]]] = defaultdict(list)
    for word in sorted(single, key=lambda word: -single[word]):
        classes[sounds[word]].append((word, scale * single[word]))
    return classes


class _Rows:
    """State 0 has no history, every sound of the texts has a state of its own."""

    def __init__(
        self,
        classes: Mapping[Sound, list[tuple[str, float]]],
        numbers: Mapping[str, int],
        followers: Mapping[Sound, Counter[str]],
        sounds: Mapping[str, Sound],
    ) -> None:
        self._classes, self._numbers, self._followers, self._sounds = classes, numbers, followers, sounds
        self._shares = {sound: sum(share for _, share in words) for sound, words in classes.items()}
        # the first line names the start state: that of the sentence's beginning, or 0 without texts
        ordered = sorted(followers, key=lambda sound: sound != START)
        self._states = {sound: number for number, sound in enumerate(ordered, 1)}

    def all(self) -> list[str]:
        rows = [row for sound in self._states for row in self._after(sound)]
        for sound, ((first, _), *others) in self._classes.items():
            rows.append(self._arc(0, first, self._shares[sound]))
            rows += [self._arc(0, word, OTHERS * share) for word, share in others]
        return [*rows, f"0 {-math.log(END_SHARE):.4f}"]

    def _after(self, sound: Sound) -> list[str]:
        state, counts = self._states[sound], self._followers[sound]
        by_sound: dict[Sound, float] = defaultdict(float)
        for word, times in counts.items():
            by_sound[self._sounds.get(word, ())] += times
        count = sum(counts.values())
        back = min(max(DISCOUNT * len(by_sound) / count, 0.05), 0.95)
        rows, written = [f"{state} 0 0 0 {-math.log(back):.4f}"], set()
        for word, _ in counts.most_common():
            following = self._sounds.get(word, ())
            if following in written:
                continue
            written.add(following)
            share = (1 - back) * by_sound[following] / count
            if word == END:
                rows.append(f"{state} {-math.log(share):.4f}")
            else:
                rows.append(self._arc(state, word, share + back * self._shares[following]))
        return rows

    def _arc(self, state: int, word: str, share: float) -> str:
        number = self._numbers[word]
        return f"{state} {self._states.get(self._sounds[word], 0)} {number} {number} {-math.log(share):.4f}"
