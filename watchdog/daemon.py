"""The daemon: one task group owns the pages' loops, the delivering, the clock and the signals."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Literal

from config.faults import ConfigError
from config.load import load
from config.schema import Config
from watchdog.app import App, build
from watchdog.hunting import Hunting
from watchdog.looking import Looking
from watchdog.outbox import keep_delivering
from watchdog.outside import Outside
from watchdog.reading import Reader
from watchdog.store import Store, StoreError
from watchdog.systemd import Systemd
from watchdog.threads import finish_in_thread

CLOCK_EVERY = timedelta(seconds=15)
DELIVER_EVERY = timedelta(seconds=2)
FORGET_EVERY = timedelta(hours=6)
OVERDUE_LOOKS = 3
KEEP_WITHDRAWN = timedelta(hours=24)

log = logging.getLogger(__name__)


Connect = Callable[[Config], Outside]
"""Makes what a config needs outside; raises ConfigError where a secret is missing."""


@dataclass(frozen=True, slots=True)
class Watching:
    """A config, and what was made outside for it."""

    config: Config
    outside: Outside


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
        self._orders: asyncio.Queue[Literal["stop", "reload"]] = asyncio.Queue()

    async def run(self) -> None:
        """Watch until SIGTERM or SIGINT; read the config again on SIGHUP."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._orders.put_nowait, "stop")
        loop.add_signal_handler(signal.SIGHUP, self._orders.put_nowait, "reload")
        watching: Watching | None = Watching(self._config, self._connect(self._config))
        while watching is not None:
            try:
                following = await self._watch(watching)
            except BaseExceptionGroup as errors:
                # One failing database fails many tasks at once; it is told once. Anything else is a bug.
                failed, others = errors.split(StoreError)
                if failed is None or others is not None:
                    raise
                raise _first_of(failed) from None
            finally:
                await watching.outside.close()
            watching = following
        log.info("stopped")

    async def _watch(self, watching: Watching) -> Watching | None:
        """Watch with one config, until told to use another, or (None) to stop."""
        config, outside = watching.config, watching.outside
        app = build(config, self._store, self._reader, pictures=True)
        alone = asyncio.Lock()
        looks = [
            Looking(app, page, outside.platforms[page.name], self._clock, self._random, alone) for page in config.pages
        ]
        hunts = [
            Hunting(app, page, outside.finders[page.name], self._clock, self._random, alone)
            for page in config.pages
            if page.name in outside.finders
        ]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(look.forever()) for look in looks]
            tasks += [group.create_task(hunt.forever()) for hunt in hunts]
            tasks += [
                group.create_task(keep_delivering(self._store.outbox, outside.channels, self._clock, DELIVER_EVERY)),
                group.create_task(self._keep_the_clock(app, alone)),
                group.create_task(self._keep_systemd(looks)),
                group.create_task(self._forget_old(config, alone)),
            ]
            self._systemd.ready(_status(looks))
            log.info("watching pages=%d channels=%d", len(config.pages), len(config.channels))
            following = await self._next_orders()
            for task in tasks:
                task.cancel()
        return following

    async def _next_orders(self) -> Watching | None:
        """What to watch with next; None to stop. A bad config changes nothing."""
        while await self._orders.get() == "reload":
            if found := self._new_config():
                return found
        self._systemd.stopping()
        return None

    def _new_config(self) -> Watching | None:
        self._systemd.reloading()
        try:
            config = load(self._config_path)
            found = Watching(config, self._connect(config))
        except ConfigError as error:
            for fault in error.faults:
                log.error("config not taken: %s", fault)
            self._systemd.ready("the new config has faults: watching with the old one")
            return None
        log.info("config read again from %s", self._config_path)
        return found

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
                await finish_in_thread(advance)
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
                gone = await finish_in_thread(lambda: self._forget(config))
            if gone:
                log.info("forgot rows=%d older than %s", gone, config.store.keep)
            await asyncio.sleep(FORGET_EVERY.total_seconds())


def _status(looks: list[Looking]) -> str:
    blind = [look.name for look in looks if look.failures]
    pages = f"{len(looks)} page" + ("" if len(looks) == 1 else "s")
    return f"watching {pages}" + (f", cannot see {', '.join(blind)}" if blind else "")


def _first_of(errors: BaseExceptionGroup[StoreError]) -> StoreError:
    first = errors.exceptions[0]
    return _first_of(first) if isinstance(first, BaseExceptionGroup) else first
