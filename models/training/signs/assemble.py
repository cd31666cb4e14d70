"""Prototypes, calibration and background for a trained network; writes the model folder.

    python -m models.training.signs.assemble TRAINED_FOLDER MODEL_FOLDER --recordings FOLDER
        [--tracked FILE.npz ...] [--held-out FILE.npz ...]

Prototypes come from synthetic performers, drawn or through the real extractor; rests, talking hands, ways between
signs and ends of signs have prototypes too, so that they are nearest to what they are. The calibration is fitted on
performers that the network never saw (`--held-out`: drawn and tracked ones), on recorded people it never saw whose
signs are taught to it from another session, and on takes of no known sign.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from content.signer import load_lexicon
from models.training.signs.calibrate import Domain, calibrate, embed, taught, with_whole
from models.training.signs.dataset import (
    END_TAKES,
    RECORDINGS,
    Sequences,
    described,
    joined,
    kept,
    read,
    real,
    synthetic,
    tracked,
    travelling,
)
from models.training.signs.linear import fit_linear
from models.training.signs.synthetic import random_end
from recognition.signs.embedding import NetworkEmbedder
from recognition.signs.forms import BETWEEN, IDLE, canonical_glosses
from recognition.signs.normalise import Array
from recognition.signs.prototypes import Prototypes
from recognition.signs.refusal import labels_of
from recognition.signs.store import NETWORK, SIGNS, Background, save_signs

PROTOTYPES_PER_SIGN = {"synthetic": 3, "tracked": 2, "recorded": 3}
# Prototypes of what is no sign, a source; it takes many forms.
NO_SIGN_PROTOTYPES = 96
# An end that is read as another sign in this share of its takes is told as no sign.
OFTEN_ANOTHER = 0.2
# Vectors kept a recorded sign in the background: enough to show its spread.
BACKGROUND_PER_SIGN = 12
# Recorded people that the network was not trained on; their signs are taught to it to see how sure it may be.
PEOPLE = ("ksl13_sessions_dev", "words_mit_enrol_dev")
NO_SIGN = (f"csl:{IDLE}", f"csl:{BETWEEN}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trained", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--recordings", type=Path, required=True)
    parser.add_argument("--tracked", type=Path, nargs="*", default=[])
    parser.add_argument("--held-out", type=Path, nargs="*", default=[])
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    rng = np.random.default_rng(args.seed)
    recorded, performed = read(args.trained / "recorded.npz"), read(args.trained / "synthetic.npz")
    drawn = [tracked(path, 2, rng) for path in args.tracked]
    linear = fit_linear(joined([performed, *drawn, recorded]))
    embedder = NetworkEmbedder(args.trained / NETWORK, linear)
    digits = np.array([name.startswith("csl:") for name in recorded.names])
    sources = {"synthetic": performed, "recorded": Sequences(recorded.x[digits], recorded.names[digits])}
    prototypes = make_prototypes(embedder, sources | ({"tracked": joined(drawn)} if drawn else {}))
    prototypes = with_ends(embedder, prototypes, np.random.default_rng(args.seed))
    new = kept(args.trained / "held_out.npz", lambda: synthetic(1, rng))
    seen = [tracked(path, 0, rng) for path in args.held_out]
    paths = [args.recordings / f"{stem}.npz" for stem in RECORDINGS]
    others = kept(args.trained / "background.npz", lambda: real(paths, 0, rng))
    foreign = np.array([not name.startswith("csl:") for name in others.names])
    background = thin(embedder, Sequences(others.x[foreign], others.names[foreign]), rng)
    domains = [Domain.of(embedder, new, prototypes), *(Domain.of(embedder, part, prototypes) for part in seen)]
    domains += [taught(embedder, path, prototypes) for path in paths if path.stem in PEOPLE]
    calibration = with_whole(calibrate(domains, background, prototypes), domains[1:])
    args.model.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(args.trained / NETWORK, args.model / NETWORK)
    save_signs(args.model / SIGNS, linear, prototypes, calibration, background)
    unseen = {"new synthetic performers": new} | ({"drawn and tracked": joined(seen)} if seen else {})
    report(embedder, prototypes, unseen)
    print(calibration)


def make_prototypes(embedder: NetworkEmbedder, sources: Mapping[str, Sequences]) -> Prototypes:
    """A few prototypes a sign and source: centres of groups that lie together (k-means on the sphere)."""
    found: list[Array] = []
    glosses: list[str] = []
    origins: list[str] = []
    for origin, takes in sources.items():
        vectors = embed(embedder, takes)
        for name in dict.fromkeys(takes.names.tolist()):
            if name not in NO_SIGN:
                centres = k_means(vectors[takes.names == name], PROTOTYPES_PER_SIGN[origin])
                found += list(centres)
                glosses += [name.split(":", 1)[1]] * len(centres)
                origins += [origin] * len(centres)
        nothing = np.isin(takes.names, NO_SIGN)
        if nothing.any():
            centres = k_means(vectors[nothing], NO_SIGN_PROTOTYPES)
            found += list(centres)
            glosses += [IDLE] * len(centres)
            origins += [origin] * len(centres)
    return Prototypes(np.array(found, np.float32), tuple(glosses), tuple(origins))


def with_ends(embedder: NetworkEmbedder, prototypes: Prototypes, rng: np.random.Generator) -> Prototypes:
    """Adds prototypes of no sign for ends of signs that would be read as another sign: 丢 ends with an open hand beside
    the hip, which is 孩子 to whom missed the way there."""
    lexicon, same = load_lexicon(), canonical_glosses()
    glosses = np.array(prototypes.glosses)
    found: list[Array] = []
    for gloss in travelling(lexicon):
        vectors = embed(embedder, described(random_end(gloss, lexicon, rng) for _ in range(END_TAKES)))
        read_as = glosses[(vectors @ prototypes.vectors.T).argmax(1)]
        others = ~np.isin(read_as, (same[gloss], IDLE))
        if others.mean() >= OFTEN_ANOTHER:
            found += list(k_means(vectors[others], 1))
    return Prototypes(
        np.array([*prototypes.vectors, *found], np.float32),
        prototypes.glosses + (IDLE,) * len(found),
        prototypes.origins + ("end",) * len(found),
    )


def k_means(own: Array, count: int) -> Array:
    """Centres (K, D); the first is the mean, each further one starts at the take farthest from those before."""
    centres: Array = own.mean(0, keepdims=True)
    for _ in range(min(count, len(own)) - 1):
        centres = np.concatenate([centres, own[[(own @ centres.T).max(1).argmin()]]])
    for _ in range(5):
        group = (own @ centres.T).argmax(1)
        centres = np.array([own[group == i].mean(0) for i in range(len(centres)) if (group == i).any()])
        centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    return centres


def thin(embedder: NetworkEmbedder, takes: Sequences, rng: np.random.Generator) -> Background:
    """At most a few vectors of every recorded sign of other languages."""
    kept = np.concatenate(
        [rng.permutation(np.flatnonzero(takes.names == name))[:BACKGROUND_PER_SIGN] for name in np.unique(takes.names)]
    )
    return Background(embed(embedder, Sequences(takes.x[kept], takes.names[kept])), labels_of(takes.names[kept]))


def report(embedder: NetworkEmbedder, prototypes: Prototypes, sets: dict[str, Sequences]) -> None:
    for title, takes in sets.items():
        signs = ~np.isin(takes.names, NO_SIGN)
        pairs = zip(embed(embedder, takes)[signs], labels_of(takes.names[signs]), strict=True)
        right = [prototypes.nearest(vector)[0][0] == name for vector, name in pairs]
        print(f"{title}: {np.mean(right):.3f} of {len(right)} among {len(set(prototypes.glosses))} signs")


if __name__ == "__main__":
    main()
