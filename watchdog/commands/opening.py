"""Opens what most commands work with: the config and its store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.load import load
from config.schema import Config
from watchdog.app import state_path
from watchdog.commands.failures import fail
from watchdog.store import Store


@contextmanager
def opened(config_path: Path, state: Path) -> Iterator[tuple[Config, Store]]:
    """The config and the store that the daemon keeps.

    Raises:
        ConfigError: the config has faults.
        StoreError: the store cannot be used.
        typer.Exit: the daemon has never run here.
    """
    config = load(config_path)
    path = state_path(config, state)
    if not path.exists():
        raise fail(f"{path}: no database there; has the daemon run? (--state names its folder)")
    store = Store(path)
    try:
        yield config, store
    finally:
        store.close()
