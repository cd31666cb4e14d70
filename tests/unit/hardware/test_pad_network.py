"""The network pad's door: only the pad with the key comes in, and the same result twice is one record."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Callable, Iterator

import pytest

from hardware.pad import (
    EvaluationClosed,
    EvaluationTimes,
    HealthChanged,
    NetworkPad,
    PadHealth,
    StaffCard,
    network,
    signing,
)
from hardware.pad.door import MAX_BODY
from hardware.pad.port import Level
from hardware.pad.simulator.tablet import Tablet

KEY = bytes(range(32))
RESULT = {"seq": 1, "outcome": "level", "level": "dissatisfied"}


@pytest.fixture
def pad() -> Iterator[NetworkPad]:
    with NetworkPad("pad-7", KEY, simulated=True, times=EvaluationTimes(shortest_s=0.2, regret_s=0.2)) as made:
        yield made


@pytest.fixture
def tablet(pad: NetworkPad) -> Tablet:
    return Tablet(pad.url, "pad-7", KEY)


def closed(pad: NetworkPad) -> EvaluationClosed:
    while not isinstance(event := pad.poll(20.0), EvaluationClosed):
        assert event is not None
    return event


def request(
    pad: NetworkPad, headers: dict[str, str], path: str = "/pad/v1/next?wait=0", method: str = "GET", body: bytes = b""
) -> int:
    line = http.client.HTTPConnection("127.0.0.1", int(pad.url.rpartition(":")[2]), timeout=10)
    line.request(method, path, body, headers)
    status = line.getresponse().status
    line.close()
    return status


def signed(
    pad_id: str = "pad-7", key: bytes = KEY, at: float = 0.0, path: str = "/pad/v1/next?wait=0"
) -> dict[str, str]:
    stamp = int(time.time() + at)
    return {
        signing.ID_HEADER: pad_id,
        signing.TIME_HEADER: str(stamp),
        signing.SIGNATURE_HEADER: signing.sign(key, stamp, "GET", path, b""),
    }


def test_the_pad_with_the_key_comes_in(pad: NetworkPad) -> None:
    assert request(pad, signed()) == 200


@pytest.mark.parametrize(
    "spoil",
    [
        lambda: {},
        lambda: signed(pad_id="pad-8"),
        lambda: signed(key=b"x" * 32),
        lambda: signed(at=-121.5),
        lambda: signed(at=125.5),
        lambda: signed(path="/pad/v1/next?wait=1"),
        lambda: {**signed(), signing.TIME_HEADER: "soon"},
        lambda: {**signed(), signing.SIGNATURE_HEADER: "\xfc"},
    ],
    ids=["nothing", "stranger", "wrong key", "old", "future", "other call", "no time", "no signature"],
)
def test_everyone_else_is_refused_and_is_no_sign_of_life(pad: NetworkPad, spoil: Callable[[], dict[str, str]]) -> None:
    assert request(pad, spoil()) == 401
    assert not pad._book.present


def test_a_tablet_whose_clock_is_wrong_is_refused_and_somebody_learns_why(pad: NetworkPad) -> None:
    """It was refused without a word: the staff's screen said that the pad is off, and nobody looks at a clock."""
    assert request(pad, signed(at=-3600.0)) == 401
    told = health_of(pad)
    assert [(event.health, event.reference) for event in told][-1] == (PadHealth.FAULT, "pad-clock")
    assert told[-1].context.startswith("-3")
    assert request(pad, signed()) == 200
    assert health_of(pad)[-1].health is PadHealth.READY
    assert request(pad, signed(at=-3600.0)) == 401, "an old request, sent again"
    assert health_of(pad) == []


def test_a_tablet_that_comes_back_with_a_wrong_clock_is_told_from_one_that_is_away() -> None:
    """Its battery was empty, and it woke in 1970: staff went on reading that it is silent."""
    with NetworkPad("pad-7", KEY, simulated=True, beat_lost_s=0.5) as pad:
        assert request(pad, signed()) == 200
        seen: list[HealthChanged] = []
        while not seen or seen[-1].reference != "pad-silent":
            event = pad.poll(20.0)
            assert event is not None
            seen += [event] if isinstance(event, HealthChanged) else []
        for _ in range(2):
            assert request(pad, signed(at=-1.7e9)) == 401
        assert [(event.health, event.reference) for event in health_of(pad)] == [(PadHealth.FAULT, "pad-clock")]


