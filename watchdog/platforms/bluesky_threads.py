"""Reading the tree of replies under a Bluesky post."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from watchdog.platforms.bluesky_api import BlueskyApi, RefusedError
from watchdog.platforms.bluesky_payloads import PostView, post_view
from watchdog.platforms.port import PlatformError

_DEPTH = 80
_MOST_BRANCHES = 50


@dataclass(slots=True)
class Tree:
    """A thread: its posts, parents before replies, and the branches that were asked for, with the replies they told.

    `set_aside` counts nodes that made no sense; `gone` says that the top itself was not found.
    """

    posts: dict[str, PostView] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    set_aside: int = 0
    gone: bool = False


async def read_tree(api: BlueskyApi, top: str, asked: dict[str, int], depth: int = _DEPTH) -> Tree:
    """All replies under `top`. Branches that show fewer replies than they count are asked for by their own address.

    A branch stays short where replies are hidden, so each is asked again only when its count changed since `asked`.

    Raises:
        PlatformError: the thread could not be read.
    """
    tree = Tree(asked=dict(asked))
    try:
        body = await api.ask("app.bsky.feed.getPostThread", _params(top, depth))
    except RefusedError as refusal:
        if refusal.error == "NotFound":
            return Tree(gone=True)
        raise
    short = _take_in(tree, body.get("thread"))
    if top not in tree.posts:
        tree.gone = _says(body.get("thread"), "notFound")
        if not tree.gone and not _says(body.get("thread"), "blocked"):
            raise PlatformError("Bluesky answered with a thread without its post")
    for _ in range(_MOST_BRANCHES if depth == _DEPTH else 0):
        branch = next((uri for uri in short if uri != top and tree.asked.get(uri) != short[uri]), None)
        if branch is None:
            break
        tree.asked[branch] = short.pop(branch)
        short |= await _branch(api, tree, branch)
    return tree


async def _branch(api: BlueskyApi, tree: Tree, branch: str) -> dict[str, int]:
    try:
        body = await api.ask("app.bsky.feed.getPostThread", _params(branch, _DEPTH))
    except RefusedError as refusal:
        if refusal.error == "NotFound":
            return {}
        raise
    return _take_in(tree, body.get("thread"))


def _params(uri: str, depth: int) -> list[tuple[str, str]]:
    return [("uri", uri), ("depth", str(depth)), ("parentHeight", "0")]


def _take_in(tree: Tree, thread: Any) -> dict[str, int]:
    """Adds the posts of an answer to the tree; gives those that count more replies than they show."""
    short: dict[str, int] = {}
    for node in _nodes(thread):
        if "post" not in node:
            continue  # not found, or blocked for us
        post = post_view(node["post"])
        if post is None:
            tree.set_aside += 1
            continue
        tree.posts[post.uri] = post
        shown = node.get("replies")
        if post.reply_count > (len(shown) if isinstance(shown, list) else 0):
            short[post.uri] = post.reply_count
    return short


def _nodes(thread: Any) -> Iterator[dict[str, Any]]:
    stack = [thread]
    while stack:
        node = stack.pop()
        if not isinstance(node, dict):
            continue
        yield node
        replies = node.get("replies")
        if isinstance(replies, list):
            stack.extend(reversed(replies))


def _says(thread: Any, what: str) -> bool:
    return isinstance(thread, dict) and thread.get(what) is True
