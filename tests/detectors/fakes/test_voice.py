from detectors.fakes.service_words import tokens_of
from detectors.fakes.voice import FEWEST_TEXTS, Voice

BRAND = tokens_of("Wat vervelend, stuur ons een DM met je klantnummer dan kijken we mee")
CUSTOMER = tokens_of("Al drie dagen geen internet en niemand neemt de telefoon op")


def heard(texts: int) -> Voice:
    voice = Voice()
    for _ in range(texts):
        voice.learn("brand", BRAND)
        voice.learn("customer", CUSTOMER)
    return voice


def test_nothing_is_said_while_little_is_known() -> None:
    assert heard(FEWEST_TEXTS - 1).likeness(BRAND) is None


def test_the_brands_words_are_told_from_its_customers() -> None:
    voice = heard(FEWEST_TEXTS)
    assert (voice.likeness(BRAND) or 0) > 0.8
    assert (voice.likeness(CUSTOMER) or 1) < 0.2


def test_unknown_words_say_nothing() -> None:
    assert heard(FEWEST_TEXTS).likeness(["zyx", "wvu", "tsr"]) is None


def test_a_saved_voice_sounds_the_same() -> None:
    voice, other = heard(FEWEST_TEXTS + 7), Voice()
    for key, row in voice.changed_rows():
        other.restore(key, row)
    assert other.likeness(BRAND) == voice.likeness(BRAND)
    assert voice.changed_rows() == []
