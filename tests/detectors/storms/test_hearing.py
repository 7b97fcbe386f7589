import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.model import Comment, Reading
from detectors.storms.hearing import Hearing, telling_words, words_of
from detectors.storms.known_topics import KnownTopics
from detectors.storms.topics import Said
from tests.detectors.storms.telling import comment


def hear(written: Comment) -> Said:
    return Hearing(("nl",), ("Kwik",), KnownTopics(("nl",))).hear(written, 1, 2, sure=True)


def test_stop_words_names_and_addresses_tell_nothing() -> None:
    assert words_of("Het is bij @klant en Kwik: https://x.example/storing een STORING", "nl", ("Kwik",)) == ("storing",)


def test_the_brand_is_taken_out_of_hashtags_and_compounds() -> None:
    assert words_of("#KwikbaanStoring en weer kwikbaan-app", "nl", ("Kwikbaan",)) == ("storing", "app")


def test_only_words_side_by_side_are_joined() -> None:
    words, joined = telling_words("dubbel afgeschreven. Rekening van mijn buurman", ("nl",), ())
    assert words == ("dubbel", "afgeschreven", "rekening", "buurman")
    assert joined == 0b10


def test_anger_and_time_name_no_topic_in_any_language() -> None:
    texts = {
        "nl": "belachelijk, al drie weken", "sv": "skandal, tredje veckan", "da": "latterligt, tredje uge",
        "no": "latterlig, tredje uka", "en": "ridiculous, three weeks", "de": "unfassbar, drei Wochen",
    }  # fmt: skip
    assert {code: words_of(text, code) for code, text in texts.items() if code not in ("nl",)} == dict.fromkeys(
        ("sv", "da", "no", "en", "de"), ()
    )
    assert words_of(texts["nl"], "nl") == ("drie",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "gisteravond, vannacht, donderdagochtend, zondags, in maart en eergisterenmiddag"),
        ("sv", "igår kväll, i morse, torsdagskvällen, måndagar, i mars, förrgår natt"),
        ("da", "i går aftes, i eftermiddags, torsdagaften, mandage, i marts, i forgårs nat"),
        ("no", "i går kveld, i ettermiddag, torsdagskveld, mandager, i mars, i forgårs natt"),
        ("en", "yesterday evening, this morning, on Thursdays, in March, at midnight, last night"),
        ("de", "gestern Abend, heute früh, Donnerstagnachmittag, montags, im März, vorgesternabend"),
    ],
)
def test_a_moment_names_no_topic(language: str, text: str) -> None:
    assert words_of(text, language) == ()


def test_a_known_topic_is_marked_behind_the_words() -> None:
    assert hear(comment("ze hebben het dubbel van mijn rekening afgeschreven")).words[-1] == "#double_charge"


def test_what_holds_somebodys_data_an_insult_or_another_s_words_is_not_fit_to_be_shown() -> None:
    ugly = Reading("nl", 0.9, 0.8, 0.0)
    assert hear(comment("weer een storing")).fit
    assert not hear(comment("RT @klant: weer een storing")).fit
    assert not hear(comment("weer een storing, bel mij op 06-12345678")).fit
    assert not hear(comment("weer een storing, jan@klant.example")).fit
    assert not hear(comment("weer een storing, NL91ABNA0417164300")).fit
    assert not hear(comment("weer een storing, sukkels", reading=ugly)).fit


@given(st.text(max_size=3000))
def test_any_text_gives_at_most_fourteen_words(text: str) -> None:
    words, joined = telling_words(text, ("en", "nl"), ("Kwik",))
    assert len(words) <= 14
    assert joined < 2 ** len(words) or not words
