"""The daemon as a process: real HTTP in, real SMTP out, signals, and a kill in the middle."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiohttp import web
from aiosmtpd.smtp import SMTP

from tests.end_to_end.appview import BRAND, AppView
from watchdog.store import Store

COMMAND = Path(sys.executable).with_name("page-watchdog")
CONFIG = """
language = "nl"
timezone = "Europe/Amsterdam"

[[pages]]
name = "vlieg"
brand = "Vlieg & Co"
platform = "bluesky"
account = "vlieg.example"
server = "{server}"
official_accounts = ["vlieg.example", "did:plc:brand"]
languages = ["nl"]
poll_every = "1s"

[[channels]]
name = "mail"
url = "env:MAIL_URL"
min_severity = "warning"
"""
PATIENCE = 90.0
THREAT = "Morgen kom ik langs met een mes, dan maak ik jullie af"
ANOTHER = "Jullie gaan eraan, ik maak jullie allemaal dood"


class Mailbox:
    """What arrived over SMTP."""

    def __init__(self) -> None:
        self.port = 0
        self.mails: list[EmailMessage] = []
        self.refusing = False

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802
        if self.refusing:
            return "451 try again later"
        content = envelope.content  # type: ignore[attr-defined]
        self.mails.append(message_from_bytes(content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"

    def subjects(self) -> list[str]:
        return [str(mail["subject"]) for mail in self.mails]


class Daemon:
    """`page-watchdog run` as a process, with a service manager's socket."""

    def __init__(self, folder: Path, mail_url: str) -> None:
        self.folder = folder
        self.heard: list[str] = []
        self._environment = os.environ | {
            "MAIL_URL": mail_url,
            "NOTIFY_SOCKET": str(folder / "notify"),
            "WATCHDOG_USEC": "2000000",
        }
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(folder / "notify"))
        self._socket.setblocking(False)
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                COMMAND,
                "run",
                "--config",
                "c.toml",
                "--state",
                "state",
                cwd=self.folder,
                env=self._environment,
                stderr=log,
            )

    def log(self) -> str:
        return (self.folder / "log").read_text()

    def listen(self) -> list[str]:
        with contextlib.suppress(BlockingIOError):
            while True:
                self.heard.append(self._socket.recv(4096).decode())
        return self.heard

    def said(self, word: str) -> bool:
        return any(word in message for message in self.listen())

    async def end(self, number: int) -> int:
        assert self.process
        self.process.send_signal(number)
        return await asyncio.wait_for(self.process.wait(), PATIENCE)

    def close(self) -> None:
        if self.process and self.process.returncode is None:
            self.process.kill()
        self._socket.close()


async def until(condition: Callable[[], object], what: str) -> None:
    """Wait for something to become true; fail with its name if it never does."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 -- another process changes it
            await asyncio.sleep(0.05)
    assert condition(), what


@pytest.fixture(name="network")
async def _network() -> AsyncIterator[AppView]:
    network = AppView()
    runner = web.AppRunner(network.application())
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    network.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield network
    await runner.cleanup()


@pytest.fixture(name="mailbox")
async def _mailbox() -> AsyncIterator[Mailbox]:
    mailbox = Mailbox()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(mailbox), "127.0.0.1", 0)
    mailbox.port = server.sockets[0].getsockname()[1]
    yield mailbox
    server.close()


@pytest.fixture(name="daemon")
async def _daemon(tmp_path: Path, network: AppView, mailbox: Mailbox) -> AsyncIterator[Daemon]:
    (tmp_path / "c.toml").write_text(CONFIG.format(server=network.url))
    url = f"mailto://127.0.0.1:{mailbox.port}?from=watchdog@vlieg.example&to=team@vlieg.example"
    daemon = Daemon(tmp_path, url)
    yield daemon
    daemon.close()


def is_threat(subject: str) -> bool:
    return "reig" in subject.casefold()  # (be)dreiging, dreigement


async def test_a_threat_reaches_the_mailbox_and_sigterm_ends_the_daemon(
    network: AppView, mailbox: Mailbox, daemon: Daemon
):
    post = network.post(BRAND, "Goedemorgen! Waar vliegt u vandaag heen?")
    network.post("did:plc:boos", THREAT, post)
    await daemon.start()

    await until(lambda: any(map(is_threat, mailbox.subjects())), "a mail about the threat")
    await until(lambda: daemon.said("READY=1") and daemon.said("WATCHDOG=1"), "READY and WATCHDOG")
    started = asyncio.get_running_loop().time()
    status = await daemon.end(signal.SIGTERM)

    assert status == 0
    assert asyncio.get_running_loop().time() - started < 5
    assert daemon.said("STOPPING=1")
    assert "Traceback" not in daemon.log()


async def test_a_kill_in_the_middle_loses_no_alert_and_tells_none_twice(
    network: AppView, mailbox: Mailbox, daemon: Daemon
):
    post = network.post(BRAND, "Goedemorgen!")
    network.post("did:plc:boos", THREAT, post)
    mailbox.refusing = True
    await daemon.start()
    await until(lambda: "postponed" in daemon.log(), "a delivery that failed")

    await daemon.end(signal.SIGKILL)
    mailbox.refusing = False
    network.post("did:plc:kwaad", ANOTHER, post)
    await daemon.start()
    await until(lambda: any(map(is_threat, mailbox.subjects())), "the alert of the second threat")
    seen = network.asked
    await until(lambda: network.asked > seen + 6, "more looks")
    await daemon.end(signal.SIGTERM)

    store = Store(daemon.folder / "state" / "page-watchdog.sqlite3")
    with store.transaction():
        (deliveries,) = store.outbox.counts()
    store.close()
    # The first alert waits out its postponement; it is there, and the second came once.
    assert (deliveries.waiting, deliveries.delivered, deliveries.given_up) == (1, 1, 0)
    assert len(mailbox.mails) == 1
    assert "Traceback" not in daemon.log()


async def test_a_bad_config_on_sighup_keeps_the_old_one_and_a_good_one_is_taken(network: AppView, daemon: Daemon):
    network.post(BRAND, "Goedemorgen!")
    await daemon.start()
    await until(lambda: daemon.said("READY=1"), "READY")
    config = daemon.folder / "c.toml"
    good = config.read_text()

    config.write_text(good.replace('"1s"', '"5 parsecs"'))
    assert daemon.process
    daemon.process.send_signal(signal.SIGHUP)
    await until(lambda: "config not taken" in daemon.log(), "the fault in the log")
    config.write_text(good.replace('"1s"', '"2s"'))
    daemon.process.send_signal(signal.SIGHUP)
    await until(lambda: "config read again" in daemon.log(), "the new config")
    status = await daemon.end(signal.SIGTERM)

    assert status == 0
    assert "poll_every" in daemon.log()
    assert daemon.said("RELOADING=1")


async def test_a_page_that_cannot_be_seen_raises_blind_page(network: AppView, mailbox: Mailbox, daemon: Daemon):
    network.post(BRAND, "Goedemorgen!")
    network.failing = True
    await daemon.start()

    await until(lambda: mailbox.mails, "a mail about the blind page")
    await daemon.end(signal.SIGTERM)

    assert "vlieg" in mailbox.subjects()[0].casefold()
