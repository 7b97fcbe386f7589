"""Finds accounts that pose as the brand's customer service on one page, and says why and whom they answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from config.opening_hours import OpeningHours
from config.schema import FakeAccountSettings, Page
from detectors.account_graph import AccountGraph, edges_around, graph_evidence, vouching_evidence
from detectors.brand_names import BrandNames
from detectors.dossier import Dossier, Reply
from detectors.identity import Look, OfficialProfiles, name_evidence, profile_evidence, read_look
from detectors.lures import contacts_in
from detectors.model import (
    Account,
    Batch,
    Comment,
    Evidence,
    FakeAccount,
    Finding,
    Item,
    Kind,
    Severity,
    StateRows,
    Suspicion,
)
from detectors.names import ReadersEye
from detectors.official import is_trusted
from detectors.official_side import OfficialSide
from detectors.replies import ReplyReader, behaviour_evidence
from detectors.scorecard import Score, total
from detectors.service_words import load_words, plain
from detectors.timing import Clock, timing_evidence

_DAY = 86400
_KEEP = 90 * _DAY
_SILENT = 14 * _DAY
_STEPS = (10, 30, 100, 300)
_MOST_LOOKS = 100_000


class FakeAccountDetector:
    """Watches one page for accounts that pose as its brand's customer service.

    Args:
        page: the page with its brand, aliases, official and trusted accounts, contacts and opening hours.
        timezone: IANA name of the page's time zone.
        settings: from which suspicion an account is alerted.
    """

    def __init__(self, page: Page, timezone: str, settings: FakeAccountSettings) -> None:
        self._page, self._settings = page, settings
        words = load_words()
        self._bio_words = {kind: frozenset(map(plain, words["names"][kind])) for kind in ("official", "parody")}
        self._names = BrandNames(ReadersEye(), words["names"])
        for name in (page.brand, *page.brand_aliases, *_handles(page)):
            self._names.add(name)
        self._officials = OfficialProfiles()
        self._side = OfficialSide(page)
        self._reader = ReplyReader(page, words["texts"], self._names, self._side)
        self._clock = Clock(OpeningHours(page.opening_hours, timezone, page.country))
        self._graph = AccountGraph()
        self._dossiers: dict[str, Dossier] = {}
        self._accounts: dict[str, Account] = {}
        self._passers: dict[str, list[int]] = {}
        self._looks: dict[tuple[str | None, str | None], Look] = {}
        self._follows: set[str] = set()
        self._namable: dict[str, set[str]] = {}
        self._told: set[str] = set()
        self._swept = 0
        self._fakes: set[str] = set()
        self._evidence: dict[str, tuple[Evidence, ...]] = {}
        self._dirty: set[str] = set()
        self._changed: set[str] = set()
        self._dropped: set[str] = set()
        self._saved_page: dict[str, Any] = {}
        self._at = 0

    # What is new

    def observe(self, batch: Batch) -> None:
        """Take in what is new on the page."""
        self._at = max(self._at, int(batch.at.timestamp()))
        for account in batch.accounts:
            self._profile(account)
        for follow in batch.follows:
            if follow.source in self._officials.profiles or self._side.speaks(follow.source, None):
                self._touch(follow.target, lambda d: setattr(d, "followed_by_brand", True))
                self._follows.add(follow.target)
        for comment in batch.comments:
            if comment.official:
                self._official(comment)
            else:
                self._anybody(comment)
        for item in batch.deletions:
            self._side.forget(item.id, self._at)
        for verdict in batch.verdicts:
            self._verdict(verdict.account, verdict.verdict)

    def _profile(self, account: Account) -> None:
        if self._side.speaks(account.id, account.handle):
            self._learn_official(account)
        elif account.id in self._accounts:
            self._meet(account)

    def _learn_official(self, account: Account) -> None:
        known = self._officials.profiles.get(account.id)
        if known and _shown(known) == _shown(account):
            return
        self._officials.add(account)
        self._side.learn(account)
        keys = len(self._names.keys)
        for name in (account.name, account.handle):
            reading = self._names.read(name)
            if name and (reading.relation != "none" or name == account.handle) and not reading.generic:
                self._names.add(name)
        if len(self._names.keys) != keys:
            self._looks.clear()
        self._dirty |= self._dossiers.keys()

    def _official(self, comment: Comment) -> None:
        self._learn_official(comment.author)
        self._pass(comment.author.id, int(comment.item.created_at.timestamp()), reply=comment.item.reply_to is not None)
        warns = self._reader.warns(comment.item.text)
        self._side.take(comment, warns)
        parent = comment.parent
        if parent is not None and self._is_reply_of(parent):
            field = "brand_warnings" if warns else "brand_answers"
            self._touch(parent.author, lambda d: setattr(d, field, getattr(d, field) + 1))
        if not warns:
            for account in self._named_in(comment.item.text):
                self._touch(account, lambda d: setattr(d, "named_by_brand", d.named_by_brand + 1))

    def _named_in(self, text: str) -> Iterator[str]:
        """The suspects that a text names, by handle or by a name that only one of them bears."""
        handles = {contact.key for contact in contacts_in(text) if contact.kind == "handle"} if "@" in text else set()
        flat = text.casefold()
        for name, accounts in self._namable.items():
            if len(accounts) == 1 and (name[1:] in handles if name[0] == "@" else name in flat):
                yield from accounts

    def _suspect(self, dossier: Dossier) -> None:
        """Watch the account closely from now on."""
        dossier.suspected = True
        self._dirty.add(dossier.account)
        account = self._accounts[dossier.account]
        if account.handle:
            self._namable.setdefault(f"@{account.handle.casefold()}", set()).add(account.id)
        elif account.name and len(account.name) >= 8 and self._look(account).name.relation == "joined":
            self._namable.setdefault(account.name.casefold(), set()).add(account.id)

    def _anybody(self, comment: Comment) -> None:
        author, item = comment.author, comment.item
        at = int(item.created_at.timestamp())
        self._clock.count(at)
        if comment.edited:
            return
        if self._page.trusted_accounts and is_trusted(self._page, author.id, author.handle):
            self._pass(author.id, at, reply=item.reply_to is not None)
            return
        self._react(comment)
        look = self._look(author)
        answered = self._answered_by(comment)
        if author.id not in self._dossiers and not look.suspicious and answered is None:
            self._pass(author.id, at, reply=item.reply_to is not None)
            return
        dossier = self._open(author, at)
        if answered is None:
            self._own_item(dossier, comment, at)
        else:
            self._reply(dossier, comment, look, answered, at)
        dossier.seen = max(dossier.seen, at)
        if look.suspicious or dossier.suspected:
            self._suspect(dossier)
        self._changed.add(author.id)

    def _answered_by(self, comment: Comment) -> tuple[str, str, Item | None] | None:
        """The customer's item that a comment answers, the customer, and the item itself where it is known."""
        parent = comment.parent
        if parent is None or parent.author == comment.item.author:
            return None
        if not comment.parent_official:
            return parent.id, parent.author, parent
        target = self._side.answers.get(parent.id)
        return None if target is None or target[1] == comment.item.author else (*target, None)

    def _reply(
        self, dossier: Dossier, comment: Comment, look: Look, answered: tuple[str, str, Item | None], at: int
    ) -> None:
        to, customer, target = answered
        age = at - int((target or comment.parent or comment.item).created_at.timestamp())
        complaint = comment.parent_reading.complaint if comment.parent_reading and target else None
        reply = Reply(comment.item.id, to, customer, at, max(0, age), complaint, comment.parent_official)
        self._reader.read(reply, comment, look)
        if not look.suspicious and not dossier.suspected and self._reader.alarming(reply):
            dossier.suspected = True
        for contact in reply.contacts:
            if dossier.suspected or look.suspicious:
                self._graph.add_contact(dossier.account, contact)
        dossier.add(reply)

    def _own_item(self, dossier: Dossier, comment: Comment, at: int) -> None:
        if comment.item.reply_to is not None and comment.parent is None:
            dossier.count += 1  # whom it answers is not known: neither a claim nor a relief
            return
        dossier.own_items += 1
        dossier.own_relief += 1 if comment.parent is None or comment.parent_official else 0

    def _react(self, comment: Comment) -> None:
        parent = comment.parent
        dossier = self._dossiers.get(parent.author) if parent else None
        if parent is None or dossier is None or not dossier.suspected or parent.author == comment.author.id:
            return
        if self._reader.warns(comment.item.text):
            if self._is_reply_of(parent):
                _note(dossier.accusers, comment.author.id)
        elif any(r.customer == comment.author.id for r in dossier.replies):
            _note(dossier.believers, comment.author.id)
        self._dirty.add(dossier.account)
        self._changed.add(dossier.account)

    def _is_reply_of(self, item: Item) -> bool:
        """Whether an item is an answer to somebody, by an account that is watched."""
        dossier = self._dossiers.get(item.author)
        return dossier is not None and any(reply.item == item.id for reply in dossier.replies)

    def _verdict(self, account: str, verdict: str) -> None:
        dossier = self._dossiers.setdefault(account, Dossier(account, self._at, self._at))
        self._accounts.setdefault(account, Account(self._page.name, account, _utc(self._at)))
        dossier.verdict = verdict
        self._suspect(dossier)
        (self._fakes.add if verdict == "fake" else self._fakes.discard)(account)
        self._dirty |= {account, *self._graph.operators(account)}
        self._changed.add(account)

    def _touch(self, account: str, change: Callable[[Dossier], None]) -> None:
        dossier = self._dossiers.get(account)
        if dossier is not None:
            change(dossier)
            self._dirty.add(account)
            self._changed.add(account)

    # Who is known

    def _look(self, author: Account) -> Look:
        key = (author.name, author.handle)
        if key not in self._looks:
            if len(self._looks) > _MOST_LOOKS:
                self._looks.clear()
            self._looks[key] = read_look(self._names, author.name, author.handle)
        return self._looks[key]

    def _open(self, author: Account, at: int) -> Dossier:
        dossier = self._dossiers.get(author.id)
        if dossier is None:
            passed = self._passers.pop(author.id, None)
            dossier = Dossier(author.id, at, at)
            if passed:
                dossier.count, dossier.first, dossier.own_items = passed[0], passed[2], passed[3]
            dossier.followed_by_brand = author.id in self._follows
            self._dossiers[author.id] = dossier
        self._meet(author)
        return dossier

    def _meet(self, account: Account) -> None:
        known = self._accounts.get(account.id)
        if known is not None and _shown(known) == _shown(account):
            return
        self._accounts[account.id] = account
        dossier = self._dossiers.get(account.id)
        if dossier is None:
            return
        if (account.name or account.handle) and (account.name, account.handle) not in dossier.names:
            dossier.names.append((account.name, account.handle))
        if dossier.suspected or self._look(account).suspicious:
            self._suspect(dossier)
        self._changed.add(account.id)

    def _pass(self, account: str, at: int, *, reply: bool) -> None:
        seen = self._passers.setdefault(account, [0, at, at, 0])
        seen[0] += reply
        seen[1] = max(seen[1], at)
        seen[3] += not reply
        self._changed.add(account)

    # What it adds up to

    def _weigh(self, dossier: Dossier) -> tuple[tuple[Evidence, ...], Score]:
        account = self._accounts.get(dossier.account) or Account(self._page.name, dossier.account, _utc(self._at))
        look = self._look(account)
        at = _utc(dossier.seen)
        operators = self._graph.operators(dossier.account)
        evidence = name_evidence(look, self._is_common_word)
        evidence += profile_evidence(account, look, self._officials, self._bio_words, at)
        evidence += behaviour_evidence(dossier, look)
        if dossier.replies:
            times, ages = [r.at for r in dossier.replies], [r.age for r in dossier.replies]
            evidence += timing_evidence(times, ages, dossier.first, self._clock)
            evidence += graph_evidence(dossier, operators, self._fakes)
            evidence += vouching_evidence(dossier, look.poses, len(self._follows))
        evidence.sort(key=lambda piece: (-abs(piece.weight), piece.signal))
        return tuple(evidence), total(evidence, len(dossier.replies))

    @property
    def _is_common_word(self) -> bool:
        flag = self._page.brand_is_common_word
        return flag if flag is not None else max(map(len, self._names.keys), default=0) <= 4

    def findings(self, at: datetime) -> Sequence[Finding]:
        """Accounts at or above the alert level whose case changed since it was last told."""
        self._at = max(self._at, int(at.timestamp()))
        found = [f for account in sorted(self._dirty) if (f := self._judge(self._dossiers.get(account), at))]
        self._dirty.clear()
        return [*found, *self._silent(at)]

    def _judge(self, dossier: Dossier | None, at: datetime) -> Finding | None:
        if dossier is None:
            return None
        evidence, score = self._weigh(dossier)
        if dossier.verdict is not None:
            dossier.peak = 1.0 if dossier.verdict == "fake" else 0.0
            self._evidence[dossier.account] = evidence
        elif score.suspicion >= dossier.peak:
            dossier.peak = score.suspicion
            self._evidence[dossier.account] = evidence
        self._changed.add(dossier.account)
        told = dossier.told
        if dossier.verdict == "legit":
            return self._tell(dossier, evidence, score, at, over=True) if told else None
        alarming = dossier.verdict == "fake" or (score.gate and score.suspicion >= self._settings.alert_above)
        if not dossier.replies or not (alarming or told):
            return None
        return self._tell(dossier, evidence, score, at, over=False)

    def _tell(
        self, dossier: Dossier, evidence: tuple[Evidence, ...], score: Score, at: datetime, *, over: bool
    ) -> Finding | None:
        subject = self._subject(dossier, score)
        content = [len(subject.items), len(subject.customers), subject.variant, over]
        if dossier.told == content:
            return None
        dossier.alerted_at = dossier.alerted_at or int(at.timestamp())
        dossier.told = [] if over else content
        (self._told.discard if over else self._told.add)(dossier.account)
        level = sum(len(subject.customers) >= step for step in _STEPS) + (2 if subject.variant == "scam" else 0)
        severity = Severity.CRITICAL if subject.variant == "scam" else Severity.WARNING
        confidence = score.suspicion if dossier.verdict is None else dossier.peak
        novelty = f"{subject.variant} {_step(len(subject.customers))}"
        key, page = dossier.account, self._page.name
        return Finding(Kind.FAKE_ACCOUNT, page, key, at, severity, confidence, subject, evidence, level, novelty, over)

    def _silent(self, at: datetime) -> Iterator[Finding]:
        """Once a day: close the cases that went silent, forget who was not seen for long."""
        now = int(at.timestamp())
        if now // _DAY == self._swept:
            return
        self._swept = now // _DAY
        for dossier in [self._dossiers[account] for account in sorted(self._told)]:
            if now - dossier.seen > _SILENT and (finding := self._tell(dossier, *self._weigh(dossier), at, over=True)):
                yield finding
        old = [d.account for d in self._dossiers.values() if now - d.seen > _KEEP]
        old += [account for account, seen in self._passers.items() if now - seen[1] > _KEEP]
        for account in old:
            self._drop(account)
        self._side.forget_before(now - _KEEP)

    def _drop(self, account: str) -> None:
        self._dossiers.pop(account, None)
        self._passers.pop(account, None)
        self._accounts.pop(account, None)
        self._evidence.pop(account, None)
        self._graph.remove(account)
        self._dropped.add(account)

    def _subject(self, dossier: Dossier, score: Score) -> FakeAccount:
        operators = self._graph.operators(dossier.account)
        account = self._accounts.get(dossier.account) or Account(self._page.name, dossier.account, _utc(dossier.seen))
        official = next(iter(self._officials.profiles), None)
        answered = self._side.answered
        return FakeAccount(
            account=account,
            variant=score.variant,
            suspicion=score.suspicion if dossier.verdict is None else dossier.peak,
            replies=dossier.count,
            customers=tuple(dict.fromkeys(r.customer for r in dossier.replies)),
            items=tuple(r.item for r in dossier.replies),
            first_reply_at=_utc(dossier.replies[0].at if dossier.replies else dossier.first),
            unanswered=self._unanswered(dossier),
            operators=operators,
            graph=edges_around(dossier, official, operators, answered),
        )

    def _unanswered(self, dossier: Dossier) -> tuple[str, ...]:
        targets = dict.fromkeys(r.to for r in sorted(dossier.replies, key=lambda r: r.at - r.age))
        return tuple(t for t in targets if t not in self._side.answered and t not in self._side.deleted)

    def suspicions(self) -> Iterable[Suspicion]:
        """One row for every account that wrote here; 0 for ordinary customers."""
        for account in sorted(self._passers):
            yield Suspicion(self._page.name, account, 0.0, None, None, self._passers[account][0], ())
        for account in sorted(self._dossiers):
            dossier = self._dossiers[account]
            variant = self._weigh(dossier)[1].variant if dossier.peak >= 0.5 else None
            at = _utc(dossier.alerted_at) if dossier.alerted_at else None
            evidence = self._evidence.get(account, ())
            yield Suspicion(self._page.name, account, round(dossier.peak, 6), variant, at, dossier.count, evidence)

    # State

    def changed_state(self) -> StateRows:
        """A row for every account that changed, and rows of what the official accounts did."""
        rows: dict[str, Any] = {f"account {account}": self._row(account) for account in sorted(self._changed)}
        rows |= {f"account {account}": None for account in sorted(self._dropped)}
        rows |= self._side.changed_rows()
        page = {"follows": sorted(self._follows), "swept": self._swept}
        page["profiles"] = [_profile_row(a) for a in self._officials.profiles.values()]
        if page != self._saved_page:
            rows["page"] = self._saved_page = page
        if self._changed:
            rows["clock"] = [self._clock.inside, self._clock.outside]
        self._changed.clear()
        self._dropped.clear()
        return rows

    def _row(self, account: str) -> Any:
        if account in self._passers:
            return {"passed": self._passers[account]}
        dossier = self._dossiers.get(account)
        if dossier is None:
            return None
        evidence = [[e.signal, e.value, e.weight, e.detail] for e in self._evidence.get(account, ())]
        return dossier.row() | {"profile": _profile_row(self._accounts[account]), "evidence": evidence}

    def restore(self, rows: StateRows) -> None:
        """Continue from saved rows."""
        page = rows.get("page")
        if page is not None:
            self._follows, self._swept = set(page["follows"]), page["swept"]
            for values in page["profiles"]:
                self._learn_official(_account(self._page.name, values))
        self._clock.inside, self._clock.outside = rows.get("clock") or (0, 0)
        for key, row in rows.items():
            kind, _, account = key.partition(" ")
            if kind == "account" and row is not None:
                self._restore_account(account, row)
            elif kind in {"answers", "official"} and row is not None:
                self._side.restore(key, row)
        self._dirty.clear()
        self._changed.clear()

    def _restore_account(self, account: str, row: Any) -> None:
        if "passed" in row:
            self._passers[account] = list(row["passed"])
            return
        dossier = self._dossiers[account] = Dossier.of_row(account, row)
        self._accounts[account] = _account(self._page.name, row["profile"])
        self._evidence[account] = tuple(Evidence(*values) for values in row["evidence"])
        if dossier.verdict == "fake":
            self._fakes.add(account)
        if dossier.told:
            self._told.add(account)
        if dossier.suspected:
            self._suspect(dossier)
            for reply in dossier.replies:
                for contact in reply.contacts:
                    self._graph.add_contact(account, contact)


