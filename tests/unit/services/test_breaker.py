"""A hall that does not answer is left alone, and asked about at growing gaps."""

from __future__ import annotations

from terminal.services.breaker import FAILURES, LONGEST_PROBE_S, Breaker


def opened() -> Breaker:
    breaker = Breaker()
    for _ in range(FAILURES):
        assert breaker.allows
        breaker.failed(100.0)
    return breaker


def test_five_failures_in_a_row_let_nothing_out_any_more() -> None:
    assert not opened().allows


def test_an_answer_between_them_begins_the_count_anew() -> None:
    breaker = Breaker()
    for _ in range(FAILURES - 1):
        breaker.failed(100.0)
    breaker.succeeded()
    breaker.failed(101.0)
    assert breaker.allows


def test_the_gaps_between_probes_double_up_to_half_a_minute() -> None:
    breaker, gaps, now = opened(), [], 100.0
    for _ in range(7):
        gaps.append(breaker.next_probe_s - now)
        assert not breaker.probe_due(breaker.next_probe_s - 0.01)
        now = breaker.next_probe_s
        assert breaker.probe_due(now)
        breaker.failed(now)
    assert gaps == [1.0, 2.0, 4.0, 8.0, 16.0, LONGEST_PROBE_S, LONGEST_PROBE_S]


def test_after_an_answer_everything_is_as_at_first() -> None:
    breaker = opened()
    breaker.failed(200.0)
    breaker.succeeded()
    assert breaker == Breaker(next_probe_s=breaker.next_probe_s)
    assert not breaker.probe_due(1_000.0)
