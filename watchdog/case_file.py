"""Gathers all that is stored of one account: who it was when, what it wrote to whom, and why it is suspected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from alerts.model import Incident
from config.schema import Page
from detectors.findings import Case
from detectors.model import Account, Item, Verdict
from watchdog.store import Store
from watchdog.store.incidents import ToldAlert
from watchdog.watched import Watched

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Words:
    """One thing that it wrote.

    `earlier` are the texts that it had before an edit, `gone_at` when it was seen to be deleted. `asked` is what it
    answers, `customer` whose words those are (behind an official answer the customer's); None where not known.
    """

    item: Item
    earlier: tuple[Item, ...]
    gone_at: datetime | None
    asked: Item | None
    customer: Account | None


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody whom it answered, when first, and what of theirs no official account has answered, oldest first."""

    account: Account
    first_at: datetime
    waiting: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One account of one page. `looks` are its profiles, oldest first, never empty; `case` is None of passers-by.

    `absences`: when the platform did not know it, from and until. `hunted_at`: when it was found before it spoke.
    """

    page: Page
    zone: str
    looks: tuple[Account, ...]
    case: Case | None
    words: tuple[Words, ...]
    customers: tuple[Customer, ...]
    verdicts: tuple[Verdict, ...]
    related: tuple[Account, ...]
    incident: Incident | None
    told: tuple[ToldAlert, ...]
    official: tuple[Account, ...]
    absences: tuple[tuple[datetime, datetime | None], ...]
    hunted_at: datetime | None

    @property
    def account(self) -> Account:
        """Its profile as last seen."""
        return self.looks[-1]

    @property
    def replies(self) -> tuple[Words, ...]:
        """What it wrote in answer to somebody else."""
        return tuple(w for w in self.words if w.item.reply_to and (w.asked is None or w.asked.author != w.item.author))


def case_file(store: Store, watched: Watched, account: str) -> CaseFile:
    """All that is stored of an account that was seen on the page. Inside a transaction."""
    page, case = watched.page, watched.case(account)
    written = _words(store, watched, account)
    looks = store.people.looks(page.name, account)
    if not looks:
        first = min((one.item.seen_at for one in written), default=watched.clock)
        looks = [Account(page.name, account, first or _EPOCH)]
    incident = store.incidents.latest(page.name, "fake_account", account)
    return CaseFile(
        page=page,
        zone=watched.zone,
        looks=tuple(looks),
        case=case,
        words=written,
        customers=_customers(store, page.name, case, written),
        verdicts=tuple(store.people.verdicts(page.name, account)),
        related=tuple(_profile(store, page.name, one) for one in (case.subject.operators if case else ())),
        incident=incident,
        told=tuple(store.incidents.told(incident.id)) if incident else (),
        official=_officials(store, watched),
        absences=tuple(store.people.absences(page.name, account)),
        hunted_at=store.reviews.found(page.name, account).get("hunt"),
    )


def _words(store: Store, watched: Watched, account: str) -> tuple[Words, ...]:
    page, gone = watched.page.name, store.people.withdrawn(watched.page.name, account)
    versions: dict[str, list[Item]] = {}
    for item in store.people.written(page, account):
        versions.setdefault(item.id, []).append(item)
    found = [
        Words(texts[-1], tuple(texts[:-1]), gone.get(id_), *_asked(store, watched, texts[-1]))
        for id_, texts in versions.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.item.created_at, one.item.id)))


def _asked(store: Store, watched: Watched, item: Item) -> tuple[Item | None, Account | None]:
    """What an item answers; behind an official answer stands the customer's item."""
    page = watched.page.name
    asked = store.sightings.item(page, item.reply_to) if item.reply_to else None
    if asked is None:
        return None, None
    author = _profile(store, page, asked.author)
    if watched.is_official(author.id, author.handle) and asked.reply_to:
        behind = store.sightings.item(page, asked.reply_to)
        if behind is not None and behind.author != item.author:
            return behind, _profile(store, page, behind.author)
    return asked, author


def _customers(store: Store, page: str, case: Case | None, written: Sequence[Words]) -> tuple[Customer, ...]:
    if case is None:
        return ()
    waiting: dict[str, list[Item]] = {}
    for id_ in case.subject.unanswered:
        if (item := store.sightings.item(page, id_)) is not None:
            waiting.setdefault(item.author, []).append(item)
    first = {w.customer.id: w.item.created_at for w in reversed(written) if w.customer is not None}
    return tuple(
        Customer(_profile(store, page, one), first.get(one, case.subject.first_reply_at), tuple(waiting.get(one, ())))
        for one in case.subject.customers
    )


def _officials(store: Store, watched: Watched) -> tuple[Account, ...]:
    """The official accounts that were seen."""
    named = [seen for name in watched.page.official_accounts for seen in store.people.known_as(name)]
    ids = dict.fromkeys(id_ for page, id_ in named if page == watched.page.name)
    profiles = [_profile(store, watched.page.name, one) for one in ids]
    return tuple(one for one in profiles if watched.is_official(one.id, one.handle))


def _profile(store: Store, page: str, account: str) -> Account:
    known = store.sightings.account(page, account)
    return known or Account(page, account, _EPOCH)
