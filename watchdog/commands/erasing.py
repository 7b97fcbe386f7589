"""`page-watchdog erase`: takes one person out of the database, on their request (GDPR Art. 17)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from alerts.quoting import plain
from config.schema import Config
from watchdog.commands.failures import fail
from watchdog.commands.opening import known_page
from watchdog.store import Store


def whom(config: Config, store: Store, account: str, page: str | None) -> list[tuple[str, str]]:
    """The (page, id) that are meant: one account on every page that saw it, or on one page.

    Raises:
        typer.Exit: it was not seen, or several accounts bear the handle.
    """
    known_page(config, page)
    with store.transaction():
        found = [(on, id_) for on, id_ in store.people.known_as(account) if page in (None, on)]
    found = [(on, id_) for on, id_ in found if id_ == account] or found
    ids = sorted({id_ for _, id_ in found})
    if not ids:
        raise fail(f"no account with the id or handle {account!r} was seen" + (f" on page {page!r}" if page else ""))
    if len(ids) > 1:
        raise fail(f"several accounts are called {account!r}: say which id: {', '.join(ids[:10])}")
    return found


def counted(accounts: list[tuple[str, str]], counts: Mapping[str, int]) -> str:
    """What there is of them, line by line."""
    pages = ", ".join(page for page, _ in accounts)
    lines = [f"{plain(accounts[0][1], 200)} on {pages}:"]
    return "\n".join([*lines, *(f"  {number} {what}" for what, number in counts.items())])


def erase(store: Store, accounts: list[tuple[str, str]], at: datetime, *, everywhere: bool) -> str:
    """Erase them; a sentence that says so.

    Raises:
        StoreError: the daemon is running.
    """
    store.erase(accounts, at, everywhere=everywhere)
    return (
        "Erased. Alerts that were sent before lie in your channels; copies and backups of the database still hold it."
    )
