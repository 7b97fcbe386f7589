"""Brings an alert to where the team reads it; the only file that knows Apprise."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import timedelta
from functools import cache, partial
from importlib import import_module
from typing import Any, Protocol

from alerts.channel_doubts import doubts
from alerts.plain_text import plain
from alerts.quoting import plain as one_line
from alerts.redaction import redacted

LONGEST_TITLE = 200
LONGEST_REASON = 300
SHORTEST_CHAT = 200
_LOUD = {"WARNING", "ERROR", "CRITICAL"}


class DeliveryError(Exception):
    """An alert did not arrive; `permanent` says that trying again cannot help. The message holds no secret."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


class Channel(Protocol):
    """A place where the team reads alerts."""

    async def send(self, title: str, body: str, pictures: Sequence[bytes]) -> None:
        """Deliver plain text with PNGs, or raise `DeliveryError`."""
        ...


class AppriseChannel:
    """Whatever one Apprise URL names: a mailbox, a chat room, a web hook.

    Args:
        url: the Apprise URL, secrets and all; never shown again.
        timeout: how long one delivery may take.
    """

    def __init__(self, url: str, timeout: timedelta = timedelta(seconds=30)) -> None:
        self._url = url
        self._timeout = timeout

    async def send(self, title: str, body: str, pictures: Sequence[bytes]) -> None:
        """Deliver plain text, with PNGs where the service takes attachments.

        Raises:
            DeliveryError: it did not arrive in time, was refused, or (permanent) the URL is none that Apprise knows.
        """
        work = partial(_notify, self._url, plain(one_line(title, LONGEST_TITLE)), plain(body), tuple(pictures))
        try:
            async with asyncio.timeout(self._timeout.total_seconds()):
                await asyncio.wrap_future(_in_a_thread_of_its_own(work))
        except TimeoutError:
            raise DeliveryError(f"no answer within {self._timeout.total_seconds():g} s") from None


def warnings(url: str) -> tuple[str, ...]:
    """What is wrong or dangerous with this Apprise URL, and what a person has to confirm; never shows the URL."""
    service = _service(url)
    if service is None:
        return ("Apprise does not know this kind of URL, or it lacks a part",)
    return doubts(url, targets=len(service), encrypted=_is_encrypted(service))


def _notify(url: str, title: str, body: str, pictures: tuple[bytes, ...]) -> None:
    service = _service(url)
    if service is None:
        raise DeliveryError("Apprise does not know this kind of URL, or it lacks a part", permanent=True)
    result = _sender(service).notify(
        body=body or title,
        title=title,
        body_format="text",
        attach=_attachments(pictures) if service.attachment_support else None,
        log_level=logging.DEBUG,
    )
    # A URL with optional=yes calls a failure a success; each service's own attempts do not.
    if not (result and all(any(attempts) for attempts in result)):
        raise DeliveryError(redacted(_reason(result), url))


def _reason(result: Any) -> str:
    # Why a connection failed is told at debug level only, among much that is not for a log.
    told = [entry.message for entry in result.logs() if entry.level in _LOUD or "Exception: " in entry.message]
    return one_line("; ".join(dict.fromkeys(told)), LONGEST_REASON) or "the service refused it"


def _service(url: str) -> Any:
    """A fresh Apprise service, None if the URL is none: a used one would sleep 5.5 s between two alerts."""
    service = _apprise().Apprise.instantiate(url, asset=_asset())
    if service is not None:
        # A text too long for a chat comes in parts; one too long for a text message is cut, as each part costs.
        mode = _apprise().OverflowMode
        service.overflow_mode = mode.SPLIT if service.body_maxlen >= SHORTEST_CHAT else mode.TRUNCATE
        service.request_rate_per_sec = min(service.request_rate_per_sec, 1.0)
    return service


def _sender(service: Any) -> Any:
    sender = _apprise().Apprise(asset=_asset())
    sender.add(service)
    return sender


def _asset() -> Any:
    # Nothing on disk, no pool of threads, no pictures fetched from elsewhere, nothing filled in from the environment.
    return _apprise().AppriseAsset(
        app_id="Page Watchdog",
        app_desc="Page Watchdog",
        app_url="",
        image_url_mask="",
        image_url_logo="",
        storage_mode=_apprise().PersistentStoreMode.MEMORY,
        async_mode=False,
        service_timeout=0,
        allow_templates=False,
        pgp_autogen=False,
        pem_autogen=False,
    )


def _attachments(pictures: tuple[bytes, ...]) -> Any:
    memory = import_module("apprise.attachment.memory")
    return [
        memory.AttachMemory(content=picture, name=f"picture-{number}.png", mimetype="image/png")
        for number, picture in enumerate(pictures, start=1)
    ]


def _is_encrypted(service: Any) -> bool:
    has_plain_form = bool(service.protocol)
    return bool(service.secure) or not has_plain_form


@cache
def _apprise() -> Any:
    apprise = import_module("apprise")  # takes a quarter of a second, which only those who send should wait
    # Their log lines name addresses and tokens; what matters comes back in the DeliveryError.
    for name in (apprise.LOGGER_NAME, "urllib3"):
        logging.getLogger(name).propagate = False
        logging.getLogger(name).addHandler(logging.NullHandler())
    logging.getLogger(apprise.LOGGER_NAME).setLevel(logging.DEBUG)
    return apprise


def _in_a_thread_of_its_own(work: Callable[[], None]) -> Future[None]:
    """A pool would let a few hanging services stop all others, and hold up the end of the process."""
    future: Future[None] = Future()

    def run() -> None:
        future.set_running_or_notify_cancel()
        try:
            work()
            future.set_result(None)
        except BaseException as fault:  # noqa: BLE001 - raised again where the result is awaited
            future.set_exception(fault)

    threading.Thread(target=run, name="delivery", daemon=True).start()
    return future
