"""What an adapter keeps of a page between two looks, as plain JSON in the daemon's database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter, ValidationError

from watchdog.schedule import OpenPost, still_open

PROFILE_STAYS_FRESH = timedelta(hours=24)
MOST_THREADS = 200
MOST_FOREIGN = 100
_MOST_KNOWN = 5000
_FORMAT = 1


@dataclass(slots=True)
class Thread:
    """A post whose replies are read: `known` replies (and the post itself) by id, each with a mark of its version.

    `foreign`: somebody else's, who mentioned the page. `quotes`: the number of posts that quoted it when last asked.

    `asked` holds branches that had more replies than they showed, with the number they told when last asked.
    """

    post: OpenPost
    known: dict[str, str] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    foreign: bool = False
    quotes: int = 0


@dataclass(slots=True)
class Profile:
    """When an author's profile was last told, a mark of its handle and name then, and whether its picture was told."""

    at: datetime
    label: str
    pictured: bool = False


@dataclass(slots=True)
class PageMemory:
    """One page's memory; `loose` are known items outside its threads, `paused` what is not asked before a moment.

    `account` is the platform's id of the page that the config called `named`; `software` is what its server runs,
    `token_of` the account that the page's token belongs to, `pictures_from` the host of the page's own picture.

    `covered_until` ends the last window that was fully observed; `told` are the notes that still hold.
    """

    format: int = _FORMAT
    named: str = ""
    account: str | None = None
    covered_until: datetime | None = None
    threads: dict[str, Thread] = field(default_factory=dict)
    loose: dict[str, str] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    software: str = ""
    token_of: str | None = None
    pictures_from: str = ""
    officials: list[str] = field(default_factory=list)
    paused: dict[str, datetime] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def prune(self, at: datetime) -> None:
        """Forget what is no longer needed at `at`, so that the memory stays small for years."""
        # Strangers who mention the page a thousand times must not push out its own posts.
        kept = self._still_open(at, MOST_THREADS, foreign=False) | self._still_open(at, MOST_FOREIGN, foreign=True)
        self.threads = {key: self.threads[key] for key in kept}
        for thread in self.threads.values():
            thread.known = _last(thread.known)
            thread.asked = {key: count for key, count in thread.asked.items() if key in thread.known}
        self.loose = _last(self.loose)
        self.profiles = {who: seen for who, seen in self.profiles.items() if at - seen.at < PROFILE_STAYS_FRESH}
        self.paused = {what: until for what, until in self.paused.items() if until > at}

    def _still_open(self, at: datetime, most: int, *, foreign: bool) -> dict[str, OpenPost]:
        posts = {key: thread.post for key, thread in self.threads.items() if thread.foreign is foreign}
        return still_open(posts, at, most)


def load(memory: Mapping[str, Any], named: str | None) -> PageMemory:
    """The memory as it was dumped; a fresh one where there is none, its format is another, or it is of another page.

    Args:
        memory: from `dump`, or {}.
        named: the account that the config watches now.
    """
    fresh = PageMemory(named=named or "")
    if memory.get("format") != _FORMAT or memory.get("named") != fresh.named:
        return fresh
    try:
        return _JSON.validate_python(memory)
    except ValidationError:
        return fresh


def dump(memory: PageMemory) -> dict[str, Any]:
    """The memory as plain JSON."""
    plain: dict[str, Any] = _JSON.dump_python(memory, mode="json")
    return plain


def _last(known: dict[str, str]) -> dict[str, str]:
    return known if len(known) <= _MOST_KNOWN else dict(list(known.items())[-_MOST_KNOWN:])


_JSON = TypeAdapter(PageMemory)
