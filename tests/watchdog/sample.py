"""The bundled sample, replayed as tests like it."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from config.schema import Config
from watchdog.app import build, load_reader
from watchdog.platforms.recording import Recording
from watchdog.replay import Outputs, Replay
from watchdog.store import Store

SAMPLE = files("watchdog") / "demo"
READER = load_reader()


def replayed(recording: Path, config: Config, folder: Path, database: Path | None = None) -> dict[str, bytes]:
    folder.mkdir(exist_ok=True)
    outputs = Outputs(folder / "alerts", folder / "accounts", folder / "series")
    store = Store(database)
    try:
        Replay(build(config, store, READER, pictures=False), outputs).run(Recording(recording))
    finally:
        store.close()
    return {name: (folder / name).read_bytes() for name in ("alerts", "accounts", "series")}
