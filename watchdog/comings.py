"""Follows alerted accounts by their platform id: a new name or a return is news of the same account, told once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from detectors.findings import Case, FakeAccount, Finding, Kind, Severity
from detectors.model import Account
from watchdog.store import Store
from watchdog.store.sightings import Fresh
from watchdog.watched import Watched


class Comings:
    """What became of alerted accounts. To be called inside a transaction of the store.

    What comes too soon after the last telling waits until it may be told; after a restart such news is not told.

    Args:
        store: where everything is kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: dict[tuple[str, str], Finding] = {}

    def findings(self, watched: Watched, fresh: Fresh, at: datetime) -> Iterator[Finding]:
        """The alerted accounts that came back or took another name with what is fresh."""
        page = watched.page.name
        back = self._back(page, fresh, at)
        if not (fresh.accounts or back):
            return
        alerted = self._store.incidents.open_keys(page, Kind.FAKE_ACCOUNT)
        for account, since in back.items():
            case = watched.case(account) if account in alerted else None
            if case is not None:
                subject = replace(case.subject, away_since=since)
                yield _finding(page, case, subject, f"back {since:%y%m%d%H%M}", at)
        for look in fresh.accounts:
            case = watched.case(look.id) if look.id in alerted else None
            if case is not None and (old := self._formerly(look)) is not None:
                subject = replace(case.subject, account=look, formerly=old)
                yield _finding(page, case, subject, f"name {look.name} {look.handle}", at)

    def wait(self, finding: Finding) -> None:
        """It came too soon: keep it until it may be told."""
        self._waiting[finding.page, finding.key] = finding

    def waiting(self, page: str, at: datetime) -> list[Finding]:
        """What waited on a page, to be tried again at `at`."""
        keys = [key for key in self._waiting if key[0] == page]
        return [replace(self._waiting.pop(key), at=at) for key in keys]

    def _back(self, page: str, fresh: Fresh, at: datetime) -> dict[str, datetime]:
        """Who was gone and shows up again, and since when they were gone."""
        seen = {account.id for account in fresh.accounts} | {new.item.author for new in fresh.items}
        back = {}
        for account in sorted(seen & self._store.people.away(page)):
            if (since := self._store.people.away_since(page, account)) is not None:
                back[account] = since
                self._store.people.returned(page, account, at)
        return back

    def _formerly(self, account: Account) -> str | None:
        """The name before this one; None if it did not change."""
        looks = self._store.people.looks(account.page, account.id)
        if len(looks) < 2 or (looks[-2].name, looks[-2].handle) == (account.name, account.handle):
            return None
        return looks[-2].name or looks[-2].handle


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
