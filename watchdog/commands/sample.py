"""`page-watchdog demo`: the bundled sample through the real pipeline, and what its team would have been told."""

from __future__ import annotations

import json
import shutil
import sys
from importlib.resources import as_file, files
from pathlib import Path

from rich.console import Console

from config.load import load_from_text
from watchdog.commands.demo import present
from watchdog.commands.replay import replay
from watchdog.replay import Outputs

SAMPLE = files("watchdog") / "demo"


def demo(out: Path, console: Console) -> None:
    """Replay the sample, write alerts, accounts, series and pictures into `out`, and show the alerts."""
    out.mkdir(parents=True, exist_ok=True)
    config = load_from_text((SAMPLE / "demo.toml").read_text(encoding="utf-8"), "demo.toml")
    outputs = Outputs(out / "alerts.jsonl", out / "accounts.jsonl", out / "series.csv")
    with as_file(SAMPLE / "fortnight.jsonl.gz") as recording:
        replay(recording, config, outputs, pictures=out)
    lines = outputs.alerts.read_text(encoding="utf-8").splitlines() if outputs.alerts else []
    present([json.loads(line) for line in lines], out, console, _command())


def _command() -> str:
    """How the user can call the program from here: it may lie in an environment that is not on the path."""
    called = Path(sys.argv[0])
    return called.name if shutil.which(called.name) else str(called)
