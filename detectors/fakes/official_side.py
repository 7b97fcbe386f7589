"""What the brand's own accounts do on a page: whom they answer, how they sign, which contacts they give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from config.schema import Page
from detectors.fakes.claims import mark_of
from detectors.fakes.lures import OwnContacts
from detectors.fakes.official import speaks_for_brand
from detectors.model import Account, Comment

_HOUR = 3600
_MOST_MARKS = 500
_MOST_KNOWN = 100_000


class OfficialSide:
    """The brand's side of a page, kept for as long as it may matter."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.contacts = OwnContacts(page.country)
        for contact in (*page.contacts, *page.official_accounts):
            self.contacts.add(contact if contact[:1] in "@+0" or "." in contact else f"@{contact}")
        self.answers: dict[str, tuple[str, str]] = {}
        self.answered: dict[str, int] = {}
        self.deleted: dict[str, int] = {}
        self.agents: dict[str, int] = {}
        self._hours: dict[int, list[tuple[str, str, str]]] = {}
        self._changed: set[int] = set()
        self._forgot = False
        self._speaks: dict[tuple[str, str | None], bool] = {}

    def speaks(self, account_id: str, handle: str | None) -> bool:
        """Whether this account is one of the page's official ones."""
        known = self._speaks.get((account_id, handle))
        if known is None:
            if len(self._speaks) > _MOST_KNOWN:
                self._speaks.clear()
            known = self._speaks[account_id, handle] = speaks_for_brand(self._page, account_id, handle)
        return known

    def learn(self, account: Account) -> None:
        """Take the contacts in an official profile as the brand's own."""
        self.contacts.add(" ".join(filter(None, (account.bio, account.url, account.handle and f"@{account.handle}"))))

    def take(self, comment: Comment, warns: bool) -> None:
        """Take in what an official account wrote; a warning's contacts are not the brand's."""
        item, parent = comment.item, comment.parent
        if not warns:
            self.contacts.add(item.text, handles=False)
        mark = mark_of(item.text)
        if mark is not None and (mark.casefold() in self.agents or len(self.agents) < _MOST_MARKS):
            self.agents[mark.casefold()] = self.agents.get(mark.casefold(), 0) + 1
        if parent is not None and not comment.parent_official:
            at = int(item.created_at.timestamp())
            self._answer(at, item.id, parent.id, parent.author)

    def _answer(self, at: int, official_item: str, item: str, author: str) -> None:
        self.answers[official_item] = (item, author)
        self.answered.setdefault(item, at)
        self._hours.setdefault(at // _HOUR, []).append((official_item, item, author))
        self._changed.add(at // _HOUR)

    def forget(self, item: str, at: int) -> None:
        """The item is gone: nobody needs to answer it."""
        self.deleted[item] = at
        self._forgot = True

    def forget_before(self, at: int) -> None:
        """Drop what is older than `at` (seconds)."""
        for hour in [hour for hour in self._hours if hour < at // _HOUR]:
            for official_item, item, _ in self._hours.pop(hour):
                self.answers.pop(official_item, None)
                self.answered.pop(item, None)
            self._changed.add(hour)
        for item in [item for item, when in self.deleted.items() if when < at]:
            del self.deleted[item]
            self._forgot = True

    def changed_rows(self) -> Mapping[str, Any]:
        """The rows of state that changed: one per hour of answers, one for what was learnt."""
        rows: dict[str, Any] = {f"answers {hour}": self._hours.get(hour) for hour in sorted(self._changed)}
        if rows:
            rows["official"] = {"contacts": sorted(self.contacts.keys), "agents": self.agents}
        if self._forgot:
            rows["deleted"] = self.deleted
        self._changed.clear()
        self._forgot = False
        return rows

    def restore(self, key: str, row: Any) -> None:
        """Take back one row."""
        if key == "official":
            self.contacts.keys |= set(row["contacts"])
            self.agents = dict(row["agents"])
            return
        if key == "deleted":
            self.deleted = dict(row)
            return
        hour = int(key.removeprefix("answers "))
        for official_item, item, author in row:
            self._answer(hour * _HOUR, official_item, item, author)
        self._changed.discard(hour)