_PROFILE = ("id", "handle", "name", "bio", "avatar", "followers", "following", "posts", "verified", "url")


def _profile_row(account: Account) -> dict[str, Any]:
    row = {name: value for name in _PROFILE if (value := getattr(account, name)) is not None}
    made = {"created_at": account.created_at.isoformat()} if account.created_at else {}
    return row | made | {"seen_at": account.seen_at.isoformat()}


def _account(page: str, row: dict[str, Any]) -> Account:
    made = datetime.fromisoformat(row["created_at"]) if "created_at" in row else None
    seen = datetime.fromisoformat(row["seen_at"])
    fields: dict[str, Any] = {name: row.get(name) for name in _PROFILE}
    return Account(page=page, seen_at=seen, created_at=made, **fields)


def _handles(page: Page) -> list[str]:
    """The official accounts that are handles, not ids."""
    names = [a.removeprefix("@").partition("@")[0] for a in page.official_accounts]
    return [n.removesuffix(".bsky.social") for n in names if not n.isdigit() and ":" not in n]


def _shown(account: Account) -> tuple[object, ...]:
    return account.name, account.handle, account.bio, account.avatar, account.followers, account.verified


def _note(people: list[str], person: str) -> None:
    if person not in people and len(people) < 200:
        people.append(person)


def _step(customers: int) -> int:
    """The customers rounded down to 1, 2, 4, 8…: an update is worth sending each time they double."""
    return 1 << (max(1, customers).bit_length() - 1)


def _utc(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
