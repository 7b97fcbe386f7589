"""Reading the replies under a Mastodon post."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from watchdog.platforms.mastodon_api import MastodonApi
from watchdog.platforms.mastodon_payloads import Status, parsed

_MOST_BRANCHES = 20


@dataclass(slots=True)
class Tree:
    """The replies under a post by id, and the branches that were asked for with the number of replies they told."""

    replies: dict[str, Status] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    set_aside: int = 0


async def read_tree(api: MastodonApi, top: str, asked: dict[str, int]) -> Tree:
    """All replies under `top`.

    Servers cut long trees (60 replies and 20 levels for the anonymous): branches that count more replies than are
    shown are asked for by themselves, each again only when its count changed since `asked`.

    Raises:
        RefusedError: there is no such post, or trees are not for us.
        PlatformError: it could not be read.
    """
    tree = Tree(asked=dict(asked))
    _take_in(tree, await api.one(f"v1/statuses/{top}/context"))
    for _ in range(_MOST_BRANCHES):
        branch = _cut_short(tree)
        if branch is None:
            break
        tree.asked[branch] = tree.replies[branch].replies_count
        _take_in(tree, await api.one(f"v1/statuses/{branch}/context"))
    return tree


def _take_in(tree: Tree, context: dict[str, Any]) -> None:
    descendants = context.get("descendants")
    for payload in descendants if isinstance(descendants, list) else ():
        status = parsed(Status, payload)
        if status is None:
            tree.set_aside += 1
        else:
            tree.replies[status.id] = status


def _cut_short(tree: Tree) -> str | None:
    shown: dict[str, int] = {}
    for status in tree.replies.values():
        if status.in_reply_to_id is not None:
            shown[status.in_reply_to_id] = shown.get(status.in_reply_to_id, 0) + 1
    for status in tree.replies.values():
        told = status.replies_count
        if told > shown.get(status.id, 0) and tree.asked.get(status.id) != told:
            return status.id
    return None
