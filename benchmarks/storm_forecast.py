"""How far a storm's forecast holds: its band, its middle, and what it promises of longer opening hours.

.venv/bin/python benchmarks/storm_forecast.py BENCH/storms.py --seeds 101 102

Replays recordings with known truth, keeps the forecast of every storm alert, and compares it with what came later.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np

from alerts.model import Alert
from config.load import load
from config.schema import Language
from detectors.findings import Finding, Storm
from watchdog.app import build, load_reader
from watchdog.archive import PageArchive
from watchdog.pipeline import Pipeline
from watchdog.platforms.recording import Recording
from watchdog.replay import Outputs, Replay
from watchdog.store import Store
from watchdog.watched import Watched

AHEAD = ((0, 1), (1, 3), (3, 6), (6, 12), (12, 24))


def main() -> None:
    """Make, replay and compare each seed; print its figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    options = parser.parse_args()
    for seed in options.seeds:
        with tempfile.TemporaryDirectory() as folder:
            _run([sys.executable, str(options.bench), "make", folder, "--seed", str(seed)])
            print(f"seed {seed}")
            _measure(options.bench, Path(folder))


def _run(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


def _measure(bench: Path, folder: Path) -> None:
    told: list[Finding] = []

    def keep(
        finding: Finding, alert: Alert, watched: Watched, archive: PageArchive, language: Language
    ) -> dict[str, bytes]:
        if isinstance(finding.subject, Storm) and alert.event != "closed":
            told.append(finding)
        return {}

    config, store = load(folder / "config.toml"), Store(None)
    outputs = Outputs(folder / "alerts.jsonl", None, folder / "series.csv")
    app = build(config, store, load_reader(), pictures=False)
    app = replace(app, pipeline=Pipeline(config, store, app.reader, app.watched, keep))
    Replay(app, outputs).run(Recording(folder / "recording.jsonl.gz"))
    store.close()
    _compare(told, _counted(folder / "series.csv"))
    scored = json.loads(
        _run([sys.executable, str(bench), "score", str(folder), "--alerts", str(outputs.alerts), "--json"])
    )
    print(f"  coverage of opening hours {scored['coverage']}")


def _counted(series: Path) -> dict[tuple[str, int], float]:
    """Complaints counted in each bucket that was seen whole, by page and bucket."""
    with series.open(newline="", encoding="utf-8") as file:
        return {
            (row["page"], int(datetime.fromisoformat(row["at"]).timestamp()) // 300): float(row["complaints"])
            for row in csv.DictReader(file)
            if float(row["observed"]) > 0.9
        }


def _compare(told: list[Finding], counted: Mapping[tuple[str, int], float]) -> None:
    for first, last in AHEAD:
        rows = []
        for finding in told:
            for hour in finding.subject.forecast[first:last] if isinstance(finding.subject, Storm) else ():
                bucket = int(hour.start.timestamp()) // 300
                seen = [counted.get((finding.page, bucket + k)) for k in range(12)]
                if None not in seen and hour.low is not None and hour.high is not None:
                    rows.append((sum(n or 0 for n in seen), hour.expected, hour.low, hour.high, hour.usual or 0.0))
        n, expected, low, high, usual = np.array(rows).T
        held, error = ((low <= n) & (n <= high)).mean(), abs(expected - n).mean()
        more, came = (expected - usual).mean(), (n - usual).mean()
        print(
            f"  hours {first + 1} to {last}: {len(rows)} hours, band holds {held:.2f}, off by {error:.1f} on average;"
            f" above the usual {more:.1f} foreseen, {came:.1f} came"
        )


if __name__ == "__main__":
    main()
