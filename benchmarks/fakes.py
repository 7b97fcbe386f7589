"""How many fake customer-service accounts are found, how soon, and who is accused wrongly.

.venv/bin/python benchmarks/fakes.py BENCH/fakes.py --seeds 101 102 [--masked] [--no-fakes] [--templates FILE ...]
.venv/bin/python benchmarks/fakes.py --names

`BENCH/fakes.py` makes recordings with known truth and scores replays of them. The second form measures how many names
a second are read as a hurried reader sees them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from detectors.fakes.names import ReadersEye

COMMAND = Path(sys.executable).with_name("page-watchdog")
NAMES = (
    "NordPost Kundservice",
    "Вlіtzpaket",
    "Ellie Harper",
    "T_e_l_e_Z_u_i_d",
    "𝗖𝘆𝗸𝗲𝗹",
    "anna.maria_82",
    "Möbelkullén",
)
ROWS = (
    ("cases", lambda r: r["cases"]),
    ("PR-AUC", lambda r: r["pr_auc"]),
    ("recall at no false positive", lambda r: r["recall_at_zero_false_positives"]),
    ("alert recall", lambda r: r["alerts"]["recall"]),
    ("alert precision", lambda r: r["alerts"]["precision"]),
    ("false alerts", lambda r: r["alerts"]["false"]),
    ("false per brand-week", lambda r: r["alerts"]["false_per_brand_week"]),
    ("variant right", lambda r: r["variant_accuracy"]),
    ("replies before, median", lambda r: r["delay_replies"]["median"]),
    ("replies before, p90", lambda r: r["delay_replies"]["p90"]),
    ("customers named", lambda r: r["worklist"]["customers_named"]),
    ("customers named of all", lambda r: r["worklist"]["customers_named_of_all"]),
    ("items still open", lambda r: r["worklist"]["items_still_open"]),
    ("advice right", lambda r: r["advice_right"]),
    ("by variant", lambda r: {k: round(v["recall"], 3) for k, v in r["by_variant"].items()}),
    ("missed tricks", lambda r: [k for k, v in r["by_trick"].items() if v["recall"] < 0.7]),
)


def main() -> None:
    """Make, replay and score each seed; print one column per seed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path, nargs="?")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--masked", action="store_true")
    parser.add_argument("--no-fakes", action="store_true")
    parser.add_argument("--templates", type=Path, nargs="+", default=[])
    parser.add_argument("--names", action="store_true")
    told = parser.parse_args()
    if told.names:
        measure_names()
        return
    results = [measure(told, seed) for seed in told.seeds]
    for name, value in ROWS:
        print(f"{name:30}", *(f"{shown(value(result)):>12}" for result in results))


def measure(told: argparse.Namespace, seed: int) -> dict[str, Any]:
    """The scores of one seed."""
    options = [flag for flag, on in (("--masked", told.masked), ("--no-fakes", told.no_fakes)) if on]
    options += ["--templates", *map(str, told.templates)] if told.templates else []
    with tempfile.TemporaryDirectory() as folder:
        run(sys.executable, told.bench, "make", folder, "--seed", seed, *options)
        outputs = ["--alerts", f"{folder}/alerts.jsonl", "--accounts", f"{folder}/accounts.jsonl"]
        run(COMMAND, "replay", f"{folder}/recording.jsonl.gz", "--config", f"{folder}/config.toml", *outputs)
        scored: dict[str, Any] = json.loads(run(sys.executable, told.bench, "score", folder, *outputs, "--json"))
    return scored


def run(*command: object) -> str:
    """Run a command; its standard output."""
    words = [str(word) for word in command]
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603 -- named by the caller


def shown(value: object) -> str:
    """A figure as it is printed."""
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def measure_names() -> None:
    """Print how many names a second are read."""
    eye, rounds = ReadersEye(), 20_000
    began = time.perf_counter()
    for _ in range(rounds):
        for name in NAMES:
            eye.read(name)
    print(f"{rounds * len(NAMES) / (time.perf_counter() - began):.0f} names/s")


if __name__ == "__main__":
    main()
