"""Opens what most commands work with: the config, its store, and in it the case file of one account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.load import load
from config.schema import Config
from watchdog.app import restored_for_reading, state_path
from watchdog.case_file import CaseFile, case_file
from watchdog.commands.failures import fail
from watchdog.store import Store


@contextmanager
def opened(config_path: Path, state: Path) -> Iterator[tuple[Config, Store]]:
    """The config and the store that the daemon keeps.

    Raises:
        ConfigError: the config has faults.
        StoreError: the store cannot be used.
        typer.Exit: the daemon has never run here.
    """
    config = load(config_path)
    path = state_path(config, state)
    if not path.exists():
        raise fail(f"{path}: no database there; has the daemon run? (--state names its folder)")
    store = Store(path)
    try:
        yield config, store
    finally:
        store.close()


@contextmanager
def reading(config_path: Path, state: Path, database: Path | None) -> Iterator[tuple[Config, Store]]:
    """The config and a store that is only looked at, beside a daemon that may be writing it.

    Args:
        config_path: the config.
        state: the folder of the daemon's database.
        database: another one, as `replay --database` writes; None for the daemon's.

    Raises:
        ConfigError: the config has faults.
        StoreError: the store cannot be used.
        typer.Exit: there is none.
    """
    config = load(config_path)
    path = database or state_path(config, state)
    if not path.exists():
        raise fail(f"{path}: no database there; has the daemon run? (--state names its folder, --database a file)")
    store = Store(path, read_only=True)
    try:
        with store.transaction():
            yield config, store
    finally:
        store.close()


def file_of(config: Config, store: Store, account: str, page: str | None) -> CaseFile:
    """The case file of an account, by its id or by a handle that it has or had.

    Raises:
        typer.Exit: it was not seen, or several are meant.
    """
    name, id_ = seen_account(config, store, account, page)
    return case_file(store, restored_for_reading(config, store)[name], id_)


def seen_account(config: Config, store: Store, account: str, page: str | None) -> tuple[str, str]:
    """The (page, id) of the one account that is meant.

    Raises:
        typer.Exit: it was not seen, or several are meant.
    """
    pages = {one.name for one in config.pages}
    known_page(config, page)
    found = [(on, id_) for on, id_ in store.people.known_as(account) if on in ({page} if page else pages)]
    exact = [(on, id_) for on, id_ in found if id_ == account] or found
    if not exact:
        where = f"on page {page!r}" if page else "on any page"
        raise fail(f"no account with the id or handle {account!r} was seen {where}")
    if len(exact) > 1:
        told = ", ".join(f"{id_} (--page {on})" for on, id_ in exact[:10])
        raise fail(f"several accounts are called {account!r}: say which: {told}")
    return exact[0]


def known_page(config: Config, page: str | None) -> str | None:
    """The page's name as given.

    Raises:
        typer.Exit: the config has no such page.
    """
    pages = {one.name for one in config.pages}
    if page is not None and page not in pages:
        raise fail(f"no page is called {page!r}; there are: {', '.join(sorted(pages))}")
    return page
