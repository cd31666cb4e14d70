"""The whole recipe of the sign model, step by step; every step that is done is not done again.

    python -m models.training.signs --data SIGNS_FOLDER [--work var/train-signs] [--out models/signs] [--minutes 25]

record (drawn signers through the real landmark extractor: two performers of every sign, more of the signs that drawing
shows badly, movements that are no signs; further ones to calibrate on; `terminal.avatar.recording`) -> train
(network) -> assemble (linear half, prototypes, calibration, background). At most an hour on two
cores. See docs/model-signs.md.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

# The network is not trained on these, so that they tell how it carries over; they serve as background only.
LEFT_OUT = ("ksl13_sessions_dev", "words_mit_enrol_dev")
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
PERFORMERS = {
    "drawn-a.npz": ("--seed", "11"),
    "drawn-b.npz": ("--seed", "12"),
    "drawn-c.npz": ("--seed", "41", "--signs", "130"),
    "hard-a.npz": ("--seed", "21", "--only", *HARD),
    "hard-b.npz": ("--seed", "22", "--only", *HARD),
    "restless-a.npz": ("--seed", "31", "--restless", "90"),
}
HELD_OUT = {
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
    parser.add_argument("--minutes", type=float, default=25, help="for the network")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    drawn = [options.work / name for name in PERFORMERS]
    held_out = [options.work / name for name in HELD_OUT]
    if not record(options.work):
        return 1
    steps = (
        ("train", options.work, "--recordings", options.data, "--tracked", *drawn,
         "--leave-out", *LEFT_OUT, "--minutes", options.minutes),
        ("assemble", options.work, options.out, "--recordings", options.data, "--tracked", *drawn,
         "--held-out", *held_out),
    )  # fmt: skip
    for name, *arguments in steps:
        if name == "train" and (options.work / "embedding.onnx").is_file():
            print("train: done before", flush=True)
            continue
        print(f"{name}: begins at {time.monotonic() - began:.0f} s", flush=True)
        if subprocess.call([sys.executable, "-m", f"models.training.signs.{name}", *map(str, arguments)]):
            return 1
    print(f"done in {(time.monotonic() - began) / 60:.0f} minutes: {options.out}", flush=True)
    return 0


def record(work: Path) -> bool:
    """Draws and tracks what is not there yet, two at a time; whether all went well."""
    begun = []
    for name, options in (PERFORMERS | HELD_OUT).items():
        if (work / name).is_file():
            print(f"record {name}: done before", flush=True)
            continue
        # A half-written file is not taken for a whole one.
        part = work / f"part-{name}"
        begun.append((subprocess.Popen([sys.executable, "-m", RECORDER, str(part), *options]), part, work / name))
        if len(begun) == 2:
            begun, fine = begun[1:], _finished(*begun[0])
            if not fine:
                return False
    return all([_finished(*each) for each in begun])


def _finished(process: subprocess.Popen[bytes], part: Path, whole: Path) -> bool:
    if process.wait() != 0:
        return False
    part.rename(whole)
    return True


if __name__ == "__main__":
    sys.exit(main())
