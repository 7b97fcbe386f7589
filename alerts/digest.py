"""The morning digest: one alert from those that waited for the end of the quiet hours."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from alerts.model import Advice, Alert, Reason
from alerts.quoting import plain
from alerts.wording.phrases import Phrases, load
from config.schema import Language
from detectors.model import Severity

_STALE = ("extend_opening_hours", "prepare")
"""Actions for the evening that has passed by the morning."""

Told = Mapping[str, Any]
"""An alert in the public format."""


def compose_digest(held: Sequence[Told], at: datetime, zone: str, language: Language) -> Alert:
    """One alert about those held back: a line per incident, as it stands now, with what is still to be done.

    Args:
        held: the alerts held back for one channel, in the public format, at least one.
        at: now.
        zone: IANA name of the zone in which times are shown.
        language: of the digest.
    """
    local, say = at.astimezone(ZoneInfo(zone)), load(language)
    last = _last_of_each(held)
    still_open = [told for told in last if told["event"] != "closed"]
    over = [told for told in last if told["event"] == "closed"]
    name = hashlib.sha256("\0".join(told["id"] for told in held).encode("utf-8", "surrogatepass")).hexdigest()[:8]
    advice = tuple(_advice(told) for told in still_open)
    return Alert(
        id=f"digest-{name}-{at:%y%m%d%H%M%S}",
        incident=f"digest-{name}",
        kind="digest",
        event="opened",
        page=", ".join(dict.fromkeys(told["page"] for told in last)),
        brand=", ".join(dict.fromkeys(told["brand"] for told in last)),
        at=local,
        severity=max(Severity[told["severity"].upper()] for told in last),
        confidence=1.0,
        subject={"incidents": [_line_of_subject(told) for told in last]},
        evidence=(),
        advice=tuple(a for of_one in advice for a in of_one),
        title=say.say("digest.title", n=len(last)),
        body="\n\n".join(_parts(say, local, held, still_open, over)),
        language=language,
        reason=Reason.QUIET_HOURS,
    )


def _last_of_each(held: Sequence[Told]) -> list[Told]:
    """The newest alert of each incident, the most severe first, then the oldest."""
    newest = {told["incident"]: told for told in sorted(held, key=_time)}
    return sorted(newest.values(), key=lambda told: (-Severity[told["severity"].upper()], _time(told)))


def _parts(
    say: Phrases, now: datetime, held: Sequence[Told], still_open: Sequence[Told], over: Sequence[Told]
) -> Iterator[str]:
    since = min(map(_time, held)).astimezone(now.tzinfo)
    yield say.say("digest.lead", n=len(still_open) + len(over), since=say.moment(since, now))
    for heading, group in (("digest.open", still_open), ("digest.over", over)):
        if group:
            yield "\n".join([say.say(heading), *(line for told in group for line in _lines(say, now, told))])


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
