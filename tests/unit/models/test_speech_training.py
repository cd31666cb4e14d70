"""The speech model's recipe: features, objective, and that Vosk computes what the network computes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the training recipe needs torch, which the terminal itself does not")

from models.training.speech.augment import Augmenter, Clip, Shares, mixed
from models.training.speech.features import dct_matrix, log_mel
from models.training.speech.kaldi import Writer
from recognition.speech.clips import read_clip
from recognition.speech.engine import open_graph, result
from recognition.speech.fst import Transducer
from recognition.speech.graph import Graph
from recognition.speech.lexicon import text_units
from recognition.speech.units import SILENCE_PHONE, word_phones

DEV = Path(__file__).resolve().parents[4] / "shared" / "data" / "speech" / "dev"


def test_features_come_every_ten_milliseconds_and_a_tone_lies_in_its_band() -> None:
    tone = 5000 * np.sin(2 * np.pi * 1000 * np.arange(16000) / 16000).astype(np.float32)
    features = log_mel(tone)
    assert features.shape == (98, 40)
    mel_1000 = 1127 * np.log(1 + 1000 / 700)
    mel_20, mel_7600 = (1127 * np.log(1 + hz / 700) for hz in (20, 7600))
    expected = (mel_1000 - mel_20) / ((mel_7600 - mel_20) / 41) - 1
    assert abs(features.mean(0).argmax() - expected) <= 1


def test_a_sound_shorter_than_a_frame_has_no_features() -> None:
    assert log_mel(np.zeros(399, np.float32)).shape == (0, 40)


def test_cepstra_hold_all_of_the_log_mel() -> None:
    features = log_mel(np.random.default_rng(0).normal(0, 1000, 4000).astype(np.float32))
    assert np.allclose(features @ dct_matrix() @ np.linalg.inv(dct_matrix()), features)


def test_noise_is_mixed_at_the_asked_distance() -> None:
    rng = np.random.default_rng(0)
    speech, noise = (rng.normal(size, 1, (200, 40)).astype(np.float32) for size in (8, 3))
    added = np.exp(mixed(speech, noise, 10)) - np.exp(speech)
    assert 10 * np.log10(np.exp(speech).mean() / added.mean()) == pytest.approx(10, abs=0.2)


def test_a_cut_keeps_sound_and_transcript_together() -> None:
    syllables = [[n + 1] for n in range(10)]
    frames = np.repeat(np.arange(10, dtype=np.float32), 20)[:, None].repeat(40, 1)
    clip = Clip(frames, syllables, [(20 * n, 20 * n + 20) for n in range(10)])
    only_cut = Shares(cut=1.0, garbage=0.0, reversed=0.0, babble=0.0, noise=0.0)
    augmenter = Augmenter([clip], np.random.default_rng(0), only_cut)
    seen = set()
    for _ in range(50):
        cut, kept = augmenter._cut(clip.frames, clip.syllables, clip.times)
        inside = {int(value) for value in cut[:, 0]}
        assert {unit - 1 for (unit,) in kept} <= inside
        seen.add(len(kept))
    assert min(seen) == 1
    assert max(seen) <= 8


def test_kaldis_building_blocks_are_bytes_as_documented() -> None:
    writer = Writer().token("<A>").integer(5).single(1.0).flag(True).integers([1, 2])
    assert writer._out.getvalue() == (b"\0B<A> \x04\x05\0\0\0\x04\0\0\x80\x3fT\x04\x02\0\0\0\x01\0\0\0\x02\0\0\0")


def test_the_objectives_gradient_is_its_slope() -> None:
    torch = pytest.importorskip("torch", reason="training needs torch (extra `train`)")
    from models.training.speech.objective import Mmi, unit_bigram

    torch.manual_seed(0)
    transcripts = [[[1, 2], [3]], [[2]]]
    bigram = unit_bigram(transcripts, 5)
    scores = torch.randn(2, 12, 10)
    lengths = torch.tensor([12, 7])

    def value(y: object) -> float:
        return float(Mmi.apply(y, lengths, transcripts, bigram, []))

    y = scores.clone().requires_grad_()
    Mmi.apply(y, lengths, transcripts, bigram, []).backward()
    for at in [(0, 0, 0), (0, 5, 3), (0, 11, 6), (1, 3, 4), (1, 6, 0)]:
        step = torch.zeros_like(scores)
        step[at] = 1e-2
        slope = (value(scores + step) - value(scores - step)) / 2e-2
        assert slope == pytest.approx(float(y.grad[at]), abs=2e-3)
    assert float(y.grad[1, 7:].abs().sum()) == 0  # beyond the utterance's end


def one_word(units: tuple[str, ...]) -> Graph:
    """Silence, the word, silence; nothing costs anything, so that a score is the network's alone."""
    fst = Transducer()
    here = fst.add_state()
    for number, phone in enumerate((SILENCE_PHONE, *word_phones(units), SILENCE_PHONE)):
        last = number == len(units) + 1
        state = fst.add_state(final=0.0 if last else float("inf"))
        fst.add_arc(here, state, reads=2 * phone, writes=int(number == 1))
        fst.add_arc(state, state, reads=2 * phone - 1)
        here = state
    return Graph(fst, ("word",))


@pytest.mark.shared
def test_vosk_scores_what_the_network_scores(tmp_path: Path) -> None:
    """The whole chain: features, folding, the file's bytes, transition-ids, graph."""
    torch = pytest.importorskip("torch", reason="training needs torch (extra `train`)")
    if not DEV.is_dir():
        pytest.skip("the recordings of ../shared/data/speech/dev are not here")
    import vosk

    from models.store import ModelStore
    from models.training.speech.align import padded, viterbi
    from models.training.speech.augment import UNIT_NUMBER
    from models.training.speech.export import export
    from models.training.speech.network import load

    base = ModelStore(unpacked=tmp_path / "models").find("speech")
    export(base / "checkpoint" / "net.pt", base, tmp_path / "out")
    net = load(tmp_path / "out" / "checkpoint" / "net.pt")
    units = text_units("数字") or ()
    model = open_graph(tmp_path / "out", one_word(units), lattice_beam=0.5)
    rows = json.loads((DEV / "manifest.json").read_text(encoding="utf-8"))
    for row in [row for row in rows if row["text"] == "数字"][:4]:
        samples = read_clip(DEV / row["file"])
        features = log_mel(samples.astype(np.float32))
        with torch.no_grad():
            scores = net(padded([features], net.context))[0][0].numpy()
        own = viterbi(scores, [[UNIT_NUMBER[unit] for unit in units]])[1] * len(scores)
        recognizer = vosk.KaldiRecognizer(model, 16000)
        recognizer.SetMaxAlternatives(1)
        recognizer.AcceptWaveform(samples.tobytes())
        found = result(recognizer.FinalResult())["alternatives"][0]["confidence"]
        assert found == pytest.approx(own, abs=0.5), row["file"]
