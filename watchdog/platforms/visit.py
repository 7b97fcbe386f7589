"""What one look gathers: new and changed items, gone ones, profiles, relations, and whether it saw everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from config.schema import Page
from detectors.model import Account, Deletion, Follow, Item, Observation, Poll
from watchdog.platforms.http import authority
from watchdog.platforms.memory import PageMemory, Profile, Thread, dump
from watchdog.platforms.port import Look, PlatformError
from watchdog.schedule import OpenPost, is_due

FIRST_WINDOW = timedelta(days=7)
_GIVE_UP_AFTER = 3
_OF_THREAD = "thread "
_MANY_HIDDEN = 20


class Visit:
    """One look at one page, as it grows. `memory` is changed in place and becomes the look's memory.

    Args:
        page: the page.
        memory: what is known of it.
        at: when (aware UTC).
    """

    def __init__(self, page: Page, memory: PageMemory, at: datetime) -> None:
        self.page, self.memory, self.at = page, memory, at
        self.first = memory.covered_until is None
        self.set_aside = 0
        self.new_authors: dict[str, Account] = {}
        self.quotes: dict[str, int] = {}
        self.pictures_wanted: set[str] = set()
        self._items: dict[str, Item] = {}
        self._accounts: dict[str, Account] = {}
        self._follows: set[Follow] = set()
        self._deleted: list[str] = []
        self._notes: dict[str, str] = {}
        self._failure: PlatformError | None = None
        self._not_before: datetime | None = None

    def open_thread(self, top: str, active_at: datetime, *, foreign: bool = False) -> None:
        """Read the replies of this post from now on; `foreign`: it is not the page's own."""
        self.memory.threads.setdefault(top, Thread(OpenPost(min(active_at, self.at)), foreign=foreign))

    def saw(self, item: Item, version: str, author: Account) -> bool:
        """Take in an item; False if this version of it was told before.

        Args:
            item: as it is now.
            version: a mark that changes with its text.
            author: as much as the item's payload tells of its author.
        """
        thread = self.memory.threads.get(item.root or item.id)
        earlier = self.memory.loose.pop(item.id, None) if thread else None
        known = thread.known if thread else self.memory.loose
        before = known.get(item.id, earlier)
        known[item.id] = version
        if before == version:
            return False
        self._items[item.id] = item
        if author.id != self.memory.account and self._answers_somebody(item):
            self.pictures_wanted.add(author.id)
        if self._is_news(author):
            self.new_authors[author.id] = author
        return True

    def knows(self, item: str) -> bool:
        """Whether the item was told before or is about to be."""
        return item in self.memory.loose or any(item in thread.known for thread in self.memory.threads.values())

    def watches_own_posts(self) -> bool:
        """Whether posts of the page itself are open, so that an empty answer about them cannot be true."""
        return any(not thread.foreign for thread in self.memory.threads.values())

    def gone(self, item: str, top: str | None = None) -> None:
        """The platform confirmed that the item is no longer there."""
        self._deleted.append(item)
        self._items.pop(item, None)
        self.memory.loose.pop(item, None)
        if top in self.memory.threads:
            self.memory.threads[top].known.pop(item, None)
        self.memory.threads.pop(item, None)

    def told_profile(self, account: Account) -> None:
        """Take in a full profile, fresh for a day."""
        self._accounts[account.id] = account
        self.new_authors.pop(account.id, None)
        self.memory.profiles[account.id] = Profile(self.at, _label(account), pictured=not account.avatar)
        if account.id == self.memory.account:
            self.memory.pictures_from = authority(account.avatar)

    def accounts_without_picture(self) -> list[Account]:
        """The told accounts whose picture matters and is still only an address."""
        wanted = (self._accounts.get(who) for who in sorted(self.pictures_wanted))
        return [account for account in wanted if account is not None and account.avatar]

    def told_picture(self, account: str, picture: str | None) -> None:
        """The account's picture as a `data:` URI; None leaves its address."""
        self.memory.profiles[account].pictured = True
        if picture is not None:
            self._accounts[account] = replace(self._accounts[account], avatar=picture)

    def told_follow(self, source: str, target: str) -> None:
        """Take in that one account follows another."""
        self._follows.add(Follow(self.page.name, self.at, source, target))

    def due_threads(self, counts: dict[str, int]) -> list[str]:
        """The posts whose replies are to be read now, longest unread first; `counts` is what the platform tells now."""
        due = [
            (thread.post.read_at, top)
            for top, thread in self.memory.threads.items()
            if is_due(thread.post, self.at, self.page.poll_every, counts.get(top))
        ]
        return [top for _, top in sorted(due, key=lambda pair: (pair[0] is not None, pair[0] or self.at, pair[1]))]

    def read_thread(self, top: str, replies: int, shown: int, active_at: datetime) -> None:
        """The replies of this post are read.

        Args:
            top: the post.
            replies: the number of direct replies as told.
            shown: the number of direct replies that could be read.
            active_at: when the thread last lived.
        """
        if replies - shown >= _MANY_HIDDEN and not self.memory.threads[top].foreign:
            self.note(_OF_THREAD + top, f"Only {shown} of {replies} direct replies under {top} are shown to us.")
        thread = self.memory.threads[top]
        thread.post = OpenPost(min(max(active_at, thread.post.active_at), self.at), self.at, replies)

    def failed_thread(self, top: str, failure: PlatformError) -> None:
        """The replies could not be read.

        After some failures in a row the post counts as read, so that one broken thread does not blind the page; it is
        tried again when it is due.
        """
        thread = self.memory.threads[top]
        failures = thread.post.failures + 1
        if failures < _GIVE_UP_AFTER:
            thread.post = replace(thread.post, failures=failures)
            self.failed(failure)
        else:
            thread.post = replace(thread.post, failures=failures, read_at=self.at)
            self.note(_OF_THREAD + top, f"The replies under {top} are left out: {failure}")

    def failed(self, failure: PlatformError) -> None:
        """Something could not be seen: this window does not count as observed."""
        self._failure = self._failure or failure
        if failure.retry_after is not None:
            self._not_before = max(self.at + failure.retry_after, self._not_before or self.at)

    def note(self, key: str, sentence: str) -> None:
        """Say something once for as long as it is said at every look."""
        self._notes[key] = sentence

    def look(self, covered_from: datetime | None = None) -> Look:
        """What was gathered. `covered_from` is where what was seen begins, if later than where the last look ended."""
        poll = self._poll(covered_from)
        if poll.ok:
            self.memory.covered_until = self.at
        notes = tuple(text for key, text in self._notes.items() if key not in self.memory.told)
        # A thread is not read at every look: what is said of it holds until it is let go.
        lasting = (key for key in self.memory.told if key.removeprefix(_OF_THREAD) in self.memory.threads)
        self.memory.told = sorted({*self._notes, *lasting})
        self.memory.prune(self.at)
        wait = None if self._not_before is None else self._not_before - self.at
        return Look((*self._observations(), poll), dump(self.memory), wait, notes, self.set_aside)

    def _observations(self) -> Iterator[Observation]:
        yield from (self.new_authors | self._accounts).values()
        yield from sorted(self._follows, key=lambda follow: (follow.source, follow.target))
        yield from parents_first(self._items.values())
        yield from (Deletion(self.page.name, self.at, item) for item in self._deleted)

    def _poll(self, covered_from: datetime | None) -> Poll:
        earliest = self.at - FIRST_WINDOW
        start = min(max(self.memory.covered_until or earliest, covered_from or earliest), self.at).astimezone(UTC)
        if self._failure is None:
            return Poll(self.page.name, self.at, start, self.at, ok=True)
        return Poll(self.page.name, self.at, start, self.at, ok=False, error=str(self._failure))

    def _is_news(self, author: Account) -> bool:
        seen = self.memory.profiles.get(author.id)
        if seen is None or seen.label != _label(author):
            return True
        return author.id in self.pictures_wanted and not seen.pictured

    def _answers_somebody(self, item: Item) -> bool:
        """Whether it answers another's words rather than the page's own post: where fakes show themselves."""
        thread = self.memory.threads.get(item.root or "")
        return item.reply_to is not None and (item.reply_to != item.root or thread is None or thread.foreign)


def parents_first(items: Iterable[Item]) -> list[Item]:
    """The items in order of time, but never a reply before what it answers."""
    waiting = {item.id: item for item in sorted(items, key=lambda item: (item.created_at, item.id))}
    ordered: list[Item] = []
    for first in list(waiting):
        chain: list[Item] = []
        key: str | None = first
        while key is not None and (item := waiting.pop(key, None)) is not None:
            chain.append(item)
            key = item.reply_to
        ordered += reversed(chain)
    return ordered


def _label(account: Account) -> str:
    """A mark that changes with handle or name; not these themselves, for the memory is to hold no names."""
    return blake2b(f"{account.handle}\n{account.name}".encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
