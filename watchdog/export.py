"""The store's own history as a recording, so that a team can replay what its page has lived through."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from detectors.model import Deletion, Observation
from watchdog.output import rfc3339
from watchdog.platforms.recorded_line import line_of
from watchdog.store import Store
from watchdog.store.sightings import Fresh


def recorded_lines(store: Store, pages: Sequence[str], since: datetime | None = None) -> Iterator[dict[str, Any]]:
    """What was seen on the pages, as lines of a recording in the order of arrival, with `end` as the last.

    A replay takes the steps that the daemon took. What was deleted for good or forgotten is not there any more.

    Args:
        store: to be read inside a transaction.
        pages: names of the pages.
        since: leave out older steps; None takes all.
    """
    at: datetime | None = None
    for at, page, fresh in heapq.merge(*(_steps(store, page, since) for page in pages), key=lambda step: step[:2]):
        for seen in _observations(page, fresh, at):
            yield line_of(seen)
    if at is not None:
        yield {"type": "end", "seen_at": rfc3339(at)}


def _steps(store: Store, page: str, since: datetime | None) -> Iterator[tuple[datetime, str, Fresh]]:
    for _, at, fresh, _ in store.sightings.steps(page, since):
        yield at, page, fresh


def _observations(page: str, fresh: Fresh, at: datetime) -> Iterator[Observation]:
    yield from fresh.accounts
    yield from fresh.follows
    yield from (new.item for new in fresh.items)
    yield from (Deletion(page, at, item.id) for item in fresh.deletions)
    yield from fresh.verdicts
    yield from fresh.polls
