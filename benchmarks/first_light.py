"""The whole way on a real Bluesky network: posts in, the daemon killed in between, mail read back over IMAP.

Needs the local AT Protocol network and mail servers of docs/how-to/real-servers.md; takes about a quarter of an hour:

    .venv/bin/python benchmarks/first_light.py --pds http://localhost:2583 --appview http://localhost:2584 \
        --smtp 127.0.0.1:2525 --imap 127.0.0.1:1143 --user oncall@watch.test --password …
"""

from __future__ import annotations

import argparse
import asyncio
import email
import email.policy
import imaplib
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import aiohttp

from watchdog.store import Store

COMMAND = Path(sys.executable).with_name("page-watchdog")
CUSTOMERS = 60
DAYS, A_DAY = 7, 12
CONFIG = """
language = "nl"
timezone = "UTC"

[[pages]]
name = "vlieg-bluesky"
brand = "Vlieg & Co"
brand_aliases = ["VliegCo"]
platform = "bluesky"
account = "{brand}"
server = "{appview}"
official_accounts = ["{brand}"]
languages = ["nl"]
opening_hours = "Mo-Su 06:00-{closing}"
country = "NL"
poll_every = "10s"

[[channels]]
name = "dienst"
url = "env:DIENST_URL"
"""
ORDINARY = (
    "Wanneer gaat de winterregeling in?",
    "Fijne vlucht gehad gisteren, dank!",
    "Mag mijn gitaar mee als handbagage?",
    "Leuk filmpje!",
)
COMPLAINTS = (
    "Mijn ticket is twee keer afgeschreven!!",
    "Dubbel afgeschreven en niemand die opneemt",
    "Twee keer betaald voor dezelfde vlucht, hoe kan dit",
    "Jullie hebben dubbel geïncasseerd, 412 euro weg",
    "Weer dubbel afgeschreven, wat een slechte zaak",
    "Mijn rekening staat rood door jullie dubbele afschrijving",
    "Al drie keer gebeld over de dubbele afschrijving, geen antwoord",
    "Geld terug graag, er is dubbel afgeschreven",
    "Schandalig, twee keer hetzelfde bedrag van mijn rekening",
    "Ook hier dubbel afgeschreven. Wanneer krijg ik het terug?",
    "Dit is al de tweede keer dat er dubbel wordt afgeschreven",
    "Ik sta rood omdat jullie dubbel afschrijven, belachelijk",
)
SAVAGE = (
    "Beste {name}, twee keer betalen is twee keer genieten. Wij sluiten uw klacht. Klantenservice",
    "Beste {name}, misschien moet u gewoon rijker worden. Met vriendelijke groet, Klantenservice",
    "Beste {name}, wij hebben uw klacht gelezen en hartelijk gelachen. Fijne avond! Klantenservice",
    "Beste {name}, rekenen is moeilijk, dat begrijpen wij. Uw verzoek is afgewezen. Klantenservice",
)

Ref = dict[str, str]


