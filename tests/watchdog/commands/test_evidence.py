"""`page-watchdog evidence`, as a user meets it: what a platform would get."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from detectors.model import Account, Deletion, Poll, Verdict
from tests.alerts.test_wording import LANGUAGES
from tests.watchdog.commands.fakes_page import FAKE, LURE, FakesPage
from watchdog.cli import app

NOTIFIER = '[evidence]\nnotifier_name = "Ria Smit"\nnotifier_email = "webcare@telezuid.example"\n'


@pytest.fixture(name="page")
def _page(tmp_path: Path) -> Iterator[FakesPage]:
    page = FakesPage(tmp_path)
    yield page
    page.close()


def call(page: FakesPage, *words: str) -> Result:
    out = ("--out", str(page.folder / "pack"), "--config", str(page.config), "--state", str(page.folder))
    return CliRunner().invoke(app, ["evidence", *words, *out])


def written(page: FakesPage, *words: str, formats: str = "md,json") -> tuple[str, dict[str, Any]]:
    done = call(page, "did:x", "--format", formats, *words)
    assert done.exit_code == 0, done.output
    folder = page.folder / "pack"
    return (folder / "notice.md").read_text("utf-8"), json.loads((folder / "notice.json").read_text("utf-8"))


def test_the_notice_has_the_four_parts_that_the_law_asks_for(page: FakesPage) -> None:
    page.trick(page.complain())

    text, record = written(page)

    assert "## (a) Why the account is misleading" in text
    assert "answers customers under the brand's name" in text
    assert "## (b) Exact electronic location" in text
    assert "**Account:** <https://s.example/x>" in text
    assert "https\\://s\\.example/i3" in text
    assert "## (c) Who notifies" in text
    assert "## (d) Good faith" in text
    assert record["basis"] == "Regulation (EU) 2022/2065, Article 16(2)"


def test_the_notifier_is_left_blank_and_never_invented(page: FakesPage) -> None:
    page.trick(page.complain())

    text, record = written(page)

    assert text.count("(to be filled in)") == 4
    assert record["notifier"] == {"name": None, "email": None}
    assert record["good_faith"]["confirmed_by"] is None


def test_the_notifier_of_the_config_is_named(tmp_path: Path) -> None:
    page = FakesPage(tmp_path, more=NOTIFIER)
    page.trick(page.complain())

    text, record = written(page)
    page.close()

    assert "**Name:** Ria Smit" in text
    assert record["notifier"]["email"] == "webcare@telezuid.example"


def test_each_text_stands_as_stored_with_its_hash(page: FakesPage) -> None:
    complaint = page.complain("bob", "Bob")
    hostile = "Beste klant, app +44 7700 900123 \u202eсlick\u202c <b>nu</b> 💩 [x](https://evil.example)"
    page.trick(complaint, hostile)

    text, record = written(page)

    stored = sha256(hostile.encode()).hexdigest()
    assert record["items"][0]["texts"][0] == {
        "seen_at": "2026-03-02T09:30:00Z", "sha256": stored, "text": hostile, "names_replaced": False,
    }  # fmt: skip
    assert stored in text
    assert "[U+202E RIGHT-TO-LEFT OVERRIDE]" in text
    assert "\u202e" not in text


def test_customers_are_numbers_unless_asked_otherwise(page: FakesPage) -> None:
    page.trick(page.complain(name="Ann de Vries"), f"Hoi Ann, {LURE}")

    text, record = written(page)
    assert "Ann" not in text
    assert "did:ann" not in json.dumps(record)
    assert "Hoi [Customer 1], Beste klant" in text
    assert record["customers"]["count"] == 1
    assert record["items"][0]["texts"][0]["names_replaced"]

    text, record = written(page, "--with-customers")
    assert "Customer 1: Ann de Vries (ann\\.example)" in text
    assert record["items"][0]["texts"][0]["text"].startswith("Hoi Ann,")


def test_the_names_it_bore_are_told_with_their_dates(page: FakesPage) -> None:
    page.trick(page.complain())
    page.see(replace(FAKE, name="Wifi Willem"))

    text, record = written(page)

    assert [look["name"] for look in record["looks"]] == ["TeleZuid Klantenservice", "Wifi Willem"]
    assert "### Since 2026-03-02 09:23:00 UTC (2026-03-02 10:23 Europe/Amsterdam)" in text
    assert "It has borne 2 names since then" in text


def test_what_is_uncertain_is_said(page: FakesPage) -> None:
    complaint = page.complain()
    gone = page.trick(complaint)
    page.see(Deletion("tz", page.at, gone))
    page.see(Poll("tz", page.at, page.at, page.at, ok=False, error="503"))

    text, _ = written(page)

    assert "The platform did not tell: Account made, Followers, Profile text, Profile picture." in text
    assert "1 text is no longer on the platform." in text
    assert "1 attempt to read the page failed since then" in text


def test_a_text_that_was_wiped_is_not_passed_off_as_empty(page: FakesPage) -> None:
    complaint = page.complain()
    first = page.trick(complaint)
    page.trick(complaint)
    page.see(Deletion("tz", page.at, first))
    page.store.forget(page.at.replace(year=2020), page.at.replace(year=2027))

    text, _ = written(page)

    assert "The author withdrew this text" in text


def test_two_runs_over_one_store_give_the_same_bytes(page: FakesPage) -> None:
    page.trick(page.complain())
    packs = []
    for _ in range(2):
        assert call(page, "did:x").exit_code == 0
        found = sorted(path for path in (page.folder / "pack").rglob("*") if path.is_file())
        packs.append([(path.name, path.read_bytes()) for path in found])

    assert [name for name, _ in packs[0]] == ["notice.json", "notice.md", "notice.pdf", "text-01.png", "waterfall.png"]
    assert packs[0] == packs[1]


def test_it_says_that_nothing_was_sent(page: FakesPage) -> None:
    page.trick(page.complain())

    assert "Nothing was sent." in call(page, "did:x", "--format", "json").output


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notice_is_whole_in_every_language(page: FakesPage, language: str) -> None:
    page.trick(page.complain())

    text, _ = written(page, "--language", language)

    notice = tomllib.loads(files("alerts.wording").joinpath(f"{language}.toml").read_text("utf-8"))["notice"]
    parts = [sentence for key, sentence in notice.items() if key.startswith("part_")]
    assert len(parts) == 10
    assert [part for part in parts if f"## {part}" not in text] == []
    assert notice["faith"] in text


def test_an_ordinary_customer_a_dismissed_account_and_a_wrong_format_are_refused(page: FakesPage) -> None:
    page.trick(page.complain())
    ordinary, strange = call(page, "ann"), call(page, "did:x", "--format", "docx")
    page.see(Verdict("tz", page.at, "did:x", "legit", "ria"))
    dismissed = call(page, "did:x")

    assert (ordinary.exit_code, strange.exit_code, dismissed.exit_code) == (1, 2, 1)
    assert "there is nothing to report" in ordinary.output
    assert "'docx' is no list of formats" in strange.output
    assert "the team said that it is legitimate" in dismissed.output


def test_hostile_names_do_not_leave_their_place(page: FakesPage) -> None:
    page.see(
        Account(
            "tz", "did:x", page.at, name="TeleZuid Klantenservice\n# (c) Mr. X <b>\u202e", url="javascript:alert(1)"
        )
    )
    page.say("did:x", LURE, page.complain())

    text, _ = written(page, formats="md,json,pdf")

    assert "\n# (c)" not in text
    assert "<b>" not in text
    assert "\u202e" not in text
    assert "<javascript" not in text


def test_an_unclear_case_is_written_with_a_warning(page: FakesPage) -> None:
    complaint = page.complain()
    page.see(replace(FAKE, name="Wifi Willem", handle="willem.example"))
    page.say(FAKE.id, "App mij op +44 7700 900123, ik help u", complaint)

    done = call(page, "did:x", "--format", "json")

    assert done.exit_code == 0, done.output
    assert "CAREFUL: it is no clear case" in done.output
