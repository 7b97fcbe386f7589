"""What the watched pages of one config know together: who was judged, who serves, who gives which contact where."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from detectors.fakes.learning import Lesson

Told = Literal["fake", "legit", "serves", "contact"]


@dataclass(frozen=True, slots=True)
class Notice:
    """One page's news of one account for the other pages. `at` in seconds.

    `told`: the team judged it "fake" or "legit" there, it "serves" customers there as if it were the brand, or it gave
    a customer a `contact`. `lesson` comes with a verdict.
    """

    at: int
    page: str
    account: str
    told: Told
    contact: str = ""
    lesson: Lesson | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A page as the others see it: accounts are the same where `platform` and id are; `brand` in lower case.

    `officials`: ids and handles of the brand's accounts, in lower case and without @.
    """

    page: str
    platform: str
    brand: str
    officials: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """What other pages say of an account: on how many each holds, and who there gives the same contacts."""

    fake: int = 0
    official: int = 0
    brands: int = 0
    partners: tuple[str, ...] = ()
    fake_partners: int = 0

    def row(self) -> list[Any]:
        """As JSON values; empty where there is nothing."""
        return (
            [] if self == Facts() else [self.fake, self.official, self.brands, list(self.partners), self.fake_partners]
        )

    @classmethod
    def of_row(cls, row: Sequence[Any]) -> Facts:
        """From the values of `row`."""
        if not row:
            return cls()
        fake, official, brands, partners, fake_partners = row
        return cls(fake, official, brands, tuple(partners), fake_partners)


@dataclass(slots=True)
class Elsewhere:
    """The notices of all pages. Each page saves its own and tells them again when it is restored.

    A page at a moment sees only the other pages' notices from before that moment, so that it does not matter in which
    order pages that were looked at in the same moment are gone through.
    """

    places: dict[str, Place] = field(default_factory=dict)
    log: list[Notice] = field(default_factory=list)
    _of_account: dict[tuple[str, str], list[Notice]] = field(default_factory=dict)
    _of_contact: dict[str, list[Notice]] = field(default_factory=dict)

    def join(self, place: Place) -> None:
        """A page takes part; what it told before is forgotten."""
        self.places[place.page] = place
        log, self.log = self.log, []
        self._of_account.clear()
        self._of_contact.clear()
        for notice in log:
            if notice.page != place.page:
                self.tell(notice)

    def tell(self, notice: Notice) -> None:
        """Take in a page's notice."""
        self.log.append(notice)
        self._of_account.setdefault((self.places[notice.page].platform, notice.account), []).append(notice)
        if notice.contact:
            self._of_contact.setdefault(notice.contact, []).append(notice)

    def concerned(self, notice: Notice) -> Iterable[str]:
        """The accounts, on whatever page, of which a notice may say something."""
        yield notice.account
        for known in self._of_account[self.places[notice.page].platform, notice.account]:
            if known.contact:
                yield from (other.account for other in self._of_contact[known.contact])

    def facts(self, page: str, names: Collection[str], account: str, contacts: Iterable[str], at: int) -> Facts:
        """What the other pages say of an account on this page, as of before `at` (seconds).

        `names`: its id and handle in lower case.
        """
        here = self.places[page]
        known = self._before(self._of_account.get((here.platform, account), ()), page, at)
        verdicts = {n.page: n.told for n in known if n.lesson}
        serves = {self.places[n.page].brand for n in known if n.told == "serves"} - {here.brand}
        partners: dict[str, Notice] = {}
        for contact in contacts:
            for notice in self._before(self._of_contact.get(contact, ()), page, at):
                if notice.account != account:
                    partners[f"{notice.page} {notice.account}"] = notice
        others = (place for place in self.places.values() if place.page != page and place.platform == here.platform)
        return Facts(
            fake=sum(told == "fake" for told in verdicts.values()),
            official=sum(not place.officials.isdisjoint(names) for place in others if place.brand != here.brand),
            brands=len(serves),
            partners=tuple(sorted(partners)),
            fake_partners=sum(self._is_fake(n, at) for n in partners.values()),
        )

    def lessons(self, page: str, at: int) -> dict[tuple[str, str], Lesson]:
        """What the team's verdicts on the other pages taught before `at`, by page and account."""
        return {(n.page, n.account): n.lesson for n in self.log if n.lesson and n.page != page and n.at < at}

    def _is_fake(self, partner: Notice, at: int) -> bool:
        known = self._of_account[self.places[partner.page].platform, partner.account]
        verdicts = [n.told for n in known if n.page == partner.page and n.at < at and n.lesson]
        return bool(verdicts) and verdicts[-1] == "fake"

    @staticmethod
    def _before(notices: Sequence[Notice], page: str, at: int) -> list[Notice]:
        return [notice for notice in notices if notice.page != page and notice.at < at]


