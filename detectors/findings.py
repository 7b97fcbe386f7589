"""The domain's words for what was found on a page: storms, fake accounts, threats, blindness, and how sure it is.

All times are aware UTC. All ids are opaque strings in the platform's own form.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Literal

from detectors.model import Account, Item


class Kind(StrEnum):
    """What a finding is about."""

    STORM = "storm"
    FAKE_ACCOUNT = "fake_account"
    THREAT = "threat"
    BLIND_PAGE = "blind_page"


class Severity(IntEnum):
    """How urgent it is; `str()` gives the word of the public format."""

    INFO = 0
    WARNING = 1
    CRITICAL = 2

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason, with its number and what it adds to the score (natural log-odds; 0 where it only informs).

    `signal` is a stable snake_case name that the wording has a sentence for; `detail` is a quotation or a name shown
    with it, None if there is none.
    """

    signal: str
    value: float
    weight: float = 0.0
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """What a storm is about: a short label in the page's language, its share of the storm, typical items' ids.

    `began` is when people began to speak of it more than usual, None if that is not known. `key` is the same for a
    known topic in every language and under every label; "" stands for the label itself.
    """

    label: str
    share: float
    examples: tuple[str, ...]
    began: datetime | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Hour:
    """Complaints in one stretch of `minutes` from `start`: counted, expected, and the highest still normal.

    `complaints` is None where nothing was observed, and in a forecast, where `expected` is what is foreseen on average,
    `likely` what is as likely exceeded as not, `low` and `high` hold its band, and `usual` is what would come without
    the storm.
    `observed` is the share of the stretch that was observed (0 to 1).
    """

    start: datetime
    minutes: int
    complaints: float | None
    expected: float
    upper: float
    observed: float = 1.0
    low: float | None = None
    high: float | None = None
    usual: float | None = None
    likely: float | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """One way in which a storm may go on: its probability, and the complaints above the usual in each coming hour."""

    probability: float
    excess: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Storm:
    """A storm in numbers. `observed`, `expected`, `upper`: complaints in the last `window_minutes` before `at`.

    `excess`: complaints above normal since the start. `people`: different authors since the start. `posts`: (root item
    id, complaints under it), most first. `hours`: from twelve hours before the start until now. `forecast`: the
    coming hours. `outside_hours_share`: of the complaints since the start. `exceeds_plan`: whether it is more than the
    planned event announced: larger, or `off_topic`, about something else. `learning_day`: on which day of its learning
    the page is, None once it is known. `courses`: the likelier ways in which the forecast's hours may go.
    """

    started_at: datetime
    ended_at: datetime | None
    observed: float
    expected: float
    upper: float
    window_minutes: int
    score: float
    excess: float
    people: int
    topics: tuple[Topic, ...]
    posts: tuple[tuple[str, int], ...]
    outside_hours_share: float | None
    planned: str | None
    exceeds_plan: bool
    hours: tuple[Hour, ...]
    forecast: tuple[Hour, ...]
    learning_day: int | None = None
    off_topic: bool = False
    courses: tuple[Course, ...] = ()


Variant = Literal["troll", "scam", "unclear"]


@dataclass(frozen=True, slots=True)
class Edge:
    """In the account graph: `source` did `kind` to `target` `count` times."""

    source: str
    target: str
    kind: Literal["reply", "official_reply", "follow", "shared_contact", "warning"]
    count: int = 1


@dataclass(frozen=True, slots=True)
class FakeAccount:
    """An account that poses as the brand's customer service. Items and customers are in order of time.

    `unanswered`: items of the customers it answered that no official account has answered, oldest first. `operators`:
    other accounts that seem to be run by the same hand. `formerly` is the name that it bore before a renaming that is
    told, `away_since` when it had vanished before a return that is told.
    """

    account: Account
    variant: Variant
    suspicion: float
    replies: int
    customers: tuple[str, ...]
    items: tuple[str, ...]
    first_reply_at: datetime
    unanswered: tuple[str, ...]
    operators: tuple[str, ...]
    graph: tuple[Edge, ...]
    formerly: str | None = None
    away_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What one group of evidence adds, in natural log-odds: the sum of its weights, and what its limits let count."""

    group: str
    summed: float
    counted: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """All that is held of one account now, whether it is alerted or not.

    `prior` and the shares' `counted` add up to `log_odds`. `suspicion` is the probability now, `highest` the highest
    reached, both in [0, 1]; `gate` says whether it may be alerted at all. `told` says whether it is.
    """

    subject: FakeAccount
    prior: float
    shares: tuple[Share, ...]
    log_odds: float
    suspicion: float
    gate: bool
    highest: float
    verdict: str | None
    told: bool


@dataclass(frozen=True, slots=True)
class Threat:
    """A text that threatens staff or premises, or tells of self-harm."""

    item: Item
    account: Account
    category: str


@dataclass(frozen=True, slots=True)
class BlindPage:
    """The watchdog cannot see the page since `since`; `error` is what the platform said last.

    `missed_polls` is 0 where nobody tried, as after a standstill of the machine.
    """

    since: datetime
    ended_at: datetime | None
    missed_polls: int
    error: str | None


Subject = Storm | FakeAccount | Threat | BlindPage


@dataclass(frozen=True, slots=True)
class Finding:
    """What a detector holds to be true at `at`, told again each time it is asked for as long as it lasts.

    `key` names the same storm, account or item from its first finding to its last (unique per page and kind). `level`
    rises when the matter became clearly worse; `novelty` changes when there is something new to tell (a new topic).
    `over` marks the last finding of its key. `confidence` is a calibrated probability in [0, 1].
    """

    kind: Kind
    page: str
    key: str
    at: datetime
    severity: Severity
    confidence: float
    subject: Subject
    evidence: tuple[Evidence, ...]
    level: int = 0
    novelty: str = ""
    over: bool = False


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One closed bucket of a page's series, as in the public format: `observed` is the observed share (0 to 1)."""

    page: str
    at: datetime
    window_minutes: int
    observed: float
    complaints: float
    expected: float
    upper: float
    score: float
    state: Literal["calm", "storm"]


@dataclass(frozen=True, slots=True)
class Suspicion:
    """How sure it is that an account poses as the brand: the highest value reached, with its evidence."""

    page: str
    account: str
    suspicion: float
    variant: Variant | None
    first_alert_at: datetime | None
    replies: int
    evidence: tuple[Evidence, ...]
