from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.schema import KnownTopic, Language
from detectors.storms.known_topics import KnownTopics, folded, shipped


def test_every_shipped_topic_has_words_and_at_most_a_short_label_in_six_languages() -> None:
    for name, table in shipped().items():
        KnownTopic(name=name, label=table.get("label", {}), words={k: v for k, v in table.items() if k != "label"})
        assert set(table) - {"label"} == set(get_args(Language)), name
        assert set(table.get("label", get_args(Language))) == set(get_args(Language)), name


@pytest.mark.parametrize(
    ("language", "text", "mark"),
    [
        ("nl", "Weer een STROOMSTORING", "#outage"),
        ("nl", "jullie hebben 2 keer het bedrag afgeschreven", "#double_charge"),
        ("sv", "forsenad igen", "#delay"),
        ("da", "togene er aflyst", "#cancellation"),
        ("no", "prisokning pa tjue prosent", "#price_rise"),
        ("en", "prices going up again", "#price_rise"),
        ("de", "Streikende Piloten", "#strike"),
    ],
)
def test_topics_are_told_in_any_case_with_or_without_accents(language: Language, text: str, mark: str) -> None:
    assert mark in KnownTopics((language,)).told_by(text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I like chocolate, a mistaking"),
        ("nl", "een dubbel glas thee, en daarna heel, heel veel later eens een keer iets afgeschreven"),
    ],
)
def test_other_words_tell_no_topic(language: Language, text: str) -> None:
    assert KnownTopics((language,)).told_by(text) == ()


def test_words_that_stand_far_apart_tell_nothing_together() -> None:
    far = "dubbel " + "woord " * 20 + "afgeschreven"
    assert "#double_charge" not in KnownTopics(("nl",)).told_by(far)


def test_the_config_adds_topics_and_changes_shipped_ones() -> None:
    mine = KnownTopics(
        ("nl", "en"),
        [
            KnownTopic(name="summer timetable", words={"nl": ("*dienstregeling*",)}),
            KnownTopic(name="strike", label={"nl": "actie"}, words={"nl": ("actiedag",)}),
            KnownTopic(name="weather", words={"nl": (), "en": ()}),
        ],
    )
    assert mine.told_by("die zomerdienstregeling") == ("#summer_timetable",)
    assert mine.label("#summer_timetable") == "summer timetable"
    assert (mine.told_by("actiedag"), mine.label("#strike")) == (("#strike",), "actie")
    assert mine.told_by("staking") == ()
    assert mine.told_by("on strike") == ("#strike",)
    assert mine.told_by("sneeuw snow") == ()


def test_a_page_without_languages_hears_all_six() -> None:
    assert set(KnownTopics().told_by("streik staking")) == {"#strike"}


@given(st.text(max_size=2000))
def test_any_text_can_be_folded(text: str) -> None:
    plain = folded(text)
    assert plain.isascii()
    assert plain == f" {plain.strip()} "
