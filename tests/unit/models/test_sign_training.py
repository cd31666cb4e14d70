"""The sign model's recipe: what the network learns on is what the recogniser runs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the training recipe needs torch, which the terminal itself does not")
pytest.importorskip("onnx", reason="torch writes the network through onnx, which the terminal itself does not need")

import torch

from content.signer import load_lexicon, perform
from content.signer.performers import random_style
from models.training.signs.batches import Pool, balanced, disturbed
from models.training.signs.dataset import Sequences, read, tracked
from models.training.signs.invented import invented_lexicon
from models.training.signs.linear import fit_linear
from models.training.signs.network import DIMENSIONS, Embedding
from models.training.signs.train import export, fit
from recognition.signs.embedding import FRAMES, NetworkEmbedder
from recognition.signs.features import COLUMNS, HAND_COLUMNS
from terminal.avatar.recording import FRAMES as RECORDED_FRAMES

# As the recipe does; several threads wait for each other on a busy machine (a test of seconds took five minutes).
torch.set_num_threads(1)


def sequences(seed: int, per_sign: int) -> Sequences:
    """Takes of three made-up signs around centres that are the same whatever the seed, and of no sign."""
    centres = np.random.default_rng(0).normal(0, 1, (4, 1, FRAMES, COLUMNS))
    noise = np.random.default_rng(seed).normal(0, 0.5, (4, per_sign, FRAMES, COLUMNS))
    names = np.repeat(["csl:a", "csl:b", "csl:c", "csl:_between"], per_sign)
    return Sequences((centres + noise).reshape(-1, FRAMES, COLUMNS).astype(np.float16), names)


def test_a_trained_network_runs_where_there_is_no_torch_and_tells_signs_apart(tmp_path: Path) -> None:
    torch.manual_seed(0)
    learned = sequences(1, 16)
    network = fit(learned, sequences(2, 16), 30, np.random.default_rng(0))
    export(network, tmp_path / "embedding.onnx")
    embedder = NetworkEmbedder(tmp_path / "embedding.onnx", fit_linear(learned))
    new = sequences(3, 8)
    vectors = embedder.embed_sequences(new.x)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-3)
    with torch.no_grad():
        same = network(torch.tensor(new.x.astype(np.float32))).numpy() * np.sqrt(0.5)
    assert vectors[:, :DIMENSIONS] == pytest.approx(same, abs=1e-4)
    signs = new.names != "csl:_between"
    alike = vectors[signs] @ vectors[signs].T
    own = new.names[signs][:, None] == new.names[signs]
    assert alike[own].min() > alike[~own].max()


def test_rare_signs_come_nearly_as_often_and_no_sign_in_its_share() -> None:
    labels = np.array([0] * 100 + [1] * 4 + [2] * 300)
    chance = np.diff(balanced(labels, no_sign=2), prepend=0)
    assert chance[labels == 0].sum() / chance[labels == 1].sum() == pytest.approx(5)
    assert chance[labels == 2].sum() == pytest.approx(0.12)


def test_the_end_of_one_take_and_the_beginning_of_another_is_no_sign() -> None:
    takes = sequences(1, 16)
    x, labels = Pool.of(takes, ["csl:a", "csl:b", "csl:c"]).draw(2000, np.random.default_rng(0))
    whole = {row.tobytes() for row in takes.x}
    spliced = np.array([row.tobytes() not in whole for row in x])
    assert 0.01 < spliced.mean() < 0.1
    assert (labels[spliced] == 3).all()


def test_a_training_that_was_interrupted_goes_on_where_it_stood(tmp_path: Path) -> None:
    def vectors(steps: int, state: Path | None) -> torch.Tensor:
        torch.manual_seed(0)
        network = fit(sequences(1, 16), sequences(2, 16), steps, np.random.default_rng(0), state, keep_every=14)
        with torch.no_grad():
            found: torch.Tensor = network(torch.tensor(sequences(3, 8).x.astype(np.float32)))
        return found

    shorter = vectors(20, tmp_path / "state.pt")
    # The rate is held for 14 of 20 steps: up to there a training of 30 is the same.
    longer = vectors(30, tmp_path / "state.pt")
    assert torch.allclose(longer, vectors(30, None), atol=1e-5)
    assert not torch.allclose(longer, shorter, atol=1e-2)


def test_a_training_goes_on_from_a_shipped_network(tmp_path: Path) -> None:
    shipped = tmp_path / "embedding.onnx"
    torch.manual_seed(0)
    export(fit(sequences(1, 16), sequences(2, 16), 30, np.random.default_rng(0)), shipped)
    after, otherwise = (
        fit(sequences(1, 16), sequences(2, 16), 1, np.random.default_rng(0), begin=begin) for begin in (shipped, None)
    )
    new = torch.tensor(sequences(3, 8).x.astype(np.float32))
    with torch.no_grad():
        begun = Embedding.read(shipped).eval()(new)
        near, far = ((begun * network(new)).sum(1).median() for network in (after, otherwise))
    assert near > 0.9 > far


def test_half_way_between_two_networks_every_weight_is_their_mean() -> None:
    networks = [Embedding(torch.zeros(COLUMNS), torch.ones(COLUMNS)) for _ in range(2)]
    before = [{name: weight.clone() for name, weight in network.state_dict().items()} for network in networks]
    networks[0].draw_to(networks[1], 0.5)
    for name, weight in networks[0].state_dict().items():
        if weight.is_floating_point():
            assert torch.allclose(weight, (before[0][name] + before[1][name]) / 2, atol=1e-6)


def test_a_hand_that_was_never_seen_stays_unseen_whoever_signs() -> None:
    x = np.ones((50, FRAMES, COLUMNS), np.float32)
    x[:, :, HAND_COLUMNS : HAND_COLUMNS + 90] = 0
    found = disturbed(x, np.random.default_rng(0))
    assert np.abs(found[:, :, HAND_COLUMNS : HAND_COLUMNS + 90]).max() < 0.3
    steady = found[:, :, 40].mean(1)
    assert 0.02 < steady.std() < 0.08


def test_invented_signs_can_be_performed_and_are_none_of_ours() -> None:
    lexicon, rng = invented_lexicon(3, 40), np.random.default_rng(0)
    assert not {s.parts for s in load_lexicon().signs.values()} & {s.parts for s in lexicon.signs.values()}
    for gloss in lexicon.glosses:
        played = perform([gloss], style=random_style(rng), lexicon=lexicon)
        assert np.isfinite(played.landmarks(np.array([played.duration_s / 2]))[0, 33:]).all()


def test_a_drawn_take_is_learnt_from_once_as_it_is_and_in_copies(tmp_path: Path) -> None:
    x = np.full((2, RECORDED_FRAMES, 75, 3), np.nan, np.float16)
    x[0, :12] = np.random.default_rng(0).uniform(0.3, 0.7, (12, 75, 3))
    np.savez(tmp_path / "t.npz", x=x, lengths=[12, 12], labels=["好", "丢"], aspect=np.full(2, 4 / 3, np.float32))
    found = tracked(tmp_path / "t.npz", 2, np.random.default_rng(0))
    # The second take shows no hand: nothing can be learnt from it.
    assert found.names.tolist() == ["csl:好"] * 3
    np.savez(tmp_path / "kept.npz", x=found.x, names=found.names)
    assert (read(tmp_path / "kept.npz").x == found.x).all()
