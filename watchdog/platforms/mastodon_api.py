"""The few questions that are asked of a server with the Mastodon API."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from yarl import URL

from config.schema import Page
from config.secrets import Secret
from watchdog.platforms.http import Answer, Http
from watchdog.platforms.port import PlatformError

_LINK = re.compile(r'<([^<>]*)>\s*;\s*rel="?next"?')
_GONE = frozenset({404, 410})
_TOKEN_WANTED = frozenset({401, 403, 422})

Params = Sequence[tuple[str, str]]


class RefusedError(PlatformError):
    """The server said no; `gone` that there is no such thing, `locked` that it wants a (better) token."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message, permanent=True)
        self.gone, self.locked = status in _GONE, status in _TOKEN_WANTED


class MastodonApi:
    """Asks on behalf of one page.

    Args:
        http: the shared way out.
        page: whose server and account it is.
        secret: an access token, None to ask anonymously.

    Raises:
        PlatformError: neither the server nor the account's name tells where to ask.
    """

    def __init__(self, http: Http, page: Page, secret: Secret | None) -> None:
        self._http = http
        self._token = secret.reveal() if secret else None
        self.account, _, home = (page.account or "").strip().removeprefix("@").partition("@")
        base = page.server or (f"https://{home}" if home else "")
        if not base or not self.account:
            raise PlatformError(f"page {page.name} must say its account, and its server", permanent=True)
        self._base = base.rstrip("/")
        self.host = URL(self._base).authority.removesuffix(":443")
        if home and home != self.host:
            self.account += f"@{home}"

    @property
    def signed_in(self) -> bool:
        """Whether there is a token."""
        return self._token is not None

    async def one(self, path: str, params: Params = ()) -> dict[str, Any]:
        """The answer to a question about one thing.

        Raises:
            RefusedError: a 4xx.
            PlatformError: see `Http`.
        """
        answer = await self._get(path, params)
        if isinstance(answer.body, dict):
            return answer.body
        raise PlatformError(f"{self.host} answered to {path} with something else than an object")

    async def many(self, path: str, params: Params = ()) -> tuple[list[Any], str | None]:
        """A list, and the `max_id` that leads on to older ones, None at the end or where the server tells none."""
        answer = await self._get(path, params)
        if not isinstance(answer.body, list):
            raise PlatformError(f"{self.host} answered to {path} with something else than a list")
        return answer.body, _older(answer.headers.get("Link", ""))

    async def _get(self, path: str, params: Params) -> Answer:
        answer = await self._http.get(f"{self._base}/api/{path}", params, token=self._token)
        if answer.ok:
            return answer
        raise RefusedError(f"{self.host} refused {path} ({answer.status})", answer.status)


def _older(link: str) -> str | None:
    """`max_id` of the link to the next page (RFC 8288); only the id is taken: a proxy may have bent the address."""
    found = _LINK.search(link[:10_000])
    if found is None:
        return None
    try:
        return URL(found[1]).query.get("max_id")
    except ValueError:
        return None
