"""The digest: one alert from those that waited for the end of the quiet hours, and accounts to look at."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from alerts.model import Advice, Alert, Reason
from alerts.quoting import plain
from alerts.reviews import Review, review_lines, review_row
from alerts.wording.phrases import Phrases, load
from config.schema import Language
from detectors.findings import Severity

_STALE = ("extend_opening_hours", "prepare")
"""Actions for the evening that has passed by the morning."""

Told = Mapping[str, Any]
"""An alert in the public format."""


def compose_digest(
    held: Sequence[Told], at: datetime, zone: str, language: Language, reviews: Sequence[Review] = ()
) -> Alert:
    """One alert about those held back: a line per incident, as it stands now, with what is still to be done.

    Args:
        held: the alerts held back for one channel, in the public format.
        at: now.
        zone: IANA name of the zone in which times are shown.
        language: of the digest.
        reviews: accounts to look at; at least one where nothing was held back.
    """
    local, say = at.astimezone(ZoneInfo(zone)), load(language)
    last = _last_of_each(held)
    name = _name(held, reviews)
    advice = tuple(_advice(told) for told in last if told["event"] != "closed")
    pages = [*(told["page"] for told in last), *(review.page.name for review in reviews)]
    brands = [*(told["brand"] for told in last), *(review.page.brand for review in reviews)]
    incidents, looked_at = [_line_of_subject(told) for told in last], [review_row(review, say) for review in reviews]
    return Alert(
        id=f"digest-{name}-{at:%y%m%d%H%M%S}",
        incident=f"digest-{name}",
        kind="digest",
        event="opened",
        page=", ".join(dict.fromkeys(pages)),
        brand=", ".join(dict.fromkeys(brands)),
        at=local,
        severity=max((Severity[told["severity"].upper()] for told in last), default=Severity.INFO),
        confidence=1.0,
        subject={"incidents": incidents} | ({"reviews": looked_at} if reviews else {}),
        evidence=(),
        advice=tuple(a for of_one in advice for a in of_one),
        title=say.say("digest.title", n=len(last)) if last else say.say("digest.title_review", n=len(reviews)),
        body="\n\n".join(_parts(say, local, held, last, reviews)),
        language=language,
        reason=Reason.QUIET_HOURS if last else Reason.REVIEW,
    )


def _name(held: Sequence[Told], reviews: Sequence[Review]) -> str:
    names = [*(told["id"] for told in held), *(f"{review.page.name} {review.account.id}" for review in reviews)]
    return hashlib.sha256("\0".join(names).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _last_of_each(held: Sequence[Told]) -> list[Told]:
    """The newest alert of each incident, the most severe first, then the oldest."""
    newest = {told["incident"]: told for told in sorted(held, key=_time)}
    return sorted(newest.values(), key=lambda told: (-Severity[told["severity"].upper()], _time(told)))


def _parts(
    say: Phrases, now: datetime, held: Sequence[Told], last: Sequence[Told], reviews: Sequence[Review]
) -> Iterator[str]:
    if held:
        since = min(map(_time, held)).astimezone(now.tzinfo)
        yield say.say("digest.lead", n=len(last), since=say.moment(since, now))
    still_open = [told for told in last if told["event"] != "closed"]
    over = [told for told in last if told["event"] == "closed"]
    for heading, group in (("digest.open", still_open), ("digest.over", over)):
        if group:
            yield "\n".join([say.say(heading), *(line for told in group for line in _lines(say, now, told))])
    if reviews:
        yield "\n".join(review_lines(reviews, say))


def _lines(say: Phrases, now: datetime, told: Told) -> Iterator[str]:
    moment = say.moment(_time(told).astimezone(now.tzinfo), now)
    yield f"- {moment} {plain(told['title'], 80)} ({told['incident']})"
    if told["event"] != "closed":
        for number, advice in enumerate(_advice(told), 1):
            yield f"  {number}. {advice.text}"


def _advice(told: Told) -> tuple[Advice, ...]:
    fresh = [row for row in told["advice"] if row["action"] not in _STALE]
    numbers = [tuple((k, v) for k, v in row.items() if k not in ("action", "text")) for row in fresh]
    return tuple(Advice(row["action"], row["text"], extra) for row, extra in zip(fresh, numbers, strict=True))


def _line_of_subject(told: Told) -> dict[str, Any]:
    return {key: told[key] for key in ("incident", "kind", "event", "page", "at", "severity", "title")}


def _time(told: Told) -> datetime:
    return datetime.fromisoformat(told["at"])
