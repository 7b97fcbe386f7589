from __future__ import annotations

import pytest

from detectors.text.language import plain
from detectors.text.reader import TextReader

READER = TextReader.load()


def language(text: str, *hints: str) -> str:
    return READER.read([text], [hints])[0].language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ik heb gisteren iets bij jullie besteld", "nl"),
        ("Jag har beställt något av er igår", "sv"),
        ("Jeg har bestilt noget hos jer i går, men det er ikke kommet endnu", "da"),
        ("Jeg har bestilt noe hos dere i går, men det har ikke kommet ennå", "no"),
        ("I ordered something from you yesterday", "en"),
        ("Ich habe gestern etwas bei euch bestellt", "de"),
    ],
)
def test_a_sentence_tells_its_language_by_itself(text: str, expected: str) -> None:
    assert language(text) == expected


def test_a_hint_decides_between_danish_and_norwegian_where_the_text_does_not() -> None:
    assert language("Hvor er pakken?", "no") == "no"
    assert language("Hvor er pakken?", "da") == "da"


@pytest.mark.parametrize("text", ["Øredøvende", "Fæl mat", "Smør på brød"])
def test_letters_of_danish_and_norwegian_are_never_taken_for_swedish(text: str) -> None:
    assert language(text) in {"da", "no"}


def test_one_foreign_letter_in_a_name_does_not_outweigh_a_sentence() -> None:
    assert language("I ordered something from Mr Söderberg yesterday and it never came") == "en"


def test_a_clear_text_outweighs_a_wrong_hint() -> None:
    assert language("Ik heb gisteren iets bij jullie besteld en wacht nog steeds", "sv") == "nl"


def test_a_text_in_another_language_is_of_unknown_language() -> None:
    assert language("¿Dónde está mi pedido? Llevo dos semanas esperando") == "und"


@pytest.mark.parametrize("text", ["Где мой заказ?", "أين طلبي", "我的包裹在哪里", "Πού είναι το δέμα μου"])
def test_a_text_in_another_script_is_of_unknown_language_even_on_a_page_that_hints(text: str) -> None:
    assert language(text, "nl") == "und"


def test_a_word_disguised_in_letters_of_another_script_keeps_its_language() -> None:
    assert language("Wat een ѕlесhtе service van jullie", "nl") == "nl"


def test_signs_alone_are_of_unknown_language_unless_the_page_hints() -> None:
    assert language("!!! 😀") == "und"
    assert language("!!! 😀", "nl") == "nl"


def test_written_norwegian_has_three_names() -> None:
    assert {plain(tag) for tag in ("nb-NO", "nn", "no_NO")} == {"no"}
