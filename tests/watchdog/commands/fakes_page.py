"""A page with a fake customer service on it, kept in a real store: what the commands about accounts are tried on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.load import load
from detectors.model import Account, Item, Observation
from watchdog.app import App, build, load_reader
from watchdog.store import Store

READER = load_reader()
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
CONFIG = """
language = "{language}"
timezone = "Europe/Amsterdam"

[[pages]]
name = "tz"
brand = "TeleZuid"
platform = "recording"
official_accounts = ["telezuid"]
contacts = ["telezuid.example"]
languages = ["nl"]
opening_hours = "Mo-Fr 08:00-18:00"
{more}
"""
LURE = "Beste klant, excuses voor het ongemak. App ons op +44 7700 900123 met uw rekeningnummer."
FAKE = Account(
    "tz", "did:x", MONDAY, handle="telezuid-help.example", name="TeleZuid Klantenservice", url="https://s.example/x"
)


class FakesPage:
    """Says what is seen on the page, minute after minute, to a store in `folder`."""

    def __init__(self, folder: Path, language: str = "en", more: str = "") -> None:
        self.folder, self.at, self.count = folder, MONDAY, 0
        self.config = folder / "page-watchdog.toml"
        self.config.write_text(CONFIG.format(language=language, more=more), encoding="utf-8")
        self.database = folder / "page-watchdog.sqlite3"
        self.store = Store(self.database)
        self.app: App = build(load(self.config), self.store, READER, pictures=False)
        self.alerts: list[tuple[str, str, str]] = []
        self.see(Account("tz", "telezuid", MONDAY, handle="telezuid", name="TeleZuid"))
        self.say("telezuid", "Fijne maandag!")

    def see(self, *observations: Observation, minutes: int = 7) -> None:
        """One look at the page."""
        self.at += timedelta(minutes=minutes)
        seen = [replace(one, seen_at=self.at) if isinstance(one, Account) else one for one in observations]
        with self.store.transaction():
            told = self.app.pipeline.step("tz", seen, self.at)
            self.app.pipeline.checkpoint()
        self.alerts += [(alert.kind, alert.event, alert.body) for alert in told]

    def say(self, author: str, text: str, to: str | None = None, id_: str | None = None) -> str:
        """An account says something; its id."""
        self.count += 1
        item = id_ or f"i{self.count}"
        at = self.at + timedelta(minutes=7)
        self.see(Item("tz", item, author, at, at, text, reply_to=to, root=to, url=f"https://s.example/{item}"))
        return item

    def complain(self, customer: str = "ann", name: str = "Ann de Vries") -> str:
        """A customer complains; the id of the complaint."""
        self.see(Account("tz", customer, self.at, handle=f"{customer}.example", name=name), minutes=1)
        return self.say(customer, "Al drie dagen geen internet, en niemand die antwoordt!")

    def trick(self, complaint: str, text: str = LURE) -> str:
        """The fake answers it."""
        self.see(FAKE, minutes=1)
        return self.say(FAKE.id, text, complaint)

    def restart(self) -> None:
        """As when the daemon ends and starts again: all that is not in the file is gone."""
        self.close()
        self.store = Store(self.database)
        self.app = build(load(self.config), self.store, READER, pictures=False)

    def close(self) -> None:
        """As when the daemon ends."""
        self.store.close()
