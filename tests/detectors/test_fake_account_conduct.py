"""Accounts that no name gives away: what they do to one customer after the other."""

import pytest

from tests.detectors.told_thread import OFFICIAL, Thread, account

MOCKING = (
    "Beste Anna, wij hebben uw klacht bekeken en er hartelijk om gelachen. Uw eigen schuld.",
    "Helaas meneer, wij hebben uw bericht weggegooid. Wachten is goed voor uw karakter.",
    "Wij hebben u niet gemist. U bent de eerste die dit zegt, op de andere duizend na.",
    "Dank u, wij nemen uw klacht serieus op dertig februari. Stel u niet aan.",
)
LURING = (
    "Beste klant, ik heb uw zaak overgenomen. Wij hebben alleen nog uw pincode en rekeningnummer nodig.",
    "Geef ons even de code door die u krijgt, dan zetten wij de terugbetaling klaar.",
    "Ons team ziet uw betaling staan. Noem de zes cijfers van uw pas en wij storten het bedrag.",
    "Wij kunnen u meteen terugbetalen, stuur ons de voorkant en achterkant van uw pas en uw wachtwoord.",
)


@pytest.fixture
def thread() -> Thread:
    made = Thread()
    made.write(OFFICIAL, "Fijne maandag!")
    return made


def answers(thread: Thread, name: str, texts: tuple[str, ...], times: int = 8) -> None:
    for number in range(times):
        question = thread.complain(number)
        thread.write(account("x", name), texts[number % len(texts)], question)


def test_a_person_who_asks_one_customer_after_another_for_secrets_as_a_company_is_alerted(thread: Thread) -> None:
    answers(thread, "Ruben Boersma", LURING)
    assert "x" in {finding.key for finding in thread.told}


def test_whoever_mocks_one_customer_after_another_as_a_company_is_alerted_whatever_it_is_called(thread: Thread) -> None:
    answers(thread, "Praatpaal", MOCKING, times=12)
    assert "x" in {finding.key for finding in thread.told}


def test_mockery_without_a_company_voice_is_only_somebody_who_is_rude(thread: Thread) -> None:
    answers(thread, "Ruben Boersma", ("Wat een gezeur zeg", "Koop dan iets anders", "Gewoon even wachten, man"))
    assert thread.told == []


def test_another_business_that_says_who_it_is_is_not_alerted(thread: Thread) -> None:
    text = "Wij van Glasdraad leveren wel op uw adres, bel ons op 020 123 45 67."
    answers(thread, "Glasdraad Klantenservice", (text, "Bij ons van Glasdraad kunt u ook terecht."))
    assert thread.told == []


def test_a_business_that_asks_for_secrets_has_no_relief_for_its_name(thread: Thread) -> None:
    answers(thread, "Bestelling Support Team Orderly", LURING, times=5)
    assert "other_business" not in {piece.signal for finding in thread.told for piece in finding.evidence}
    assert "x" in {finding.key for finding in thread.told}


def test_a_desk_that_speaks_of_the_brand_as_of_somebody_else_is_not_alerted(thread: Thread) -> None:
    texts = ("Even bellen met @telezuid, die lossen het op.", "Dat kan alleen TeleZuid zelf voor je nakijken hoor.")
    answers(thread, "TeleZuid Hulp", texts)
    assert thread.told == []


def test_a_labelled_parody_may_mock_as_a_company(thread: Thread) -> None:
    answers(thread, "TeleZuid Klantenservice (parodie)", MOCKING)
    assert thread.told == []


def test_a_lawyer_a_consumer_body_and_an_ombudsman_are_not_alerted(thread: Thread) -> None:
    for name in ("Advocaat Lies Vonk", "Consumentenhulp", "Ombudsman Telecom"):
        answers(thread, name, ("Wij zijn onafhankelijk en bekijken uw zaak als u de brief stuurt.",))
    assert thread.told == []
