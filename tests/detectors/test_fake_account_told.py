"""When a case is told, told again and closed, and what other pages know of it."""

import json
from datetime import timedelta

import pytest

from config.schema import FakeAccountSettings
from detectors.fake_account import FakeAccountDetector
from detectors.fakes.elsewhere import Elsewhere
from detectors.findings import Finding
from detectors.model import Batch, Verdict
from tests.detectors.told_thread import LURE, OFFICIAL, PAGE, START, Thread, account, subject


@pytest.fixture
def thread() -> Thread:
    made = Thread()
    made.write(OFFICIAL, "Fijne maandag!")
    return made


def closing_of(thread: Thread) -> Finding:
    thread.at += timedelta(days=4)
    thread.poll()
    return thread.told[-1]


def test_a_silent_case_closes_with_everybody_it_answered(thread: Thread) -> None:
    for number in range(5):
        thread.write(account("x", "TeleZuid Klantenservice"), LURE, thread.complain(number))
    closing = closing_of(thread)
    assert closing.over
    assert len(subject(closing).customers) == 5


def test_a_closed_case_stays_closed_until_it_answers_again(thread: Thread) -> None:
    first = thread.write(account("x", "TeleZuid Klantenservice"), LURE, thread.complain(1))
    closing = closing_of(thread)
    thread.write(account("c9", "Bo"), "Bedankt!", first)
    assert thread.told[-1] == closing
    thread.write(account("x", "TeleZuid Klantenservice"), LURE, thread.complain(2))
    assert not thread.told[-1].over


def test_new_customers_are_told_of_within_a_day(thread: Thread) -> None:
    for number in range(4):
        thread.write(account("x", "TeleZuid Klantenservice"), LURE, thread.complain(number))
    before = thread.told[-1].novelty
    thread.write(account("x", "TeleZuid Klantenservice"), LURE, thread.complain(4))
    assert thread.told[-1].novelty == before
    thread.at += timedelta(days=1)
    thread.poll()
    assert thread.told[-1].novelty != before
    assert len(subject(thread.told[-1]).customers) == 5


def test_a_desk_that_harms_nobody_is_doubted_less_where_follows_are_hidden(thread: Thread) -> None:
    for number in range(4):
        desk = account("d", "TeleZuid Klantenservice")
        thread.write(desk, "Vervelend! Vanavond om acht uur is het verholpen.", thread.complain(number))
    assert "plain_desk" in {p.signal for s in thread.detector.suspicions() if s.account == "d" for p in s.evidence}


def two_pages() -> list[FakeAccountDetector]:
    board = Elsewhere()
    pages = [PAGE, PAGE.model_copy(update={"name": "q", "brand": "NordPost", "official_accounts": ("nordpost",)})]
    return [FakeAccountDetector(page, "Europe/Amsterdam", FakeAccountSettings(), board) for page in pages]


def test_a_fake_of_another_page_is_suspected_here_too() -> None:
    one, two = two_pages()
    one.observe(Batch("p", START, verdicts=(Verdict("p", START, "x", "fake"),)))
    thread = Thread()
    thread.detector, thread.at = two, START
    thread.write(account("x", "De Klachtenlijn"), LURE, thread.complain(1))
    told = [p.signal for s in two.suspicions() if s.account == "x" for p in s.evidence]
    assert "fake_elsewhere" in told


def test_pages_restored_from_their_rows_go_on_as_if_never_stopped() -> None:
    pages, again = two_pages(), two_pages()
    for detector, ident in zip(pages, "xy", strict=True):
        thread = Thread()
        thread.detector = detector
        thread.write(account(ident, "De Klachtenlijn"), LURE, thread.complain(1))
    pages[0].observe(Batch("p", START, verdicts=(Verdict("p", START, "x", "fake"),)))
    for detector, fresh in zip(pages, again, strict=True):
        fresh.restore(json.loads(json.dumps(detector.changed_state())))
    later = START + timedelta(days=2)
    for detector, fresh in zip(pages, again, strict=True):
        assert detector.findings(later) == fresh.findings(later)
        assert list(detector.suspicions()) == list(fresh.suspicions())
        assert json.dumps(detector.changed_state()) == json.dumps(fresh.changed_state())


def test_who_says_that_the_service_fails_plays_no_service(thread: Thread) -> None:
    critic = account("g", "TeleZuid klantenservice faalt")
    thread.write(critic, "Meld je klacht ook bij ons, samen staan we sterk.", thread.complain(1))
    signals = {p.signal for s in thread.detector.suspicions() if s.account == "g" for p in s.evidence}
    assert "critic_name" in signals
    assert "service_role_in_name" not in signals
