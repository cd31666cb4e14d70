"""Settings of the demonstration, the journeys and the benches."""

from __future__ import annotations

from pathlib import Path

from terminal.runtime.settings import Settings

CLOCK = "2026-11-23T10:00:00+08:00"
"""A working Monday morning: the embedded hall's clock, so that the demonstration can be played at night."""


def demo_settings(var: Path) -> Settings:
    """Everything simulated, whatever devices the machine has: the demonstration is the same everywhere."""
    return Settings.model_validate(
        {
            "camera": {"source": "generated:", "width": 640, "height": 480},
            "microphone": {"source": "clips:"},
            "speaker": {"source": "recorder:"},
            "pad": {"port": "simulated"},
            "printer": {"source": f"folder:{var / 'slips'}"},
            "hall": {"test_mode": True, "clock": CLOCK},
            "var": var,
        }
    )
