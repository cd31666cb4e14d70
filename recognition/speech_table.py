"""The figures of `evaluate_speech` as text: for a terminal, and as one Markdown table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

HEAD = ("model", "sound", "set", "syllables", "clips", "right", "refused", "foreign taken", "noise taken", "rtf")


def markdown(report: dict[str, dict[str, Any]]) -> str:
    """One row a model, noise level and length class; what was falsely taken and the speed stand in the row of all."""
    rows = [HEAD, ("---",) * len(HEAD)]
    for model, by_noise in report.items():
        for noise, by_grammar in by_noise.items():
            for name, found in by_grammar.items():
                if name != "free":
                    rows += _rows(Path(model).name, noise, name, found)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _rows(model: str, noise: str, name: str, found: dict[str, Any]) -> list[tuple[str, ...]]:
    taken = [_taken(found, kind) for kind in ("foreign", "noise")]
    rows = [(model, noise, name, "all", *_shares(found), *taken, _number(found["rtf"], ".3f"))]
    by_length = sorted(found["by_syllables"].items(), key=lambda pair: int(pair[0].split("-")[0]))
    return rows + [(model, noise, name, length, *_shares(part), "", "", "") for length, part in by_length]


def _shares(part: dict[str, Any]) -> tuple[str, str, str]:
    return f"{part['clips']}", _number(part["nearest"], ".1%"), _number(part["rejected"], ".1%")


def _number(value: float | None, form: str) -> str:
    """A dash for a share of nothing."""
    return "–" if value is None else format(value, form)


def _taken(found: dict[str, Any], kind: str) -> str:
    part = found["false_accepts"].get(kind)
    return f"{part['accepted']} of {part['clips']}" if part else ""


def print_table(report: dict[str, dict[str, Any]]) -> None:
    print(
        f"{'model':28}{'noise':>10}{'grammar':>10}{'class':>12}{'clips':>7}{'exact':>8}{'nearest':>9}{'rejected':>10}"
        f"{'foreign':>10}{'rtf':>8}"
    )
    for model, by_noise in report.items():
        for noise, by_grammar in by_noise.items():
            for name, found in by_grammar.items():
                _print_rows(Path(model).name, noise, name, found)


def _print_rows(model: str, noise: str, name: str, found: dict[str, Any]) -> None:
    if name == "free":
        print(f"{model:28}{noise:>10}{name:>10}  toneless syllable error {found['error']:.3f} of {found['syllables']}")
        return
    foreign = found["false_accepts"].get("foreign", {"kept_95": 0, "clips": 0})
    for label, part in (("all", found), *found["by_syllables"].items()):
        kept = _number(foreign["kept_95"], "d")
        tail = f"{kept:>6}/{foreign['clips']:<3}{_number(found['rtf'], '.3f'):>8}" if label == "all" else ""
        shares = "".join(
            f"{_number(part[key], '.3f'):>{width}}" for key, width in (("exact", 8), ("nearest", 9), ("rejected", 10))
        )
        print(f"{model:28}{noise:>10}{name:>10}{label:>12}{part['clips']:>7}{shares}{tail}")
