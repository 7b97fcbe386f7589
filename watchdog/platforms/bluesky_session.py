"""Signing in to Bluesky with an app password: rarely, because servers allow it 300 times a day."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError

from config.secrets import Secret
from watchdog.platforms.http import Answer, Http
from watchdog.platforms.port import PlatformError

ENTRYWAY = "https://bsky.social"
PUBLIC_APPVIEW = "https://public.api.bsky.app"
_NO_SIGNING_IN = (PUBLIC_APPVIEW, "https://api.bsky.app")
_NOT_ACCEPTED = ("InvalidToken", "AuthenticationRequired", "AccountTakedown")


@dataclass(frozen=True, slots=True)
class Session:
    """Who we are and the pair of tokens; `server` is the account's own, which passes questions on to the AppView."""

    did: str
    server: str
    access: str = field(repr=False)
    refresh: str = field(repr=False)


class _Tokens(BaseModel):
    did: str
    accessJwt: str  # noqa: N815 # the API's name
    refreshJwt: str  # noqa: N815 # the API's name
    didDoc: Any = None  # noqa: N815 # the API's name


class Sessions:
    """Keeps sessions in memory only: a secret is never stored. One per app password, however many pages use it."""

    def __init__(self, http: Http) -> None:
        self._http = http
        self._open: dict[Secret, Session] = {}
        self._turn = asyncio.Lock()

    async def of(self, secret: Secret, server: str | None) -> Session:
        """The session for "handle:app-password", signing in if there is none.

        Raises:
            PlatformError: not accepted (permanent), or the server cannot be asked now.
        """
        async with self._turn:
            return self._open.get(secret) or await self._sign_in(secret, server)

    async def renewed(self, secret: Secret, server: str | None, stale: Session) -> Session:
        """A session with new tokens in place of `stale`, whose access token has expired."""
        async with self._turn:
            current = self._open.get(secret)
            if current is not None and current != stale:
                return current
            self._open.pop(secret, None)
            answer = await self._http.post(
                f"{stale.server}/xrpc/com.atproto.server.refreshSession", token=stale.refresh
            )
            if not answer.ok:
                return await self._sign_in(secret, server)
            return self._keep(secret, answer, stale.server)

    async def _sign_in(self, secret: Secret, server: str | None) -> Session:
        identifier, password = _split(secret.reveal())
        base = (ENTRYWAY if server in _NO_SIGNING_IN else server or ENTRYWAY).rstrip("/")
        login = {"identifier": identifier, "password": password}
        answer = await self._http.post(f"{base}/xrpc/com.atproto.server.createSession", login)
        if not answer.ok:
            raise _refused(answer)
        return self._keep(secret, answer, base)

    def _keep(self, secret: Secret, answer: Answer, base: str) -> Session:
        try:
            tokens = _Tokens.model_validate(answer.body)
        except ValidationError:
            raise PlatformError(f"{answer.host} answered to signing in with something else than a session") from None
        session = Session(tokens.did, _own_server(tokens.didDoc) or base, tokens.accessJwt, tokens.refreshJwt)
        self._open[secret] = session
        return session


def _refused(answer: Answer) -> PlatformError:
    name = error_name(answer)
    if answer.status == 401 or name in _NOT_ACCEPTED:
        hint = ": an app password is needed" if name == "AuthFactorTokenRequired" else ""
        message = f"{answer.host} does not accept the handle and app password of the token{hint}"
    else:
        message = f"{answer.host} lets nobody sign in ({answer.status} {name[:50]}): is it the account's own server?"
    return PlatformError(message, permanent=True)


def error_name(answer: Answer) -> str:
    """The lexicon's name of what went wrong; "" where nothing did or none is told."""
    name = answer.body.get("error") if isinstance(answer.body, dict) and not answer.ok else None
    return name if isinstance(name, str) else ""


def _split(secret: str) -> tuple[str, str]:
    colons = 3 if secret.startswith("did:") else 1
    parts = secret.split(":", colons)
    if len(parts) <= colons or not all(parts):
        raise PlatformError('the token of a Bluesky page must be "handle:app-password"', permanent=True)
    return ":".join(parts[:-1]), parts[-1]


def _own_server(did_doc: Any) -> str | None:
    match did_doc:
        case {"service": list(services)}:
            for service in services:
                match service:
                    case {"id": str(name), "serviceEndpoint": str(address)} if name.endswith("#atproto_pds"):
                        return address.rstrip("/")
    return None
