"""Recordings and the shipped model, for the tests of hearing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.store import ModelStore
from recognition.speech.recognizer import SpeechRecognizer

DEV = Path(__file__).resolve().parents[4] / "shared" / "data" / "speech" / "dev"


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ModelStore(unpacked=tmp_path_factory.mktemp("models")).find("speech")


@pytest.fixture(scope="session")
def recognizer(model_folder: Path) -> SpeechRecognizer:
    return SpeechRecognizer(model_folder)


@pytest.fixture(scope="session")
def recordings() -> list[dict[str, str]]:
    """Rows of the development set, with `path` added."""
    if not DEV.is_dir():
        pytest.skip("the recordings of ../shared/data/speech/dev are not here")
    rows = json.loads((DEV / "manifest.json").read_text(encoding="utf-8"))
    return [{**row, "path": str(DEV / row["file"])} for row in rows]
