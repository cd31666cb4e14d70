"""Decoding graphs: what they let through, and the bytes that Vosk reads."""

from __future__ import annotations

import math
import struct

import pytest

from recognition.speech.fst import MAGIC, Transducer
from recognition.speech.grammar import Grammar
from recognition.speech.graph import Graph, grammar_graph
from recognition.speech.units import phone_id


def read(raw: bytes) -> tuple[list[float], list[list[tuple[int, int, float, int]]]]:
    """The other side of `Transducer.to_bytes`."""
    magic, size = struct.unpack_from("<ii", raw)
    assert magic == MAGIC
    at = 8 + size
    (size,) = struct.unpack_from("<i", raw, at)
    at += 4 + size
    _version, _flags, _properties, start, states, arcs = struct.unpack_from("<iiQqqq", raw, at)
    assert start == 0
    at += 40
    finals, rows = [], []
    for _ in range(states):
        final, count = struct.unpack_from("<fq", raw, at)
        at += 12
        rows.append([struct.unpack_from("<iifi", raw, at + 16 * k) for k in range(count)])
        at += 16 * count
        finals.append(final)
    assert at == len(raw)
    assert sum(map(len, rows)) == arcs
    return finals, rows


def spoken_by(graph: Graph, phones: list[int]) -> set[str]:
    """Labels of all paths that read exactly these phones (loops and silence left out)."""
    finals, arcs = read(graph.transducer.to_bytes())
    found: set[str] = set()
    waiting: list[tuple[int, int, tuple[int, ...]]] = [(0, 0, ())]
    seen = set()
    while waiting:
        state, at, labels = waiting.pop()
        if (state, at, labels) in seen:
            continue
        seen.add((state, at, labels))
        if at == len(phones) and not math.isinf(finals[state]):
            found.add("".join(graph.labels[n - 1] for n in labels))
        for reads, writes, _cost, target in arcs[state]:
            following = (*labels, writes) if writes else labels
            if reads == 0:
                waiting.append((target, at, following))
            elif at < len(phones) and reads == 2 * phones[at]:
                waiting.append((target, at + 1, following))
    return found


def phones(*units: str) -> list[int]:
    places = ["S"] if len(units) == 1 else ["B", *"I" * (len(units) - 2), "E"]
    return [phone_id(unit, place) for unit, place in zip(units, places, strict=True)]


def test_an_empty_state_survives_writing_and_reading() -> None:
    fst = Transducer()
    first = fst.add_state()
    fst.add_arc(first, fst.add_state(final=0.5), reads=3, writes=1, cost=1.25)
    finals, arcs = read(fst.to_bytes())
    assert math.isinf(finals[0])
    assert finals[1] == 0.5
    assert arcs == [[(3, 1, 1.25, 1)], []]


def test_only_whole_phrases_come_out() -> None:
    graph = grammar_graph(Grammar.of("t", {"a": ["取号"], "b": ["取消"], "c": ["好"]}))
    assert spoken_by(graph, phones("q", "v", "h", "ao")) == {"取号"}
    assert spoken_by(graph, phones("q", "v", "x", "iao")) == {"取消"}
    assert spoken_by(graph, phones("q", "v")) == set()
    assert spoken_by(graph, [*phones("h", "ao"), *phones("q", "v", "h", "ao")]) == set()


def test_an_accent_still_says_the_phrase() -> None:
    graph = grammar_graph(Grammar.of("t", {"a": ["牛奶"], "b": ["取号"]}))
    assert spoken_by(graph, phones("l", "iu", "n", "ai")) == {"牛奶"}


def test_a_phrase_that_begins_another_is_kept() -> None:
    graph = grammar_graph(Grammar.of("t", {"no": ["不"], "want": ["不要"]}))
    assert spoken_by(graph, phones("b", "u")) == {"不"}
    assert spoken_by(graph, phones("b", "u", "iao")) == {"不要"}


def test_words_may_follow_one_another() -> None:
    graph = grammar_graph(Grammar("digits", (), ("一", "二")))
    assert spoken_by(graph, [*phones("i"), *phones("er"), *phones("i")]) == {"一二一"}


def test_texts_that_sound_alike_are_listened_for_once() -> None:
    grammar = Grammar.of("t", {"a": ["北京"], "b": ["背景", "窗口"]})
    assert [phrase.text for phrase in grammar.phrases] == ["北京", "窗口"]


def test_a_text_nobody_can_say_is_reported_and_left_out() -> None:
    grammar = Grammar.of("t", {"a": ["取号"], "b": ["App下载"]})
    assert grammar.unreadable == ("App下载",)
    assert grammar_graph(grammar).labels == ("取号",)


@pytest.mark.parametrize("count", [0, 1])
def test_a_grammar_may_be_as_good_as_empty(count: int) -> None:
    graph = grammar_graph(Grammar.of("t", {"a": ["好"] * count}))
    assert len(graph.labels) == count
