"""Takes a page's stored steps again, to get its detectors' state from nothing but what was seen."""

from __future__ import annotations

from datetime import datetime, timedelta

from watchdog.context import in_context
from watchdog.store import Store
from watchdog.watched import Watched

LOOKED_BACK = timedelta(days=35)
"""What lies further back hardly says what is normal now, and a restart should not take long."""


def rebuild(store: Store, watched: Watched, since: datetime | None = None) -> None:
    """Bring fresh detectors to where the store's steps lead; findings on the way are not told again.

    Args:
        store: its steps are read.
        watched: a page that has seen nothing yet.
        since: leave out older steps; None takes all.
    """
    for step, at, fresh, readings in store.sightings.steps(watched.page.name, since):
        for _ in watched.advance(at):
            pass
        watched.take(in_context(store.sightings, watched, fresh, readings, at, step))
