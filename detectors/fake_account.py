"""Finds accounts that pose as the brand's customer service on one page, and says why and whom they answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Literal

from config.opening_hours import OpeningHours
from config.schema import FakeAccountSettings, Page
from detectors.detector import StateRows
from detectors.fakes.account_rows import profile_of, profile_row, shown, utc
from detectors.fakes.acquaintances import Acquaintances
from detectors.fakes.brand_names import BrandNames
from detectors.fakes.cases import case_of
from detectors.fakes.common_word import CommonWord
from detectors.fakes.dossier import Dossier
from detectors.fakes.elsewhere import Elsewhere, Facts, Outlook
from detectors.fakes.identity import OfficialProfiles, handles_of
from detectors.fakes.judgement import Judgement
from detectors.fakes.learning import Learner
from detectors.fakes.listening import Listening
from detectors.fakes.names import ReadersEye
from detectors.fakes.official import place_of
from detectors.fakes.official_side import OfficialSide
from detectors.fakes.replies import ReplyReader
from detectors.fakes.scorecard import Score
from detectors.fakes.service_words import load_words
from detectors.fakes.telling import content_of, finding_of, is_due, news_of, subject_of
from detectors.fakes.timing import Clock
from detectors.fakes.voice import Voice
from detectors.findings import Case, Evidence, FakeAccount, Finding, Suspicion
from detectors.model import Account, Batch

_DAY = 86400
_KEEP = 90 * _DAY
_SILENT = 3 * _DAY
_TOLD_AGAIN = 45 * 60
_SERVES = 1.5
_OFTEN = 2


class FakeAccountDetector:
    """Watches one page for accounts that pose as its brand's customer service.

    Args:
        page: the page with its brand, aliases, official and trusted accounts, contacts and opening hours.
        timezone: IANA name of the page's time zone.
        settings: from which suspicion an account is alerted.
        elsewhere: what the config's pages know together; None if this page is alone.
    """

    def __init__(
        self, page: Page, timezone: str, settings: FakeAccountSettings, elsewhere: Elsewhere | None = None
    ) -> None:
        self._page, self._settings = page, settings
        words = load_words()
        self._names = BrandNames(ReadersEye(), words["names"])
        for name in (page.brand, *page.brand_aliases, *handles_of(page)):
            self._names.add(name)
        self._officials = OfficialProfiles()
        self._side = OfficialSide(page)
        self._voice = Voice()
        reader = ReplyReader(page, words["texts"], self._names, self._side, self._voice)
        self._clock = Clock(OpeningHours(page.opening_hours, timezone, page.country))
        word = CommonWord((page.brand, *page.brand_aliases))
        self._people = Acquaintances(page.name, self._names, word)
        self._listening = Listening(page, self._side, self._people, reader, self._voice, self._clock)
        self._judgement = Judgement(page, self._names, self._officials, self._people, self._clock)
        self._outlook = Outlook(place_of(page), elsewhere or Elsewhere())
        self._told: set[str] = set()
        self._swept = 0
        self._at = 0
        self._learnt = False
        self._saved_page: dict[str, Any] = {}

    def observe(self, batch: Batch) -> None:
        """Take in what is new on the page."""
        self._at = max(self._at, int(batch.at.timestamp()))
        for account in batch.accounts:
            if self._side.speaks(account.id, account.handle):
                self._learn_official(account)
            else:
                self._people.meet(account)
        for follow in batch.follows:
            if not self._side.speaks(follow.target, None):
                self._people.vouch(follow.source, follow.target)
            if follow.source in self._officials.profiles or self._side.speaks(follow.source, None):
                self._people.follows.add(follow.target)
                self._people.touch(follow.target, Dossier.follow)
        for comment in batch.comments:
            if comment.official:
                self._learn_official(comment.author)
                self._listening.hear_official(comment)
            else:
                self._listening.hear(comment)
        for item in batch.deletions:
            self._side.forget(item.id, self._at)
        for verdict in batch.verdicts:
            self._verdict(verdict.account, verdict.verdict)

    def _learn_official(self, account: Account) -> None:
        known = self._officials.profiles.get(account.id)
        if known and shown(known) == shown(account):
            return
        self._officials.add(account)
        self._side.learn(account)
        names = len(self._names.keys)
        for name in (account.name, account.handle):
            reading = self._names.read(name)
            if name and (reading.relation != "none" or name == account.handle) and not reading.generic:
                self._names.add(name)
        if len(self._names.keys) > names:
            self._people.look_again()

    def _verdict(self, account: str, verdict: Literal["fake", "legit"]) -> None:
        dossier = self._people.dossiers.get(account)
        if dossier is None:
            dossier = self._people.open(Account(self._page.name, account, utc(self._at)), self._at)
        odds = self._judgement.weigh(dossier)[1].log_odds if dossier.verdict is None else None
        dossier.verdict, dossier.closed = verdict, 0
        (self._judgement.fakes.add if verdict == "fake" else self._judgement.fakes.discard)(account)
        self._people.suspect(dossier)
        operators = self._people.graph.operators(account)
        evidence = self._judgement.evidence(dossier)
        others = self._outlook.lessons(self._at)
        learner = self._judgement.learner
        lesson = learner.learn(account, verdict == "fake", evidence, operators, self._at, odds=odds, others=others)
        self._outlook.tell(account, verdict, self._at, lesson=lesson)
        self._learnt = True
        self._people.judge_again()

    def findings(self, at: datetime) -> Sequence[Finding]:
        """Accounts at or above the alert level whose case changed since it was last told, or a moment ago.

        A change is told again for a while: whoever hears it may have told the team only a minute before.
        """
        self._at = max(self._at, int(at.timestamp()))
        self._look_around()
        recent = {account for account in self._told if self._is_recent(self._people.dossiers[account])}
        dossiers = [self._people.dossiers.get(account) for account in sorted(self._people.dirty | recent)]
        self._people.dirty.clear()
        found = [finding for dossier in dossiers if dossier and (finding := self._judge(dossier, at))]
        return [*found, *self._sweep(at)]

    def _look_around(self) -> None:
        """Hear what the other pages told since: of accounts known here, and what they learnt from the team."""
        heard = self._outlook.heard(self._at)
        for account in self._outlook.concerned(heard):
            dossier = self._people.dossiers.get(account)
            if dossier is not None and self._facts(dossier).row() != dossier.elsewhere:
                self._people.suspect(dossier)
        if any(notice.lesson for notice in heard):
            before = self._judgement.learner.factors
            self._judgement.learner.weigh_anew(self._outlook.lessons(self._at), self._at)
            if self._judgement.learner.factors != before:
                self._people.judge_again()
            self._learnt = True

    def _facts(self, dossier: Dossier) -> Facts:
        contacts = {contact for reply in dossier.replies for contact in reply.contacts}
        handle = self._people.profile(dossier.account).handle
        return self._outlook.facts(dossier.account, handle, sorted(contacts), self._at)

    def _announce(self, dossier: Dossier, score: Score) -> None:
        """Tell the other pages what a suspect does here."""
        for contact in sorted({contact for reply in dossier.replies for contact in reply.contacts}):
            self._outlook.tell(dossier.account, "contact", self._at, contact=contact)
        if score.groups["claim"] >= _SERVES and len(dossier.replies) >= _OFTEN:
            self._outlook.tell(dossier.account, "serves", self._at)

    def _judge(self, dossier: Dossier, at: datetime) -> Finding | None:
        if dossier.suspected:
            dossier.elsewhere = self._facts(dossier).row()
        evidence, score = self._judgement.weigh(dossier)
        if dossier.suspected:
            self._announce(dossier, score)
        if dossier.verdict is not None:
            dossier.peak = 1.0 if dossier.verdict == "fake" else 0.0
            self._people.evidence[dossier.account] = evidence
        elif score.suspicion >= dossier.peak:
            dossier.peak = score.suspicion
            self._people.evidence[dossier.account] = evidence
        self._people.changed(dossier.account)
        if dossier.verdict == "legit":
            return self._tell(dossier, evidence, score, at, over=True) if dossier.told else None
        alarming = dossier.verdict == "fake" or (score.gate and score.suspicion >= self._settings.alert_above)
        anew = alarming and dossier.count > dossier.closed
        if not dossier.replies or not (anew or dossier.told):
            return None
        return self._tell(dossier, evidence, score, at, over=False)

    def _tell(
        self, dossier: Dossier, evidence: tuple[Evidence, ...], score: Score, at: datetime, *, over: bool
    ) -> Finding | None:
        subject = self._subject(dossier, score)
        content, news = content_of(subject, over=over), news_of(subject, dossier.news, int(at.timestamp()))
        if dossier.told != content or dossier.news != news:
            dossier.alerted_at = dossier.alerted_at or int(at.timestamp())
            dossier.told, dossier.news = [] if over else content, news
            (self._told.discard if over else self._told.add)(dossier.account)
            self._people.changed(dossier.account)
        elif not self._is_recent(dossier):
            return None
        return finding_of(self._page.name, subject, evidence, at, news, over=over)

    def _subject(self, dossier: Dossier, score: Score) -> FakeAccount:
        official, gone = next(iter(self._officials.profiles), None), self._side.deleted.__contains__
        return subject_of(dossier, score, self._people, official, self._side.answered, gone)

    def case(self, account: str) -> Case | None:
        """All that is held of an account now; None of somebody who only passed by."""
        dossier = self._people.dossiers.get(account)
        if dossier is None:
            return None
        evidence, score = self._judgement.weigh(dossier)
        return case_of(dossier, evidence, score, self._subject(dossier, score))

    def likeness(self, account: Account) -> tuple[Evidence, ...]:
        """What the looks of an account show that may never have spoken."""
        return tuple(self._judgement.likeness(account, account.seen_at))

    def _is_recent(self, dossier: Dossier) -> bool:
        waits = is_due(dossier.news, len(dossier.customers), self._at)
        return waits or self._at - max([dossier.seen, *dossier.news[2:]]) <= _TOLD_AGAIN

    def _sweep(self, at: datetime) -> Iterator[Finding]:
        """Once a day: close the cases that went silent, forget who was not seen for long."""
        now = int(at.timestamp())
        if now // _DAY == self._swept:
            return
        self._swept = now // _DAY
        for dossier in [self._people.dossiers[account] for account in sorted(self._told)]:
            if now - dossier.seen > _SILENT:
                dossier.closed = dossier.count
                if finding := self._tell(dossier, *self._judgement.weigh(dossier), at, over=True):
                    yield finding
        self._people.forget_before(now - _KEEP)
        self._side.forget_before(now - _KEEP)

    def suspicions(self) -> Iterable[Suspicion]:
        """One row for every account that wrote here; 0 for ordinary customers."""
        page, people = self._page.name, self._people
        for account in sorted(people.passers):
            yield Suspicion(page, account, 0.0, None, None, people.passers[account][0], ())
        for account in sorted(people.dossiers):
            dossier = people.dossiers[account]
            variant = self._judgement.weigh(dossier)[1].variant if dossier.peak >= 0.5 else None
            at = utc(dossier.alerted_at) if dossier.alerted_at else None
            evidence = people.evidence.get(account, ())
            yield Suspicion(page, account, round(dossier.peak, 6), variant, at, dossier.count, evidence)

    def changed_state(self) -> StateRows:
        """A row for every account that changed, and rows of what the official accounts did."""
        rows: dict[str, Any] = self._people.changed_rows()
        if rows:
            rows["clock"] = [self._clock.inside, self._clock.outside]
            rows["word"] = [self._people.word.seen, self._people.word.plain]
        page: dict[str, Any] = {"follows": sorted(self._people.follows), "swept": self._swept}
        page["profiles"] = [profile_row(account) for account in self._officials.profiles.values()]
        if page != self._saved_page:
            rows["page"] = self._saved_page = page
        if self._learnt:
            rows["learner"], self._learnt = self._judgement.learner.row(), False
        rows |= self._outlook.changed_rows() | self._people.trust.changed_rows()
        return rows | dict(self._side.changed_rows()) | dict(self._voice.changed_rows())

    def restore(self, rows: StateRows) -> None:
        """Continue from saved rows."""
        page = rows.get("page")
        if page is not None:
            self._people.follows, self._swept = set(page["follows"]), page["swept"]
            for values in page["profiles"]:
                self._learn_official(profile_of(self._page.name, values))
        if "learner" in rows:
            self._judgement.learner = Learner.of_row(rows["learner"])
        self._clock.inside, self._clock.outside = rows.get("clock") or (0, 0)
        self._people.word.seen, self._people.word.plain = rows.get("word") or (0, 0)
        for key, row in rows.items():
            kind, _, account = key.partition(" ")
            if kind == "account" and row is not None:
                self._people.restore(account, row)
            elif kind in {"answers", "official", "deleted"} and row is not None:
                self._side.restore(key, row)
            elif kind == "notice" and row is not None:
                self._outlook.restore(account, row)
            elif kind == "trust" and row is not None:
                self._people.trust.restore(account, row)
            elif kind == "voice" and row is not None:
                self._voice.restore(key, row)
        dossiers = self._people.dossiers
        self._judgement.fakes = {account for account, dossier in dossiers.items() if dossier.verdict == "fake"}
        self._told = {account for account, dossier in dossiers.items() if dossier.told}
        self._people.restored()
