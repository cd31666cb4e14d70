"""What the elderly visitor of the demonstration says, from sound files that somebody recorded.

A folder holds one sound file a line, named by what it is for: `request.wav` (what the visit is about), `yes.wav` (the
answer to "is it this?"), `number.wav` ("take a number"). The words are the speaker's own, any matter will do.

    python -m terminal.demo.lines DIR     writes such a folder in the terminal's own voice, to be replaced by people
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from hardware.sound import load_sound, save_wav
from terminal.demo.visits import REQUEST
from terminal.voice import SpeechSynthesizer, make_synthesizer
from terminal.voice.speech import NORMAL_CPM, Speech, VoiceError

LINES = {"request": REQUEST, "yes": "对", "number": "取号"}
"""File name -> what the story says there."""
SOUND_HZ = 16000
RATE_CPM = 180


class RecordedVoice(SpeechSynthesizer):
    """Says the lines of a folder; a line that the folder lacks is refused when it is opened, not in mid-visit."""

    def __init__(self, folder: Path) -> None:
        missing = [f"{name}.wav" for name in LINES if not (folder / f"{name}.wav").is_file()]
        if missing:
            raise VoiceError(
                "recording-missing",
                message=f"The folder of recordings lacks {', '.join(missing)}.",
                context=str(folder),
                hint=f"Record them, or write a first set: python -m terminal.demo.lines {folder}",
            )
        self._said: Mapping[str, Path] = {text: folder / f"{name}.wav" for name, text in LINES.items()}

    def render(self, text: str, rate_cpm: int = NORMAL_CPM, voice: str = "zh") -> Speech:
        """The recording as it is; rate and voice are the speaker's own."""
        return Speech(load_sound(self._said[text], SOUND_HZ), SOUND_HZ)

    def close(self) -> None:
        """Nothing is held."""


def write_lines(folder: Path, voice: SpeechSynthesizer) -> list[Path]:
    """Every line as a WAV file in this voice."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder / f"{name}.wav", voice.render(text, RATE_CPM)) for name, text in LINES.items()]


def _write(path: Path, speech: Speech) -> Path:
    save_wav(path, speech.samples, speech.rate_hz)
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the folder and say what is in it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    voice = make_synthesizer()
    for path in write_lines(options.folder, voice):
        print(path)
    voice.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
