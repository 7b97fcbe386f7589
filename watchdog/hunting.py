"""Every few hours: looks up alerted accounts by their id, and (opt-in) hunts for new names that look like the brand."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from alerts.model import Alert
from config.schema import Page
from detectors.fakes.hunting import MOST_FOLLOWED, looks_like_brand, queries_of
from detectors.fakes.official import is_trusted
from detectors.model import Account
from watchdog.app import App
from watchdog.platforms.port import Finder, PlatformError
from watchdog.schedule import LONGEST_OBEDIENCE
from watchdog.threads import finish_in_thread

LONGEST_HUNT = timedelta(minutes=5)
_FIRST_AFTER = timedelta(minutes=2)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Catch:
    """What one round brought: profiles by id (None of who is gone), and finds of the search."""

    profiles: Mapping[str, Account | None]
    finds: Sequence[Account]


class Hunting:
    """Follows the alerted accounts of one page, and hunts where the config says so.

    What is found is never alerted: it has not spoken. It is told in the digest, once, and followed by its id.

    Args:
        app: pipeline and store.
        page: the page.
        finder: where it lives.
        clock: aware UTC now.
        random: spreads the rounds.
        one_at_a_time: held while the pipeline works; it serves all pages.
    """

    def __init__(
        self,
        app: App,
        page: Page,
        finder: Finder,
        clock: Callable[[], datetime],
        random: Random,
        one_at_a_time: asyncio.Lock,
    ) -> None:
        self._app, self._page, self._finder = app, page, finder
        self._clock, self._random, self._one_at_a_time = clock, random, one_at_a_time
        settings = app.config.hunt
        self._hunts = settings.enabled and (not settings.pages or page.name in settings.pages)
        self._every = settings.every
        self._missing: set[str] = set()
        with app.store.transaction():
            last = app.store.progress.last_hunt(page.name)
        self.due_at = clock() + _FIRST_AFTER * random.random() if last is None else last + self._every

    async def forever(self) -> None:
        """A round whenever it is due."""
        while True:
            await asyncio.sleep(max(0.0, (self.due_at - self._clock()).total_seconds()))
            await self.once()

    async def once(self) -> list[Alert]:
        """One round; that it failed is noted, and tried again when the next is due."""
        at, wait = self._clock(), self._every
        catch, error = Catch({}, ()), None
        try:
            async with asyncio.timeout(LONGEST_HUNT.total_seconds()):
                catch = await self._look(at)
        except PlatformError as failure:
            error, wait = str(failure), max(wait, min(failure.retry_after or wait, LONGEST_OBEDIENCE))
        except TimeoutError:
            error = f"no complete answer within {LONGEST_HUNT.total_seconds():.0f} s"
        if error:
            log.warning("page=%s accounts cannot be looked up: %s", self._page.name, error)
        async with self._one_at_a_time:
            alerts = await finish_in_thread(lambda: self._take(catch, at, error))
        self.due_at = at + wait * (0.9 + 0.2 * self._random.random())
        return alerts

    async def _look(self, at: datetime) -> Catch:
        followed = await finish_in_thread(self._followed)
        profiles = await self._finder.profiles(self._page, followed, at) if followed else {}
        finds = await self._finder.find(self._page, queries_of(self._page), at) if self._hunts else ()
        return Catch(profiles, finds)

    def _followed(self) -> list[str]:
        """The accounts to look up: those alerted, then the latest that were hunted."""
        with self._app.store.transaction():
            alerted = sorted(self._app.store.incidents.open_keys(self._page.name, "fake_account"))
            hunted = self._app.store.reviews.hunted(self._page.name)[::-1]
        return list(dict.fromkeys((*alerted, *hunted)))[:MOST_FOLLOWED]

    def _take(self, catch: Catch, at: datetime, error: str | None) -> list[Alert]:
        """In one transaction: who is gone, who changed or came back, and who is new."""
        store, page = self._app.store, self._page.name
        with store.transaction():
            self._note_gone(catch.profiles, at)
            new = list(self._new(catch.finds))
            seen = [news for profile in catch.profiles.values() if profile and (news := self._news(profile))]
            alerts = self._app.pipeline.step(page, [*seen, *new], at) if seen or new else []
            for account in new:
                store.reviews.keep(page, account.id, "hunt", at)
            store.progress.keep_hunt(page, at, error)
            self._app.pipeline.checkpoint()
        for alert in alerts:
            log.info("alert=%s page=%s %s: %s", alert.id, alert.page, alert.event, alert.title)
        if new:
            log.info("page=%s hunted %d new accounts that look like the brand", page, len(new))
        return alerts

    def _note_gone(self, profiles: Mapping[str, Account | None], at: datetime) -> None:
        """Twice in a row: a platform may fail to show somebody once."""
        missing = {account for account, profile in profiles.items() if profile is None}
        for account in missing & self._missing:
            self._app.store.people.vanished(self._page.name, account, at)
        self._missing = missing

    def _news(self, profile: Account) -> Account | None:
        """A profile that tells something new, with what only the page's own looks bring; None where it does not."""
        known = self._app.store.sightings.account(self._page.name, profile.id)
        if known is None:
            return profile
        is_back = self._app.store.people.away_since(self._page.name, profile.id) is not None
        if _shown(known) == _shown(profile) and not is_back:
            return None
        picture = known.avatar if (known.avatar or "").startswith("data:") else profile.avatar
        return replace(
            profile,
            avatar=picture,
            followers=_either(profile.followers, known.followers),
            following=_either(profile.following, known.following),
            posts=_either(profile.posts, known.posts),
        )

    def _new(self, finds: Sequence[Account]) -> Iterator[Account]:
        """The finds that look like the brand, are not its own, and are not known yet."""
        watched, store, page = self._app.watched[self._page.name], self._app.store, self._page.name
        hunted = set(store.reviews.hunted(page))
        for account in finds:
            own = watched.is_official(account.id, account.handle) or self._is_ours(account)
            if own or account.id in hunted or store.people.written(page, account.id):
                continue
            if looks_like_brand(watched.likeness(account)):
                yield account

    def _is_ours(self, account: Account) -> bool:
        """Whether it is the watched page itself, or trusted."""
        watched = (self._page.account or "").removeprefix("@").casefold()
        is_page = watched in {account.id.casefold(), (account.handle or "").removeprefix("@").casefold()}
        return is_page or is_trusted(self._page, account.id, account.handle)


def _shown(account: Account) -> tuple[object, ...]:
    return account.name, account.handle, account.bio, account.verified


def _either(new: int | None, known: int | None) -> int | None:
    return known if new is None else new
