"""The storm detector on bare counts: the realTweets part of the Numenta Anomaly Benchmark.

.venv/bin/python benchmarks/nab.py BENCH/nab.py COUNTS
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

COMMAND = Path(sys.executable).with_name("page-watchdog")


def main() -> None:
    """Score every series of the folder COUNTS and print the benchmark's report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("counts", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for series in sorted(options.counts.glob("*.csv")):
            out = str(Path(folder) / series.name)
            subprocess.run([str(COMMAND), "score-counts", str(series), "--out", out], check=True)  # noqa: S603
        subprocess.run(  # noqa: S603
            [sys.executable, str(options.bench), "score", folder, "--data", str(options.counts)], check=True
        )


if __name__ == "__main__":
    main()
