"""The elderly visitor of the demonstration can speak with people's recordings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from terminal.demo.lines import LINES, RecordedVoice, write_lines
from terminal.voice import make_synthesizer
from terminal.voice.speech import VoiceError


def test_a_folder_of_recordings_says_the_lines_of_the_story(tmp_path: Path) -> None:
    voice = make_synthesizer()
    written = write_lines(tmp_path, voice)
    voice.close()
    assert sorted(path.name for path in written) == ["number.wav", "request.wav", "yes.wav"]
    recorded = RecordedVoice(tmp_path)
    spoken = {name: recorded.render(text) for name, text in LINES.items()}
    assert spoken["request"].duration_s > spoken["yes"].duration_s > 0.1
    assert all(speech.rate_hz == 16000 and np.abs(speech.samples).max() > 1000 for speech in spoken.values())


def test_a_missing_recording_is_named_before_the_visit_begins(tmp_path: Path) -> None:
    (tmp_path / "yes.wav").write_bytes(b"")
    with pytest.raises(VoiceError) as refused:
        RecordedVoice(tmp_path)
    assert refused.value.code == "recording-missing"
    assert "request.wav, number.wav" in refused.value.message
