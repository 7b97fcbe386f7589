"""A local HTTP server that replays recorded answers, and remembers what it was asked."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from yarl import URL

from watchdog.platforms.http import Http

PAYLOADS = Path(__file__).parents[2] / "payloads"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass
class Recorded:
    """An answer: JSON, bytes, or text where `raw` is set."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bool = False


def recorded(name: str, **changed: Any) -> Recorded:
    """An answer from tests/payloads."""
    plain = json.loads((PAYLOADS / f"{name}.json").read_text()) | changed
    is_html = "html" in str(plain["headers"])
    return Recorded(deepcopy(plain["body"]), plain["status"], dict(plain["headers"]), raw=is_html)


class Server:
    """Replays: for each question its answers in turn, the last one for ever. The most exact question wins."""

    def __init__(self) -> None:
        self.asked: list[web.BaseRequest] = []
        self._answers: list[tuple[URL, list[Recorded]]] = []
        self._server = TestServer(web.Application())

    def on(self, question: str, *answers: Recorded) -> Server:
        """Answer requests for this path, and with at least these query parameters."""
        url = URL(question)
        self._answers = [known for known in self._answers if known[0] != url] + [(url, list(answers))]
        return self

    @property
    def url(self) -> str:
        return str(self._server.make_url("")).rstrip("/")

    def asked_for(self, path: str) -> list[dict[str, str]]:
        """The queries of all requests for this path."""
        return [dict(request.query) for request in self.asked if request.path == path]

    async def __aenter__(self) -> Server:
        self._server.app.router.add_route("*", "/{rest:.*}", self._answer)
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._server.close()

    async def _answer(self, request: web.Request) -> web.Response:
        await request.read()
        self.asked.append(request)
        query = set(request.query.items())
        fitting = [
            (url, left) for url, left in self._answers if url.path == request.path and set(url.query.items()) <= query
        ]
        if not fitting:
            return web.json_response({"error": "NotReplayed", "message": request.path_qs}, status=418)
        left = max(fitting, key=lambda pair: len(pair[0].query))[1]
        answer = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(answer.body, bytes):
            return web.Response(body=answer.body, status=answer.status, headers=answer.headers)
        text = answer.body if answer.raw else json.dumps(answer.body)
        headers = {"Content-Type": "application/json"} | answer.headers
        return web.Response(text=text, status=answer.status, headers=headers)


class Clock:
    """A clock that only moves when something waits or a test moves it."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at
        self.waited: list[float] = []

    def __call__(self) -> datetime:
        return self.at

    async def pause(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.at += timedelta(seconds=seconds)


def http_of(client: ClientSession, clock: Clock) -> Http:
    return Http(client, clock, Random(1), clock.pause)
