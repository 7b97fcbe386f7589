"""Puts the parts together; the only place that does."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.schema import Config, Page
from detectors.text.reader import TextReader
from watchdog.pipeline import Draw, Pipeline
from watchdog.reading import Reader
from watchdog.rebuild import LOOKED_BACK, rebuild
from watchdog.store import Store
from watchdog.watched import Watched

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class App:
    """The parts that the commands work with."""

    config: Config
    store: Store
    reader: Reader
    watched: Mapping[str, Watched]
    pipeline: Pipeline


def build(config: Config, store: Store, reader: Reader, pictures: bool) -> App:
    """Put a pipeline together, its detectors where the store's last checkpoint left them.

    Args:
        config: the settings.
        store: an open store.
        reader: the reader of texts, which takes half a second to load and can serve several pipelines.
        pictures: whether alerts get pictures.
    """
    with store.transaction():
        watched = {page.name: _restored(page, config, store) for page in config.pages}
    pipeline = Pipeline(config, store, reader, watched, _pencil() if pictures else None)
    return App(config, store, reader, watched, pipeline)


def _restored(page: Page, config: Config, store: Store) -> Watched:
    """The page as the last checkpoint left it; where that cannot be read any more, rebuilt from what was seen."""
    if (watched := _as_saved(page, config, store)) is not None:
        return watched
    watched = restored_for_reading(page, config, store)
    store.progress.drop_states(page.name)
    return watched


def restored_for_reading(page: Page, config: Config, store: Store) -> Watched:
    """The same, and nothing is changed in the store. Inside a transaction."""
    if (saved := _as_saved(page, config, store)) is not None:
        return saved
    log.warning("page=%s going through what was seen again", page.name)
    watched = Watched(page, config)
    clock = store.progress.page(page.name).clock
    rebuild(store, watched, clock and clock - LOOKED_BACK)
    return watched


def _as_saved(page: Page, config: Config, store: Store) -> Watched | None:
    watched = Watched(page, config)
    if watched.is_outdated(store):
        return None
    try:
        watched.restore(store)
    except (KeyError, IndexError, TypeError, ValueError):
        log.exception("page=%s what was learnt cannot be read", page.name)
        return None
    return watched


def _pencil() -> Draw:
    # Whoever draws nothing need not wait a second for the plotting library.
    from watchdog.drawing import draw

    return draw


def load_reader() -> Reader:
    """The trained reader of texts."""
    return Reader(TextReader.load())


def state_path(config: Config, directory: Path) -> Path:
    """Where the database lies: as configured, relative to the state directory."""
    return directory / config.store.path
