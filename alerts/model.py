"""An alert, as the public format has it, and the named reasons for telling it or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from detectors.findings import Severity

Event = Literal["opened", "escalated", "updated", "closed"]
Action = Literal[
    "extend_opening_hours",
    "communicate",
    "ignore_fake",
    "answer_customers",
    "report_to_platform",
    "warn_customers",
    "escalate_security",
    "escalate_communications",
    "take_private",
    "prepare",
]


class Reason(StrEnum):
    """Why something is told, or not."""

    FIRST = "first"
    WORSE = "worse"
    NEWS = "news"
    BACK = "back"
    CLOSED = "closed"
    REVIEW = "to look at"
    NOTHING_NEW = "nothing new"
    TOO_SOON = "held: told a moment ago"
    QUIET_HOURS = "held: quiet hours"
    SILENCED = "silenced"
    OTHER_KIND = "not for this channel: kind"
    OTHER_PAGE = "not for this channel: page"
    NOT_SEVERE = "not for this channel: severity"


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to do. `numbers` holds the action's own fields of the public format (until, days, coverage …)."""

    action: Action
    text: str
    numbers: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A piece of evidence in the team's language."""

    signal: str
    value: float
    weight: float
    text: str


@dataclass(frozen=True, slots=True)
class Alert:
    """What the team is told. `subject` is plain JSON as in the public format.

    `id` is its fingerprint: the same incident, event and moment are the same alert, and are told once. `page` is where
    the matter was first seen, `pages` are all that it is about.
    """

    id: str
    incident: str
    kind: str
    event: Event
    page: str
    brand: str
    at: datetime
    severity: Severity
    confidence: float
    subject: dict[str, Any]
    evidence: tuple[Reasoned, ...]
    advice: tuple[Advice, ...]
    title: str
    body: str
    language: str
    reason: Reason
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Silence:
    """Somebody wants to hear nothing until `until` about a page, a kind or one incident; None means any of them.

    `why` is what they gave as their reason.
    """

    until: datetime
    page: str | None = None
    kind: str | None = None
    incident: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A storm on one page in one stretch; an incident has one part or several, on other pages or on other days.

    `key` is its finding's, `seen_at` when it was last found to go on. `observed` and `expected` are complaints in
    `window_minutes` by then, `excess` and `people` count since `started_at`. `topics` are keys of topics, the largest
    first. `is_told` says whether the team knows of this part.
    """

    page: str
    key: str
    incident: str
    started_at: datetime
    seen_at: datetime
    closed_at: datetime | None
    observed: float
    expected: float
    window_minutes: int
    excess: float
    people: int
    topics: tuple[str, ...]
    is_told: bool


@dataclass(frozen=True, slots=True)
class Incident:
    """One storm, fake account, threat or blind page from its opening to its closing, with what was last told of it.

    `key` is the finding's; `id` is what alerts carry. `severity` and `level` are the highest told, `novelty` the last.
    `told_before` are the novelties told earlier: a topic that comes back is no news. `told_at` is when the team was
    last told. `parts`, filled in for telling, are its storms on other pages and on earlier days.
    """

    id: str
    kind: str
    page: str
    key: str
    opened_at: datetime
    severity: Severity
    level: int
    novelty: str
    told_at: datetime
    closed_at: datetime | None = None
    told_before: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
