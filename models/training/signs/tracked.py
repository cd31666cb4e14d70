"""Adds prototypes that went through the real landmark extractor to the shipped model.

    python -m models.training.signs.tracked [--glosses 身份证 丢 ...] [--takes 3] [--model models/signs/signs.npz]

Prototypes made from the body alone lie beside what the extractor sees of a drawn or filmed person. Some takes of each
sign, drawn and tracked, put a prototype (origin "tracked") where such takes really fall. Nothing is trained; the
calibration stays as it is. Slow: about a second and a half a sign and take.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np

from content.signer import load_lexicon
from models.training.signs.rendered import RATE_HZ, record
from recognition.landmarks import LandmarkTracker
from recognition.signs.forms import canonical_glosses
from recognition.signs.normalise import Array, to_body_frame
from recognition.signs.prototypes import Prototypes
from recognition.signs.store import SHIPPED, load_model, save_model

ORIGIN = "tracked"
HALL_SIGNS = (
    *(
        "身份证",
        "丢",
        "补办",
        "社保",
        "残疾人证",
        "换",
        "老人",
        "户口",
        "结婚",
        "登记",
        "银行",
        "钱",
        "表格",
        "签字",
        "照相",
    ),
    *("好", "不", "谢谢", "你好", "再见", "我", "要", "办", "帮助", "什么", "多少", "哪里", "没有", "等", "号", "窗口"),
    *("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"),
)
"""Signs of requests and answers at a counter (content: requests and the terminal's own sentences)."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--glosses", nargs="*", default=list(HALL_SIGNS))
    parser.add_argument("--takes", type=int, default=3)
    parser.add_argument("--model", type=Path, default=SHIPPED)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    embedder, prototypes, calibration = load_model(args.model)
    takes = tracked_takes(args.glosses, args.takes, np.random.default_rng(args.seed))
    vectors, glosses = [], []
    for gloss, found in takes.items():
        for take in found:
            vectors.append(embedder.embed(to_body_frame(take, 4 / 3)))
            glosses.append(gloss)
    kept = [place for place, origin in enumerate(prototypes.origins) if origin != ORIGIN]
    merged = Prototypes(
        np.concatenate([prototypes.vectors[kept], np.stack(vectors)]).astype(np.float32),
        tuple(prototypes.glosses[place] for place in kept) + tuple(glosses),
        tuple(prototypes.origins[place] for place in kept) + (ORIGIN,) * len(glosses),
    )
    save_model(args.model, embedder, merged, calibration)
    print(f"{len(glosses)} tracked prototypes of {len(takes)} signs in {args.model}")


def tracked_takes(glosses: list[str], count: int, rng: np.random.Generator) -> dict[str, list[Array]]:
    """Takes (T, 75, 3) of each sign at about `RATE_HZ`, each by another performer."""
    lexicon, canonical = load_lexicon(), canonical_glosses()
    known = list(dict.fromkeys(canonical[lexicon.resolve(g)] for g in glosses if g in lexicon))
    found: dict[str, list[Array]] = defaultdict(list)
    with LandmarkTracker() as tracker:
        for _ in range(count):
            order = [str(gloss) for gloss in rng.permutation(known)]
            for place in range(0, len(order), 2):
                for gloss, take, *_ in record(order[place : place + 2], lexicon, tracker, rng):
                    if gloss in known:
                        found[gloss].append(take)
    return found


__all__ = ["ORIGIN", "RATE_HZ", "tracked_takes"]

if __name__ == "__main__":
    main()
