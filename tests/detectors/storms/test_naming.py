import pytest

from config.schema import KnownTopic
from detectors.storms.hearing import Hearing
from detectors.storms.known_topics import KnownTopics
from detectors.storms.naming import Named, name_topics
from detectors.storms.topics import Said
from tests.detectors.storms.telling import comment, said, usual

FILLER = [
    "in Leiden",
    "bij mijn oma",
    "sinds vanochtend in Gouda",
    "en de buren ook",
    "heel Delft heeft het",
    "op kantoor",
]
OUTAGE = [
    f"{start} {place}" for start in ("alweer een storing", "stroomstoring hier", "die #storing") for place in FILLER
]
SCENT = [f"die geur {place} stinkt enorm" for place in FILLER * 3]


def named(what: list[Said], language: str = "nl") -> tuple[Named, ...]:
    return name_topics(what, usual((language,)), KnownTopics((language,)))  # type: ignore[arg-type]


def test_what_many_say_and_nobody_said_before_is_the_topic_with_its_share() -> None:
    (topic, *_) = named(said([*SCENT, *["mijn bestelling kwam niet"] * 6]))
    assert topic.label in {"geur", "stinkt enorm"}
    assert 0.7 < topic.share < 0.8


def test_ordinary_complaints_have_no_topic() -> None:
    assert named(said(["mijn bestelling kwam niet", "de app werkt traag"] * 10)) == ()


def test_a_known_topic_has_one_label_whatever_words_tell_it() -> None:
    texts = ["dubbel afgeschreven", "twee keer afgeschreven", "dubbele afschrijving", "ik heb dubbel betaald"]
    (topic,) = named(said([f"{text} {place}" for text in texts for place in FILLER]))
    assert (topic.label, topic.share) == ("dubbele afschrijving", 1.0)


@pytest.mark.parametrize(
    ("language", "label", "texts"),
    [
        (
            "sv",
            "dubbel dragning",
            ["de drog pengarna två gånger", "dubbeldragning på kontot", "dragit dubbelt på kortet"],
        ),
        (
            "da",
            "dobbelt trukket",
            ["trukket to gange på kortet", "I har trukket dobbelt", "dobbeltopkrævning på kontoen"],
        ),
        ("no", "dobbelt trukket", ["trukket to ganger på kortet", "dobbelt trukket på konto", "belastet dobbelt"]),
        ("en", "double charge", ["charged me twice", "double charged on my card", "you billed us twice"]),
        (
            "de",
            "doppelt abgebucht",
            ["doppelt abgebucht worden", "zweimal abgebucht", "die Doppelbuchung auf dem Konto"],
        ),
    ],
)
def test_labels_are_in_the_language_of_the_page(language: str, label: str, texts: list[str]) -> None:
    places = ["Oslo", "Malmo", "Leeds", "Bremen", "Aarhus"]
    what = said([f"{text} {place}" for text in texts for place in places], languages=(language,))
    assert named(what, language)[0].label == label


def test_a_topic_of_the_config_has_its_name() -> None:
    mine = KnownTopics(("nl",), [KnownTopic(name="stank", label={"nl": "stank in de trein"}, words={"nl": ("geur",)})])

    hearing = Hearing(("nl",), ("Kwik",), mine)
    what = [hearing.hear(comment(text, id_=str(k)), k, 0, sure=True) for k, text in enumerate(SCENT)]
    assert name_topics(what, usual(), mine)[0].label == "stank in de trein"


def test_copies_of_one_text_do_not_name_the_storm() -> None:
    copies = ["RT die prachtige lederen handtas wint deze zomer elke wedstrijd ter wereld"] * 25
    (topic, *_) = named(said([*OUTAGE, *copies]))
    assert topic.label == "storing"


def test_one_author_names_nothing() -> None:
    assert named(said(SCENT, author=7)) == ()


def test_examples_are_by_different_people_in_their_own_words() -> None:
    copies = said(["RT @klant: alweer een storing in Leiden"] * 10, at=100)
    flood = said(["weer een storing hoor", "en nog een storing zeg", "storing nummer drie"], author=7, at=200)
    (topic, *_) = named([*copies, *flood, *said(OUTAGE)])
    shown = topic.told[:3]
    assert len({s.author for s in shown}) == 3
    assert all(s.fit for s in shown)
    assert len({frozenset(s.words) for s in shown}) == 3


def test_words_that_stand_apart_are_no_label_together() -> None:
    apart = [f"geur {place}, waarom dus die walm?" for place in FILLER * 3]
    assert " " not in named(said(apart))[0].label


def test_words_that_always_stand_together_are() -> None:
    texts = [
        f"{place} weer lekkende kraan gehad" for place in ("Leiden", "Delft", "Gouda", "Breda", "Almelo", "Assen")
    ] * 2
    assert named(said(texts))[0].label in {"lekkende kraan", "kraan", "lekkende"}


def test_a_words_inflections_and_compounds_are_one_topic() -> None:
    texts = [f"{word} {place}" for word in ("geur", "geurtje", "rioolgeur") for place in FILLER]
    (topic,) = named(said(texts))
    assert topic.share == 1.0


def test_the_rise_is_when_more_than_usual_began_to_speak_of_it() -> None:
    calm = said(["mijn bestelling kwam niet", "de app werkt traag", "koffer kwijt"] * 10, at=0)
    before = said(["een geur bij de deur"], at=2)
    (topic, *_) = named([*calm, *before, *said(SCENT, at=30)])
    assert topic.began == 30
