"""`page-watchdog run` and `once`: the daemon, and one look at every page."""

from __future__ import annotations

import asyncio
import logging
import os
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from rich.console import Console

from config.load import load
from config.schema import Config
from watchdog.app import build, load_reader
from watchdog.daemon import Daemon
from watchdog.looking import Looking
from watchdog.outbox import deliver_due
from watchdog.outside import connect
from watchdog.store import Store
from watchdog.systemd import Systemd


def now() -> datetime:
    """The wall clock, aware UTC."""
    return datetime.now(UTC)


def run(config_path: Path, database: Path) -> None:
    """Watch until SIGTERM.

    Raises:
        ConfigError: at the start; later a bad config is told and the old one kept.
        StoreError: the database cannot be used.
    """
    config = load(config_path)
    store = Store(database)
    random = Random()  # noqa: S311 -- spreads looks over time
    try:
        daemon = Daemon(
            config_path=config_path,
            config=config,
            store=store,
            reader=load_reader(),
            connect=lambda config: connect(config, now, random),
            systemd=Systemd.of(os.environ),
            clock=now,
            random=random,
        )
        asyncio.run(daemon.run())
    finally:
        store.close()


def once(config: Config, database: Path, console: Console) -> bool:
    """Look once at every page, tell what there is to tell, and say what was seen; whether every page could be seen."""
    store = Store(database)
    try:
        return asyncio.run(_once(config, store, console))
    finally:
        store.close()


async def _once(config: Config, store: Store, console: Console) -> bool:
    random = Random()  # noqa: S311 -- spreads looks over time
    outside = connect(config, now, random)
    app = build(config, store, load_reader(), pictures=True)
    alone, well = asyncio.Lock(), True
    try:
        for page in config.pages:
            progress = await Looking(app, page, outside.platforms[page.name], now, random, alone).once()
            well = well and progress.error is None
            console.print(f"{page.name}: {progress.error or 'seen'}", markup=False)
        arrived = await deliver_due(store.outbox, outside.channels, now)
    finally:
        await outside.close()
    console.print(f"alerts delivered: {arrived}")
    return well


def log_for_journal(verbose: bool) -> None:
    """Log to standard error: with a syslog priority for journald, which adds the time itself; else with the time."""
    for_journal = "JOURNAL_STREAM" in os.environ
    handler = logging.StreamHandler()
    plain = logging.Formatter("%(asctime)s %(levelname)s %(message)s")
    handler.setFormatter(_JournalFormat() if for_journal else plain)
    logging.basicConfig(level=logging.DEBUG if verbose else logging.INFO, handlers=[handler])
    # They log whole URLs, and a URL may hold a secret.
    for noisy in ("aiohttp", "apprise", "urllib3", "matplotlib"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


_PRIORITY = {logging.DEBUG: 7, logging.INFO: 6, logging.WARNING: 4, logging.ERROR: 3, logging.CRITICAL: 2}


class _JournalFormat(logging.Formatter):
    """Lines with the priority prefix of sd-daemon(3)."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record).replace("\r", " ")
        prefix = f"<{_PRIORITY.get(record.levelno, 6)}>"
        return "\n".join(prefix + line for line in text.split("\n"))
