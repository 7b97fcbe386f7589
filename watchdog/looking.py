"""One page's loop: look when it is due, take in what was seen, remember when to look again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from config.schema import Page
from detectors.model import Observation, Poll
from watchdog.app import App
from watchdog.platforms.port import Look, Platform, PlatformError
from watchdog.schedule import next_look, next_look_after_failure
from watchdog.store.progress import PageProgress
from watchdog.threads import finish_in_thread

LONGEST_LOOK = timedelta(minutes=5)
FAR_BACK = timedelta(hours=12)

log = logging.getLogger(__name__)


class Looking:
    """Looks at one page, again and again.

    Args:
        app: pipeline and store.
        page: the page.
        platform: where it lives.
        clock: aware UTC now.
        random: spreads the looks.
        one_at_a_time: held while the pipeline works; it serves all pages.
    """

    def __init__(
        self,
        app: App,
        page: Page,
        platform: Platform,
        clock: Callable[[], datetime],
        random: Random,
        one_at_a_time: asyncio.Lock,
    ) -> None:
        self._app = app
        self._page = page
        self._platform = platform
        self._clock = clock
        self._random = random
        self._one_at_a_time = one_at_a_time
        with app.store.transaction():
            self._progress = app.store.progress.page(page.name)
        # A due time far ahead is from a clock that was wrong or from a longer interval of an older config.
        self.due_at = min(self._progress.due_at or clock(), clock() + page.poll_every)

    @property
    def name(self) -> str:
        """The page's name."""
        return self._page.name

    @property
    def failures(self) -> int:
        """Looks that failed in a row."""
        return self._progress.failures

    def is_overdue(self, looks: int) -> bool:
        """Whether a look has been due for longer than so many intervals and the longest look."""
        return self._clock() - self.due_at > looks * self._page.poll_every + LONGEST_LOOK

    async def forever(self) -> None:
        """Look whenever it is due."""
        while True:
            await asyncio.sleep(max(0.0, (self.due_at - self._clock()).total_seconds()))
            await self.once()

    async def once(self) -> PageProgress:
        """Look once, whatever the schedule says; a page that cannot be seen is a result too."""
        at = self._clock()
        try:
            async with asyncio.timeout(LONGEST_LOOK.total_seconds()):
                look = await self._platform.look(self._page, self._progress.memory or {}, at)
        except PlatformError as error:
            observations, progress = self._unseen(at, error)
        except TimeoutError:
            late = PlatformError(f"no complete answer within {LONGEST_LOOK.total_seconds():.0f} s")
            observations, progress = self._unseen(at, late)
        else:
            observations, progress = self._seen(at, look)
        await self._take(observations, progress)
        return progress

    def _seen(self, at: datetime, look: Look) -> tuple[tuple[Observation, ...], PageProgress]:
        for note in look.notes:
            log.info("page=%s %s", self._page.name, note)
        if look.set_aside:
            log.warning("page=%s set aside %d answers that made no sense", self._page.name, look.set_aside)
        polls = [o for o in look.observations if isinstance(o, Poll)]
        seen_until = max((poll.end for poll in polls if poll.ok), default=self._progress.seen_until)
        failed = next((poll.error or "seen in part only" for poll in polls if not poll.ok), None)
        return look.observations, replace(
            self._progress,
            memory=look.memory,
            due_at=next_look(at, self._page.poll_every, look.next_in, self._random),
            failures=self._progress.failures + 1 if failed else 0,
            seen_until=seen_until,
            error=failed,
        )

    def _unseen(self, at: datetime, error: PlatformError) -> tuple[tuple[Observation, ...], PageProgress]:
        failures = self._progress.failures + 1
        log.warning("page=%s cannot be seen (%d in a row): %s", self._page.name, failures, error)
        since = max(self._progress.seen_until or at, at - FAR_BACK)
        missed = Poll(self._page.name, at, min(since, at), at, ok=False, error=str(error))
        due_at = next_look_after_failure(at, self._page.poll_every, failures, error.retry_after, self._random)
        return (missed,), replace(self._progress, due_at=due_at, failures=failures, error=str(error))

    async def _take(self, observations: tuple[Observation, ...], progress: PageProgress) -> None:
        async with self._one_at_a_time:
            await finish_in_thread(lambda: self._step(observations, progress))
        self._progress = progress
        self.due_at = progress.due_at or self._clock()

    def _step(self, observations: tuple[Observation, ...], progress: PageProgress) -> None:
        """In one transaction: what was seen, what it led to, and where to go on."""
        with self._app.store.transaction():
            alerts = self._app.pipeline.step(self._page.name, observations, self._clock())
            self._app.store.progress.keep_look(progress)
            self._app.pipeline.checkpoint()
        for alert in alerts:
            log.info("alert=%s page=%s %s: %s", alert.id, alert.page, alert.event, alert.title)
