"""Follows alerted accounts by their platform id: a new name or a return is news of the same account, told once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from detectors.findings import Case, FakeAccount, Finding, Kind, Severity
from detectors.model import Account
from watchdog.store import Store
from watchdog.store.sightings import Fresh
from watchdog.watched import Watched


class Comings:
    """What became of alerted accounts. To be called inside a transaction of the store.

    What comes too soon after the last telling waits in the store until it may be told.

    Args:
        store: where everything is kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def findings(self, watched: Watched, fresh: Fresh, at: datetime) -> Iterator[Finding]:
        """The alerted accounts that came back or took another name with what is fresh."""
        page = watched.page.name
        back = self._back(page, fresh, at)
        if fresh.accounts or back:
            names = {look.id: self._store.people.looks(page, look.id)[-2:] for look in fresh.accounts}
            yield from self._news(watched, back, names, at)

    def waiting(self, watched: Watched, at: datetime) -> list[Finding]:
        """What waited on a page, to be tried again at `at`."""
        page = watched.page.name
        kept = self._store.people.take_waiting(page)
        back = {account: since for account, since in kept.items() if since is not None}
        names = {account: self._store.people.looks(page, account) for account in kept.keys() - back.keys()}
        return list(self._news(watched, back, names, at)) if kept else []

    def wait(self, finding: Finding) -> None:
        """It came too soon: keep it until it may be told."""
        if isinstance(finding.subject, FakeAccount):
            self._store.people.keep_waiting(finding.page, finding.key, finding.subject.away_since)

    def _news(
        self, watched: Watched, back: Mapping[str, datetime], looks: Mapping[str, Sequence[Account]], at: datetime
    ) -> Iterator[Finding]:
        page = watched.page.name
        alerted = self._store.incidents.open_keys(page, Kind.FAKE_ACCOUNT)
        for account, since in back.items():
            case = watched.case(account) if account in alerted else None
            if case is not None:
                subject = replace(case.subject, away_since=since)
                yield _finding(page, case, subject, f"back {since:%y%m%d%H%M}", at)
        for account in sorted(looks):
            case = watched.case(account) if account in alerted else None
            if case is not None and (old := _formerly(looks[account])) is not None:
                look = looks[account][-1]
                subject = replace(case.subject, account=look, formerly=old)
                yield _finding(page, case, subject, f"name {look.name} {look.handle}", at)

    def _back(self, page: str, fresh: Fresh, at: datetime) -> dict[str, datetime]:
        """Who was gone and shows up again, and since when they were gone."""
        seen = {account.id for account in fresh.accounts} | {new.item.author for new in fresh.items}
        back = {}
        for account in sorted(seen & self._store.people.away(page)):
            if (since := self._store.people.away_since(page, account)) is not None:
                back[account] = since
                self._store.people.returned(page, account, at)
        return back


def _formerly(looks: Sequence[Account]) -> str | None:
    """The last name that is not today's; None if there is none among these looks, oldest first."""
    names = [(look.name, look.handle) for look in looks]
    return next((name or handle for name, handle in reversed(names) if (name, handle) != names[-1]), None)


def is_of_comings(finding: Finding) -> bool:
    """Whether a finding tells of a new name or a return."""
    subject = finding.subject
    return isinstance(subject, FakeAccount) and (subject.formerly is not None or subject.away_since is not None)


def _finding(page: str, case: Case, subject: FakeAccount, novelty: str, at: datetime) -> Finding:
    return Finding(
        kind=Kind.FAKE_ACCOUNT,
        page=page,
        key=subject.account.id,
        at=at,
        severity=Severity.CRITICAL if subject.variant == "scam" else Severity.WARNING,
        # Another name does not make innocent what it did under the old one.
        confidence=max(case.suspicion, case.highest),
        subject=subject,
        evidence=tuple(piece for share in case.shares for piece in share.evidence),
        novelty=novelty,
    )
