"""How many storms are found, how soon, and how often a storm is cried falsely.

.venv/bin/python benchmarks/storms.py BENCH/storms.py --seeds 101 102 [--calm] [--rate 2,90] [--sensitivities]

`BENCH/storms.py` makes recordings with known truth and scores replays of them.
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

COMMAND = Path(sys.executable).with_name("page-watchdog")
DOCUMENTED = (0.0, 0.25, 0.5, 0.75, 1.0)
SIZES = ("all", "x2", "x3", "x5", "x10", "planned")


def main() -> None:
    """Make, replay and score each seed at each sensitivity; print a line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--calm", action="store_true")
    parser.add_argument("--rate", default="2,90", help="comments per hour of the quietest and of the busiest page")
    parser.add_argument("--sensitivities", action="store_true", help="measure all five that are documented")
    options = parser.parse_args()
    false: dict[float, list[float]] = {}
    for seed in options.seeds:
        with tempfile.TemporaryDirectory() as folder:
            made = ["make", folder, "--seed", str(seed), "--rate", options.rate, *["--calm"] * options.calm]
            _run([sys.executable, str(options.bench), *made])
            for sensitivity in DOCUMENTED if options.sensitivities else DOCUMENTED[2:3]:
                result = _measure(options.bench, folder, sensitivity)
                false.setdefault(sensitivity, []).append(result["false_storms"]["per_page_month"])
                print(f"seed {seed}, sensitivity {sensitivity:g}: {_line(result)}", flush=True)
    for sensitivity, found in false.items():
        print(f"sensitivity {sensitivity:g}: {sum(found) / len(found):.2f} false storms a page and 30 days")


def _measure(bench: Path, folder: str, sensitivity: float) -> dict[str, Any]:
    """Replay a recording and score what was told."""
    here = Path(folder)
    config = here / f"config-{sensitivity}.toml"
    config.write_text((here / "config.toml").read_text() + f"\n[storm]\nsensitivity = {sensitivity}\n")
    alerts, series = here / "alerts.jsonl", here / "series.csv"
    begun = time.perf_counter()
    recording = str(here / "recording.jsonl.gz")
    told = ["--alerts", str(alerts), "--series", str(series)]
    _run([str(COMMAND), "replay", recording, "--config", str(config), *told])
    scored = _run([sys.executable, str(bench), "score", folder, *told, "--json"])
    result: dict[str, Any] = json.loads(scored)
    return result | {"seconds": time.perf_counter() - begun}


def _run(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


def _line(result: dict[str, Any]) -> str:
    recall = result["recall"]
    sizes = [f"{size} {recall[size]['recall']}/{recall[size]['delay_median']}" for size in SIZES if size in recall]
    hit = [f"{kind} {c['with_alert']}/{c['controls']}" for kind, c in result["controls"].items() if c["with_alert"]]
    parts = (
        " ".join(sizes),
        f"false {result['false_storms']['per_page_month']} a page-month",
        f"closed {result['closing']['median']} min, split {result['split_storms']}",
        f"topic {result['topic']['by_label']}, observed right {result['observed_within_25_percent']['share']}",
        f"coverage {result['coverage']['claimed']} true {result['coverage']['true']}",
        f"confidence {result['confidence']['mean']} right {result['confidence']['right']}",
        f"AUC {result['series']['auc']}",
        f"{result['seconds']:.0f} s",
        "controls hit: " + (", ".join(hit) or "none"),
    )
    return "; ".join(part for part in parts if part)


if __name__ == "__main__":
    main()
