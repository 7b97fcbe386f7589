"""A page that customers complain on and others answer, for tests of the fake-account detector."""

from datetime import UTC, datetime, timedelta
from typing import Any

from config.schema import FakeAccountSettings, Page
from detectors.fake_account import FakeAccountDetector
from detectors.findings import FakeAccount, Finding
from detectors.model import Account, Batch, Comment, Item, Reading

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
PAGE = Page(
    name="p",
    brand="TeleZuid",
    platform="recording",
    official_accounts=("telezuid",),
    trusted_accounts=("partner",),
    contacts=("telezuid.example",),
    languages=("nl",),
    opening_hours="Mo-Fr 08:00-18:00",
    country="NL",
)
OFFICIAL = Account("p", "telezuid", START, handle="telezuid", name="TeleZuid", bio="TeleZuid webcare, ma-vr 8-18 uur")
LURE = "Beste klant, excuses voor het ongemak. App ons op +44 7700 900123 met uw rekeningnummer."


class Thread:
    """A page that customers complain on and others answer, one poll per comment."""

    def __init__(self, page: Page = PAGE) -> None:
        self.detector = FakeAccountDetector(page, "Europe/Amsterdam", FakeAccountSettings())
        self.at, self.count, self.items = START, 0, dict[str, tuple[Item, bool]]()
        self.told: list[Finding] = []

    def write(self, author: Account, text: str, to: str | None = None, **reading: float) -> str:
        self.at += timedelta(minutes=7)
        self.count += 1
        item = Item("p", f"i{self.count}", author.id, self.at, self.at, text, reply_to=to, root=to)
        parent, parent_official = self.items.get(to or "", (None, False))
        official = author.id == OFFICIAL.id
        self.items[item.id] = item, official
        read = Reading("nl", reading.get("complaint", 0.9), reading.get("offensive", 0.0), 0.0)
        comment = Comment(item, read, author, official, parent, read if parent else None, parent_official)
        self.poll(comments=(comment,), accounts=(author,))
        return item.id

    def poll(self, **new: Any) -> None:
        self.detector.observe(Batch("p", self.at, **new))
        self.told += self.detector.findings(self.at)

    def complain(self, number: int) -> str:
        name = ("Anna", "Bo", "Carla", "Dirk")[number % 4]
        return self.write(Account("p", f"c{number}", self.at, name=name), "Al drie dagen geen internet!")

    def suspicion(self, account: str) -> float:
        return next(s.suspicion for s in self.detector.suspicions() if s.account == account)


def account(ident: str, name: str, handle: str | None = None) -> Account:
    return Account("p", ident, START, handle=handle, name=name)


def subject(finding: Finding) -> FakeAccount:
    assert isinstance(finding.subject, FakeAccount)
    return finding.subject
