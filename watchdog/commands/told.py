"""What the daemon knows and told, for the terminal: `status` and `incidents`."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

from alerts.quoting import plain
from config.duration import format_duration
from config.schema import Config
from detectors.storms.story import LEARNING_DAYS, learning_day
from watchdog.commands.accounts import rows_of
from watchdog.store import Store


def status(config: Config, store: Store, now: datetime, console: Console) -> bool:
    """Print how the pages, the incidents and the deliveries stand; whether all is well."""
    zone = ZoneInfo(config.timezone)
    well = True
    pages = Table("page", "seen until", "next look", "learning", "what is wrong", title="Pages")
    with store.transaction():
        for page in config.pages:
            progress = store.progress.page(page.name)
            wrong = progress.error or ("never looked at" if progress.due_at is None else "")
            well = well and not wrong
            if hunt := store.progress.hunt_error(page.name):
                wrong = "; ".join(filter(None, (wrong, f"accounts cannot be looked up: {hunt}")))
            looks = _when(progress.seen_until, zone), _when(progress.due_at, zone)
            pages.add_row(page.name, *looks, _learning(store, page.name, now), Text(plain(wrong, 120)))
        deliveries = Table(
            "channel", "waiting", "delivered", "given up", "last error", title="Alerts", title_justify="left"
        )
        for row in store.outbox.counts():
            well = well and not row.given_up
            error = Text(plain(row.last_error or "", 120))
            deliveries.add_row(row.channel, str(row.waiting), str(row.delivered), str(row.given_up), error)
        incidents = store.incidents.open_count()
        to_look_at = sum(row.level == "review" for row in rows_of(config, store))
        silences = store.silences.active(now)
    console.print(pages)
    console.print(deliveries if deliveries.row_count else "No alert was sent yet.")
    console.print(f"Open incidents: {incidents} (see: page-watchdog incidents)")
    console.print(f"Accounts to look at: {to_look_at} (see: page-watchdog accounts)")
    for silence in silences:
        what = " ".join(filter(None, (silence.kind, silence.page, silence.incident))) or "everything"
        console.print(f"Silenced: {what} for another {format_duration(silence.until - now)}")
    return well


def _learning(store: Store, page: str, now: datetime) -> str:
    """How far the page's normal is known."""
    since = store.sightings.watched_since(page)
    day = learning_day((now - since).total_seconds() / 86400) if since else 1
    return "done" if day is None else f"day {day} of {LEARNING_DAYS}"


def incidents(config: Config, store: Store, limit: int, only_open: bool, console: Console) -> None:
    """Print the newest incidents."""
    zone = ZoneInfo(config.timezone)
    table = Table("incident", "page", "opened", "closed", "severity", "last told")
    with store.transaction():
        for incident, told in store.incidents.recent(limit, only_open):
            closed = "open" if incident.closed_at is None else _when(incident.closed_at, zone)
            title = Text(told.title if told else "")
            table.add_row(
                incident.id, incident.page, _when(incident.opened_at, zone), closed, str(incident.severity), title
            )
    console.print(table if table.row_count else "No incidents.")


def incident(store: Store, id_: str, console: Console) -> bool:
    """Print what was told of one incident, oldest first; False if there is none of that name."""
    with store.transaction():
        told = store.incidents.told(id_)
    for alert in told:
        console.print(Text(alert.title, style="bold"), soft_wrap=True)
        console.print(Text(alert.body), soft_wrap=True)
        console.print()
    return bool(told)


def _when(at: datetime | None, zone: ZoneInfo) -> str:
    return "–" if at is None else at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
