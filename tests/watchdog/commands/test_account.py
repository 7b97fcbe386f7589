"""`page-watchdog account`, as a user meets it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from PIL import Image
from rich.console import Console
from typer.testing import CliRunner

from alerts.wording.phrases import load as speak
from config.load import load
from detectors.fakes.scorecard import LIMITS
from detectors.model import Account, Deletion, Verdict
from tests.alerts.test_wording import LANGUAGES, tables
from tests.watchdog.commands.fakes_page import FAKE, FakesPage
from watchdog.cli import app
from watchdog.commands.account import show
from watchdog.commands.opening import file_of


@pytest.fixture(name="page")
def _page(tmp_path: Path) -> Iterator[FakesPage]:
    page = FakesPage(tmp_path)
    yield page
    page.close()


def told(page: FakesPage, *words: str) -> str:
    done = CliRunner().invoke(app, ["account", *words, "--config", str(page.config), "--state", str(page.folder)])
    assert done.exit_code == 0, done.output
    return done.output


def refused(page: FakesPage, *words: str) -> str:
    done = CliRunner().invoke(app, ["account", *words, "--config", str(page.config), "--state", str(page.folder)])
    assert done.exit_code == 1
    return done.output


def test_it_tells_who_it_is_why_it_is_suspected_and_who_still_waits(page: FakesPage) -> None:
    page.trick(page.complain())

    text = told(page, "did:x")

    assert "TeleZuid Klantenservice (telezuid-help[.]example)" in text
    assert "scam; alerted" in text
    assert "Before anything is known: −7.0" in text
    assert "+3.2 The name joins the brand and a word for customer service" in text
    assert "to Ann de Vries: Beste klant, excuses" in text
    assert "STILL WAITING: Ann de Vries" in text


def test_a_customer_whom_the_brand_answered_does_not_wait(page: FakesPage) -> None:
    complaint = page.complain()
    page.trick(complaint)
    page.say("telezuid", "Hoi Ann, we zoeken het uit. ^Noor", complaint)

    text = told(page, "did:x")

    assert "answered by you: Ann de Vries" in text
    assert "STILL WAITING" not in text


def test_the_waterfall_adds_up(page: FakesPage) -> None:
    page.trick(page.complain())

    told_ = json.loads(told(page, "did:x", "--json"))

    evidence = told_["evidence"]
    assert evidence["prior"] + sum(g["counted"] for g in evidence["groups"]) == pytest.approx(
        evidence["log_odds"], abs=1e-3
    )
    assert told_["suspicion"] > 0.9
    assert told_["customers"][0]["waiting"][0]["text"].startswith("Al drie dagen")


def test_every_name_is_shown_with_the_day_since_when_it_bore_it(page: FakesPage) -> None:
    page.trick(page.complain())
    page.see(replace(FAKE, name="Wifi Willem", handle="willem.example"))

    text = told(page, "did:x")

    assert "since 2026-03-02 10:23  TeleZuid Klantenservice" in text
    assert "since 2026-03-02 10:37  Wifi Willem" in text
    assert "TeleZuid Klantenservice" in told(page, "@telezuid-help.example")


def test_what_it_deleted_or_changed_is_told(page: FakesPage) -> None:
    complaint = page.complain()
    first, second = page.trick(complaint), page.trick(complaint)
    page.say(FAKE.id, "Niets aan de hand", complaint, id_=second)
    page.see(Deletion("tz", page.at, first))

    text = told(page, "did:x")

    assert "(gone since" in text
    assert "(edited 1 times)" in text


def test_a_verdict_is_shown_even_before_the_daemon_took_it_in(page: FakesPage) -> None:
    page.trick(page.complain())
    with page.store.transaction():
        page.store.sightings.await_verdict(Verdict("tz", page.at, "did:x", "fake", "ria"))

    assert "fake by ria" in told(page, "did:x")


def test_it_reads_while_the_daemon_is_in_the_middle_of_writing(page: FakesPage) -> None:
    page.trick(page.complain())

    with page.store.transaction():
        assert "scam; alerted" in told(page, "did:x")


def test_it_changes_nothing_in_the_store(page: FakesPage) -> None:
    page.trick(page.complain())
    page.close()
    before = page.database.read_bytes()

    told(page, "did:x", "--json")

    assert page.database.read_bytes() == before


def test_an_ordinary_customer_has_nothing_held_against_it(page: FakesPage) -> None:
    page.complain()

    assert "an ordinary author: 1 items, nothing held against it" in told(page, "ann")
    assert json.loads(told(page, "ann", "--json"))["suspicion"] is None


def test_a_stranger_and_an_unknown_page_are_refused(page: FakesPage) -> None:
    page.complain()

    assert "no account with the id or handle 'nobody' was seen on any page" in refused(page, "nobody")
    assert "no page is called 'q'; there are: tz" in refused(page, "ann", "--page", "q")


def test_two_accounts_of_one_handle_must_be_told_apart(page: FakesPage) -> None:
    page.see(Account("tz", "1", page.at, handle="same"), Account("tz", "2", page.at, handle="same"))

    assert "several accounts are called 'same': say which: 1 (--page tz), 2 (--page tz)" in refused(page, "same")


def test_hostile_names_reach_the_terminal_without_their_tricks(page: FakesPage) -> None:
    page.trick(page.complain(name="\x1b[31mAnn\u202e[bold]"))

    text = told(page, "did:x")

    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "Ann[bold]" in text


def test_the_picture_holds_the_waterfall_and_the_account_graph(page: FakesPage, tmp_path: Path) -> None:
    page.trick(page.complain())
    first, again = tmp_path / "a.png", tmp_path / "b.png"

    told(page, "did:x", "--picture", str(first))
    told(page, "did:x", "--picture", str(again))

    with Image.open(first) as picture:
        assert picture.width == 800
        assert picture.height > 600 + 300
    assert first.read_bytes() == again.read_bytes()


def test_there_is_no_picture_of_an_ordinary_customer(page: FakesPage, tmp_path: Path) -> None:
    page.complain()

    assert "there is nothing to draw" in refused(page, "ann", "--picture", str(tmp_path / "a.png"))


def test_another_database_can_be_named(page: FakesPage, tmp_path: Path) -> None:
    page.trick(page.complain())
    page.close()
    other = tmp_path / "replayed.sqlite3"
    page.database.rename(other)

    assert "scam; alerted" in told(page, "did:x", "--database", str(other))
    assert "has the daemon run?" in refused(page, "did:x")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_group_of_evidence_has_a_name_in_every_language(language: str) -> None:
    assert set(LIMITS) <= set(tables(language)["case"])


def test_on_a_terminal_every_step_has_a_bar_that_begins_where_the_last_ended(page: FakesPage) -> None:
    page.trick(page.complain())
    console = Console(force_terminal=True, color_system=None, width=60, file=StringIO())
    config = load(page.config)
    with page.store.transaction():
        show(file_of(config, page.store, "did:x", None), speak("en"), console)

    text = console.file.getvalue() if isinstance(console.file, StringIO) else ""
    bars = [line for line in text.splitlines() if "█" in line]
    assert len(bars) >= 5
    assert bars[0].endswith("Before anything is known: −7.0")
    assert bars[1].index("█") == bars[0].index("█")
