import pytest

from detectors.fakes.scorecard import logistic
from tests.detectors.test_fake_account import LURE, OFFICIAL, Thread, account


def thread() -> Thread:
    made = Thread()
    made.write(OFFICIAL, "Fijne maandag!")
    return made


def test_a_case_adds_up_from_its_prior_and_its_groups_to_its_suspicion() -> None:
    page = thread()
    page.write(account("x", "TeleZuid Klantenservice"), LURE, page.complain(1))

    case = page.detector.case("x")

    assert case is not None
    assert case.told
    assert case.prior + sum(share.counted for share in case.shares) == pytest.approx(case.log_odds)
    assert logistic(case.log_odds) == pytest.approx(case.suspicion)
    assert case.highest >= case.suspicion
    assert {"identity", "lure"} <= {share.group for share in case.shares}


def test_who_only_passed_by_has_no_case() -> None:
    page = thread()
    page.complain(1)

    assert page.detector.case("c1") is None
    assert page.detector.case("nobody") is None


def test_an_account_that_never_spoke_can_look_like_the_brand() -> None:
    page = thread()
    strangers = {name: account("s", name) for name in ("TeleZuid Helpdesk", "Wifi Willem")}

    shown = {name: {e.signal for e in page.detector.likeness(who)} for name, who in strangers.items()}

    assert "brand_service_name" in shown["TeleZuid Helpdesk"]
    assert shown["Wifi Willem"] == set()
    assert page.detector.case("s") is None
