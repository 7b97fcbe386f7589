from datetime import UTC, datetime, timedelta

import pytest

from alerts.digest import compose_digest
from alerts.model import Silence
from alerts.reviews import Review, last_due, level_of, wants_reviews
from config.schema import Channel, FakeAccountSettings, Language
from detectors.findings import Case, Evidence, FakeAccount, Severity
from detectors.model import Account
from tests.alerts.archives import VLIEG
from tests.alerts.test_wording import LANGUAGES

MORNING = datetime(2026, 7, 26, 6, 30, tzinfo=UTC)
ZONE = "Europe/Amsterdam"


def channel(**settings: object) -> Channel:
    return Channel.model_validate({"name": "chat", "url": "json://localhost/"} | settings)


def case(suspicion: float, *, verdict: str | None = None, told: bool = False, items: tuple[str, ...] = ("1",)) -> Case:
    account = Account("vlieg", "did:x", MORNING, name="Vlieg Help")
    fake = FakeAccount(account, "unclear", suspicion, 1, (), items, MORNING, (), (), ())
    return Case(fake, -7.0, (), 0.0, suspicion, True, suspicion, verdict, told)


def review(number: int = 1, suspicion: float | None = 0.72) -> Review:
    account = Account("vlieg", f"did:{number}", MORNING, handle="vlieg-help.example", name="Vlieg Help")
    return Review(
        VLIEG, account, suspicion, (Evidence("brand_service_name", 1.0, 3.2), Evidence("verified", 1.0, -0.8))
    )


@pytest.mark.parametrize(
    ("one", "level"),
    [
        (case(0.3), "info"),
        (case(0.6), "review"),
        (case(0.89), "review"),
        (case(0.95, told=True), "alert"),
        (case(0.97), "alert"),
        (case(0.7, verdict="legit"), "info"),
        (case(0.1, verdict="fake"), "alert"),
        (case(0.7, items=()), "info"),
    ],
)
def test_the_level_of_an_account(one: Case, level: str) -> None:
    assert level_of(one, FakeAccountSettings()) == level


def test_accounts_to_look_at_are_told_with_their_top_evidence_and_the_command() -> None:
    digest = compose_digest([], MORNING, ZONE, "en", [review()])
    assert digest.title == "To look at: 1 account"
    assert digest.severity is Severity.INFO
    assert "Vlieg Help (vlieg-help[.]example): suspicion 72%. The name joins the brand and a word" in digest.body
    assert "page-watchdog account did:1 --page vlieg" in digest.body


def test_a_hunted_account_is_told_as_one_that_has_not_spoken() -> None:
    assert "has not spoken here yet" in compose_digest([], MORNING, ZONE, "en", [review(suspicion=None)]).body


def test_a_long_list_is_cut_and_counted() -> None:
    body = compose_digest([], MORNING, ZONE, "en", [review(n) for n in range(14)]).body
    assert body.count("page-watchdog account did:") == 10
    assert "4 more: page-watchdog accounts" in body


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_it(language: Language) -> None:
    digest = compose_digest([], MORNING, ZONE, language, [review(1), review(2, None)])
    assert "2" in digest.title
    assert digest.body.count("Vlieg Help (vlieg-help[.]example)") == 2


def test_a_hostile_account_id_is_no_command() -> None:
    account = Account("vlieg", "$(reboot); `x`", MORNING, name="x")
    body = compose_digest([], MORNING, ZONE, "en", [Review(VLIEG, account, 0.7, ())]).body
    assert "account '$(reboot); '\"'\"'x'\"'\"'' --page" in body


def test_who_wants_to_know() -> None:
    now = [Silence(MORNING + timedelta(hours=1), page="vlieg")]
    assert wants_reviews(channel(), "vlieg", [])
    assert wants_reviews(channel(min_severity="warning"), "vlieg", [])
    assert not wants_reviews(channel(min_severity="critical"), "vlieg", [])
    assert not wants_reviews(channel(kinds=["storm", "digest"]), "vlieg", [])
    assert not wants_reviews(channel(kinds=["fake_account"]), "vlieg", [])
    assert not wants_reviews(channel(pages=["other"]), "vlieg", [])
    assert not wants_reviews(channel(), "vlieg", now)


def test_the_digest_is_due_at_the_end_of_quiet_hours_or_at_its_own_time() -> None:
    quiet = channel(quiet_hours="22:00-07:00")
    assert last_due(quiet, "08:00", MORNING, ZONE) == datetime(2026, 7, 26, 5, 0, tzinfo=UTC)
    assert last_due(channel(), "08:00", MORNING, ZONE) == datetime(2026, 7, 26, 6, 0, tzinfo=UTC)
    assert last_due(channel(), "09:00", MORNING, ZONE) == datetime(2026, 7, 25, 7, 0, tzinfo=UTC)


def test_the_clocks_going_back_makes_no_second_digest() -> None:
    autumn = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
    moments = {last_due(channel(), "02:30", autumn + timedelta(minutes=15 * n), ZONE) for n in range(24)}
    assert len(moments) == 2
