"""A small Bluesky AppView for tests: the answers have the recorded shapes, the posts are the test's own."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

BRAND = "did:plc:brand"


@dataclass
class Post:
    """A post of the test's network."""

    uri: str
    author: str
    text: str
    at: str
    parent: Post | None = None
    replies: list[Post] = field(default_factory=list)

    @property
    def root(self) -> Post:
        """The top of its thread."""
        return self if self.parent is None else self.parent.root


class AppView:
    """Serves what tests post, and can be told to fail."""

    def __init__(self) -> None:
        self.names = {BRAND: ("vlieg.example", "Vlieg & Co")}
        self.posts: dict[str, Post] = {}
        self.url = ""
        self.failing = False
        self.asked = 0
        self._numbers = itertools.count(1)

    def post(self, author: str, text: str, parent: Post | None = None) -> Post:
        """Write a post, now."""
        self.names.setdefault(author, (f"{author.rsplit(':', 1)[-1]}.example", author.rsplit(":", 1)[-1].title()))
        uri = f"at://{author}/app.bsky.feed.post/{next(self._numbers):013d}"
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        made = Post(uri, author, text, at, parent)
        self.posts[uri] = made
        if parent:
            parent.replies.append(made)
        return made

    def application(self) -> web.Application:
        """To be run on a loopback port."""
        app = web.Application()
        app.router.add_get("/xrpc/{method}", self._answer)
        return app

    async def _answer(self, request: web.Request) -> web.Response:
        self.asked += 1
        if self.failing:
            return web.Response(status=502, text="<html>Bad gateway</html>", content_type="text/html")
        methods = {
            "app.bsky.actor.getProfile": lambda q: self._profile(q["actor"]),
            "app.bsky.actor.getProfiles": lambda q: {"profiles": [self._profile(a) for a in q.getall("actors")]},
            "com.atproto.identity.resolveHandle": lambda q: {"did": self._did(q["handle"])},
            "app.bsky.feed.getAuthorFeed": lambda q: {"feed": self._feed(self._did(q["actor"]))},
            "app.bsky.feed.getPosts": lambda q: {"posts": self._known(q.getall("uris"))},
            "app.bsky.feed.getPostThread": lambda q: {"thread": self._thread(self.posts[q["uri"]])},
            "app.bsky.graph.getFollows": lambda q: {"subject": self._profile(BRAND), "follows": []},
        }
        method = methods.get(request.match_info["method"])
        if method is None:
            return web.json_response({"error": "MethodNotImplemented", "message": "Method Not Implemented"}, status=501)
        return web.json_response(method(request.query))

    def _feed(self, did: str) -> list[dict[str, Any]]:
        return [{"post": self._view(post)} for post in reversed(self.posts.values()) if post.author == did]

    def _known(self, uris: list[str]) -> list[dict[str, Any]]:
        return [self._view(self.posts[uri]) for uri in uris if uri in self.posts]

    def _did(self, actor: str) -> str:
        return next((did for did, (handle, _) in self.names.items() if actor in (did, handle)), actor)

    def _profile(self, actor: str) -> dict[str, Any]:
        did = self._did(actor)
        handle, name = self.names[did]
        return {"did": did, "handle": handle, "displayName": name, "createdAt": "2025-01-01T00:00:00Z", "labels": []}

    def _view(self, post: Post) -> dict[str, Any]:
        record: dict[str, Any] = {"$type": "app.bsky.feed.post", "text": post.text, "createdAt": post.at}
        if post.parent:
            record["reply"] = {"root": {"uri": post.root.uri}, "parent": {"uri": post.parent.uri}}
        author = self._profile(post.author)
        return {
            "uri": post.uri,
            "cid": f"bafy{abs(hash(post.text))}",
            "author": author,
            "record": record,
            "replyCount": len(post.replies),
            "indexedAt": post.at,
        }

    def _thread(self, post: Post) -> dict[str, Any]:
        replies = [self._thread(reply) for reply in post.replies]
        return {"$type": "app.bsky.feed.defs#threadViewPost", "post": self._view(post), "replies": replies}
