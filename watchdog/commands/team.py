"""What the team says to the watchdog: `confirm`, `dismiss` and `silence`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from alerts.model import Silence
from config.duration import parse_duration
from config.schema import Config
from detectors.model import Verdict
from watchdog.commands.failures import BAD_CONFIG, fail
from watchdog.store import Store

LONGEST_SILENCE = timedelta(days=31)


def judge_account(
    store: Store, account: str, verdict: Literal["fake", "legit"], page: str | None, by: str | None, at: datetime
) -> list[str]:
    """Leave an analyst's verdict for the daemon's next step; the pages it goes to.

    Raises:
        typer.Exit: no account of that id or handle was seen (on that page).
    """
    with store.transaction():
        found = [a for a in store.sightings.accounts_called(account) if page in (None, a.page)]
        if len({a.id for a in found}) > 1:
            ids = ", ".join(sorted({f"{a.id} ({a.page})" for a in found}))
            raise fail(f"several accounts are called {account!r}: say which id: {ids}")
        for one in found:
            store.sightings.await_verdict(Verdict(one.page, at, one.id, verdict, by))
    if not found:
        where = f"on page {page!r}" if page else "on any page"
        raise fail(f"no account with the id or handle {account!r} was seen {where}")
    return [one.page for one in found]


def lasting(text: str) -> timedelta:
    """How long a silence lasts; zero ends every silence.

    Raises:
        typer.Exit: it is no duration, or longer than 31 days.
    """
    try:
        wanted = parse_duration(text)
    except ValueError as error:
        raise fail(f"{text!r}: {error}", BAD_CONFIG) from None
    if wanted > LONGEST_SILENCE:
        raise fail("a silence lasts 31 days at the most", BAD_CONFIG)
    return wanted


def silence(config: Config, store: Store, wanted: Silence, by: str | None, at: datetime) -> str:
    """Hold back alerts for a while; a sentence that says what happened.

    Raises:
        typer.Exit: the page is not in the config.
    """
    pages = [page.name for page in config.pages]
    if wanted.page is not None and wanted.page not in pages:
        raise fail(f"no page is called {wanted.page!r}; there are: {', '.join(pages)}")
    with store.transaction():
        if wanted.until <= at:
            count = store.silences.end_all(at)
            return f"ended {count} silence" + ("" if count == 1 else "s")
        store.silences.add(wanted, by, at)
    return f"silent until {wanted.until.astimezone(ZoneInfo(config.timezone)):%Y-%m-%d %H:%M}"
