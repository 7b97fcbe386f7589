"""The domain's words: what is seen on a page, and how it was read (what is found in it: `findings.py`).

All times are aware UTC. All ids are opaque strings in the platform's own form.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

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
