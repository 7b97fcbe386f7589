"""When to look next: at a page, and at each of its posts that may still get replies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

LONGEST_BACK_OFF = timedelta(minutes=15)
LONGEST_OBEDIENCE = timedelta(hours=24)
SLOWEST_READING = timedelta(hours=1)
STAYS_OPEN = timedelta(days=14)
_PACE = 10  # a post that has been silent for ten minutes is read every minute


def back_off(failures: int, random: Random, base: timedelta = timedelta(seconds=1)) -> timedelta:
    """How long to wait after so many failures in a row: exponential with full jitter, at most `LONGEST_BACK_OFF`.

    Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
    """
    growth = 2.0 ** min(max(failures, 1), 20)
    return min(base * growth, LONGEST_BACK_OFF) * random.random()


def next_look(at: datetime, poll_every: timedelta, wanted: timedelta | None, random: Random) -> datetime:
    """When to look again after a look that went well at `at`, up to a tenth early or late so that pages spread.

    `wanted` is when the platform wants to be asked at the earliest; nothing makes it sooner.
    """
    spread = poll_every * (0.9 + 0.2 * random.random())
    return at + max(spread, min(wanted or timedelta(0), LONGEST_OBEDIENCE))


def next_look_after_failure(
    at: datetime, poll_every: timedelta, failures: int, retry_after: timedelta | None, random: Random
) -> datetime:
    """When to look again after `failures` looks in a row that failed, the last one at `at`.

    Never sooner than the page's own rhythm or than the platform asked for; a platform that asks for more than
    `LONGEST_OBEDIENCE` is not believed.
    """
    wait = max(poll_every, min(poll_every + back_off(failures, random, base=poll_every), LONGEST_BACK_OFF))
    return at + max(wait, min(retry_after or timedelta(0), LONGEST_OBEDIENCE))


@dataclass(frozen=True, slots=True)
class OpenPost:
    """A post that may still get replies.

    `active_at` is its newest reply (or itself), `read_at` when its replies were last read, `replies` the number that
    the platform told then, `failures` how often in a row reading it failed. Never read: `read_at` is None.
    """

    active_at: datetime
    read_at: datetime | None = None
    replies: int = -1
    failures: int = 0


def reading_interval(post: OpenPost, at: datetime, poll_every: timedelta) -> timedelta:
    """How long the replies of `post` may stay unread: a tenth of its silence, from `poll_every` to an hour."""
    slowest = max(SLOWEST_READING, poll_every)
    return min(max((at - post.active_at) / _PACE, poll_every), slowest)


def is_due(post: OpenPost, at: datetime, poll_every: timedelta, replies: int | None = None) -> bool:
    """Whether to read its replies now: never read, another number of replies than last time, or its interval is over.

    `replies` is the number the platform tells now, None if it does not. Half an interval early counts as over when the
    next look would be late: looks come every `poll_every`.
    """
    if post.read_at is None or (replies is not None and replies != post.replies):
        return True
    return at - post.read_at >= reading_interval(post, at, poll_every) - poll_every / 2


def still_open(posts: Mapping[str, OpenPost], at: datetime, most: int) -> dict[str, OpenPost]:
    """The posts to keep reading: those with a sign of life in the last fortnight, at most `most`, latest first."""
    alive = [(key, post) for key, post in posts.items() if at - post.active_at <= STAYS_OPEN]
    alive.sort(key=lambda pair: (pair[1].active_at, pair[0]), reverse=True)
    return dict(alive[:most])
