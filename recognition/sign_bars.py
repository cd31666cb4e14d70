"""The figures asked of the sign recogniser: file, protocol, plain baseline, goal."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """One figure; `baseline` as written with the recordings, `goal` None where none is set."""

    file: str
    protocol: str
    figure: str
    baseline: float
    goal: float | None
    label: str


ASKED = (
    Asked("asl7_words_dev", "signers", "accuracy", 0.832, 0.90, "asl7, unseen people"),
    Asked("asl7_words_dev", "signers", "balanced", 0.758, 0.86, "asl7, unseen people, balanced"),
    Asked("asl7_words_dev", "open-set", "refused", 0.526, 0.85, "asl7, foreign signs refused"),
    Asked("ksl13_sessions_dev", "sessions", "accuracy", 0.912, 0.96, "ksl13, other sessions"),
    Asked("words_mit_enrol_dev", "enrol:5", "accuracy", 0.870, 0.93, "words_mit, 5 takes, same person"),
    Asked("isl_words_enrol_dev", "enrol:5", "accuracy", 0.862, 0.93, "isl, 5 takes, same person"),
    Asked("asl7_words_dev", "enrol-other:5", "accuracy", 0.640, 0.80, "asl7, 5 takes of other people"),
    Asked("csl_numbers_dev", "signers", "accuracy", 0.750, 0.90, "Chinese numbers, unseen people"),
    Asked("nsl_letters_eval_dev", "enrol-other:3", "accuracy", 0.446, None, "nsl letters, 3 takes of others"),
    Asked("csl_stills23_dev", "enrol:5", "accuracy", 0.964, None, "csl stills, same session"),
)
