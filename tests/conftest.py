"""Property tests try the same examples on every run, however busy the machine; `WUAI_EXPLORE=1` looks for new ones."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", settings.get_profile("default"))
settings.load_profile("explore" if os.environ.get("WUAI_EXPLORE") else "same")