class Network:
    """Writes on the local network as anybody."""

    def __init__(self, client: aiohttp.ClientSession, pds: str) -> None:
        self._client, self._pds = client, pds
        self._sessions: dict[str, Any] = {}

    async def join(self, handle: str, name: str) -> None:
        """Open an account."""
        body = {"handle": handle, "email": f"{handle}@mail.example", "password": f"pw-{handle}"}
        self._sessions[handle] = await self._call("com.atproto.server.createAccount", body)
        await self._record(handle, "app.bsky.actor.profile", {"displayName": name}, rkey="self")

    async def post(
        self, handle: str, text: str, root: Ref | None = None, parent: Ref | None = None, at: datetime | None = None
    ) -> Ref:
        """Write a post or a reply, as if at `at`."""
        record: dict[str, Any] = {"text": text, "langs": ["nl"]}
        if root:
            record["reply"] = {"root": root, "parent": parent or root}
        return await self._record(handle, "app.bsky.feed.post", record, at=at)

    async def _record(
        self, handle: str, kind: str, record: dict[str, Any], rkey: str | None = None, at: datetime | None = None
    ) -> Ref:
        written = (at or datetime.now(UTC)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        body = {"repo": self._sessions[handle]["did"], "collection": kind}
        body["record"] = {"$type": kind, "createdAt": written, **record}
        made = await self._call("com.atproto.repo.createRecord", body | ({"rkey": rkey} if rkey else {}), handle)
        return {"uri": made["uri"], "cid": made["cid"]}

    async def _call(self, method: str, body: dict[str, Any], handle: str | None = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._sessions[handle]['accessJwt']}"} if handle else {}
        async with self._client.post(f"{self._pds}/xrpc/{method}", json=body, headers=headers) as answer:
            found: dict[str, Any] = await answer.json()
            if answer.status != 200:
                raise RuntimeError(f"{method}: {answer.status} {found}")
            return found


class Daemon:
    """The installed daemon as a process."""

    def __init__(self, folder: Path, mail_url: str) -> None:
        self._folder, self._environment = folder, os.environ | {"DIENST_URL": mail_url}
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it."""
        with (self._folder / "log").open("ab") as log:
            arguments = ("run", "--config", "c.toml", "--state", "state")
            self._process = await asyncio.create_subprocess_exec(
                COMMAND, *arguments, cwd=self._folder, env=self._environment, stderr=log
            )

    async def end(self, number: int) -> float:
        """Signal it; the seconds until it was gone."""
        began = time.monotonic()
        if self._process:
            self._process.send_signal(number)
            await self._process.wait()
        return time.monotonic() - began


async def live_a_week(network: Network, brand: str, people: list[str]) -> None:
    """What the page looked like before: a post a day, ordinary comments, now and then a complaint."""
    now = datetime.now(UTC)
    for day in range(DAYS, 0, -1):
        morning = now - timedelta(days=day)
        post = await network.post(brand, f"Goedemorgen! Nog {day} dagen tot de winterregeling.", at=morning)
        for n in range(A_DAY):
            text = (*ORDINARY, *COMPLAINTS[3 * day % 9 :])[n % 6]
            at = morning + timedelta(hours=23 * n / A_DAY)
            await network.post(people[(day + n) % len(people)], f"{text} ({day})", post, at=at)


async def tell_the_story(network: Network, daemon: Daemon, brand: str, run: str) -> None:
    """A week of ordinary talk, a burst just before closing time, a fake answering it, and a kill in the middle."""
    people = [f"klant{n}-{run}.test" for n in range(CUSTOMERS)]
    fake = f"klantenservice{run[-4:]}.test"
    for n, handle in enumerate(people):
        await network.join(handle, f"Klant {n}")
    await network.join(fake, "Klantenservice")
    await live_a_week(network, brand, people)
    first = await network.post(brand, "Nieuw: met ons naar Lissabon!")
    second = await network.post(brand, "Vragen over uw boeking? Stel ze hier.")
    await daemon.start()
    for n, text in enumerate(ORDINARY * 2):
        await network.post(people[n], text, (first, second)[n % 2])
        await asyncio.sleep(10)
    print("burst begins", f"{datetime.now(UTC):%H:%M:%S}", flush=True)
    for n in range(CUSTOMERS * 3):
        text = COMPLAINTS[n % len(COMPLAINTS)] + ("" if n < CUSTOMERS else f" ({n})")
        complaint = await network.post(people[n % CUSTOMERS], text, second)
        await asyncio.sleep(1.5)
        if n % 12 == 5:
            answer = SAVAGE[n // 12 % len(SAVAGE)].format(name=f"Klant {n % CUSTOMERS}")
            await network.post(fake, answer, second, complaint)
        if n == 17:
            await network.post(brand, "Beste klant, wij zoeken dit direct uit. ^Noor", second, complaint)
        if n == CUSTOMERS:
            await daemon.end(signal.SIGKILL)
            print("kill -9", f"{datetime.now(UTC):%H:%M:%S}", flush=True)
            await asyncio.sleep(5)
            await daemon.start()


def read_mails(told: argparse.Namespace, since: datetime) -> list[EmailMessage]:
    """The mailbox's mails of this run."""
    host, port = told.imap.split(":")
    mails = []
    with imaplib.IMAP4(host, int(port)) as box:
        box.login(told.user, told.password)
        box.select("INBOX")
        for number in box.search(None, "ALL")[1][0].split():
            content = box.fetch(number.decode(), "(RFC822)")[1][0]
            mails.append(email.message_from_bytes(content[1], policy=email.policy.default))  # type: ignore[index, arg-type]
    return [mail for mail in mails if mail["date"].datetime >= since.replace(microsecond=0)]


def words(mail: EmailMessage) -> str:
    """A mail's plain text."""
    part = mail.get_body(("plain",))
    return str(part.get_content()) if part else ""


async def until_told(told: argparse.Namespace, began: datetime) -> None:
    """Wait until storm, fake and hours have all arrived, or patience ends."""
    deadline = time.monotonic() + told.minutes * 60
    while time.monotonic() < deadline:
        await asyncio.sleep(5)
        text = " ".join(map(words, await asyncio.to_thread(read_mails, told, began)))
        if all(sign in text for sign in ("storm-", "fake-", "Blijf")):
            return


def report(folder: Path, mails: list[EmailMessage]) -> bool:
    """Print the mails; whether outbox and mailbox agree: nothing lost, nothing twice."""
    for mail in mails:
        attached = [part.get_filename() for part in mail.iter_attachments()]
        print("=" * 100, f"\nSubject: {mail['subject']}\nAttached: {attached}\n\n{words(mail)}")
    store = Store(folder / "state" / "page-watchdog.sqlite3")
    with store.transaction():
        alerts = [
            told.title for incident, _ in store.incidents.recent(999) for told in store.incidents.told(incident.id)
        ]
        counts = [(c.channel, c.waiting, c.delivered, c.given_up) for c in store.outbox.counts()]
    store.close()
    stored, arrived = Counter(alerts), Counter(str(mail["subject"]) for mail in mails)
    print(f"alerts stored: {len(alerts)}; (channel, waiting, delivered, given up): {counts}; mails: {len(mails)}")
    print(f"lost: {list((stored - arrived).elements())}; too many: {list((arrived - stored).elements())}")
    return stored == arrived


async def main() -> None:
    """Run it and print what arrived."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("pds", "appview", "smtp", "imap", "user", "password"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--minutes", type=float, default=12, help="how long to wait for storm, fake and hours")
    told = parser.parse_args()
    began, run = datetime.now(UTC), f"{int(time.time()) % 100000}"
    folder = Path(tempfile.mkdtemp(prefix="first-light-"))
    brand = f"vliegenco-{run}.test"
    closing = f"{began + timedelta(minutes=15):%H:%M}"
    (folder / "c.toml").write_text(CONFIG.format(brand=brand, appview=told.appview, closing=closing))
    daemon = Daemon(folder, f"mailto://{told.smtp}?from=sender@watch.test&to={told.user}")
    async with aiohttp.ClientSession() as client:
        network = Network(client, told.pds)
        await network.join(brand, "Vlieg & Co")
        await tell_the_story(network, daemon, brand, run)
    await until_told(told, began)
    await asyncio.sleep(60)
    print(f"SIGTERM took {await daemon.end(signal.SIGTERM):.1f} s; all is in {folder}")
    if not report(folder, read_mails(told, began)):
        raise SystemExit(1)


if __name__ == "__main__":
    asyncio.run(main())
