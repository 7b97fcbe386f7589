"""What Bluesky's AppView answers, as far as it is needed, and what it means in the domain's words.

Source: lexicons app.bsky.feed.defs, app.bsky.actor.defs and app.bsky.richtext.facet of bluesky-social/atproto.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from detectors.model import Account, Item
from watchdog.platforms.payload_types import Count, Moment, Name, Number, WebAddress, moment_of

_LONGEST_TEXT = 20_000
_WEB = "https://bsky.app/profile"


class Payload(BaseModel):
    """An object of the API: unknown fields are ignored, names are camelCase outside."""

    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=to_camel)


class Verification(Payload):
    """Whether a trusted verifier vouches for the account."""

    verified_status: str = ""
    trusted_verifier_status: str = ""


class ProfileView(Payload):
    """An account: the basic, plain and detailed views in one."""

    did: str = Field(min_length=1)
    handle: str
    display_name: Name = None
    description: str | None = None
    avatar: WebAddress = None
    created_at: str | None = None
    followers_count: Count = None
    follows_count: Count = None
    posts_count: Count = None
    verification: Verification | None = None


class Ref(Payload):
    """Points to a record."""

    uri: str


class ReplyRef(Payload):
    """What a post answers."""

    root: Ref
    parent: Ref


class Record(Payload):
    """A post as its author's client wrote it; nothing in it is to be trusted."""

    text: str = ""
    created_at: str | None = None
    langs: list[str] | None = None
    reply: ReplyRef | None = None
    facets: list[Any] | None = None
    embed: Any = None


class PostView(Payload):
    """A post as the AppView shows it; a notification has the same shape without the counts."""

    uri: str = Field(min_length=1)
    cid: str
    author: ProfileView
    record: Record
    indexed_at: Moment
    reply_count: Number = 0
    quote_count: Number = 0
    repost_count: Count = None
    like_count: Count = None

    @property
    def root(self) -> str | None:
        """The top of its thread; None if it is one."""
        return self.record.reply.root.uri if self.record.reply else None


def post_view(payload: Any) -> PostView | None:
    """The post, None where it makes no sense."""
    try:
        return PostView.model_validate(payload)
    except ValidationError:
        return None


def profile_view(payload: Any) -> ProfileView | None:
    """The account, None where it makes no sense."""
    try:
        return ProfileView.model_validate(payload)
    except ValidationError:
        return None


def item_of(post: PostView, page: str, at: datetime) -> Item:
    """The post as an item. Its time is the author's, but never after the server's (authors can set any)."""
    indexed_at = min(post.indexed_at, at)
    reply = post.record.reply
    return Item(
        page,
        post.uri,
        post.author.did,
        min(moment_of(post.record.created_at) or indexed_at, indexed_at),
        at,
        _text(post.record),
        "comment" if reply else "post",
        reply.parent.uri if reply else None,
        reply.root.uri if reply else None,
        f"{_WEB}/{post.author.did}/post/{post.uri.rsplit('/', 1)[-1]}",
        next(iter(post.record.langs or ()), None),
        None,
        post.like_count,
        post.repost_count,
    )


def account_of(profile: ProfileView, page: str, at: datetime) -> Account:
    """The profile as an account; a verification that is not told is not known."""
    seal = profile.verification
    return Account(
        page,
        profile.did,
        at,
        profile.handle,
        profile.display_name,
        (profile.description or "")[:_LONGEST_TEXT] or None,
        profile.avatar,
        moment_of(profile.created_at),
        profile.followers_count,
        profile.follows_count,
        profile.posts_count,
        None if seal is None else "valid" in (seal.verified_status, seal.trusted_verifier_status),
        f"{_WEB}/{profile.did}",
    )


def _text(record: Record) -> str:
    """The words with every link in full: shown words may shorten an address or hide where it leads."""
    raw, out, at = record.text.encode(), bytearray(), 0
    for start, end, uri in _links(record.facets or (), len(raw)):
        if start < at:
            continue
        shown = raw[start:end].decode(errors="replace")
        whole = uri if shown.rstrip(".… ") in uri else f"{shown} ({uri})"
        out += raw[at:start] + whole.encode()
        at = end
    text = (bytes(out) + raw[at:]).decode(errors="replace")
    card = _card(record.embed)
    return (f"{text}\n{card}" if card and card not in text else text)[:_LONGEST_TEXT]


def _links(facets: list[Any] | tuple[()], length: int) -> list[tuple[int, int, str]]:
    """(start, end, address) of the links; positions count UTF-8 bytes. What makes no sense is left out."""
    found = []
    for facet in facets[:100]:
        match facet:
            case {"index": {"byteStart": int(start), "byteEnd": int(end)}, "features": [{"uri": str(uri)}, *_]}:
                if 0 <= start < end <= length and uri.startswith(("https://", "http://")):
                    found.append((start, end, uri))
    return sorted(found)


def _card(embed: Any) -> str | None:
    match embed:
        case {"external": {"uri": str(uri)}} | {"media": {"external": {"uri": str(uri)}}}:
            return uri if uri.startswith(("https://", "http://")) else None
    return None
