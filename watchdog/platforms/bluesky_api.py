"""The few questions that are asked of Bluesky, anonymously or signed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from config.schema import Page
from config.secrets import Secret
from watchdog.platforms.bluesky_session import PUBLIC_APPVIEW, Sessions, error_name
from watchdog.platforms.http import Answer, Http
from watchdog.platforms.port import PlatformError

_AT_ONCE = 25
_SIGNED_OUT = frozenset({"AuthMissing", "AuthenticationRequired", "InvalidToken", "AccountTakedown"})

Params = Sequence[tuple[str, str]]


class RefusedError(PlatformError):
    """The server understood and said no; `error` is the lexicon's name of the reason."""

    def __init__(self, message: str, error: str, status: int) -> None:
        super().__init__(message, permanent=True)
        self.error, self.status = error, status


class BlueskyApi:
    """Asks on behalf of one page.

    Args:
        http: the shared way out.
        sessions: the shared sessions.
        page: whose server and account it is.
        secret: "handle:app-password", None to ask anonymously.
    """

    def __init__(self, http: Http, sessions: Sessions, page: Page, secret: Secret | None) -> None:
        self._http, self._sessions, self._page, self._secret = http, sessions, page, secret
        self._base = (page.server or PUBLIC_APPVIEW).rstrip("/")

    async def signed_in_as(self) -> str | None:
        """The session's DID; None if anonymous."""
        return (await self._sessions.of(self._secret, self._page.server)).did if self._secret else None

    async def ask(self, method: str, params: Params = ()) -> dict[str, Any]:
        """The answer to one question, a JSON object.

        Raises:
            RefusedError: a 4xx or an unknown method.
            PlatformError: see `Http`.
        """
        if self._secret is None:
            return _object(await self._http.get(f"{self._base}/xrpc/{method}", params), method)
        session = await self._sessions.of(self._secret, self._page.server)
        answer = await self._http.get(f"{session.server}/xrpc/{method}", params, token=session.access)
        # An expired token is a 400 here, not a 401.
        if error_name(answer) == "ExpiredToken":
            session = await self._sessions.renewed(self._secret, self._page.server, session)
            answer = await self._http.get(f"{session.server}/xrpc/{method}", params, token=session.access)
        return _object(answer, method)

    async def in_batches(
        self, method: str, name: str, values: Sequence[str], into: str, fixed: Params = ()
    ) -> list[Any]:
        """The listed answers to a question about many things, 25 at a time."""
        found: list[Any] = []
        for start in range(0, len(values), _AT_ONCE):
            some = [(name, value) for value in values[start : start + _AT_ONCE]]
            found += listed(await self.ask(method, [*fixed, *some]), into)
        return found


def listed(body: dict[str, Any], name: str) -> list[Any]:
    """The list called `name`.

    Raises:
        PlatformError: there is none: an empty answer must not be mistaken for a quiet page.
    """
    found = body.get(name)
    if not isinstance(found, list):
        raise PlatformError(f"Bluesky answered without the list {name}")
    return found


def _object(answer: Answer, method: str) -> dict[str, Any]:
    if answer.ok and isinstance(answer.body, dict):
        return answer.body
    if answer.ok:
        raise PlatformError(f"{answer.host} answered to {method} with something else than an object")
    name = error_name(answer)
    if name in _SIGNED_OUT:
        raise RefusedError(f"{answer.host} does not accept the token ({name[:50]})", name, answer.status)
    said = answer.body.get("message") if isinstance(answer.body, dict) else None
    words = f": {said[:200]}" if isinstance(said, str) else ""
    raise RefusedError(f"{answer.host} refused {method} ({answer.status} {name[:50]}){words}", name, answer.status)
