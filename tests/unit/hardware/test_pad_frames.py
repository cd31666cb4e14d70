"""The codec: every vector both ways, whole and byte by byte, in noise, cut, spoiled; and its properties."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.pad import messages as m
from hardware.pad.frames import FrameDecoder, PadFrame, encode

VECTORS = [
    ("68 02 02 68 81 01 82 16", 1, m.Start()),
    ("FF 68 03 03 68 81 11 04 96 16", 1, m.Result(4)),
    ("FF 68 03 03 68 82 11 00 93 16", 2, m.Result(0)),
    ("68 03 03 68 81 02 05 88 16", 1, m.Stars(5)),
    ("68 05 05 68 81 01 07 3C 01 C6 16", 1, m.Start(7, 60, 1)),
    ("FF 68 05 05 68 81 11 04 07 17 B4 16", 1, m.Result(4, 7, 2.3)),
    ("68 03 03 68 81 0A 07 92 16", 1, m.Ack(7)),
    ("FF 68 03 03 68 81 12 07 9A 16", 1, m.TimedOut(7)),
    ("68 03 03 68 81 04 07 8C 16", 1, m.Cancel(7)),
    ("68 02 02 68 81 09 8A 16", 1, m.Ping()),
    ("FF 68 08 08 68 81 19 01 02 05 1F 00 3C FD 16", 1, m.Info(1, 2, 5, 0x1F, 60)),
    ("68 03 03 68 81 03 01 85 16", 1, m.Welcome(1)),
    ("68 03 03 68 81 06 01 88 16", 1, m.Pause(True)),
    ("68 04 04 68 81 07 1F 02 A9 16", 1, m.Lamps(0x1F, 2)),
    ("FF 68 03 03 68 81 13 02 96 16", 1, m.Key(2)),
    ("FF 68 04 04 68 81 1F 05 01 A6 16", 1, m.Nak(5, 1)),
    ("68 0B 0B 68 81 05 11 04 B4 B0 BF DA 41 30 33 3C 16", 1, m.CardPart(1, 1, 4, "窗口A03")),
    ("FF 68 05 05 68 FE 11 04 FF FF 11 16", 126, m.Result(4, 255, None)),
    ("68 08 08 68 96 05 11 01 68 16 68 16 A9 16", 22, m.CardPart(1, 1, 1, "h\x16h\x16")),
]
IDS = [f"{type(message).__name__}-{pad}-{text[:2]}-{len(text)}" for text, pad, message in VECTORS]
GOOD = bytes.fromhex(VECTORS[1][0])
GOOD_FRAME = PadFrame(0x81, 0x11, b"\x04")

frames = st.builds(PadFrame, address=st.integers(0, 255), command=st.integers(0, 255), data=st.binary(max_size=118))


def decoded(data: bytes, decoder: FrameDecoder | None = None) -> list[PadFrame]:
    """All frames of `data` in one read, and what silence brings out after it."""
    decoder = decoder or FrameDecoder()
    return decoder.feed(data, 0.0) + decoder.expire(1.0)


@pytest.mark.parametrize(("text", "pad", "message"), VECTORS, ids=IDS)
def test_a_vector_is_written_as_the_page_says(text: str, pad: int, message: m.Message) -> None:
    raw = bytes.fromhex(text)
    assert encode(m.to_frame(message, m.FIRST_PAD + pad), filler=raw.count(0xFF, 0, 1)) == raw


@pytest.mark.parametrize(("text", "pad", "message"), VECTORS, ids=IDS)
def test_a_vector_is_read_whole_and_byte_by_byte(text: str, pad: int, message: m.Message) -> None:
    raw = bytes.fromhex(text)
    decoder = FrameDecoder()
    single = [frame for i in range(len(raw)) for frame in decoder.feed(raw[i : i + 1], i * 0.001)]
    assert single == decoded(raw)
    assert [(frame.address, m.from_frame(frame)) for frame in single] == [(m.FIRST_PAD + pad, message)]
    assert decoder.counts.damaged == 0


@pytest.mark.parametrize(("text", "pad", "message"), VECTORS, ids=IDS)
def test_a_vector_survives_any_split_with_noise_before(text: str, pad: int, message: m.Message) -> None:
    raw = bytes.fromhex(text)
    for cut in range(len(raw) + 1):
        decoder = FrameDecoder()
        got = decoder.feed(b"\x00\x16\x55" + raw[:cut], 0.0) + decoder.feed(raw[cut:], 0.001)
        assert [m.from_frame(frame) for frame in got] == [message]


def test_two_frames_in_one_read_are_two_frames() -> None:
    assert decoded(GOOD + bytes.fromhex(VECTORS[6][0])) == [GOOD_FRAME, PadFrame(0x81, 0x0A, b"\x07")]


@pytest.mark.parametrize("seed", range(200))
def test_a_good_frame_is_found_after_1000_bytes_of_noise(seed: int) -> None:
    """Chance makes a good frame of noise about once in ten million bytes, so the good one is the last."""
    decoder = FrameDecoder()
    noise = random.Random(seed).randbytes(1000)
    assert (decoder.feed(noise + GOOD, 0.0) + decoder.expire(1.0))[-1:] == [GOOD_FRAME]


def test_a_false_start_in_the_noise_costs_one_byte_not_the_frame_behind_it() -> None:
    assert decoded(bytes.fromhex("68 03 03 68") + GOOD) == [GOOD_FRAME]
    assert decoded(bytes.fromhex("68 68 03 03 68 68") + GOOD) == [GOOD_FRAME]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("68 03 02 68 81 01 82 16", "bad_length"),
        ("68 01 01 68 81 81 16", "bad_length"),
        ("68 79 79 68" + " 00" * 123, "bad_length"),
        ("68 02 02 69 81 01 82 16", "bad_length"),
        ("68 02 02 68 81 01 83 16", "bad_sum"),
        ("68 02 02 68 81 01 81 16", "bad_sum"),
        ("68 02 02 68 81 01 82 17", "bad_end"),
    ],
)
def test_a_wrong_frame_is_no_frame_and_is_counted_by_its_fault(text: str, fault: str) -> None:
    decoder = FrameDecoder()
    assert decoded(bytes.fromhex(text), decoder) == []
    assert getattr(decoder.counts, fault) >= 1  # the second 68 of its head is a false start of its own


@pytest.mark.parametrize("cut", range(2, len(GOOD)))
def test_a_frame_cut_after_any_byte_is_voided_by_silence_and_the_next_is_read(cut: int) -> None:
    decoder = FrameDecoder()
    assert decoder.feed(GOOD[:cut], 0.0) == []
    assert decoder.feed(GOOD, 0.06) == [GOOD_FRAME]
    assert decoder.counts.frames == 1
    assert decoder.counts.damaged >= 1


def test_silence_shorter_than_the_gap_is_part_of_the_frame() -> None:
    decoder = FrameDecoder()
    assert decoder.feed(GOOD[:5], 0.0) == []
    assert decoder.feed(GOOD[5:], 0.049) == [GOOD_FRAME]


def test_a_long_false_start_gives_the_good_frame_free_when_the_line_falls_silent() -> None:
    decoder = FrameDecoder()
    assert decoder.feed(bytes.fromhex("68 70 70 68") + GOOD, 0.0) == []
    assert decoder.next_timer() == pytest.approx(0.05)
    assert decoder.expire(0.06) == [GOOD_FRAME]
    assert decoder.next_timer() is None


@pytest.mark.parametrize("bit", range(8, 8 * len(GOOD)))
def test_a_single_turned_bit_never_gives_another_frame(bit: int) -> None:
    spoiled = bytearray(GOOD)
    spoiled[bit // 8] ^= 1 << bit % 8
    assert decoded(bytes(spoiled)) == []


def test_data_that_does_not_fit_is_refused() -> None:
    assert len(encode(PadFrame(0x81, 0x05, bytes(118)))) == 126
    with pytest.raises(ValueError, match="119 bytes"):
        encode(PadFrame(0x81, 0x05, bytes(119)))


@given(frames)
def test_what_is_written_is_read_back(frame: PadFrame) -> None:
    assert decoded(encode(frame, filler=1)) == [frame]


@given(st.lists(frames, max_size=6), st.data())
def test_pieces_do_not_matter(sent: list[PadFrame], data: st.DataObject) -> None:
    raw = b"".join(encode(frame) for frame in sent)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(raw)), max_size=8)))
    decoder = FrameDecoder()
    got = []
    for start, end in zip([0, *cuts], [*cuts, len(raw)], strict=True):
        got += decoder.feed(raw[start:end], 0.0)
    assert got == sent


@given(st.binary(max_size=600))
def test_any_bytes_give_frames_or_nothing_and_bounded_memory(noise: bytes) -> None:
    decoder = FrameDecoder()
    for frame in decoder.feed(noise, 0.0):
        assert encode(frame) in noise
    assert len(decoder._buffer) <= 126
    decoder.expire(1.0)
    assert len(decoder._buffer) == 0


@given(st.binary(max_size=300))
def test_after_any_noise_and_silence_a_frame_is_read(noise: bytes) -> None:
    decoder = FrameDecoder()
    decoder.feed(noise, 0.0)
    decoder.expire(0.1)
    assert decoder.feed(GOOD, 0.1) == [GOOD_FRAME]


@given(frames)
def test_any_frame_is_a_message_or_our_error(frame: PadFrame) -> None:
    with suppress(m.MessageError):
        message = m.from_frame(frame)
        assert m.from_frame(m.to_frame(message, frame.address)) == message


@pytest.mark.parametrize(
    ("frame", "reason"),
    [(PadFrame(0x81, 0x77), 2), (PadFrame(0x81, 0x09, b"\x00"), 4), (PadFrame(0x81, 0x05, b"\x11\x02\xff"), 2)],
    ids=["unknown", "length", "text"],
)
def test_a_frame_that_means_nothing_says_why(frame: PadFrame, reason: int) -> None:
    with pytest.raises(m.MessageError) as caught:
        m.from_frame(frame)
    assert caught.value.reason == reason


def test_a_staff_card_travels_in_parts_that_fit_and_never_splits_a_character() -> None:
    card = m.StaffCard(number="0731", name="李" * 40, window="A03")
    parts = m.card_parts(card)
    assert [(part.parts, part.part, part.tag) for part in parts] == [(3, 1, 1), (3, 2, 2), (3, 3, 4)]
    assert [m.from_frame(m.to_frame(part, 0x81)) for part in parts] == parts
    assert parts[1].text == "李" * 30


@pytest.mark.parametrize(("age_s", "byte"), [(0.0, 0), (2.3, 23), (25.4, 254), (25.5, 255), (999.0, 255), (None, 255)])
def test_age_is_counted_in_tenths_up_to_unknown(age_s: float | None, byte: int) -> None:
    assert m.encode_age(age_s) == byte
