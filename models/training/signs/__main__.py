"""The whole recipe of the sign model, step by step; every step that is done is not done again.

    python -m models.training.signs --data SIGNS_FOLDER [--work var/train-signs] [--out models/signs]
        [--from-scratch] [--steps N]

record (drawn signers through the real landmark extractor: two performers of every sign, more of the signs that drawing
shows badly or that every visit needs, movements that are no signs; `terminal.avatar.recording`) -> train (network,
which goes on from the shipped one, and ends half-way to it, or begins with nothing; beside it further performers are
recorded for prototypes and to calibrate on) -> assemble (linear half, prototypes, calibration, background). At most an
hour on two cores; prints the wall and CPU time of each step. See docs/model-signs.md.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from recognition.signs.store import NETWORK, SHIPPED

# The network is not trained on these, so that they tell how it carries over; they serve as background only.
LEFT_OUT = ("ksl13_sessions_dev", "words_mit_enrol_dev")
STEPS, STEPS_FROM_SCRATCH = 6000, 14000
# Drawing belongs to the terminal, which this room does not import: it is asked as a program for files.
RECORDER = "terminal.avatar.recording"
# Signs that were misread most often on drawn performers, and what every visit needs.
HARD = (
    "0", "1", "10", "10-fist", "2", "3", "3-index", "4", "5", "6", "7",
    "8", "9", "E", "I", "L", "P", "一元", "一样", "不", "不知道", "买房", "人",
    "代办", "企业", "休息", "会", "你", "你好", "停止", "北京", "医疗", "卡", "反复", "发票",
    "取号", "可以", "喜欢", "好", "如果", "学习", "应该", "忙", "成功", "户口", "换", "新",
    "服务", "机器", "楼层", "残疾", "残疾人联合会", "母亲", "每天", "爷爷", "现在", "电话",
    "电话号码", "疼", "病", "着急", "知道", "社会保障", "社保", "租", "网上办理", "老", "老人",
    "老年人优待证", "规定", "请", "谢谢", "送",
)  # fmt: skip
# Of what every visit needs more performers: digits, and the signs of yes and thanks, which lie close together.
DIGITS = tuple("0123456789")
EVERYDAY = ("好", "谢谢", "对", "不", "可以", "你好", "再见", "等", "帮助", "是")
PERFORMERS: Mapping[str, Sequence[str]] = {
    "drawn-a.npz": ("--seed", "11"),
    "drawn-b.npz": ("--seed", "12"),
    "drawn-c.npz": ("--seed", "41", "--signs", "130"),
    "hard-a.npz": ("--seed", "21", "--only", *HARD),
    "hard-b.npz": ("--seed", "22", "--only", *HARD),
    "restless-a.npz": ("--seed", "31", "--restless", "90"),
    "restless-b.npz": ("--seed", "33", "--restless", "240"),
    "digits-a.npz": ("--seed", "51", "--only", *DIGITS * 12),
}
# For prototypes alone: recorded while the network learns.
PROTOTYPES: Mapping[str, Sequence[str]] = {"everyday-a.npz": ("--seed", "52", "--only", *EVERYDAY * 10)}
HELD_OUT: Mapping[str, Sequence[str]] = {
    "drawn-held-out.npz": ("--seed", "13", "--signs", "150"),
    "restless-held-out.npz": ("--seed", "32", "--restless", "30"),
}


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="./wuai models train signs", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with the recorded rows (*.npz)")
    parser.add_argument("--work", type=Path, default=Path("var/train-signs"))
    parser.add_argument("--out", type=Path, default=Path("models/signs"))
    parser.add_argument("--from-scratch", action="store_true", help="do not go on from the shipped network")
    parser.add_argument("--steps", type=int, help="of the network")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    drawn = [options.work / name for name in PERFORMERS]
    held_out = [options.work / name for name in HELD_OUT]
    train = ("train", options.work, "--recordings", options.data, "--tracked", *drawn,
             "--leave-out", *LEFT_OUT, *beginning(options.from_scratch, options.steps))  # fmt: skip
    assemble = ("assemble", options.work, options.out, "--recordings", options.data,
                "--tracked", *drawn, *(options.work / name for name in PROTOTYPES),
                "--held-out", *held_out)  # fmt: skip
    told = Told()
    fine = record(options.work, PERFORMERS) and told("record")
    fine = fine and train_beside_recording(options.work, train) and told("train")
    fine = fine and begun(assemble).wait() == 0 and told("assemble")
    return 0 if fine else 1


def beginning(from_scratch: bool, steps: int | None) -> tuple[object, ...]:
    """What the training begins with, and for how many steps."""
    if from_scratch:
        return ("--steps", steps or STEPS_FROM_SCRATCH)
    return ("--steps", steps or STEPS, "--begin", SHIPPED / NETWORK)


class Told:
    """Prints the wall and CPU time since it was last asked, and since it was made."""

    def __init__(self) -> None:
        self._began = self._last = self._now()

    def __call__(self, step: str) -> bool:
        now = self._now()
        (wall, cpu), (all_wall, all_cpu) = (
            [(a - b) / 60 for a, b in zip(now, since, strict=True)] for since in (self._last, self._began)
        )
        self._last = now
        print(f"{step}: {wall:.1f} min, CPU {cpu:.1f}; so far {all_wall:.1f} min, CPU {all_cpu:.1f}", flush=True)
        return True

    @staticmethod
    def _now() -> tuple[float, float]:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.monotonic(), used.ru_utime + used.ru_stime


def begun(step: Sequence[object]) -> subprocess.Popen[bytes]:
    """A step's process; its name is that of a module beside this one."""
    name, *arguments = map(str, step)
    return subprocess.Popen([sys.executable, "-m", f"models.training.signs.{name}", *arguments])


def train_beside_recording(work: Path, train: Sequence[object]) -> bool:
    """The network learns on one core; the other records who is not needed for that. Whether both went well."""
    if (work / "embedding.onnx").is_file():
        print("train: done before", flush=True)
        return record(work, {**PROTOTYPES, **HELD_OUT})
    training = begun(train)
    recorded = record(work, {**PROTOTYPES, **HELD_OUT}, at_once=1)
    return training.wait() == 0 and recorded


def record(work: Path, performers: Mapping[str, Sequence[str]], at_once: int = 2) -> bool:
    """Draws and tracks what is not there yet; whether all went well."""
    running: list[tuple[subprocess.Popen[bytes], Path, Path]] = []
    for name, options in performers.items():
        if (work / name).is_file():
            print(f"record {name}: done before", flush=True)
            continue
        if len(running) == at_once and not _finished(*running.pop(0)):
            return False
        # A half-written file is not taken for a whole one.
        part = work / f"part-{name}"
        running.append((subprocess.Popen([sys.executable, "-m", RECORDER, str(part), *options]), part, work / name))
    return all([_finished(*each) for each in running])


def _finished(process: subprocess.Popen[bytes], part: Path, whole: Path) -> bool:
    if process.wait() != 0:
        return False
    part.rename(whole)
    return True


if __name__ == "__main__":
    sys.exit(main())
