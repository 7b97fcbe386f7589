"""Accounts that are worth a look and no alarm: which they are, and how the digest tells of them."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from alerts.evidence import sentence
from alerts.model import Silence
from alerts.names import full_name
from alerts.quoting import quotable
from alerts.wording.phrases import Phrases
from config.schema import Channel, FakeAccountSettings, Page
from detectors.findings import Case, Evidence
from detectors.model import Account

Level = Literal["info", "review", "alert"]

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Review:
    """An account to look at. `suspicion` is None of one that was hunted: it has not spoken, so nothing is known."""

    page: Page
    account: Account
    suspicion: float | None
    evidence: tuple[Evidence, ...]


def level_of(case: Case, settings: FakeAccountSettings) -> Level:
    """Whether an account is alerted, worth a look, or neither. A verdict of the team goes before any number."""
    if case.verdict is not None:
        return "alert" if case.verdict == "fake" else "info"
    # What was alerted and fell silent is no case any more, and still no news.
    if case.told or (case.gate and case.suspicion >= settings.alert_above):
        return "alert"
    return "review" if case.subject.items and case.suspicion >= settings.review_above else "info"


def wants_reviews(channel: Channel, page: str, silences: Sequence[Silence]) -> bool:
    """Whether a channel's digest tells of accounts to look at on a page; one for critical alerts only never does.

    `silences` are those that hold now.
    """
    if not {"digest", "fake_account"} <= set(channel.kinds) or channel.min_severity == "critical":
        return False
    silent = any(s.page in (None, page) and s.kind in (None, "fake_account") and not s.incident for s in silences)
    return not silent and (not channel.pages or page in channel.pages)


def last_due(channel: Channel, digest_at: str, at: datetime, zone: str) -> datetime:
    """The last moment until `at` when the channel's digest was due: the end of its quiet hours, else `digest_at`."""
    clock = (channel.quiet_hours or digest_at)[-5:]
    local = at.astimezone(ZoneInfo(zone))
    due = local.replace(hour=int(clock[:2]), minute=int(clock[3:]), second=0, microsecond=0, fold=0)
    return (due if due <= local else due - timedelta(days=1)).astimezone(at.tzinfo)


def review_lines(reviews: Sequence[Review], say: Phrases) -> Iterator[str]:
    """Lines of the digest: who, how sure, because of what, and the command to look with."""
    yield say.say("digest.review")
    for review in reviews[:_SHOWN]:
        name, why = full_name(review.account), top_reason(review.evidence, say)
        if review.suspicion is None:
            yield "- " + say.say("digest.review_hunted", name=name, reason=why)
        else:
            percent = say.percent(min(0.99, review.suspicion))
            yield "- " + say.say("digest.review_spoke", name=name, percent=percent, reason=why)
        account = shlex.quote(quotable(review.account.id, 120))
        yield "  " + say.say("digest.review_how", account=account, page=shlex.quote(quotable(review.page.name, 80)))
    if len(reviews) > _SHOWN:
        yield "- " + say.say("digest.review_more", len(reviews) - _SHOWN)


def top_reason(evidence: Sequence[Evidence], say: Phrases) -> str:
    """The heaviest piece of evidence against an account in words; a dash if there is none."""
    against = [piece for piece in evidence if piece.weight > 0]
    return sentence(max(against, key=lambda piece: piece.weight), say) if against else "–"


def review_row(review: Review, say: Phrases) -> dict[str, Any]:
    """In the digest's `subject`."""
    account = review.account
    return {
        "page": review.page.name,
        "account": {"id": account.id, "handle": account.handle, "name": account.name, "url": account.url},
        "suspicion": None if review.suspicion is None else round(review.suspicion, 6),
        "reason": top_reason(review.evidence, say),
    }
