from __future__ import annotations

from pathlib import Path

import pytest

from config.schema import ThreatSettings
from detectors.text.reader import TextReader
from detectors.text.threat_rules import SELF_HARM

READER = TextReader.load()
HARD = [
    line.split("\t") for line in (Path(__file__).with_name("threats_hard.tsv")).read_text(encoding="utf-8").splitlines()
]
LANGUAGES = ("nl", "sv", "da", "no", "en", "de")


FRESH = [
    line.split("\t")
    for line in (Path(__file__).with_name("threats_fresh.tsv")).read_text(encoding="utf-8").splitlines()
]
SECOND = [
    line.split("\t")
    for line in (Path(__file__).with_name("threats_second.tsv")).read_text(encoding="utf-8").splitlines()
]
"""Written after the last mending and run once: a tenth of its threats was told, and one of its 60 look-alikes."""
DESPAIR = [
    line.split("\t") for line in (Path(__file__).with_name("self_harm.tsv")).read_text(encoding="utf-8").splitlines()
]
TOLD = ThreatSettings().alert_above


def told(language: str) -> list[tuple[bool, bool]]:
    """(is a threat, is told as one) for each hard sentence of a language."""
    rows = [(kind, text) for spoken, kind, text in HARD if spoken == language and kind != "self_harm"]
    readings = READER.read([text for _, text in rows], [[language]] * len(rows))
    return [(kind != "none", reading.threat >= TOLD) for (kind, _), reading in zip(rows, readings, strict=True)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nine_threats_of_ten_are_found_and_nine_alarms_of_ten_are_threats(language: str) -> None:
    rows = told(language)
    assert len(rows) >= 40
    hits = sum(true and said for true, said in rows)
    assert hits >= 0.85 * sum(true for true, _ in rows)
    assert hits >= 0.9 * sum(said for _, said in rows)


def test_of_veiled_threats_in_words_never_learnt_four_of_ten_are_told_and_hardly_a_look_alike() -> None:
    readings = READER.read([text for _, _, text in FRESH], [[language] for language, _, _ in FRESH])
    rows = [(kind != "none", r.threat >= TOLD) for (_, kind, _), r in zip(FRESH, readings, strict=True)]
    hits = sum(true and said for true, said in rows)
    assert hits >= 0.4 * sum(true for true, _ in rows)
    assert hits >= 0.9 * sum(said for _, said in rows)


def test_look_alikes_nobody_mended_by_wake_nobody() -> None:
    harmless = [(language, text) for language, kind, text in SECOND if kind == "none"]
    readings = READER.read([text for _, text in harmless], [[language] for language, _ in harmless])
    assert sum(reading.threat >= TOLD for reading in readings) <= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_speaks_of_ending_their_own_life_is_noticed(language: str) -> None:
    texts = [text for spoken, kind, text in HARD if spoken == language and kind == "self_harm"]
    assert [r.danger for r in READER.read(texts, [[language]] * len(texts))] == ["self_harm"] * len(texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_despair_is_told_from_dying_of_boredom(language: str) -> None:
    rows = [(kind, READER.read([text], [[language]])[0].danger) for spoken, kind, text in DESPAIR if spoken == language]
    assert sum(told == kind for kind, told in rows if kind == SELF_HARM) >= 5
    assert not any(told == SELF_HARM for kind, told in rows if kind != SELF_HARM)


@pytest.mark.parametrize(
    "text",
    [
        "My lawyer will contact you",
        "I'm leaving you for a competitor tomorrow",
        "I could kill for a refund",
        "Your app is killing me",
        'He shouted "I\'ll stab you" at the guard',
    ],
)
def test_a_figure_of_speech_is_no_threat(text: str) -> None:
    assert READER.read([text], [["en"]])[0].threat < 0.5


def test_a_threat_names_its_category_and_the_words_that_told_it() -> None:
    reading = READER.read(["Vannacht steek ik jullie winkel in de fik"], [["nl"]])[0]
    assert reading.danger == "arson"
    assert any(reason.startswith("arson: ") for reason in reading.because)


def test_a_threat_is_found_without_its_accents() -> None:
    assert READER.read(["jag ska sla ihjal dig"], [["sv"]])[0].threat > 0.5


def test_a_threat_at_the_end_of_a_long_rant_is_found() -> None:
    rant = "I waited and waited and nobody ever answered my questions about the bill. " * 20
    assert READER.read([rant + "I will burn your office down tonight"], [["en"]])[0].threat > 0.5
