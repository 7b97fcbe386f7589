"""Accounts worth a look: in the daily digest once, never at once, and not when they were settled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from alerts.model import Alert
from detectors.model import Verdict
from tests.watchdog.commands.fakes_page import FAKE, LURE, FakesPage
from watchdog.cli import app

NEARLY = '[fake_accounts]\nalert_above = 0.99999999\nreview_above = 0.5\n[[channels]]\nname = "chat"\nurl = "json://localhost/"\n'


@pytest.fixture(name="page")
def _page(tmp_path: Path) -> Iterator[FakesPage]:
    page = FakesPage(tmp_path, more=NEARLY)
    page.trick(page.complain())
    digests_until(page, page.at)
    yield page
    page.close()


def digests_until(page: FakesPage, at: datetime) -> list[Alert]:
    with page.store.transaction():
        told = page.app.pipeline.end_quiet_hours(at)
        page.app.pipeline.checkpoint()
    return told


def mornings(page: FakesPage, days: int) -> list[list[Alert]]:
    return [digests_until(page, page.at + timedelta(days=n)) for n in range(1, days + 1)]


def test_it_is_never_told_at_once_and_once_in_the_next_digest(page: FakesPage) -> None:
    first, second, third = mornings(page, 3)

    assert page.alerts == []
    assert [digest.kind for digest in first] == ["digest"]
    assert "TeleZuid Klantenservice" in first[0].body
    assert (second, third) == ([], [])


def test_it_arrives_on_the_channel(page: FakesPage) -> None:
    mornings(page, 1)

    (delivery,) = page.store.outbox.due(page.at + timedelta(days=2))
    assert delivery.title == "To look at: 1 account"


def test_who_was_dismissed_in_the_meantime_is_not_told(page: FakesPage) -> None:
    page.see(Verdict("tz", page.at, "did:x", "legit", "ria"))

    assert mornings(page, 2) == [[], []]


def test_after_a_restart_it_is_not_told_again(page: FakesPage) -> None:
    mornings(page, 1)
    page.close()
    page.__init__(page.folder, more=NEARLY)  # type: ignore[misc]

    assert mornings(page, 3) == [[], [], []]


def test_nothing_to_look_at_makes_no_digest(tmp_path: Path) -> None:
    page = FakesPage(tmp_path, more=NEARLY)
    page.complain()

    assert [digests_until(page, page.at + timedelta(days=n)) for n in range(3)] == [[], [], []]
    page.close()


def test_the_lists_show_it_at_its_level(page: FakesPage) -> None:
    where = ("--config", str(page.config), "--state", str(page.folder))
    listed = CliRunner().invoke(app, ["accounts", "--json", *where]).output
    status = CliRunner().invoke(app, ["status", *where]).output

    assert '"level": "review"' in listed
    assert '"account": "did:x"' in listed
    assert "Accounts to look at: 1" in status


def test_an_alerted_account_is_listed_before_those_to_look_at(tmp_path: Path) -> None:
    page = FakesPage(tmp_path)
    page.trick(page.complain())
    where = ("--config", str(page.config), "--state", str(page.folder))

    listed = CliRunner().invoke(app, ["accounts", *where], env={"COLUMNS": "200"}).output
    page.close()

    assert "alert" in listed
    assert "TeleZuid Klantenservice" in listed
    assert "ann" not in listed


@pytest.mark.parametrize("columns", ["20", "80", "200"])
def test_an_id_in_the_list_can_be_copied_whole_whatever_the_terminal(tmp_path: Path, columns: str) -> None:
    page = FakesPage(tmp_path)
    long = replace(
        FAKE, id="did:plc:qdm4777xcqub7t2usepxsfhp-and-some-more-of-it-than-any-column-would-hold-in-a-table"
    )
    complaint = page.complain()
    page.see(long)
    page.say(long.id, LURE, complaint)
    where = ("--config", str(page.config), "--state", str(page.folder))

    listed = CliRunner().invoke(app, ["accounts", *where], env={"COLUMNS": columns}).output
    page.close()

    assert f"{long.id}  on page tz, 1 reply" in listed
    assert listed.startswith("alert  99%  TeleZuid Klantenservice (telezuid-help[.]example)")
