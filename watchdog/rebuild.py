"""Takes a page's stored steps again, to get its detectors' state from nothing but what was seen."""

from __future__ import annotations

from watchdog.context import in_context
from watchdog.store import Store
from watchdog.watched import Watched


def rebuild(store: Store, watched: Watched) -> None:
    """Bring fresh detectors to where the store's steps lead; findings on the way are not told again."""
    for step, at, fresh, readings in store.sightings.steps(watched.page.name):
        for _ in watched.advance(at):
            pass
        watched.take(in_context(store.sightings, watched, fresh, readings, at, step))
