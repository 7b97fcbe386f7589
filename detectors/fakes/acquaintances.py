"""Everybody who wrote on a page: a line for passers-by, a dossier for those who answer others or look suspicious."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from detectors.fakes.account_graph import AccountGraph
from detectors.fakes.account_rows import profile_of, profile_row, shown, utc
from detectors.fakes.brand_names import BrandNames
from detectors.fakes.common_word import CommonWord
from detectors.fakes.dossier import Dossier
from detectors.fakes.gate import HARMS
from detectors.fakes.identity import Look, read_look
from detectors.fakes.lures import contacts_in
from detectors.fakes.service_words import LONGEST
from detectors.fakes.trust import Trust
from detectors.findings import Evidence
from detectors.model import Account, Item

_MOST_LOOKS = 100_000
_SHORTEST_NAME = 8
_EARNEST = 0.2


class Acquaintances:
    """The accounts of one page.

    `dirty` holds those whose case may have changed since it was last judged.

    Args:
        page: the page's name.
        names: the brand's names.
        word: whether the brand is an everyday word.
    """

    def __init__(self, page: str, names: BrandNames, word: CommonWord) -> None:
        self._page, self._names, self.word = page, names, word
        self.graph = AccountGraph()
        self.trust = Trust()
        self.dossiers: dict[str, Dossier] = {}
        self.passers: dict[str, list[int]] = {}
        self.evidence: dict[str, tuple[Evidence, ...]] = {}
        self.follows: set[str] = set()
        self.dirty: set[str] = set()
        self._accounts: dict[str, Account] = {}
        self._looks: dict[tuple[str | None, str | None], Look] = {}
        self._namable: dict[str, set[str]] = {}
        self._changed: set[str] = set()
        self._dropped: set[str] = set()
        self._noted: dict[str, str] = {}

    def profile(self, account: str) -> Account:
        """The account's profile as last seen, only its id if no more is known."""
        return self._accounts.get(account) or Account(self._page, account, utc(self.dossiers[account].seen))

    def look(self, author: Account) -> Look:
        """How the account's name and handle read beside the brand's."""
        return self.reads(author.name, author.handle)

    def reads(self, name: str | None, handle: str | None) -> Look:
        """How this name and handle read beside the brand's."""
        key = (name, handle)
        if key not in self._looks:
            if len(self._looks) > _MOST_LOOKS:
                self._looks.clear()
            self._looks[key] = read_look(self._names, name, handle)
        return self._looks[key]

    def look_again(self) -> None:
        """The brand got another name: everybody reads differently."""
        self._looks.clear()
        for account, dossier in self.dossiers.items():
            if dossier.suspected or (account in self._accounts and self.look(self._accounts[account]).suspicious):
                self.suspect(dossier)

    def judge_again(self) -> None:
        """Weights changed: whoever was suspected in earnest is judged anew."""
        self.dirty |= {account for account, dossier in self.dossiers.items() if dossier.peak >= _EARNEST}

    def pass_by(self, account: str, at: int, *, reply: bool) -> None:
        """The account wrote something that is of no interest."""
        seen = self.passers.setdefault(account, [0, at, at, 0])
        seen[0] += reply
        seen[1] = max(seen[1], at)
        seen[3] += not reply
        self._changed.add(account)

    def open(self, author: Account, at: int) -> Dossier:
        """The account's dossier, begun if there is none."""
        dossier = self.dossiers.get(author.id)
        if dossier is None:
            replies, _, first, own = self.passers.pop(author.id, (0, at, at, 0))
            dossier = Dossier(author.id, at, first, count=replies, own_items=own)
            dossier.followed_by_brand = author.id in self.follows
            self.dossiers[author.id] = dossier
        self.meet(author)
        self._changed.add(author.id)
        return dossier

    def meet(self, account: Account) -> None:
        """Take in a profile of somebody with a dossier."""
        dossier, known = self.dossiers.get(account.id), self._accounts.get(account.id)
        if dossier is None or (known is not None and shown(known) == shown(account)):
            return
        self._accounts[account.id] = account
        named = (account.name, account.handle)
        if any(named) and named not in dossier.names:
            dossier.names.append(named)
        if dossier.suspected or self.look(account).suspicious:
            self.suspect(dossier)
        self._changed.add(account.id)

    def suspect(self, dossier: Dossier) -> None:
        """Watch the account closely from now on."""
        dossier.suspected = True
        self.note(dossier)
        self.dirty.add(dossier.account)
        self._changed.add(dossier.account)
        account = self.profile(dossier.account)
        if account.handle:
            self._namable.setdefault(f"@{account.handle.casefold()}", set()).add(account.id)
        elif account.name and len(account.name) >= _SHORTEST_NAME and self.look(account).name.relation == "joined":
            self._namable.setdefault(account.name.casefold(), set()).add(account.id)

    def note_bearer(self, dossier: Dossier) -> None:
        """Remember who writes as a customer, answers nobody, and bears the brand in a person's name."""
        if dossier.own_items and not dossier.replies and dossier.account in self._accounts:
            name = self.look(self._accounts[dossier.account]).name
            if name.relation == "joined" and name.kinds == {"other"}:
                self.word.meet(dossier.account)

    def touch(self, account: str, change: Callable[[Dossier], None]) -> None:
        """Change the account's dossier, if it has one."""
        dossier = self.dossiers.get(account)
        if dossier is not None:
            change(dossier)
            self.dirty.add(account)
            self._changed.add(account)

    def vouch(self, source: str, target: str) -> None:
        """`source` follows or names `target`: both stand nearer to whom others trust or do not."""
        if self.trust.add(source, target):
            for account in (target, *self.trust.meant_by(target)):
                self.touch(account, lambda dossier: None)

    def named_in(self, text: str) -> Iterator[str]:
        """The suspects that a text names, by handle or by a name that only one of them bears."""
        handles = {contact.key for contact in contacts_in(text) if contact.kind == "handle"} if "@" in text else set()
        flat = text[:LONGEST].casefold()
        for name, accounts in self._namable.items():
            if len(accounts) == 1 and (name[1:] in handles if name[0] == "@" else name in flat):
                yield from accounts

    def wrote_reply(self, item: Item) -> bool:
        """Whether an item is an answer to somebody by an account with a dossier."""
        dossier = self.dossiers.get(item.author)
        return dossier is not None and any(reply.item == item.id for reply in dossier.replies)

    def forget_before(self, at: int) -> None:
        """Drop whoever was not seen since `at` (seconds)."""
        old = [dossier.account for dossier in self.dossiers.values() if dossier.seen < at]
        old += [account for account, seen in self.passers.items() if seen[1] < at]
        for account in old:
            for known in (self.dossiers, self.passers, self._accounts, self.evidence):
                known.pop(account, None)
            self._dropped.add(account)
        if not self._noted.keys().isdisjoint(old):
            self.graph, self._noted = AccountGraph(), {}
            for dossier in self.dossiers.values():
                if dossier.suspected:
                    self.note(dossier)

    def changed(self, account: str) -> None:
        """The account's row is to be saved."""
        self._changed.add(account)

    def changed_rows(self) -> dict[str, Any]:
        """A row for each account that changed, None for those dropped."""
        rows: dict[str, Any] = {f"account {account}": None for account in sorted(self._dropped)}
        rows |= {f"account {account}": self._row(account) for account in sorted(self._changed)}
        self._changed.clear()
        self._dropped.clear()
        return rows

    def _row(self, account: str) -> Any:
        if account in self.passers:
            return {"passed": self.passers[account]}
        dossier = self.dossiers.get(account)
        if dossier is None:
            return None
        evidence = [[e.signal, e.value, e.weight, e.detail] for e in self.evidence.get(account, ())]
        profile = {"profile": profile_row(self._accounts[account])} if account in self._accounts else {}
        return dossier.row() | profile | {"evidence": evidence}

    def restore(self, account: str, row: Mapping[str, Any]) -> None:
        """Take back one row."""
        if "passed" in row:
            self.passers[account] = list(row["passed"])
            return
        dossier = self.dossiers[account] = Dossier.of_row(account, row)
        if "profile" in row:
            self._accounts[account] = profile_of(self._page, row["profile"])
        self.evidence[account] = tuple(Evidence(*values) for values in row["evidence"])
        if dossier.suspected:
            self.suspect(dossier)
        self.note_bearer(dossier)

    def restored(self) -> None:
        """All rows are back: nothing of them is news."""
        self.dirty.clear()
        self._changed.clear()

    def note(self, dossier: Dossier) -> None:
        """Put the suspect's replies that are not in the graph yet into it."""
        noted, new = self._noted.get(dossier.account), []
        for reply in reversed(dossier.replies):
            if reply.item == noted:
                break
            new.append(reply)
        for reply in reversed(new):
            harms = not HARMS.isdisjoint(reply.signals)
            self.graph.add_reply(dossier.account, reply.to, reply.sketch if harms else ())
            for contact in reply.contacts:
                self.graph.add_contact(dossier.account, contact)
        if new:
            self._noted[dossier.account] = new[0].item
