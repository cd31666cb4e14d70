"""The questions asked of a recogniser on a file of recordings, and how they are scored.

signers, sessions, enrol:K, enrol-other:K and open-set mean what they mean in the data's own description;
draws and folds are the same as in its plain baseline, so that figures compare.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognition.signs.augment import augmented
from recognition.signs.describe import Describer, Descriptions, cut_measured
from recognition.signs.errors import SignModelError
from recognition.signs.fitting import Ensemble
from recognition.signs.lexicon_takes import lexicon_takes
from recognition.signs.recordings import Recordings
from recognition.signs.refusal import Refusal
from recognition.signs.store import Background

# Augmented copies of every row a classifier for unseen people is fitted on; a person's own few takes are enough.
COPIES = 2
DRAWS = 10
# Measured and embedded description, where many people's rows are fitted on: the network was trained on many of the
# same rows and is too sure of them. Chosen on two development sets (docs/model-signs.md); few rows weigh them alike.
MANY_ROWS_WEIGHTS = (3.0, 1.0)
# Open set: this share of the rightly recognised signs must be kept.
KEPT = 0.95
IDLE = "_idle"

# Rows to fit on and rows to score.
_Round = tuple[NDArray[Any], NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Score:
    """`truth` and `guess` of all scored rows; accuracy may be a mean over people and draws instead."""

    truth: NDArray[Any]
    guess: NDArray[Any]
    mean_accuracy: float | None = None
    more: dict[str, float] = field(default_factory=dict)

    @property
    def accuracy(self) -> float:
        return float(np.mean(self.truth == self.guess)) if self.mean_accuracy is None else self.mean_accuracy

    @property
    def balanced(self) -> float:
        """Mean over the signs."""
        return float(np.mean([np.mean(self.guess[self.truth == sign] == sign) for sign in np.unique(self.truth)]))


@dataclass(slots=True, eq=False)
class Bench:
    """One file of recordings, described, with copies to fit on made when they are asked for.

    `cuts` (N, cuts, D) is what is measured of the rows' cut takes: rows are scored whole and cut, and fitted on whole.
    """

    rows: Recordings
    described: Descriptions
    cuts: NDArray[Any]
    describer: Describer
    copies: dict[int, Descriptions] = field(default_factory=dict)
    performed: tuple[Descriptions, NDArray[Any]] | None = None

    @classmethod
    def of(cls, rows: Recordings, describer: Describer) -> Bench:
        pairs = [describer.describe(rows.take(i), float(rows.aspect[i])) for i in range(len(rows))]
        cuts = [cut_measured(rows.take(i), float(rows.aspect[i])) for i in range(len(rows))]
        return cls(rows, _stack(pairs), np.array(cuts), describer)

    def fit(self, chosen: NDArray[Any]) -> Ensemble:
        """A classifier on these rows, their copies, and the lexicon's performances of the same signs."""
        described, names = self._with_copies(chosen)
        more, more_names = self._performed()
        parts = [np.concatenate(pair) for pair in zip(described.parts, more.parts, strict=True)]
        return Ensemble.fit(parts, np.concatenate([names, more_names]), MANY_ROWS_WEIGHTS)

    def enrol(self, chosen: NDArray[Any]) -> Ensemble:
        """A classifier on these few rows alone."""
        return Ensemble.fit(self.described[chosen].parts, self.rows.labels[chosen])

    def training(self, chosen: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Embedded vectors of these rows and their copies, and their names."""
        described, names = self._with_copies(chosen)
        return described.embedded, names

    def _with_copies(self, chosen: NDArray[Any]) -> tuple[Descriptions, NDArray[Any]]:
        parts = [self.described[chosen], *(self.copy(int(i)) for i in chosen)]
        names = np.concatenate([self.rows.labels[chosen], np.repeat(self.rows.labels[chosen], COPIES)])
        measured = np.concatenate([part.measured for part in parts])
        return Descriptions(measured, np.concatenate([part.embedded for part in parts])), names

    def _performed(self) -> tuple[Descriptions, NDArray[Any]]:
        """The lexicon's own performances of the file's signs, where it knows them all."""
        if self.performed is None:
            takes = list(lexicon_takes(self.rows))
            names = np.array([label for label, _, _ in takes], dtype=self.rows.labels.dtype)
            pairs = [self.describer.describe(take, aspect) for _, take, aspect in takes]
            self.performed = (_stack(pairs) if pairs else self.described[np.arange(0)], names)
        return self.performed

    def copy(self, row: int) -> Descriptions:
        """COPIES augmented descriptions of a row; the same for the same row, whenever asked."""
        if row not in self.copies:
            rng = np.random.default_rng(row)
            take, aspect = self.rows.take(row), float(self.rows.aspect[row])
            copies = (augmented(take, aspect, rng) for _ in range(COPIES))
            self.copies[row] = _stack([self.describer.describe(copy, 1.0) for copy in copies])
        return self.copies[row]

    def scores(self, machine: Ensemble, chosen: NDArray[Any]) -> NDArray[Any]:
        whole = self.described[chosen]
        cut = (Descriptions(measured, whole.embedded) for measured in self.cuts[chosen].swapaxes(0, 1))
        mean: NDArray[Any] = np.mean([machine.scores(each.parts) for each in (whole, *cut)], axis=0)
        return mean

    def guess(self, machine: Ensemble, chosen: NDArray[Any]) -> NDArray[Any]:
        best: NDArray[Any] = machine.classes[self.scores(machine, chosen).argmax(1)]
        return best


def signers(bench: Bench, test: Bench) -> Score:
    """Fit on `train` rows, score `eval` rows (all known signs of another file); without such rows folds over people."""
    fit, scored = _fit_and_test(bench, test)
    if not len(scored):
        return _folded(bench, list(_folds(bench, "person")))
    return Score(test.rows.labels[scored], test.guess(bench.fit(fit), scored), more=_left_out(test, bench, fit))


def sessions(bench: Bench) -> Score:
    """Five folds over the recording sessions, none split."""
    return _folded(bench, list(_folds(bench, "session")))


def _folded(bench: Bench, rounds: Sequence[_Round]) -> Score:
    """Every round's rows scored by what was fitted on its others."""
    scored = np.concatenate([chosen for _, chosen in rounds])
    guess = np.concatenate([bench.guess(bench.fit(fit), chosen) for fit, chosen in rounds])
    return Score(bench.rows.labels[scored], guess)


def open_set(bench: Bench, test: Bench, background: Background) -> Score:
    """As `signers`; the share of foreign rows refused when 95 % of the rightly recognised signs are kept."""
    fit, scored = _fit_and_test(bench, test)
    rounds = [(fit, scored)] if len(scored) else list(_folds(bench, "person"))
    foreign, idle = test.rows.split == "foreign", test.rows.labels == IDLE
    kinds = {"refused": np.flatnonzero(foreign & ~idle), "refused_idle": np.flatnonzero(foreign & idle)}
    truth, guesses, refused = [], [], {name: list[float]() for name in kinds}
    for fit, scored in rounds:
        machine = bench.fit(fit)
        refusal = Refusal.fit(*bench.training(fit), background)
        known, guess = _known(test, machine, refusal, scored)
        truth.append(test.rows.labels[scored])
        guesses.append(guess)
        right = known[guess == truth[-1]]
        for name, chosen in kinds.items() if len(right) else ():
            if len(chosen):
                below = _known(test, machine, refusal, chosen)[0] < np.quantile(right, 1 - KEPT)
                refused[name].append(float(np.mean(below)))
    more: dict[str, float] = {}
    for name, shares in refused.items():
        if shares:
            more |= {name: float(np.mean(shares)), f"{name}_rows": len(kinds[name])}
    left_out = _left_out(test, bench, rounds[0][0]) if len(rounds) == 1 else {}
    return Score(np.concatenate(truth), np.concatenate(guesses), more=more | left_out)


def _known(test: Bench, machine: Ensemble, refusal: Refusal, rows: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """How surely these rows are one of the file's signs at all, and which they are read as."""
    scores = test.scores(machine, rows)
    guess = machine.classes[scores.argmax(1)]
    return refusal.knownness(test.described[rows].embedded, guess, scores), guess


def enrol(bench: Bench, test: Bench, takes: int, from_others: bool) -> Score:
    """`takes` examples a sign of one person (or of others); the person's other takes are scored."""
    rng, known = np.random.default_rng(0), test.rows.signs
    truth, guess, accuracies = [], [], []
    for who in sorted(set(test.rows.signers[known])):
        for _ in range(DRAWS):
            fit, scored = _draw(bench, test, str(who), takes, from_others, rng)
            if len(set(bench.rows.labels[fit])) < 2:
                continue
            found = test.guess(bench.enrol(fit), scored)
            truth.append(test.rows.labels[scored])
            guess.append(found)
            accuracies.append(float(np.mean(found == truth[-1])))
    if not accuracies:
        of_whom = "of other people" if from_others else "of one person"
        count = int(known.sum())
        raise _unfit(
            f"No two signs have {takes} take{'s' * (takes > 1)} {of_whom} and more to score.",
            f"rows of signs: {count}; people: {len(set(test.rows.signers[known]))}"
            if count
            else "every row is foreign",
            "Ask for fewer takes a sign, or give a file with more.",
        )
    return Score(np.concatenate(truth), np.concatenate(guess), float(np.mean(accuracies)))


def _draw(
    bench: Bench, test: Bench, who: str, takes: int, from_others: bool, rng: np.random.Generator
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Rows to enrol and rows to score for one person; another session is scored where there is one."""
    rows = test.rows
    of_person = rows.signs & (rows.signers == who)
    days = sorted(set(rows.sessions[of_person]))
    first = days[rng.integers(len(days))]
    fit: list[int] = []
    scored: list[int] = []
    for label in sorted(set(rows.labels[of_person])):
        mine = np.flatnonzero(of_person & (rows.labels == label))
        pool, rest = mine, mine
        if from_others:
            others = bench.rows.signs & (bench.rows.signers != who) & (bench.rows.labels == label)
            pool = np.flatnonzero(others)
        elif len(days) > 1:
            pool, rest = mine[rows.sessions[mine] == first], mine[rows.sessions[mine] != first]
        chosen = rng.permutation(pool)[:takes]
        rest = rest if from_others else np.setdiff1d(rest, chosen)
        if len(chosen) == takes and len(rest):
            fit += chosen.tolist()
            scored += rest.tolist()
    return np.array(fit, int), np.array(scored, int)


def _fit_and_test(bench: Bench, test: Bench) -> _Round:
    fit = np.flatnonzero(bench.rows.split == "train")
    wanted = test.rows.split == "eval" if test is bench else test.rows.signs
    scored = np.flatnonzero(wanted & np.isin(test.rows.labels, bench.rows.labels[fit]))
    if test is not bench and not len(scored):
        raise _unfit(
            "The test file has no sign that the first file has rows to be fitted on.",
            f"to be fitted on: {_some(bench.rows.labels[fit])}; to be scored: {_some(test.rows.labels[wanted])}",
            "Both files must name signs alike; rows to be fitted on have the split train.",
        )
    return fit, scored


def _left_out(test: Bench, bench: Bench, fit: NDArray[Any]) -> dict[str, float]:
    """How many rows could not be scored, because nothing was fitted for their sign; nothing where there are none."""
    wanted = test.rows.split == "eval" if test is bench else test.rows.signs
    rows = int((wanted & ~np.isin(test.rows.labels, bench.rows.labels[fit])).sum())
    return {"left_out": rows} if rows else {}


def _folds(bench: Bench, what: str) -> Iterator[_Round]:
    """At most five folds over the people or the sessions, each in one of them."""
    known = np.flatnonzero(bench.rows.signs)
    groups = (bench.rows.signers if what == "person" else bench.rows.sessions)[known]
    names = np.unique(groups)
    if len(names) < 2:
        found = f"rows of signs: {len(known)}, all of one {what}" if len(known) else "every row is foreign"
        hint = "Give a file with more, or ask another protocol; enrol:K needs one person only."
        raise _unfit(f"Signs of at least two {what}s are needed.", found, hint)
    for held in _group_folds(groups):
        yield known[~held], known[held]


def _some(labels: NDArray[Any]) -> str:
    names = [str(name) for name in np.unique(labels)]
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "") or "none"


def _unfit(message: str, context: str, hint: str) -> SignModelError:
    return SignModelError("recordings-unfit", message=message, context=context, hint=hint)


def _group_folds(groups: NDArray[Any]) -> Iterator[NDArray[Any]]:
    """Masks of at most five folds of about equal size, largest groups dealt first."""
    names, counts = np.unique(groups, return_counts=True)
    number = min(5, len(names))
    sizes, fold_of = np.zeros(number), {}
    for i in np.argsort(-counts, kind="stable"):
        smallest = int(sizes.argmin())
        fold_of[names[i]] = smallest
        sizes[smallest] += counts[i]
    folds_of_rows = np.array([fold_of[group] for group in groups])
    for fold in range(number):
        yield folds_of_rows == fold


def _stack(pairs: Sequence[tuple[NDArray[Any], NDArray[Any]]]) -> Descriptions:
    measured, embedded = zip(*pairs, strict=True)
    return Descriptions(np.array(measured, np.float32), np.array(embedded, np.float32))
