"""The domain's words: what is seen on a page, how it was read, and what was found in it.

All times are aware UTC. All ids are opaque strings in the platform's own form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, Literal, Protocol

# --- What is seen -----------------------------------------------------------------------------------------------------

ItemKind = Literal["post", "comment", "review"]


@dataclass(frozen=True, slots=True)
class Item:
    """A post, comment or review on a watched page.

    `seen_at` is when the watchdog saw it, `created_at` what the platform says. `root` is the top of its thread and
    `reply_to` the item it answers; both are None for the top itself. `rating` is 1 to 5.
    """

    page: str
    id: str
    author: str
    created_at: datetime
    seen_at: datetime
    text: str
    kind: ItemKind = "comment"
    reply_to: str | None = None
    root: str | None = None
    url: str | None = None
    language: str | None = None
    rating: int | None = None
    likes: int | None = None
    shares: int | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody's profile as it was at `seen_at`. None means the platform does not tell: it is evidence of nothing."""

    page: str
    id: str
    seen_at: datetime
    handle: str | None = None
    name: str | None = None
    bio: str | None = None
    avatar: str | None = None
    created_at: datetime | None = None
    followers: int | None = None
    following: int | None = None
    posts: int | None = None
    verified: bool | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Follow:
    """`source` follows `target` (account ids)."""

    page: str
    seen_at: datetime
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Poll:
    """The window [start, end) was observed (`ok`) or not. Time that no ok poll covers is unobserved, never empty."""

    page: str
    seen_at: datetime
    start: datetime
    end: datetime
    ok: bool
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Deletion:
    """The item was deleted or hidden."""

    page: str
    seen_at: datetime
    item: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an analyst said of an account."""

    page: str
    seen_at: datetime
    account: str
    verdict: Literal["fake", "legit"]
    by: str | None = None


Observation = Item | Account | Follow | Poll | Deletion | Verdict


# --- How it was read --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says. `complaint`, `offensive` and `threat` are calibrated probabilities in [0, 1].

    `language` is one of nl, sv, da, no, en, de, or "und". `because` names the words or rules that weighed most.
    `danger` says what a threat is about, or "self_harm" where the writer is in danger; None where there is none.
    """

    language: str
    complaint: float
    offensive: float
    threat: float
    because: tuple[str, ...] = ()
    danger: str | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """An item in its context, as detectors see it.

    `author` is its author's profile as last seen before or with it (only the id if no more is known). `parent` is the
    item it answers, None for the top of a thread or where it is not known (yet). `official` says whether the author
    speaks for the brand. `edited` marks a new text of an item seen before.
    """

    item: Item
    reading: Reading
    author: Account
    official: bool
    parent: Item | None = None
    parent_reading: Reading | None = None
    parent_official: bool = False
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """What is new on one page at one moment `at`: duplicates are gone, the order is the order of arrival."""

    page: str
    at: datetime
    comments: tuple[Comment, ...] = ()
    accounts: tuple[Account, ...] = ()
    follows: tuple[Follow, ...] = ()
    polls: tuple[Poll, ...] = ()
    deletions: tuple[Item, ...] = ()
    verdicts: tuple[Verdict, ...] = ()


# --- What was found ---------------------------------------------------------------------------------------------------


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


# --- What a detector is -----------------------------------------------------------------------------------------------

StateRows = Mapping[str, Any]
"""A detector's state as plain JSON values under stable keys; None stands for a row to drop."""


class Detector(Protocol):
    """Watches one page. The same batches in the same order give the same findings and the same state."""

    def observe(self, batch: Batch) -> None:
        """Take in what is new."""
        ...

    def findings(self, at: datetime) -> Sequence[Finding]:
        """What holds at `at`, which never runs backwards; the last finding of each key has `over` set."""
        ...

    def changed_state(self) -> StateRows:
        """The rows of state that changed since this was last asked."""
        ...

    def restore(self, rows: StateRows) -> None:
        """Continue from saved rows, exactly as if never stopped."""
        ...
