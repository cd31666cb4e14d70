"""Every kind of error of ours says code, sentence, facts and mend, also after it crossed a process border."""

from __future__ import annotations

import pickle

import pytest

from content.errors import ContentError, DiagnosticError
from content.signer.errors import LexiconError
from hardware.errors import DeviceError
from models.errors import ModelError
from recognition.signs.errors import SignModelError
from recognition.speech.errors import SpeechError
from recognition.understanding_items import ItemsError
from terminal.voice.speech import VoiceError

KINDS = [ContentError, DeviceError, ItemsError, LexiconError, ModelError, SignModelError, SpeechError, VoiceError]


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_comes_home_from_a_worker_whole(kind: type[DiagnosticError]) -> None:
    error = kind("model-damaged", message="The file is cut short.", context="net.pt", hint="Fetch it again.")
    home = pickle.loads(pickle.dumps(error))
    assert type(home) is kind
    assert (home.code, home.message, home.context, home.hint) == (error.code, error.message, error.context, error.hint)
    assert str(home) == str(error)
    assert all(part in str(home) for part in (error.code, error.message, error.context, error.hint))


def test_every_kind_is_written_alike_and_what_is_not_known_is_not_written() -> None:
    assert {str(kind("cut", message="Cut short.", context="net.pt", hint="Fetch it.")) for kind in KINDS} == {
        "cut: Cut short. (net.pt) Fetch it."
    }
    assert {str(kind("cut", message="Cut short.")) for kind in KINDS} == {"cut: Cut short."}
