"""Gathers all evidence of one account and adds it up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from config.schema import Page
from detectors.fakes.account_graph import graph_evidence, vouching_evidence
from detectors.fakes.account_rows import utc
from detectors.fakes.acquaintances import Acquaintances
from detectors.fakes.brand_names import BrandNames
from detectors.fakes.common_word import is_short
from detectors.fakes.dossier import Dossier
from detectors.fakes.elsewhere import Facts
from detectors.fakes.identity import REACH, Look, OfficialProfiles, name_evidence, profile_evidence
from detectors.fakes.learning import Learner
from detectors.fakes.replies import LURED, behaviour_evidence, wants_money
from detectors.fakes.scorecard import Score, total, weigh
from detectors.fakes.service_words import load_words, plain
from detectors.fakes.timing import Clock, timing_evidence
from detectors.findings import Evidence
from detectors.model import Account

_JOKERS = frozenset({"labelled_parody", "critic_name"})
"""Names that say that mockery is meant to be read as such."""


@dataclass(slots=True)
class Judgement:
    """Weighs accounts of one page.

    Args:
        page: the page.
        names: the brand's names.
        officials: the brand's profiles.
        people: everybody who wrote.
        clock: when customers write and when the team is away.
    """

    page: Page
    names: BrandNames
    officials: OfficialProfiles
    people: Acquaintances
    clock: Clock
    learner: Learner = field(default_factory=Learner)
    fakes: set[str] = field(default_factory=set)
    _bio_words: dict[str, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        words = load_words()["names"]
        self._bio_words = {kind: frozenset(map(plain, words[kind])) for kind in ("official", "parody")}

    def weigh(self, dossier: Dossier) -> tuple[tuple[Evidence, ...], Score]:
        """The evidence, heaviest first, with the weights as learnt, and the score."""
        evidence = self.learner.apply(self.evidence(dossier))
        if dossier.verdict is not None:
            evidence.append(weigh("confirmed_fake" if dossier.verdict == "fake" else "confirmed_legit", 1))
        evidence.sort(key=lambda piece: (-abs(piece.weight), piece.signal))
        learnt = self.learner
        return tuple(evidence), total(evidence, len(dossier.replies), learnt.shift, learnt.calibration)

    def evidence(self, dossier: Dossier) -> list[Evidence]:
        """The evidence with the written weights."""
        account = self.people.profile(dossier.account)
        look = self.people.look(account)
        found = self.likeness(account, utc(dossier.seen))
        found += behaviour_evidence(dossier, look, self._is_common_word, shows_follows=bool(self.people.follows))
        if dossier.replies:
            times, ages = [reply.at for reply in dossier.replies], [reply.age for reply in dossier.replies]
            found += timing_evidence(times, ages, dossier.first, self.clock)
            facts = Facts.of_row(dossier.elsewhere)
            found += graph_evidence(dossier, self.people.graph, self.fakes, facts)
            found += self._vouching(dossier, look)
            if facts.official:
                found.append(weigh("official_elsewhere", facts.official))
        if look.poses and dossier.names and not self.people.reads(*dossier.names[0]).suspicious:
            found.append(weigh("renamed", len(dossier.names) - 1))
        if dossier.counts().get("own_name") and not any(piece.signal == "other_business" for piece in found):
            found.append(weigh("other_business", 1))
        void = set() if dossier.counts().keys().isdisjoint(LURED) else set(REACH)
        void |= {"other_business"} if wants_money(dossier) else set()
        void |= {"mocking_tone", "plays_service"} if any(p.signal in _JOKERS for p in found) else set()
        return [piece for piece in found if piece.signal not in void]

    def _vouching(self, dossier: Dossier, look: Look) -> list[Evidence]:
        trust, account = self.people.trust, dossier.account
        trusted = trust.nearness(self.officials.profiles, account)
        near = trust.nearness(self.fakes, account)
        return vouching_evidence(dossier, look.poses, len(self.people.follows), trusted, near)

    def likeness(self, account: Account, at: datetime) -> list[Evidence]:
        """What an account's looks alone show, with the written weights, whether it ever spoke or not."""
        look = self.people.look(account)
        found = name_evidence(look, self._is_common_word)
        return found + profile_evidence(account, look, self.officials, self._bio_words, at)

    @property
    def _is_common_word(self) -> bool:
        flag = self.page.brand_is_common_word
        return flag if flag is not None else is_short(self.names.keys) or self.people.word.is_common
