"""How fast a recording is replayed, and how much memory that takes.

.venv/bin/python benchmarks/throughput.py RECORDING --config CONFIG.toml
"""

from __future__ import annotations

import argparse
import gzip
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMAND = Path(sys.executable).with_name("page-watchdog")


def items_in(recording: Path) -> int:
    """The item lines of a recording."""
    with gzip.open(recording, "rb") if recording.suffix == ".gz" else recording.open("rb") as lines:
        return sum(b'"type": "item"' in line or b'"type":"item"' in line for line in lines)


def main() -> None:
    """Replay once with all outputs, on one core, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recording", type=Path)
    parser.add_argument("--config", type=Path, required=True)
    told = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        outputs = [part for name in ("alerts", "accounts", "series") for part in (f"--{name}", f"{folder}/{name}")]
        began = time.perf_counter()
        subprocess.run(  # noqa: S603 -- the program itself
            [COMMAND, "replay", told.recording, "--config", told.config, *outputs], check=True
        )
        wall = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu, items = used.ru_utime + used.ru_stime, items_in(told.recording)
    print(f"{items} items: {wall:.1f} s wall, {cpu:.1f} s CPU on one core, start-up included")
    print(f"{items / wall:.0f} items/s wall, {items / cpu:.0f} items/s CPU, peak memory {used.ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
