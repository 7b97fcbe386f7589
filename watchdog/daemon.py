"""The daemon: one task group owns the pages' loops, the delivering, the clock and the signals."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from config.faults import ConfigError
from config.load import load
from config.schema import Config
from watchdog.app import App, build
from watchdog.looking import Looking
from watchdog.outbox import keep_delivering
from watchdog.outside import Outside
from watchdog.reading import Reader
from watchdog.store import Store
from watchdog.systemd import Systemd

CLOCK_EVERY = timedelta(seconds=15)
DELIVER_EVERY = timedelta(seconds=2)
FORGET_EVERY = timedelta(hours=6)
OVERDUE_LOOKS = 3
KEEP_WITHDRAWN = timedelta(hours=24)

log = logging.getLogger(__name__)


Connect = Callable[[Config], Outside]
"""Makes what a config needs outside; raises ConfigError where a secret is missing."""


class Daemon:
    """Watches until told to stop.

    Args:
        config_path: read again on SIGHUP.
        config: what it says now.
        store: an open store.
        reader: the reader of texts.
        connect: makes platforms and channels.
        systemd: the service manager's ear.
        clock: aware UTC now.
        random: spreads the looks.
    """

    def __init__(
        self,
        config_path: Path,
        config: Config,
        store: Store,
        reader: Reader,
        connect: Connect,
        systemd: Systemd,
        clock: Callable[[], datetime],
        random: Random,
    ) -> None:
        self._config_path = config_path
        self._config = config
        self._store = store
        self._reader = reader
        self._connect = connect
        self._systemd = systemd
        self._clock = clock
        self._random = random
        self._stop = asyncio.Event()
        self._reload = asyncio.Event()

    async def run(self) -> None:
        """Watch until SIGTERM or SIGINT; read the config again on SIGHUP."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        loop.add_signal_handler(signal.SIGHUP, self._reload.set)
        self._outside = self._connect(self._config)
        while not self._stop.is_set():
            config, outside = self._config, self._outside
            try:
                await self._watch(config, outside)
            finally:
                await outside.close()
        self._systemd.stopping()
        log.info("stopped")

    async def _watch(self, config: Config, outside: Outside) -> None:
        """Watch with one config, until told to stop or to use another."""
        app = build(config, self._store, self._reader, pictures=True)
        alone = asyncio.Lock()
        looks = [
            Looking(app, page, outside.platforms[page.name], self._clock, self._random, alone) for page in config.pages
        ]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(look.forever()) for look in looks]
            tasks += [
                group.create_task(keep_delivering(self._store.outbox, outside.channels, self._clock, DELIVER_EVERY)),
                group.create_task(self._keep_the_clock(app, alone)),
                group.create_task(self._keep_systemd(looks)),
                group.create_task(self._forget_old(config, alone)),
            ]
            self._systemd.ready(_status(looks))
            log.info("watching pages=%d channels=%d", len(config.pages), len(config.channels))
            await self._until_told()
            for task in tasks:
                task.cancel()

    async def _until_told(self) -> None:
        """Return when to stop, or when another config is there; a bad one changes nothing."""
        while True:
            waiting = [asyncio.ensure_future(event.wait()) for event in (self._stop, self._reload)]
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for one in waiting:
                one.cancel()
            if self._stop.is_set() or self._take_new_config():
                return

    def _take_new_config(self) -> bool:
        self._reload.clear()
        self._systemd.reloading()
        try:
            config = load(self._config_path)
            self._outside = self._connect(config)
        except ConfigError as error:
            for fault in error.faults:
                log.error("config not taken: %s", fault)
            self._systemd.ready("the new config has faults: watching with the old one")
            return False
        log.info("config read again from %s", self._config_path)
        self._config = config
        return True

    async def _keep_the_clock(self, app: App, alone: asyncio.Lock) -> None:
        """Let every page's time run on, so that storms close and blindness is noticed while nothing comes in."""

        def advance() -> None:
            with self._store.transaction():
                for page in app.watched:
                    for alert in app.pipeline.advance(page, self._clock()):
                        log.info("alert=%s page=%s %s: %s", alert.id, alert.page, alert.event, alert.title)
                app.pipeline.end_quiet_hours(self._clock())
                app.pipeline.checkpoint()

        while True:
            async with alone:
                await asyncio.to_thread(advance)
            await asyncio.sleep(CLOCK_EVERY.total_seconds())

    async def _keep_systemd(self, looks: list[Looking]) -> None:
        """Pet the watchdog while looks really happen: a loop that hangs lets systemd start the daemon anew."""
        every = (self._systemd.watchdog or CLOCK_EVERY * 4) / 2
        while True:
            if not any(look.is_overdue(OVERDUE_LOOKS) for look in looks):
                self._systemd.alive()
            self._systemd.status(_status(looks))
            await asyncio.sleep(every.total_seconds())

    def _forget(self, config: Config) -> int:
        now = self._clock()
        return self._store.forget(now - config.store.keep, now - KEEP_WITHDRAWN)

    async def _forget_old(self, config: Config, alone: asyncio.Lock) -> None:
        while True:
            async with alone:
                gone = await asyncio.to_thread(self._forget, config)
            if gone:
                log.info("forgot rows=%d older than %s", gone, config.store.keep)
            await asyncio.sleep(FORGET_EVERY.total_seconds())


def _status(looks: list[Looking]) -> str:
    blind = [look.name for look in looks if look.failures]
    pages = f"{len(looks)} page" + ("" if len(looks) == 1 else "s")
    return f"watching {pages}" + (f", cannot see {', '.join(blind)}" if blind else "")
