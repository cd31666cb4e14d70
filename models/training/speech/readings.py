"""Words that are not read as their characters are, for `recognition.mandarin`: those of pypinyin's that need saying.

    python -m models.training.speech.readings MODEL

Of pypinyin's 47,000 phrases those are written to `recognition/readings.tsv` whose toneless reading is another one
without them: 长江 is not `zhang jiang`. With them go words of MODEL's vocabulary that keep the former from being found
across two words: 一定 in 不一定都是, where 定都 would be.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from recognition.mandarin import READINGS, characters_only
from recognition.speech.language_model import read_shares

NOT_THESE = {
    "国都", "都会", "定都", "谁都", "的当", "质的", "发卡", "落了",
    "一了", "长工", "查查", "咱家", "寻思", "琢磨", "褪色",
}  # fmt: skip
"""Found across two words of our own content (全国 都, 窗口 都 会), or with a reading that hardly anybody uses there."""
COMMONEST = 10_000
"""So many words of the vocabulary part others."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="a model folder; its vocabulary parts words")
    shares = read_shares(parser.parse_args().model / "graph")
    light, whole = characters_only(), phrases()
    found = needed(light, whole)
    commonest = sorted(shares, key=lambda word: -shares[word])[:COMMONEST]
    found += parting((word for word in commonest if word in whole), found)
    rows = (f"{word}\t{' '.join(whole[word])}\n" for word in sorted(found))
    READINGS.write_text("".join(rows), encoding="utf-8")


def phrases() -> dict[str, tuple[str, ...]]:
    """Every phrase that pypinyin knows, but `NOT_THESE`, with its tone-numbered syllables."""
    from pypinyin.contrib.tone_convert import to_tone3
    from pypinyin.phrases_dict import phrases_dict

    kept = ((word, read) for word, read in phrases_dict.items() if len(word) == len(read) and word not in NOT_THESE)
    return {word: tuple(to_tone3(one[0]) for one in read) for word, read in kept}


def needed(light: Any, whole: dict[str, tuple[str, ...]]) -> list[str]:
    """Short ones first: many a long one is read rightly with what is in it. `light` learns them."""
    found = []
    for word in sorted(whole, key=lambda word: (len(word), word)):
        read = light.lazy_pinyin(word, style=light.Style.NORMAL, v_to_u=False)
        if read != [syllable.rstrip("12345") for syllable in whole[word]]:
            found.append(word)
            light.load_phrases_dict({word: [[syllable] for syllable in whole[word]]}, style="tone3")
    return found


def parting(words: Iterable[str], found: list[str]) -> list[str]:
    """Those whose end begins one of the found."""
    begin = {word[:size] for word in found for size in range(1, len(word))}
    taken = set(found)
    return [word for word in words if word not in taken and any(word[at:] in begin for at in range(1, len(word)))]


if __name__ == "__main__":
    main()