class Outlook:
    """One page's share in what all pages know: what it tells the others, and what it has heard from them.

    Args:
        place: the page.
        elsewhere: what all pages know.
    """

    def __init__(self, place: Place, elsewhere: Elsewhere) -> None:
        self._place, self._elsewhere = place, elsewhere
        self._own: dict[str, list[Notice]] = {}
        self._told: set[tuple[str, str, str]] = set()
        self._changed: set[str] = set()
        self._read = 0
        self._waiting: list[Notice] = []
        elsewhere.join(place)

    def tell(self, account: str, told: Told, at: int, *, contact: str = "", lesson: Lesson | None = None) -> None:
        """Tell the other pages of an account; what they know already is not told again."""
        key = (account, told, contact)
        if lesson is None and key in self._told:
            return
        self._told.add(key)
        notice = Notice(at, self._place.page, account, told, contact, lesson)
        self._own.setdefault(account, []).append(notice)
        self._changed.add(account)
        self._elsewhere.tell(notice)

    def heard(self, at: int) -> list[Notice]:
        """The other pages' notices from before `at` (seconds) that were not given out before."""
        new = self._elsewhere.log[self._read :]
        self._read = len(self._elsewhere.log)
        if new or self._waiting:
            self._waiting += [notice for notice in new if notice.page != self._place.page]
            due = [notice for notice in self._waiting if notice.at < at]
            self._waiting = [notice for notice in self._waiting if notice.at >= at]
            return due
        return []

    def concerned(self, notices: Iterable[Notice]) -> list[str]:
        """The accounts of which these notices may say something, in order of their ids."""
        return sorted({account for notice in notices for account in self._elsewhere.concerned(notice)})

    def facts(self, account: str, handle: str | None, contacts: Iterable[str], at: int) -> Facts:
        """What the other pages say of an account."""
        names = {name.removeprefix("@").casefold() for name in (account, handle or account)}
        return self._elsewhere.facts(self._place.page, names, account, contacts, at)

    def lessons(self, at: int) -> dict[tuple[str, str], Lesson]:
        """What the team's verdicts on the other pages taught before `at`."""
        return self._elsewhere.lessons(self._place.page, at)

    def forget(self, account: str) -> None:
        """The account was not seen for long: the next start tells nothing of it but verdicts."""
        kept = [notice for notice in self._own.get(account, []) if notice.lesson]
        if account in self._own and len(kept) < len(self._own[account]):
            self._own[account] = kept
            self._changed.add(account)

    def changed_rows(self) -> dict[str, object]:
        """A row for each account of which something new was told."""
        rows: dict[str, object] = {
            f"notice {a}": [_row(n) for n in self._own[a]] or None for a in sorted(self._changed)
        }
        self._changed.clear()
        return rows

    def restore(self, account: str, rows: Sequence[Sequence[object]]) -> None:
        """Tell again what was told of an account."""
        for at, told, contact, lesson in rows:
            taught = Lesson.of_row(lesson) if isinstance(lesson, list) else None
            self.tell(account, told, at, contact=contact, lesson=taught)  # type: ignore[arg-type]
        self._changed.discard(account)


def _row(notice: Notice) -> list[object]:
    return [notice.at, notice.told, notice.contact, notice.lesson.row() if notice.lesson else None]
