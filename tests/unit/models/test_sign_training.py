"""The sign model's recipe: what the network learns on is what the recogniser runs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the training recipe needs torch, which the terminal itself does not")

import torch

from models.training.signs.dataset import Sequences, read, tracked
from models.training.signs.linear import fit_linear
from models.training.signs.network import DIMENSIONS
from models.training.signs.train import balanced, export, fit
from recognition.signs.embedding import FRAMES, NetworkEmbedder
from recognition.signs.features import COLUMNS
from terminal.avatar.recording import FRAMES as RECORDED_FRAMES


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


def test_a_drawn_take_is_learnt_from_once_as_it_is_and_in_copies(tmp_path: Path) -> None:
    x = np.full((2, RECORDED_FRAMES, 75, 3), np.nan, np.float16)
    x[0, :12] = np.random.default_rng(0).uniform(0.3, 0.7, (12, 75, 3))
    np.savez(tmp_path / "t.npz", x=x, lengths=[12, 12], labels=["好", "丢"], aspect=np.full(2, 4 / 3, np.float32))
    found = tracked(tmp_path / "t.npz", 2, np.random.default_rng(0))
    # The second take shows no hand: nothing can be learnt from it.
    assert found.names.tolist() == ["csl:好"] * 3
    np.savez(tmp_path / "kept.npz", x=found.x, names=found.names)
    assert (read(tmp_path / "kept.npz").x == found.x).all()
