"""Alerted accounts are followed by their id: a new name and a return are told once, as updates of the same case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from detectors.model import Account
from tests.watchdog.commands.fakes_page import FAKE, FakesPage

RENAMED = replace(FAKE, name="Internet Helpdesk", handle="internet-help.example")


@pytest.fixture(name="page")
def _page(tmp_path: Path) -> Iterator[FakesPage]:
    page = FakesPage(tmp_path)
    page.trick(page.complain())
    page.alerts.clear()
    yield page
    page.close()


def hours_later(page: FakesPage, hours: float) -> None:
    page.at += timedelta(hours=hours)
    page.see()


def test_a_new_name_of_an_alerted_fake_is_told_once_as_an_update(page: FakesPage) -> None:
    hours_later(page, 5)
    page.see(RENAMED)
    page.see(RENAMED)

    ((kind, event, body),) = page.alerts
    assert (kind, event) == ("fake_account", "updated")
    assert "told to you as TeleZuid Klantenservice now calls itself Internet Helpdesk" in body


def test_a_new_name_right_after_the_alert_waits_half_an_hour_and_is_told_then(page: FakesPage) -> None:
    page.see(RENAMED)
    assert page.alerts == []

    hours_later(page, 1)

    assert [event for _, event, _ in page.alerts] == ["updated"]
    hours_later(page, 1)
    assert len(page.alerts) == 1


def test_a_new_name_that_waits_to_be_told_outlives_a_restart(page: FakesPage) -> None:
    page.see(RENAMED)
    page.restart()
    page.see(replace(RENAMED, bio="Wij helpen u graag"))
    hours_later(page, 1)
    hours_later(page, 1)

    ((_, event, body),) = page.alerts
    assert event == "updated"
    assert "told to you as TeleZuid Klantenservice now calls itself Internet Helpdesk" in body


def test_a_new_name_of_somebody_who_is_erased_while_it_waits_is_not_kept(page: FakesPage) -> None:
    page.see(RENAMED)
    page.store.erase([("tz", FAKE.id)], page.at)

    assert FAKE.id.encode() not in page.database.read_bytes()


def test_a_name_that_it_had_before_is_no_news(page: FakesPage) -> None:
    for look in (RENAMED, FAKE, RENAMED, FAKE):
        hours_later(page, 2)
        page.see(look)

    assert [event for _, event, _ in page.alerts] == ["updated", "updated"]


def test_another_profile_text_under_the_same_name_is_no_news(page: FakesPage) -> None:
    hours_later(page, 5)
    page.see(replace(FAKE, bio="Wij helpen u graag", followers=3))

    assert page.alerts == []


def test_a_customer_who_changes_names_is_nobodys_business(page: FakesPage) -> None:
    page.see(Account("tz", "ann", page.at, handle="ann.example", name="Ann na haar trouwen"))

    assert page.alerts == []


def test_an_account_that_vanished_and_returns_is_told_once(page: FakesPage) -> None:
    hours_later(page, 5)
    with page.store.transaction():
        page.store.people.vanished("tz", FAKE.id, page.at)
        page.store.people.vanished("tz", FAKE.id, page.at + timedelta(hours=1))
    hours_later(page, 30)
    page.say(FAKE.id, "Nog een prettige dag.", "i2")
    page.say(FAKE.id, "Nog een prettige dag.", "i2")

    bodies = [body for _, _, body in page.alerts if "had vanished from the platform since" in body]
    assert len(bodies) == 1
    with page.store.transaction():
        ((since, until),) = page.store.people.absences("tz", FAKE.id)
    assert until is not None
    assert until - since > timedelta(hours=29)


def test_who_comes_back_without_ever_having_been_alerted_is_only_noted(page: FakesPage) -> None:
    with page.store.transaction():
        page.store.people.vanished("tz", "ann", page.at)
    page.say("ann", "Hallo?")

    assert page.alerts == []
    with page.store.transaction():
        assert page.store.people.away("tz") == set()


def test_names_and_absences_go_with_the_retention(page: FakesPage) -> None:
    page.see(RENAMED)
    with page.store.transaction():
        page.store.people.vanished("tz", FAKE.id, page.at)
        page.store.people.returned("tz", FAKE.id, page.at)
    page.store.forget(page.at + timedelta(days=1), page.at)

    with page.store.transaction():
        assert page.store.people.looks("tz", FAKE.id) == []
        assert page.store.people.absences("tz", FAKE.id) == []
