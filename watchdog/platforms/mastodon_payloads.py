"""What servers with the Mastodon API answer, as far as it is needed, and what it means in the domain's words.

Source: docs.joinmastodon.org/entities; GoToSocial and snac leave fields out or fill them with zeros.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from detectors.model import Account, Item
from watchdog.platforms.html import html_to_text
from watchdog.platforms.payload_types import Count, Moment, Name, Number, PathId, WebAddress, moment_of

_LONGEST_TEXT = 20_000
_LONGEST_HTML = 50_000
_PUBLIC = frozenset({"public", "unlisted"})


class Payload(BaseModel):
    """An object of the API: unknown fields are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class AccountField(Payload):
    """A line of a profile's table."""

    name: str = ""
    value: str = ""


class AccountView(Payload):
    """An account."""

    id: PathId
    username: str = ""
    acct: str
    display_name: Name = None
    note: str = ""
    url: WebAddress = None
    avatar: WebAddress = None
    created_at: str | None = None
    followers_count: Count = None
    following_count: Count = None
    statuses_count: Count = None
    fields_: list[AccountField] = Field([], alias="fields")


class Status(Payload):
    """A post, reply or boost."""

    id: PathId
    account: AccountView
    created_at: Moment
    content: str = ""
    spoiler_text: str | None = None
    visibility: str = "public"
    in_reply_to_id: str | None = None
    edited_at: str | None = None
    language: str | None = None
    url: WebAddress = None
    uri: WebAddress = None
    replies_count: Number = 0
    reblogs_count: Count = None
    favourites_count: Count = None
    reblog: Any = None

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it, and it is its author's own words rather than a boost."""
        return self.visibility in _PUBLIC and self.reblog is None

    @property
    def version(self) -> str:
        """A mark that changes with the text; not `edited_at`, which some servers never tell."""
        return blake2b(f"{self.spoiler_text}\n{self.content}".encode(), digest_size=6).hexdigest()


_P = TypeVar("_P", bound=Payload)


def parsed(model: type[_P], payload: Any) -> _P | None:
    """The payload as its model, None where it makes no sense."""
    try:
        return model.model_validate(payload)
    except ValidationError:
        return None


class Reader:
    """Turns payloads of one server, seen at one moment, into the domain's words.

    Args:
        page: the page's name.
        at: when they were seen (aware UTC).
        host: the server's name, for handles of its own accounts.
        listed: handles as the config writes them; an account of the server that is listed bare stays bare.
        counts: whether the server's numbers of followers and posts mean anything.
    """

    def __init__(self, page: str, at: datetime, host: str, listed: frozenset[str], *, counts: bool) -> None:
        self._page, self._at, self._host, self._listed, self._counts = page, at, host, listed, counts

    def item(self, status: Status, root: str | None, *, own: bool) -> Item:
        """The status as an item; `root` is the top of its thread, `own` whether the page itself wrote it."""
        text = html_to_text(status.content[:_LONGEST_HTML])
        spoiler = (status.spoiler_text or "").strip()
        return Item(
            self._page,
            status.id,
            status.account.id,
            min(status.created_at, self._at),
            self._at,
            (f"{spoiler}\n{text}" if spoiler else text)[:_LONGEST_TEXT],
            "post" if own and root is None else "comment",
            status.in_reply_to_id,
            root,
            status.url or status.uri,
            status.language,
            None,
            status.favourites_count,
            status.reblogs_count,
        )

    def account(self, view: AccountView) -> Account:
        """The account; Mastodon verifies links, not people, so `verified` is not known."""
        lines = [view.note, *(f"<p>{field.name}: {field.value}</p>" for field in view.fields_)]
        return Account(
            self._page,
            view.id,
            self._at,
            self._handle(view.acct),
            view.display_name,
            html_to_text("".join(lines)[:_LONGEST_HTML])[:_LONGEST_TEXT] or None,
            view.avatar,
            moment_of(view.created_at),
            view.followers_count if self._counts else None,
            view.following_count if self._counts else None,
            view.statuses_count if self._counts else None,
            None,
            view.url,
        )

    def _handle(self, acct: str) -> str:
        name, _, host = acct.partition("@")
        is_local = host in {"", self._host}
        return name if is_local and name.casefold() in self._listed else f"{name}@{host or self._host}"
