"""One look at one Mastodon page: its posts, the replies under them, and the mentions that its token tells of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from watchdog.platforms.mastodon_api import MastodonApi, RefusedError
from watchdog.platforms.mastodon_payloads import Reader, Status, parsed
from watchdog.platforms.mastodon_people import know_page, read_people
from watchdog.platforms.mastodon_threads import read_tree
from watchdog.platforms.port import PlatformError
from watchdog.platforms.visit import Visit
from watchdog.schedule import STAYS_OPEN

_FEED_PAGES = 10
_MENTION_PAGES = 5
_MOST_CONFIRMED = 20
_TREES_REST = timedelta(hours=1)
_FULL_TIMELINE = 20  # fewer are all that there is, even where the server's limit is lower than ours


class MastodonLook:
    """Gathers what is new. The order matters: a reply is told after its thread was read, so that its top is known.

    Args:
        api: asks for this page.
        visit: gathers.
    """

    def __init__(self, api: MastodonApi, visit: Visit) -> None:
        self._api, self._visit, self._memory = api, visit, visit.memory
        self._counts: dict[str, int] = {}
        self._replies: list[Status] = []
        self._covered_from: datetime | None = None
        self._reader: Reader

    async def read(self) -> datetime | None:
        """All of it; gives where what was seen begins, if later than where the last look ended.

        Raises:
            PlatformError: the page cannot be seen.
        """
        self._reader = await know_page(self._visit, self._api)
        await self._read_feed()
        await self._read_mentions()
        await self._read_threads()
        for status in sorted(self._replies, key=lambda status: status.created_at):
            self._saw(status, self._root_of(status))
        await read_people(self._visit, self._api)
        return self._covered_from

    async def _read_feed(self) -> None:
        """The page's posts, newest first, back to what is known or as far as is reasonable."""
        oldest, params = self._visit.at, [("limit", "40"), ("exclude_reblogs", "true")]
        told: set[str] = set()
        for _ in range(_FEED_PAGES):
            payloads, older = await self._api.many(f"v1/accounts/{self._memory.account}/statuses", params)
            posts = self._statuses(payloads)
            if not (payloads or told) and self._visit.watches_own_posts():
                nothing = f"{self._api.host} shows no posts of the page any more, and does not say why"
                self._visit.failed(PlatformError(nothing))
            fresh = {post.id for post in posts} - told
            # A server that ignores paging tells the same posts again: nothing fresh, so it ends there.
            if self._take_in(posts, of_page=True) or not fresh:
                return
            told |= fresh
            oldest = min([oldest, *(post.created_at for post in posts)])
            params = [*params[:2], ("max_id", older or posts[-1].id)]
        self._covered_from = oldest

    async def _read_mentions(self) -> None:
        """Who speaks to the page outside its own threads; only its own token tells."""
        if not self._api.signed_in:
            return
        if self._memory.token_of != self._memory.account:
            self._visit.note("token", "The token is not the page's own: mentions outside its threads are not seen.")
            return
        params = [("types[]", "mention"), ("limit", "40")]
        for _ in range(_MENTION_PAGES):
            payloads, older = await self._api.many("v1/notifications", params)
            told = [one.get("status") for one in payloads if isinstance(one, dict) and one.get("type") == "mention"]
            if self._take_in(self._statuses(told), of_page=False) or older is None or ("max_id", older) in params:
                return
            params = [*params[:2], ("max_id", older)]

    def _take_in(self, statuses: Sequence[Status], *, of_page: bool) -> bool:
        """Whether any was known, or too old to matter. One that starts a thread is opened: fakes answer there too."""
        overlap = False
        for status in statuses:
            self._counts[status.id] = status.replies_count
            if self._visit.at - status.created_at > STAYS_OPEN:
                overlap = True
                continue
            if not status.is_public or (of_page and status.account.id != self._memory.account):
                continue
            overlap |= self._visit.knows(status.id)
            if status.in_reply_to_id is None:
                foreign = status.account.id != self._memory.account
                self._visit.open_thread(status.id, status.created_at, foreign=foreign)
                self._saw(status, None)
            else:
                self._replies.append(status)
        return overlap

    async def _read_threads(self) -> None:
        if "trees" not in self._memory.paused:
            for top in self._visit.due_threads(self._counts):
                try:
                    await self._read_thread(top)
                except PlatformError as failure:
                    if isinstance(failure, RefusedError) and failure.locked:
                        self._memory.paused["trees"] = self._visit.at + _TREES_REST
                        break
                    self._visit.failed_thread(top, failure)
                    if failure.retry_after is not None:
                        return
        if "trees" in self._memory.paused:
            await self._read_timeline()

    async def _read_thread(self, top: str) -> None:
        thread = self._memory.threads[top]
        try:
            if top not in self._counts:
                await self._reread_top(top)
            tree = await read_tree(self._api, top, thread.asked)
        except RefusedError as refused:
            if not refused.gone:
                raise
            self._visit.gone(top)
            return
        self._visit.set_aside += tree.set_aside
        for status in tree.replies.values():
            # Under somebody else's post only the direct replies speak to the one who mentioned the page.
            if status.is_public and (not thread.foreign or status.in_reply_to_id == top):
                self._saw(status, top)
        await self._confirm_missing(top, tree.replies.keys() | {top})
        thread.asked = tree.asked
        newest = max((status.created_at for status in tree.replies.values()), default=thread.post.active_at)
        direct = sum(status.in_reply_to_id == top for status in tree.replies.values())
        self._visit.read_thread(top, self._counts.get(top, -1), direct, newest)

    async def _reread_top(self, top: str) -> None:
        """An open post that has left the first page of the feed may have been edited or deleted."""
        status = parsed(Status, await self._api.one(f"v1/statuses/{top}"))
        if status is None:
            self._visit.set_aside += 1
            return
        self._counts[top] = status.replies_count
        self._saw(status, None)

    async def _confirm_missing(self, top: str, shown: set[str]) -> None:
        """Known replies that the thread no longer shows: deleted, if the server says so when asked for each."""
        known = self._memory.threads[top].known
        for missing in [key for key in known if key not in shown][:_MOST_CONFIRMED]:
            try:
                await self._api.one(f"v1/statuses/{missing}")
            except RefusedError as refused:
                if refused.gone:
                    self._visit.gone(missing, top)
                    continue
            known[missing] = known.pop(missing)  # to the end, so that the next reading asks for others first

    async def _read_timeline(self) -> None:
        """Where reply trees are not told to us, the server's public timeline shows at least the newest replies."""
        try:
            payloads, _ = await self._api.many("v1/timelines/public", [("limit", "40")])
        except RefusedError:
            self._visit.failed(PlatformError(f"{self._api.host} shows replies only with a token", permanent=True))
            return
        instead = "replies are taken from its public timeline"
        self._visit.note("trees", f"{self._api.host} shows reply trees only with a token: {instead}.")
        statuses = sorted(self._statuses(payloads), key=lambda status: status.created_at)
        if len(statuses) >= _FULL_TIMELINE:
            self._covered_from = max(statuses[0].created_at, self._covered_from or statuses[0].created_at)
        for status in statuses:
            top = self._root_of(status)
            if status.is_public and top is not None and top in self._memory.threads:
                self._saw(status, top)

    def _statuses(self, payloads: Sequence[Any]) -> list[Status]:
        found = [parsed(Status, payload) for payload in payloads]
        self._visit.set_aside += found.count(None)
        return [status for status in found if status is not None]

    def _root_of(self, status: Status) -> str | None:
        """The top of its thread where that is known; else what it answers, as far up as the server tells."""
        parent = status.in_reply_to_id
        tops = (top for top, thread in self._memory.threads.items() if parent in thread.known)
        return next(tops, parent)

    def _saw(self, status: Status, root: str | None) -> None:
        own = status.account.id == self._memory.account
        self._visit.saw(self._reader.item(status, root, own=own), status.version, self._reader.account(status.account))
