"""Readings of several signs, weighed by what follows what in requests.

The best path through the readings and their alternatives (Viterbi). The grammar only tips what is doubtful:
its log chance counts `WEIGHT` times, the recogniser's confidence once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import exp, log

from recognition.signs.grammar import START, Grammar
from recognition.signs.recognition import Alternative, Recognition, certainty

# Chosen on synthetic performers signing requests that the grammar was not counted in (docs/model-signs.md).
WEIGHT = 0.5
# A reading with no confidence at all is still possible.
_LEAST = 1e-4


def decode(readings: Sequence[Recognition], grammar: Grammar, before: str | None = START) -> list[Recognition]:
    """The same signs, each with the reading that fits its neighbours best; unknown ones stay unknown.

    Parameters
    ----------
    before : the sign before the first one, `START` or None as in `Grammar.chance`.
    """
    choices = [_choices(reading) for reading in readings]
    chosen = _best_path(choices, grammar, before)
    out: list[Recognition] = []
    for reading, options, index in zip(readings, choices, chosen, strict=True):
        out.append(_weighed(reading, options, index, grammar, before))
        before = out[-1].gloss
    return out


def _choices(reading: Recognition) -> list[Alternative]:
    """All readings of one sign, the recogniser's own first; none of an unknown sign."""
    if reading.gloss is None:
        return []
    return [Alternative(reading.gloss, reading.confidence), *reading.alternatives]


def _best_path(choices: Sequence[Sequence[Alternative]], grammar: Grammar, before: str | None) -> list[int]:
    """Index of the choice of each sign; -1 for unknown ones, after which nothing is known of the sign before."""
    paths: list[tuple[float, list[int], str | None]] = [(0.0, [], before)]
    for options in choices:
        if not options:
            score, path, _ = max(paths, key=lambda item: item[0])
            paths = [(score, [*path, -1], None)]
            continue
        paths = [
            max(
                (
                    (score + log(max(option.confidence, _LEAST)) + WEIGHT * grammar.chance(option.gloss, last),
                     [*path, index], option.gloss)
                    for score, path, last in paths
                ),
                key=lambda item: item[0],
            )
            for index, option in enumerate(options)
        ]  # fmt: skip
    return max(paths, key=lambda item: item[0])[1]


def _weighed(
    reading: Recognition, options: Sequence[Alternative], index: int, grammar: Grammar, before: str | None
) -> Recognition:
    """The chosen reading with its confidence beside the others; what none of them is keeps its share."""
    if index < 0:
        return reading
    weights = [max(o.confidence, _LEAST) * exp(WEIGHT * grammar.chance(o.gloss, before)) for o in options]
    rest = max(1 - sum(option.confidence for option in options), 0.0) * exp(WEIGHT * grammar.any)
    total = sum(weights) + rest
    shares = [weight / total for weight in weights]
    others = sorted(
        (Alternative(o.gloss, share) for i, (o, share) in enumerate(zip(options, shares, strict=True)) if i != index),
        key=lambda alternative: -alternative.confidence,
    )
    # The grammar makes nothing surer than it was seen: it may only choose, and lower.
    confidence = min(shares[index], max(options[index].confidence, reading.confidence))
    state = certainty(confidence, confidence - (others[0].confidence if others else 0.0))
    return replace(reading, gloss=options[index].gloss, confidence=confidence, state=state, alternatives=tuple(others))
