"""Asking platforms over HTTP: one client, one place for limits, retries, sizes, redirects and what errors may tell."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

import aiohttp
from yarl import URL

from watchdog.platforms.json_text import parse_json
from watchdog.platforms.limits import pause_wanted
from watchdog.platforms.port import PlatformError
from watchdog.schedule import back_off

LARGEST = 16 * 1024 * 1024
_TRIES = 3
_PATIENCE = timedelta(seconds=10)  # a longer wait is the schedule's business
_AT_ONCE = 4
_MOST_REDIRECTS = 3
_LEAVES_LOOP = 256 * 1024


def open_client(version: str) -> aiohttp.ClientSession:
    """The client that all adapters share: 30 s per request, no cookies, says who it is."""
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=30, sock_connect=10),
        headers={"User-Agent": f"page-watchdog/{version}", "Accept": "application/json"},
        cookie_jar=aiohttp.DummyCookieJar(),
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. `body` is its JSON, None where it said none; `headers` know no upper and lower case."""

    status: int
    headers: Mapping[str, str]
    body: Any
    host: str
    is_json: bool = True

    @property
    def ok(self) -> bool:
        """Whether it is a 2xx."""
        return 200 <= self.status < 300


class Http:
    """Asks; waits where a server wants it; tries again what may pass.

    Args:
        client: from `open_client`; stays the caller's to close.
        now: the clock, aware UTC.
        random: jitter.
        pause: waits so many seconds.
        largest: bytes of an answer that are read; a longer one is refused.
    """

    def __init__(
        self,
        client: aiohttp.ClientSession,
        now: Callable[[], datetime],
        random: Random,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        largest: int = LARGEST,
    ) -> None:
        self._client, self._now, self._random, self._pause = client, now, random, pause
        self._largest = largest
        self._blocked: dict[tuple[str, str | None], datetime] = {}
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def get(self, url: str, params: Sequence[tuple[str, str]] = (), *, token: str | None = None) -> Answer:
        """Any answer that is not a passing failure: 2xx with JSON, 3xx never, 4xx for the caller to judge.

        Raises:
            PlatformError: no (sensible) answer, too large, a redirect elsewhere, a 5xx that lasted, a rate limit.
        """
        return await self._ask("GET", _safe(URL(url).extend_query(params)), token, None)

    async def post(self, url: str, payload: Mapping[str, Any] | None = None, *, token: str | None = None) -> Answer:
        """The same with a JSON body, or an empty one."""
        return await self._ask("POST", _safe(URL(url)), token, payload)

    async def fetch(self, url: str, largest: int) -> bytes | None:
        """A small file that nothing depends on: asked for once, without a token, and None for every kind of failure."""
        try:
            async with self._turns, self._client.get(_safe(URL(url)), allow_redirects=False) as response:
                return await _read(response, URL(url), largest) if response.status == 200 else None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, PlatformError):
            return None

    async def _ask(self, method: str, url: URL, token: str | None, payload: Mapping[str, Any] | None) -> Answer:
        for attempt in range(1, _TRIES + 1):
            await self._wait_for_turn(url, token)
            try:
                async with self._turns:
                    answer = await self._follow(method, url, token, payload)
                failure = self._failure_of(answer, url, token)
            except (aiohttp.ClientError, TimeoutError, OSError) as fault:
                failure = PlatformError(f"{url.host} cannot be reached ({_reason(fault)})")
            if failure is None:
                return answer
            wait = max(back_off(attempt, self._random), failure.retry_after or timedelta(0))
            if failure.permanent or attempt == _TRIES or wait > _PATIENCE:
                raise failure
            await self._pause(wait.total_seconds())
        raise AssertionError("unreachable")

    async def _wait_for_turn(self, url: URL, token: str | None) -> None:
        until = self._blocked.get((url.host or "", token))
        if until is None or (wait := until - self._now()) <= timedelta(0):
            return
        if wait > _PATIENCE:
            raise PlatformError(f"{url.host} wants to be left alone for a while", retry_after=wait)
        await self._pause(wait.total_seconds())

    async def _follow(self, method: str, url: URL, token: str | None, payload: Mapping[str, Any] | None) -> Answer:
        for _ in range(_MOST_REDIRECTS + 1):
            answer = await self._once(method, url, token, payload)
            if answer.status not in {301, 302, 303, 307, 308}:
                return answer
            onward = _onward(url, answer.headers.get("Location", ""))
            if method != "GET" or (token and onward.origin() != url.origin()):
                raise PlatformError(f"{url.host} sends us on to {onward.host}: not followed", permanent=True)
            url = onward
        raise PlatformError(f"{url.host} sends us round in circles", permanent=True)

    async def _once(self, method: str, url: URL, token: str | None, payload: Mapping[str, Any] | None) -> Answer:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with self._client.request(method, url, headers=headers, json=payload, allow_redirects=False) as response:
            raw = await _read(response, url, self._largest)
        host = url.host or ""
        try:
            body = await asyncio.to_thread(parse_json, raw) if len(raw) > _LEAVES_LOOP else parse_json(raw)
        except ValueError:
            return Answer(response.status, response.headers, None, host, is_json=False)
        return Answer(response.status, response.headers, body, host)

    def _failure_of(self, answer: Answer, url: URL, token: str | None) -> PlatformError | None:
        """The failure that an answer is, None where it is for the caller to judge; remembers what its limits say."""
        wait = pause_wanted(answer.headers, self._now())
        if wait is not None:
            self._blocked[url.host or "", token] = self._now() + wait
        what = f"{answer.host} answered {answer.status} to {url.path[:100]}"
        if answer.status == 429:
            return PlatformError(f"{answer.host} says that we ask too often", retry_after=wait or timedelta(minutes=1))
        if answer.status >= 500 and answer.status != 501:
            return PlatformError(what, retry_after=wait)
        if answer.ok and not answer.is_json:
            return PlatformError(f"{what} with something that is not JSON")
        return None


def authority(address: str | None) -> str:
    """The host of an address, with its port if it names one; "" where it has none.

    >>> authority("https://cdn.example/a.png")
    'cdn.example'
    """
    try:
        return URL(address or "").authority
    except ValueError:
        return ""


async def _read(response: aiohttp.ClientResponse, url: URL, largest: int) -> bytes:
    raw = bytearray()
    async for chunk in response.content.iter_chunked(64 * 1024):
        raw += chunk
        if len(raw) > largest:
            response.close()
            raise PlatformError(f"{url.host} answered with more than {largest // 1024**2} MiB", permanent=True)
    return bytes(raw)


def _onward(url: URL, location: str) -> URL:
    try:
        return _safe(url.join(URL(location)))
    except ValueError:
        raise PlatformError(f"{url.host} redirects to an address that is none", permanent=True) from None


def _safe(url: URL) -> URL:
    """The address, if a request to it cannot be overheard: https, or plain http on this machine."""
    if url.scheme == "https" or (url.scheme == "http" and _is_loopback(url.host or "")):
        return url
    raise PlatformError(f"{url.host or 'the server'} must be asked over https", permanent=True)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _reason(fault: Exception) -> str:
    match fault:
        case TimeoutError():
            return "no answer in time"
        case aiohttp.ClientConnectorDNSError():
            return "no such host"
        case aiohttp.ClientSSLError():
            return "its certificate is not trusted"
        case aiohttp.ClientConnectorError():
            return "connection refused or lost"
        case _:
            return type(fault).__name__
