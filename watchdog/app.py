"""Puts the parts together; the only place that does."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.schema import Config, Page
from detectors.fakes.elsewhere import Elsewhere
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
        watched = _restored(config, store)
    pipeline = Pipeline(config, store, reader, watched, _pencil() if pictures else None)
    return App(config, store, reader, watched, pipeline)


def _restored(config: Config, store: Store, *, keep: bool = True) -> dict[str, Watched]:
    """The pages as the last checkpoint left them; those that cannot be read any more, rebuilt from what was seen."""
    elsewhere = Elsewhere()
    saved = {page.name: _as_saved(page, config, store, elsewhere, traced=keep) for page in config.pages}
    anew = [Watched(page, config, elsewhere) for page in config.pages if saved[page.name] is None]
    _go_through(store, *anew)
    for watched in anew if keep else ():
        store.progress.drop_states(watched.page.name)
    fresh = {watched.page.name: watched for watched in anew}
    return {name: watched or fresh[name] for name, watched in saved.items()}


def restored_for_reading(config: Config, store: Store) -> dict[str, Watched]:
    """The same, and nothing is changed in the store. Inside a transaction."""
    return _restored(config, store, keep=False)


def _go_through(store: Store, *pages: Watched) -> None:
    for watched in pages:
        log.warning("page=%s going through what was seen again", watched.page.name)
    rebuild(store, *pages, since=LOOKED_BACK)


def _as_saved(page: Page, config: Config, store: Store, elsewhere: Elsewhere, *, traced: bool) -> Watched | None:
    watched = Watched(page, config, elsewhere)
    if watched.is_outdated(store):
        return None
    try:
        watched.restore(store)
    except (KeyError, IndexError, TypeError, ValueError):
        log.warning("page=%s what was learnt cannot be read", page.name, exc_info=traced)
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