def health_of(pad: NetworkPad) -> list[HealthChanged]:
    events = iter(lambda: pad.poll(), None)
    return [event for event in events if isinstance(event, HealthChanged)]


def test_a_changed_body_is_refused(pad: NetworkPad) -> None:
    stamp = int(time.time())
    body = json.dumps(RESULT).encode()
    headers = {
        signing.ID_HEADER: "pad-7",
        signing.TIME_HEADER: str(stamp),
        signing.SIGNATURE_HEADER: signing.sign(KEY, stamp, "POST", "/pad/v1/result", body),
    }
    changed = body.replace(b"dissatisfied", b"satisfied")
    assert request(pad, headers, "/pad/v1/result", "POST", changed) == 401


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"seq": "1", "outcome": "level", "level": "satisfied"},
        {"seq": 1, "outcome": "level", "level": "great"},
        {"seq": 1, "outcome": "level"},
        {"seq": 1, "outcome": "best"},
    ],
)
def test_a_body_that_means_nothing_is_refused_and_stores_nothing(tablet: Tablet, pad: NetworkPad, body: object) -> None:
    pad.prompt(StaffCard(), 0.3, 1)
    assert tablet.call("POST", "/pad/v1/result", body)[0] == 422
    assert closed(pad).level is None


def test_unknown_calls_are_not_found(tablet: Tablet) -> None:
    assert tablet.call("GET", "/pad/v1/levels")[0] == 404
    assert tablet.call("POST", "/", {})[0] == 404
    assert tablet.call("GET", "/pad/v1/next?wait=now")[0] == 422


def test_a_body_too_large_is_refused_before_it_is_read(pad: NetworkPad) -> None:
    assert request(pad, {"Content-Length": str(MAX_BODY + 1)}, "/pad/v1/result", "POST") == 413


def test_the_same_result_again_gives_the_same_record(tablet: Tablet, pad: NetworkPad) -> None:
    pad.prompt(StaffCard(), 60.0, 1)
    first = tablet.press(Level.DISSATISFIED, seq=1)
    assert closed(pad).level is Level.DISSATISFIED
    assert tablet.press(Level.DISSATISFIED, seq=1) == first
    assert tablet.press(Level.VERY_SATISFIED, seq=1) == first
    left = list(iter(pad.poll, None))
    assert not [event for event in left if isinstance(event, EvaluationClosed)]


def test_a_tablet_that_restarts_is_told_the_evaluation_again(tablet: Tablet, pad: NetworkPad) -> None:
    pad.prompt(StaffCard(name="李明"), 60.0, 5)
    for _ in range(2):
        order = tablet.call("GET", "/pad/v1/next?known=-1&wait=0")[1]
        assert (order["order"], order["seq"], order["card"]["name"]) == ("evaluate", 5, "李明")
        assert 0 < order["timeout_s"] <= 60


def test_a_paused_tablet_is_told_so(tablet: Tablet, pad: NetworkPad) -> None:
    pad.pause(True)
    assert tablet.call("GET", "/pad/v1/next?wait=0")[1]["order"] == "pause"
    pad.pause(False)
    assert tablet.call("GET", "/pad/v1/next?wait=0")[1]["order"] == "idle"


def test_an_address_that_cannot_be_had_at_the_start_is_taken_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the terminal is up before its network."""
    monkeypatch.setattr(network, "RETRY_S", 0.1)
    taken = socket.create_server(("127.0.0.1", 0))
    with NetworkPad("pad-7", KEY, port=taken.getsockname()[1], simulated=True) as pad:
        event = pad.poll(20.0)
        assert isinstance(event, HealthChanged)
        assert event.reference == "pad-port"
        taken.close()
        event = pad.poll(20.0)
        assert isinstance(event, HealthChanged)
        assert event.health is PadHealth.CONNECTING
        assert request(pad, signed()) == 200
