"""Phrases are forgotten in a process of their own: this one still needs them."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
from pathlib import Path
from pypinyin import lazy_pinyin
from terminal.runtime.lean import forget_phrases

def memory_kb():
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))

assert lazy_pinyin("银行") == ["yin", "hang"]
before = memory_kb()
forget_phrases()
assert lazy_pinyin("银行") == ["yin", "xing"]
print(before - memory_kb())
"""


def test_forgotten_phrases_give_their_memory_back() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20_000, "kB given back"
