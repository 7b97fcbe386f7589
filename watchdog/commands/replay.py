"""`page-watchdog replay`: the whole pipeline over a recording, to tune thresholds on one's own history."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import typer

from alerts.model import Alert
from config.schema import Config
from watchdog.app import build, load_reader
from watchdog.commands.failures import fail
from watchdog.commands.progress import progress_over
from watchdog.outbox import deliver_due
from watchdog.outside import channels_of
from watchdog.platforms.recording import Recording
from watchdog.replay import Outputs, Replay
from watchdog.store import Store


def replay(
    recording: Path,
    config: Config,
    outputs: Outputs,
    database: Path | None = None,
    pictures: Path | None = None,
    skip_bad_lines: bool = False,
    deliver: bool = False,
) -> None:
    """Push a recording through the pipeline and write what is asked for; counts go to standard error."""
    store = Store(database)
    told: Counter[str] = Counter()

    def count(alert: Alert) -> None:
        told[f"{alert.kind} {alert.event}"] += 1

    lines = Recording(recording, skip_bad=skip_bad_lines, pages=frozenset(page.name for page in config.pages))
    app = build(config, store, load_reader(), pictures=pictures is not None or deliver)
    try:
        with progress_over(recording, "replaying") as read_on:
            Replay(app, outputs, count).run(read_on(lines))
        if pictures:
            _write_pictures(store, pictures)
        if deliver:
            asyncio.run(_deliver(store, config))
    finally:
        store.close()
    if lines.skipped:
        typer.echo(
            f"skipped {lines.skipped} bad line{'s' if lines.skipped > 1 else ''}; the first: {lines.first_fault}",
            err=True,
        )
    summary = ", ".join(f"{number} × {what}" for what, number in sorted(told.items())) or "nothing to tell"
    typer.echo(f"alerts: {summary}", err=True)


def _write_pictures(store: Store, directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    with store.transaction():
        for name, png in store.incidents.pictures():
            (directory / name).write_bytes(png)


async def _deliver(store: Store, config: Config) -> None:
    """Send what the replay queued, once; what does not arrive is told."""
    await deliver_due(store.outbox, channels_of(config), lambda: datetime.now(UTC))
    with store.transaction():
        stuck = [row for row in store.outbox.counts() if row.waiting or row.given_up]
    if stuck:
        raise fail(
            "; ".join(f"{row.channel}: {row.waiting + row.given_up} not delivered: {row.last_error}" for row in stuck)
        )
