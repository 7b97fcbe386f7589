"""`page-watchdog erase`: one person is gone from every byte of the database, and everybody else is still there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from detectors.model import Account, Item, Verdict
from tests.watchdog.commands.fakes_page import FAKE, LURE, FakesPage
from watchdog.cli import app
from watchdog.store import Store, StoreError

WORDS = "Mijn dossier 83714 over de scheiding ligt bij jullie, bel mij terug"


@pytest.fixture(name="page")
def _page(tmp_path: Path) -> Iterator[FakesPage]:
    """Ann complains, is answered by a fake that names her, and the team is told of it."""
    page = FakesPage(tmp_path)
    page.see(Account("tz", "did:plc:ann4711", page.at, handle="annemiek.example", name="Annemiek Zonderland"))
    page.say("did:plc:ann4711", WORDS)
    page.trick("i2")
    page.complain("bob", "Bob Blijft")
    page.see(Verdict("tz", page.at, "did:plc:ann4711", "legit", "ria"))
    yield page
    page.close()


def call(page: FakesPage, *words: str, typed: str = "") -> Result:
    where = ("--config", str(page.config), "--state", str(page.folder))
    return CliRunner().invoke(app, ["erase", *words, *where], input=typed)


def everything(page: FakesPage) -> bytes:
    return b"".join(path.read_bytes() for path in page.folder.iterdir() if path.name.startswith(page.database.name))


def test_the_person_is_gone_from_every_byte(page: FakesPage) -> None:
    assert "Annemiek Zonderland" in page.alerts[0][2]
    page.close()

    done = call(page, "did:plc:ann4711", "--yes")

    assert done.exit_code == 0, done.output
    left = everything(page)
    for trace in ("did:plc:ann4711", "Annemiek", "Zonderland", "annemiek.example", "dossier 83714", "scheiding"):
        assert trace.encode() not in left, trace
    assert b"Bob Blijft" in left


def test_the_fake_stays_with_its_case_and_its_alerts(page: FakesPage) -> None:
    page.close()
    call(page, "did:plc:ann4711", "--yes")
    where = ("--config", str(page.config), "--state", str(page.folder))

    shown = CliRunner().invoke(app, ["account", "did:x", *where])

    assert shown.exit_code == 0, shown.output
    assert "scam; alerted" in shown.output
    store = Store(page.database, read_only=True)
    (told,) = store.incidents.told(store.incidents.recent(1)[0][0].id)
    store.close()
    assert "[erased]" in told.body
    assert "page-watchdog confirm did:x" in told.body


def test_erasing_the_fake_itself_takes_its_incident_and_alerts_along(page: FakesPage) -> None:
    page.close()

    done = call(page, "did:x", "--yes")

    left = everything(page)
    assert done.exit_code == 0
    assert b"TeleZuid Klantenservice" not in left
    assert LURE.encode() not in left
    assert b"Annemiek Zonderland" in left


def test_a_dry_run_counts_and_changes_nothing(page: FakesPage) -> None:
    page.close()
    before = everything(page)

    done = call(page, "@annemiek.example", "--dry-run")

    assert "1 texts" in done.output
    assert "1 profiles" in done.output
    assert "1 alerts redacted" in done.output
    assert "Nothing was changed." in done.output
    assert everything(page) == before


def test_without_a_yes_nothing_is_changed(page: FakesPage) -> None:
    page.close()
    before = everything(page)

    assert "Nothing was changed." in call(page, "did:plc:ann4711", typed="n\n").output
    assert everything(page) == before


def test_it_refuses_beside_a_running_daemon_which_would_write_it_anew(page: FakesPage) -> None:
    done = call(page, "did:plc:ann4711", "--yes")

    assert done.exit_code == 1
    assert "the daemon is running: stop it, erase, and start it again" in done.output
    assert page.store.people.looks("tz", "did:plc:ann4711")


def test_texts_of_others_that_name_the_person_are_counted_and_left(page: FakesPage) -> None:
    page.say("bob", "Ik heb hetzelfde als @annemiek.example")
    page.close()

    done = call(page, "did:plc:ann4711", "--yes")

    assert "1 texts of others that name them (left as they are)" in done.output


def test_what_was_erased_does_not_come_back_and_what_is_new_counts(page: FakesPage) -> None:
    page.close()
    call(page, "did:plc:ann4711", "--yes")
    store = Store(page.database)
    now = page.at + timedelta(days=3650)
    profile = Account("tz", "did:plc:ann4711", now, name="Annemiek Zonderland")
    old = Item("tz", "i2", "did:plc:ann4711", page.at, now, WORDS)
    new = Item("tz", "n1", "did:plc:ann4711", now, now, "Hallo!")

    with store.transaction():
        before = store.sightings.take("tz", [profile, old], now)
        after = store.sightings.take("tz", [profile, old, new], now)
    store.close()

    assert (before.items, before.accounts) == ([], [])
    assert "Hallo!" in [one.item.text for one in after.items]


def test_the_daemon_goes_on_where_it_was_after_an_erasure(page: FakesPage) -> None:
    page.close()
    call(page, "did:plc:ann4711", "--yes")
    again = FakesPage(page.folder)
    again.at += timedelta(hours=5)

    again.trick(again.complain("cas", "Cas"))

    assert again.app.watched["tz"].case(FAKE.id) is not None
    again.close()


def test_a_stranger_is_refused(page: FakesPage) -> None:
    assert "no account with the id or handle 'nobody' was seen" in call(page, "nobody", "--yes").output


def test_a_store_that_is_only_read_cannot_be_erased_from(page: FakesPage) -> None:
    page.close()
    store = Store(page.database, read_only=True)
    with pytest.raises(StoreError):
        store.erase([("tz", "did:x")], page.at)
    store.close()
