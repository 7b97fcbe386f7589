"""Composes each channel's digest when it is due: what was held back for it, and accounts that are worth a look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from alerts.digest import compose_digest
from alerts.model import Alert
from alerts.reviews import Review, last_due, level_of, wants_reviews
from config.schema import Channel, Config
from detectors.model import Account
from watchdog.store import Store
from watchdog.store.reviews import Sighting
from watchdog.watched import Watched


class Digests:
    """What can wait. To be called inside a transaction of the store.

    Args:
        config: the settings.
        store: where everything is kept.
        watched: the pages with their detectors.
    """

    def __init__(self, config: Config, store: Store, watched: Mapping[str, Watched]) -> None:
        self._config, self._store, self._watched = config, store, watched

    def due(self, at: datetime) -> Iterator[tuple[Alert, str]]:
        """The digests to send now, each with its channel; what they tell counts as told."""
        released = self._store.held.release(at)
        reviewing = [channel for channel in self._config.channels if self._is_time(channel, at)]
        if reviewing:
            self._note_suspects(at)
        reviews = {channel.name: self._reviews(channel, at) for channel in reviewing}
        for name in dict.fromkeys((*released, *reviews)):
            held, found = released.get(name, []), reviews.get(name, [])
            if held or found:
                zone, language = self._config.timezone, self._config.language
                yield compose_digest(held, at, zone, language, found), name

    def _is_time(self, channel: Channel, at: datetime) -> bool:
        """Whether the channel's daily digest is due; the first is due on the first day after the start."""
        last, now = self._store.reviews.last_digest(channel.name), self._due_until(channel, at)
        if last is None or last < now:
            self._store.reviews.keep_digest(channel.name, now)
        return last is not None and last < now

    def _due_until(self, channel: Channel, at: datetime) -> datetime:
        return last_due(channel, self._config.digest.at, at, self._config.timezone)

    def _note_suspects(self, at: datetime) -> None:
        bar = self._config.fake_accounts.review_above
        for page, watched in self._watched.items():
            for suspicion in watched.suspicions():
                case = watched.case(suspicion.account) if suspicion.suspicion >= bar else None
                if case is not None and level_of(case, self._config.fake_accounts) == "review":
                    self._store.reviews.keep(page, suspicion.account, "replies", at)

    def _reviews(self, channel: Channel, at: datetime) -> list[Review]:
        found: list[Review] = []
        silences = self._store.silences.active(at)
        for seen in self._store.reviews.untold(channel.name):
            if seen.page in self._watched and wants_reviews(channel, seen.page, silences):
                found += self._review(seen)
                self._store.reviews.told(channel.name, [seen.id], at)
        return sorted(found, key=lambda review: -(review.suspicion or 0.0))

    def _review(self, seen: Sighting) -> Sequence[Review]:
        """The account as it stands now; nothing if there is no more reason to look."""
        watched = self._watched[seen.page]
        case = watched.case(seen.account)
        if case is not None and case.subject.items:
            if level_of(case, self._config.fake_accounts) != "review":
                return ()
            evidence = tuple(piece for share in case.shares for piece in share.evidence)
            return (Review(watched.page, case.subject.account, case.suspicion, evidence),)
        if seen.source != "hunt" or (case is not None and case.verdict is not None):
            return ()
        account = self._store.sightings.account(seen.page, seen.account) or Account(
            seen.page, seen.account, seen.found_at
        )
        return (Review(watched.page, account, None, watched.likeness(account)),)
