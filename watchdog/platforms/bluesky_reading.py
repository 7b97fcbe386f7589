"""Reading the threads of a Bluesky page: which are due, what is new in them, what is gone."""

from __future__ import annotations

from dataclasses import replace

from watchdog.platforms.bluesky_api import BlueskyApi
from watchdog.platforms.bluesky_payloads import PostView, account_of, item_of, post_view
from watchdog.platforms.bluesky_threads import Tree, read_tree
from watchdog.platforms.port import PlatformError
from watchdog.platforms.visit import Visit

_MOST_CONFIRMED = 100
_REPLIES_ONLY = 1
_NOT_TOLD = -2


def saw_post(visit: Visit, post: PostView) -> bool:
    """Take in a post; False if it was told before."""
    author = account_of(post.author, visit.page.name, visit.at)
    item = item_of(post, visit.page.name, visit.at)
    if item.kind == "post" and item.author != visit.memory.account:
        item = replace(item, kind="comment")  # somebody speaks to the brand, outside its threads
    return visit.saw(item, post.cid[-12:], author)


async def current_counts(visit: Visit, api: BlueskyApi, counts: dict[str, int]) -> dict[str, int]:
    """The number of direct replies of every open post, as told now."""
    asked = [uri for uri in visit.memory.threads if uri not in counts]
    told = {}
    for post in map(post_view, await api.in_batches("app.bsky.feed.getPosts", "uris", asked, "posts")):
        if post is not None:
            told[post.uri] = post.reply_count
            saw_post(visit, post)
    # A post that is not told is asked for by itself: only "not found" says that it is gone.
    return counts | dict.fromkeys(asked, _NOT_TOLD) | told


async def read_threads(visit: Visit, api: BlueskyApi, counts: dict[str, int]) -> None:
    """The replies under every post that is due; `counts` is the number of direct replies told now."""
    for top in visit.due_threads(counts):
        try:
            await _read_thread(visit, api, top, counts.get(top, -1))
        except PlatformError as failure:
            visit.failed_thread(top, failure)
            if failure.retry_after is not None:
                return


async def _read_thread(visit: Visit, api: BlueskyApi, top: str, count: int) -> None:
    thread = visit.memory.threads[top]
    # Under somebody else's post only the direct replies speak to the one who mentioned the brand.
    tree = await (read_tree(api, top, {}, _REPLIES_ONLY) if thread.foreign else read_tree(api, top, thread.asked))
    visit.set_aside += tree.set_aside
    if tree.gone:
        visit.gone(top)
        return
    for post in tree.posts.values():
        saw_post(visit, post)
    await _confirm_missing(visit, api, top, tree)
    thread.asked = tree.asked
    newest = max((post.indexed_at for post in tree.posts.values()), default=thread.post.active_at)
    direct = sum(post.record.reply is not None and post.record.reply.parent.uri == top for post in tree.posts.values())
    visit.read_thread(top, count, direct, newest)


async def _confirm_missing(visit: Visit, api: BlueskyApi, top: str, tree: Tree) -> None:
    """Known replies that the thread no longer shows: deleted, if the server does not know them any more either."""
    known = visit.memory.threads[top].known
    missing = [uri for uri in known if uri not in tree.posts and uri != top][:_MOST_CONFIRMED]
    payloads = await api.in_batches("app.bsky.feed.getPosts", "uris", missing, "posts")
    alive = {post.uri for post in map(post_view, payloads) if post is not None}
    for uri in missing:
        if uri in alive:
            known[uri] = known.pop(uri)  # to the end, so that the next reading asks for others first
        else:
            visit.gone(uri, top)
