import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import StringIO

import pytest
from aiohttp import web
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from alerts.channels import AppriseChannel, DeliveryError, warnings

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
UNICODE = "Klachtenstorm: Göteborg – ærlig æøå, naïef €5 👏\nTweede regel"


class Mailbox:
    """An SMTP handler that keeps what it gets, or refuses a recipient."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("nobody"):
            return "550 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.mails.append(message_from_bytes(envelope.content, _class=EmailMessage, policy=policy.default))
        return "250 OK"


@pytest.fixture(scope="module")
def server() -> Iterator[Controller]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(Mailbox(), hostname="127.0.0.1", port=port)
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def mailbox(server: Controller) -> Mailbox:
    server.handler.mails.clear()
    return server.handler


@pytest.fixture
def mail(server: Controller) -> AppriseChannel:
    return AppriseChannel(mail_url(server))


def mail_url(server: Controller, to: str = "oncall@team.test") -> str:
    return f"mailto://127.0.0.1:{server.port}?from=watchdog@team.test&to={to}"


@asynccontextmanager
async def silent_server() -> AsyncIterator[int]:
    """Takes connections and never says a word."""
    over = asyncio.Event()

    async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    listening = await asyncio.start_server(hold, "127.0.0.1", 0)
    async with listening:
        yield listening.sockets[0].getsockname()[1]
        over.set()


@asynccontextmanager
async def hook(status: int) -> AsyncIterator[tuple[int, list[dict[str, object]]]]:
    """A web hook that answers with `status` and keeps what it was told."""
    told: list[dict[str, object]] = []

    async def take(request: web.Request) -> web.Response:
        told.append(await request.json())
        return web.Response(status=status)

    application = web.Application()
    application.router.add_post("/{rest:.*}", take)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield runner.addresses[0][1], told
    await runner.cleanup()


async def test_a_mail_arrives_with_its_letters_intact(mail: AppriseChannel, mailbox: Mailbox) -> None:
    await mail.send("Storm bij Vlieg & Co – 🌩", UNICODE, ())
    [arrived] = mailbox.mails
    assert arrived["Subject"] == "Storm bij Vlieg & Co – 🌩"
    assert arrived["To"] == "oncall@team.test"
    assert arrived.get_content_type() == "text/plain"
    assert arrived.get_content().replace("\r\n", "\n").strip() == UNICODE


async def test_pictures_arrive_as_png_attachments(mail: AppriseChannel, mailbox: Mailbox) -> None:
    await mail.send("Storm", "See the picture.", (PICTURE, PICTURE[::-1]))
    attached = list(mailbox.mails[0].iter_attachments())
    assert [part.get_content_type() for part in attached] == ["image/png", "image/png"]
    assert [part.get_content() for part in attached] == [PICTURE, PICTURE[::-1]]
    assert [part.get_filename() for part in attached] == ["picture-1.png", "picture-2.png"]


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r", "\x0b", "\u2028", "\x85", "\x00\r\n "])
async def test_a_name_cannot_add_a_header(mail: AppriseChannel, mailbox: Mailbox, newline: str) -> None:
    await mail.send(f"Fake account{newline}Bcc: victim@else.test{newline}{newline}<b>body</b>", "text", ())
    [arrived] = mailbox.mails
    assert arrived["Bcc"] is None
    assert "Bcc: victim@else.test" in arrived["Subject"]
    assert arrived.get_content().strip() == "text"


async def test_a_text_cannot_end_the_mail_or_add_a_command(mail: AppriseChannel, mailbox: Mailbox) -> None:
    await mail.send("Threat", "before\r\n.\r\nMAIL FROM:<evil@else.test>\r\nafter", ())
    [arrived] = mailbox.mails
    assert arrived.get_content().split() == ["before", ".", "MAIL", "FROM:<evil@else.test>", "after"]


async def test_half_a_character_and_hidden_marks_do_not_stop_a_mail(mail: AppriseChannel, mailbox: Mailbox) -> None:
    await mail.send("Storm \ud83d", "bad \udcff, hid\u200bden, \u202ereversed\u202c, nul\x00", ())
    assert mailbox.mails[0].get_content().strip() == "bad , hidden, reversed, nul"


async def test_a_long_title_is_cut(mail: AppriseChannel, mailbox: Mailbox) -> None:
    await mail.send("x" * 5000, "text", ())
    assert len(mailbox.mails[0]["Subject"]) == 200


async def test_an_alert_without_a_body_is_sent(mail: AppriseChannel, mailbox: Mailbox) -> None:
    await mail.send("Only a title", "", ())
    assert mailbox.mails[0]["Subject"] == "Only a title"


async def test_two_alerts_follow_each_other_without_the_throttle(mail: AppriseChannel, mailbox: Mailbox) -> None:
    async with asyncio.timeout(5):  # Apprise would sleep 5.5 s before the second
        await mail.send("one", "text", ())
        await mail.send("two", "text", ())
    assert [one["Subject"] for one in mailbox.mails] == ["one", "two"]


async def test_a_refused_recipient_is_a_passing_error_without_the_address(server: Controller) -> None:
    with pytest.raises(DeliveryError) as failure:
        await AppriseChannel(mail_url(server, "nobody@team.test")).send("Storm", "text", ())
    assert not failure.value.permanent
    assert "550" in str(failure.value)
    assert "nobody" not in str(failure.value)
    assert "team.test" not in str(failure.value)


async def test_a_server_that_is_down_is_a_passing_error_that_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(DeliveryError, match="Connection refused") as failure:
        await AppriseChannel(f"mailto://127.0.0.1:{port}?from=a@team.test&to=b@team.test").send("Storm", "text", ())
    assert not failure.value.permanent


async def test_a_hanging_server_is_a_passing_error_after_the_timeout() -> None:
    async with silent_server() as port:
        channel = AppriseChannel(f"mailto://127.0.0.1:{port}?from=a@team.test&to=b@team.test", timedelta(seconds=0.2))
        with pytest.raises(DeliveryError, match=r"no answer within 0\.2 s") as failure:
            await channel.send("Storm", "text", ())
    assert not failure.value.permanent


async def test_many_hanging_channels_do_not_hold_up_a_healthy_one(mail: AppriseChannel, mailbox: Mailbox) -> None:
    async with silent_server() as port:
        url = f"mailto://127.0.0.1:{port}?from=a@team.test&to=b@team.test"
        hung = [asyncio.create_task(AppriseChannel(url).send("Storm", "text", ())) for _ in range(40)]
        await asyncio.sleep(0)
        async with asyncio.timeout(10):
            await mail.send("Storm", "text", ())
        for task in hung:
            task.cancel()
        await asyncio.wait(hung)
    assert len(mailbox.mails) == 1


@pytest.mark.parametrize(
    "url", ["", "nonsense", "nosuch://service", "mailto://nonsense", "json://[broken", "discord://x", "http://\ud83d"]
)
async def test_a_url_that_is_none_is_a_permanent_error(url: str) -> None:
    with pytest.raises(DeliveryError) as failure:
        await AppriseChannel(url).send("Storm", "text", ())
    assert failure.value.permanent
    assert not url or url not in str(failure.value)


@pytest.fixture
def journal() -> Iterator[StringIO]:
    """What a daemon at debug level would write to its log."""
    written, root = StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(written), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logging.getLogger("aiohttp.access").propagate = False
    yield written
    logging.getLogger("aiohttp.access").propagate = True
    root.setLevel(level)
    root.removeHandler(handler)


async def test_a_refusing_hook_is_an_error_without_its_secrets(journal: StringIO) -> None:
    async with hook(403) as (port, _):
        url = f"json://bot:hunter2@127.0.0.1:{port}/hooks/T0PS3CRET?+X-Key=qwertyuiop"
        logging.getLogger().debug("the journal listens")
        with pytest.raises(DeliveryError, match="403") as failure:
            await AppriseChannel(url).send("Storm", "text", ())
    shown = str(failure.value) + repr(failure.value) + journal.getvalue() + repr(AppriseChannel(url))
    assert "the journal listens" in shown
    assert not [secret for secret in ("hunter2", "T0PS3CRET", "qwertyuiop") if secret in shown]


async def test_an_optional_channel_that_fails_has_failed() -> None:
    async with hook(500) as (port, _):
        with pytest.raises(DeliveryError):
            await AppriseChannel(f"json://127.0.0.1:{port}/?optional=yes").send("Storm", "text", ())


async def test_nobody_can_call_the_whole_room() -> None:
    async with hook(200) as (port, told):
        await AppriseChannel(f"json://127.0.0.1:{port}/").send("@everyone look", "@here <!channel> @channelling", ())
    assert told[0]["title"] == "@\u2060everyone look"
    assert told[0]["message"] == "@\u2060here <\u2060!channel> @channelling"


async def test_values_in_braces_are_not_filled_in() -> None:
    async with hook(200) as (port, told):
        await AppriseChannel(f"json://127.0.0.1:{port}/").send("${HOME} {{app_id}}", "\\n ${PATH} :smile:", ())
    assert told[0]["title"] == "${HOME} {{app_id}}"
    assert told[0]["message"] == "\\n ${PATH} :smile:"


async def test_a_text_too_long_for_the_service_comes_in_parts() -> None:
    body = "\n".join(f"klant {n} wacht nog op antwoord" for n in range(1100))
    async with hook(200) as (port, told):
        await AppriseChannel(f"json://127.0.0.1:{port}/").send("Storm", body, ())
    assert len(told) == 2
    assert "\n".join(str(part["message"]) for part in told).split() == body.split()


MAIL = "mailto://team.test?from=a@team.test&mode=starttls&to="


@pytest.mark.parametrize(
    ("url", "doubt"),
    [
        ("nosuch://service", "does not know"),
        (MAIL + "b@team.test,c@team.test", "2 recipients"),
        (MAIL + "b@team.test&cc=c@team.test&bcc=d@team.test", "3 recipients"),
        ("mailto://user:secret@team.test?to=b@team.test&mode=insecure", "unencrypted"),
        (MAIL + "b@team.test&verify=no", "any certificate"),
        ("matrixs://token@team.test/#ops", "alias"),
        ("matrixs://token@team.test/!abc", "hsreq=no"),
        ("matrixs://user:secret@team.test/!abc:team.test", "access token"),
        ("json://team.test/hook", "unencrypted"),
        ("toots://token@team.test", "everybody can read"),
        ("ntfy://our-alerts", "everybody can read"),
        ("syslog://", "server only"),
        ("jsons://team.test/hook?optional=yes", "optional=yes"),
    ],
)
def test_a_dangerous_url_is_named_without_showing_it(url: str, doubt: str) -> None:
    told = warnings(url)
    assert [one for one in told if doubt in one]
    assert not [one for one in told if "secret" in one or "team.test" in one]


@pytest.mark.parametrize(
    "url",
    [
        MAIL + "b@team.test",
        "mailto://127.0.0.1:2525?from=a@team.test&to=b@team.test&verify=no",
        "json://[::1]:8080/hook",
        "jsons://team.test/hook",
        "matrixs://token@team.test/!abc:team.test",
        "matrixs://token@team.test/!abc?hsreq=no",
        "toots://token@team.test?visibility=direct",
        "discord://123456789012345678/abcDEF-token_1234567890",
    ],
)
def test_a_sound_url_raises_no_doubt(url: str) -> None:
    assert warnings(url) == ()
