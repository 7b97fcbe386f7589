"""Takes a page's stored steps again, to get its detectors' state from nothing but what was seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from heapq import merge

from detectors.model import Reading
from watchdog.context import in_context
from watchdog.store import Store
from watchdog.store.sightings import Fresh
from watchdog.watched import Watched

Step = tuple[int, Watched, datetime, Fresh, list[Reading]]
LOOKED_BACK = timedelta(days=35)
"""What lies further back hardly says what is normal now, and a restart should not take long."""


def rebuild(store: Store, *pages: Watched, since: timedelta | None = None) -> None:
    """Bring fresh detectors to where the store's steps lead; findings on the way are not told again.

    Pages that know of each other are gone through together, in the order in which they were looked at.

    Args:
        store: its steps are read.
        pages: pages that have seen nothing yet.
        since: leave out steps that are older than that before a page's clock; None takes all.
    """
    steps = merge(*(_steps(store, watched, since) for watched in pages), key=lambda of_page: of_page[0])
    for step, watched, at, fresh, readings in steps:
        for _ in watched.advance(at):
            pass
        watched.take(in_context(store.sightings, watched, fresh, readings, at, step))


def _steps(store: Store, watched: Watched, since: timedelta | None) -> Iterator[Step]:
    clock = store.progress.page(watched.page.name).clock
    begin = clock - since if clock and since else None
    for step, at, fresh, readings in store.sightings.steps(watched.page.name, begin):
        yield step, watched, at, fresh, readings
