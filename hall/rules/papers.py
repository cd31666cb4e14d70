"""Papers of several matters as one list, and the one-time notice (一次性告知, Q-13)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

Paper = dict[str, Any]


def merged_papers(matters: Sequence[Mapping[str, Any]]) -> list[Paper]:
    """Every paper once, with the matters that need it.

    A paper that one matter needs always and another only sometimes is needed; what may follow or be replaced by a
    promise may so only if every matter allows it.
    """
    merged: dict[str, Paper] = {}
    for matter in matters:
        for paper in matter["papers"]:
            known = merged.get(paper["id"])
            if known is None:
                merged[paper["id"]] = {**paper, "for_matters": [matter["id"]]}
            else:
                _join(known, paper, matter["id"])
    return list(merged.values())


def paper_states(papers: Sequence[Paper], have: Collection[str], not_needed: Collection[str]) -> list[dict[str, Any]]:
    """What of each paper: have, not_needed (only where its condition can fail), may_follow, missing."""
    return [{"paper": paper, "state": _state(paper, have, not_needed)} for paper in papers]


def notice_plain(states: Sequence[Mapping[str, Any]], follow_by_zh: str, follow_by_en: str) -> dict[str, str]:
    """The notice in two or three plain sentences, zh and en."""

    def names(state: str, language: str) -> list[str]:
        return [entry["paper"]["name"][language] for entry in states if entry["state"] == state]

    zh, en = [], []
    if names("have", "zh"):
        zh.append(f"{'、'.join(names('have', 'zh'))}带了。")
        en.append(f"You have: {', '.join(names('have', 'en'))}.")
    if names("missing", "zh"):
        zh.append(f"还缺{'、'.join(names('missing', 'zh'))}。")
        en.append(f"Still missing: {', '.join(names('missing', 'en'))}.")
    if names("may_follow", "zh"):
        zh.append(f"{'、'.join(names('may_follow', 'zh'))}可以后补，{follow_by_zh}前补来。")
        en.append(f"May follow by {follow_by_en}: {', '.join(names('may_follow', 'en'))}.")
    if not names("missing", "zh") and not names("may_follow", "zh"):
        zh.append("材料齐了。")
        en.append("Nothing is missing.")
    return {"zh": "".join(zh), "en": " ".join(en)}


def _join(known: Paper, paper: Mapping[str, Any], matter_id: str) -> None:
    if matter_id not in known["for_matters"]:
        known["for_matters"].append(matter_id)
    if "needed_if" not in paper:
        known.pop("needed_if", None)
    for permission in ("may_follow", "promise_possible"):
        known[permission] = known[permission] and paper[permission]


def _state(paper: Paper, have: Collection[str], not_needed: Collection[str]) -> str:
    if paper["id"] in have:
        return "have"
    if paper["id"] in not_needed and "needed_if" in paper:
        return "not_needed"
    return "may_follow" if paper["may_follow"] else "missing"
