"""The short table at the end of a demonstration: what was recognised, how quickly, what the hall has."""

from __future__ import annotations

from statistics import median
from typing import Any

from content.signer import Style, perform
from terminal.demo.stage import Stage
from terminal.visit.events import SignSeen, SpeechHeard


def table(stage: Stage, records: dict[str, Any], went_well: bool) -> str:
    """The table as text."""
    lines = ["", f"{'recognised':34}{'confidence':>12}  state"]
    for event in stage.events:
        if isinstance(event, SignSeen):
            lines.append(f"{'sign ' + (event.gloss or '(unknown)'):34}{event.confidence:12.2f}  {event.sureness.value}")
        elif isinstance(event, SpeechHeard):
            lines.append(f"{'speech ' + (event.text or '(nothing caught)'):34}{event.confidence:12.2f}")
    lines += ["", *_latencies(stage), "", *_hall(records)]
    lines.append("all visits reached their end" if went_well else "a visit did not reach its end")
    return "\n".join(lines)


def _latencies(stage: Stage) -> list[str]:
    chips = _sign_latencies(stage)
    speech = _speech_latencies(stage)
    return [
        f"end of sign to chip:      {_spread(chips)}  (below 0: the chip came while the sign still went on)",
        f"end of speech to answer:  {_spread(speech)}  (includes the silence that ends an utterance)",
    ]


def _spread(values: list[float]) -> str:
    if not values:
        return "not measured"
    return f"median {median(values) * 1000:.0f} ms, slowest {max(values) * 1000:.0f} ms, of {len(values)}"


def _sign_latencies(stage: Stage) -> list[float]:
    """From the end of the last gloss of a performance to its chip; below 0 where that came before the end."""
    found = []
    for began, glosses in stage.signed:
        ended = began + perform(glosses, style=Style(rest="down")).spans[-1].end_s
        seen = [e for e in stage.events if isinstance(e, SignSeen) and e.gloss and began < e.at < ended + 5.0]
        first = next((e for e in seen if e.gloss == glosses[-1]), None)
        if first is not None:
            found.append(first.at - ended)
    return found


def _speech_latencies(stage: Stage) -> list[float]:
    found = []
    for began, samples, rate_hz in stage.said:
        ended = began + len(samples) / rate_hz
        heard = next((e.at for e in stage.events if e.at > ended and not isinstance(e, SignSeen)), None)
        if heard is not None and heard - ended < 10.0:
            found.append(heard - ended)
    return found


def _hall(records: dict[str, Any]) -> list[str]:
    tickets = records.get("tickets", {}).get("items", [])
    evaluations = records.get("evaluations", {}).get("items", [])
    lines = [f"the hall has {len(tickets)} ticket(s) and {len(evaluations)} evaluation(s)"]
    lines += [f"  ticket {t.get('number')}: {t.get('state')}" for t in tickets]
    lines += [f"  evaluation: {e.get('outcome')} {e.get('level', '')} by {e.get('source')}" for e in evaluations]
    return lines
