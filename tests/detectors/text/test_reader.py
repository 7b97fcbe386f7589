from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.model import Reading
from detectors.text.reader import TextReader

READER = TextReader.load()


def read(text: str, *hints: str) -> Reading:
    return READER.read([text], [hints])[0]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Ik wacht al een week op mijn bestelling en niemand reageert"),
        ("sv", "Tredje dagen utan internet, svarar ni aldrig?"),
        ("da", "Pakken er ikke kommet, og ingen tager telefonen"),
        ("no", "Fortsatt ikke fått svar om pengene mine"),
        ("en", "Third week without a reply about my refund"),
        ("de", "Seit drei Wochen warte ich auf meine Erstattung"),
    ],
)
def test_a_plain_complaint_is_one_in_every_language(language: str, text: str) -> None:
    reading = read(text, language)
    assert reading.language == language
    assert reading.complaint > 0.5


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Dank je wel, dat ging lekker snel!"),
        ("sv", "Tusen tack för den fina hjälpen"),
        ("da", "Tusind tak for god og hurtig hjælp"),
        ("no", "Tusen takk, dette gikk kjempefint"),
        ("en", "Thank you so much, that was quick"),
        ("de", "Vielen Dank, das ging ja flott"),
    ],
)
def test_thanks_are_no_complaint_in_any_language(language: str, text: str) -> None:
    assert read(text, language).complaint < 0.5


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Hebben jullie die ook in maat 43?"),
        ("sv", "Ska det bli fler datum i höst?"),
        ("da", "Jeg deltager gerne, håber på held"),
        ("no", "Onkelen min jobber der, hils!"),
        ("en", "Sorry to hear this. Could you send us your booking reference so we can check?"),
        ("de", "Neue Filiale in Ulm eröffnet im Mai"),
    ],
)
def test_a_question_a_wish_a_chat_news_and_an_official_word_are_no_complaints(language: str, text: str) -> None:
    assert read(text, language).complaint < 0.5


def test_praise_for_a_fault_is_a_complaint() -> None:
    assert read("Lekker bezig, weer een uur te laat 👏", "nl").complaint > 0.5


def test_a_complaint_in_two_languages_is_still_one() -> None:
    assert read("Sorry maar this is ridiculous, al drie uur geen trein", "nl").complaint > 0.5


def test_a_complaint_typed_without_accents_is_still_one() -> None:
    assert read("Tredje gangen paketet ar forsenat och ni svarar aldrig", "sv").complaint > 0.5


def test_a_text_reads_the_same_alone_and_in_company() -> None:
    texts = ["Mein Paket ist seit Wochen verschwunden!", "Takk for hjelpen", "", "😀", "Ik steek je winkel in de fik"]
    together = READER.read(texts)
    alone = [READER.read([text])[0] for text in texts]
    assert [r.language for r in together] == [r.language for r in alone]
    for name in ("complaint", "offensive", "threat"):
        assert [getattr(r, name) for r in together] == pytest.approx([getattr(r, name) for r in alone], abs=1e-4)


def test_a_batch_of_nothing_is_read_as_nothing() -> None:
    assert READER.read([]) == []


def test_a_complaint_names_words_of_its_own_text() -> None:
    text = "Großartig, schon WIEDER Verspätung und keine Antwort"
    because = read(text, "de").because
    assert because
    assert all(word in text for word in because)


def test_reasons_are_given_for_a_harmless_text_only_when_asked() -> None:
    assert READER.read(["Thanks, lovely service"], [["en"]])[0].because == ()
    assert READER.read(["Thanks, lovely service"], [["en"]], explain=True)[0].because != ()


@pytest.mark.parametrize(
    "text", ["Wat een eikel ben je", "what an i d i o t", "you absolute c*nt", "Du bist ein 1d10t"]
)
def test_insults_are_offensive_also_when_masked(text: str) -> None:
    assert read(text).offensive > 0.5


def test_a_page_can_name_puns_that_offend_it() -> None:
    texts = ["Postmord har gjort det igen"]
    assert READER.read(texts, [["sv"]], insults=["Postmord"])[0].offensive > 0.9
    assert READER.read(texts, [["sv"]])[0].offensive < 0.9


def test_self_harm_is_told_apart_and_is_no_threat_to_staff() -> None:
    reading = read("Because of these letters I want to kill myself", "en")
    assert reading.danger == "self_harm"
    assert reading.threat < 0.5


@given(st.lists(st.text(alphabet=st.characters(), max_size=300), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_whatever_is_written_is_read(texts: list[str]) -> None:
    readings = READER.read(texts)
    assert len(readings) == len(texts)
    for reading in readings:
        assert all(0 <= p <= 1 for p in (reading.complaint, reading.offensive, reading.threat))


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "a b " * 250_000,
        "k*" * 500_000,
        "\u0301" * 1_000_000,
        "<" * 1_000_000,
        "@" * 1_000_000,
        "\ufdfa" * 100_000,
        "http://" * 100_000,
        "\u202e\u0645\u0631\u062d\u0628\u0627" * 10_000,
        "\ud800\udfff" * 1000,
        "\x00\x07\x1b[31m" * 1000,
        "",
    ],
    ids=range(12),
)
def test_a_hostile_text_is_read_like_any_other(text: str) -> None:
    reading = READER.read([text])[0]
    assert np.isfinite([reading.complaint, reading.offensive, reading.threat]).all()


@pytest.mark.parametrize(
    "text",
    [
        "Mi maleta llegó dañada y nadie responde a mis correos",
        "Moja walizka wróciła uszkodzona i nikt nie odpowiada na maile",
        "Bavulum hasarlı geldi ve kimse maillerime cevap vermiyor",
        "Мой чемодан вернулся повреждённым, и никто не отвечает на письма",
    ],
)
def test_a_complaint_in_a_language_that_is_not_read_is_unsure_and_never_surely_none(text: str) -> None:
    assert read(text, "nl").complaint > 0.2
