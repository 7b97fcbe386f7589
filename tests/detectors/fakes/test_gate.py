from detectors.fakes.scorecard import Score, total, weigh
from detectors.findings import Evidence

SERVES = [weigh("speaks_as_company", 5), weigh("only_complainers", 10), weigh("outside_hours", 1), weigh("believed", 4)]
DESK = [weigh("brand_service_name", 1), weigh("answers_in_brand_name", 5), weigh("speaks_as_company", 5)]


def score(*evidence: Evidence) -> Score:
    return total(evidence, 5)


def test_a_person_of_no_brand_who_asks_customers_for_secrets_as_a_company_may_be_alerted() -> None:
    assert score(*SERVES, weigh("asks_secret", 2)).gate


def test_asking_one_customer_for_a_secret_is_not_enough() -> None:
    assert not score(*SERVES, weigh("asks_secret", 1, 0.7)).gate


def test_who_mocks_one_customer_after_another_as_a_company_may_be_alerted_whatever_it_is_called() -> None:
    assert score(*SERVES, weigh("mocking_tone", 6)).gate


def test_a_helper_who_does_not_speak_as_a_company_is_never_alerted_for_its_tone() -> None:
    assert not score(weigh("only_complainers", 20), weigh("mocking_tone", 20)).gate


def test_a_warning_opens_the_gate_for_a_company_voice_that_leads_away() -> None:
    lures = weigh("foreign_contact", 6)
    assert not score(*SERVES, lures).gate
    assert score(*SERVES, lures, weigh("called_fake", 1)).gate


def test_a_warning_alone_never_opens_the_gate() -> None:
    assert not score(*SERVES, weigh("called_fake", 20)).gate


def test_another_business_is_never_alerted_for_its_conduct() -> None:
    assert not score(*SERVES, weigh("mocking_tone", 6), weigh("foreign_contact", 6), weigh("other_business", 1)).gate


def test_a_desk_that_sends_customers_to_the_brand_and_harms_nobody_is_at_most_worth_a_look() -> None:
    assert score(*DESK).gate
    assert score(*DESK, weigh("refers_to_brand", 3)).suspicion <= 0.8


def test_a_desk_that_names_the_brand_but_leads_away_may_be_alerted() -> None:
    assert score(*DESK, weigh("refers_to_brand", 3), weigh("foreign_contact", 3)).gate
