"""Turns a suspect's case into a finding, once for every change that is worth telling."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from detectors.fakes.account_graph import edges_around
from detectors.fakes.account_rows import utc
from detectors.fakes.acquaintances import Acquaintances
from detectors.fakes.dossier import Dossier
from detectors.fakes.scorecard import Score
from detectors.findings import Evidence, FakeAccount, Finding, Kind, Severity

_STEPS = (10, 30, 100, 300)
_SCAM_LEVELS = 2
_DAY = 86400
_FEW = 4


def subject_of(
    dossier: Dossier,
    score: Score,
    people: Acquaintances,
    official: str | None,
    answered: Mapping[str, int],
    gone: Callable[[str], bool],
) -> FakeAccount:
    """The case in numbers and names.

    `answered` holds the items that an official account answered, `gone` says whether an item was deleted.
    """
    operators = people.graph.operators(dossier.account)
    targets = dict.fromkeys(reply.to for reply in sorted(dossier.replies, key=lambda r: r.at - r.age))
    return FakeAccount(
        account=people.profile(dossier.account),
        variant=score.variant,
        suspicion=score.suspicion if dossier.verdict is None else dossier.peak,
        replies=dossier.count,
        customers=dossier.customers,
        items=tuple(reply.item for reply in dossier.replies),
        first_reply_at=utc(dossier.replies[0].at if dossier.replies else dossier.first),
        unanswered=tuple(item for item in targets if item not in answered and not gone(item)),
        operators=operators,
        graph=edges_around(dossier, official, operators, answered),
    )


def finding_of(
    page: str, subject: FakeAccount, evidence: tuple[Evidence, ...], at: datetime, news: Sequence[Any], *, over: bool
) -> Finding:
    """The finding of a case: its level rises as it turns scam and as it reaches more customers.

    `news` is what `news_of` gave last: it makes what is new to tell.
    """
    scam = subject.variant == "scam"
    reached = sum(len(subject.customers) >= step for step in _STEPS)
    return Finding(
        kind=Kind.FAKE_ACCOUNT,
        page=page,
        key=subject.account.id,
        at=at,
        severity=Severity.CRITICAL if scam else Severity.WARNING,
        confidence=subject.suspicion,
        subject=subject,
        evidence=evidence,
        level=reached + (_SCAM_LEVELS if scam else 0),
        novelty=" ".join(map(str, news[:2])),
        over=over,
    )


def news_of(subject: FakeAccount, told: Sequence[Any], at: int) -> list[Any]:
    """Variant, customers and time (seconds) of the last news: `told`, or this case as it is now.

    It is news when the variant changes, when the customers double (to four or more), and a day after the last news if
    there is any new customer: so the list of whom to answer is never older than a day, for a handful of updates.
    """
    customers = len(subject.customers)
    stands = (
        bool(told)
        and told[0] == subject.variant
        and customers < max(_FEW, 2 * told[1])
        and not is_due(told, customers, at)
    )
    return list(told) if stands else [subject.variant, customers, at]


def is_due(told: Sequence[Any], customers: int, at: int) -> bool:
    """Whether there are customers who were not told of for a day."""
    return bool(told) and customers > told[1] and at - told[2] >= _DAY


def content_of(subject: FakeAccount, *, over: bool) -> list[object]:
    """What makes a case worth telling again when it changes."""
    return [len(subject.items), len(subject.customers), subject.variant, over]
