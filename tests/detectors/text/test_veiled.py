from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.text.reader import TextReader
from detectors.text.veiled import VeiledRules, read_parts

READER = TextReader.load()
TOLD = 0.7
VEILED = [
    line.split("\t")
    for line in (Path(__file__).parents[3] / "training/threats_veiled.tsv").read_text(encoding="utf-8").splitlines()
]


def threat(text: str, language: str = "en") -> float:
    return READER.read([text], [[language]])[0].threat


@pytest.mark.parametrize("language", ["nl", "sv", "da", "no", "en", "de"])
def test_nine_veiled_threats_of_ten_are_told_and_nine_alarms_of_ten_are_threats(language: str) -> None:
    rows = [(kind != "none", threat(text, language) >= TOLD) for spoken, kind, text in VEILED if spoken == language]
    hits = sum(true and said for true, said in rows)
    assert hits >= 0.85 * sum(true for true, _ in rows)
    assert hits >= 0.88 * sum(said for _, said in rows)


def test_knowing_when_somebody_is_free_and_waiting_for_them_is_stalking() -> None:
    (reading,) = READER.read(["I know what time your receptionist gets off and I'm waiting for her"], [["en"]])
    assert reading.danger == "stalking"
    assert any("gets off" in reason for reason in reading.because)


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("If this goes on I'm coming round with petrol", "arson"),
        ("Tomorrow I'm coming round with a hammer", "violence"),
        ("I will set that whole damn ugly counter on fire", "arson"),
    ],
)
def test_who_comes_along_with_petrol_or_a_hammer_threatens(text: str, danger: str) -> None:
    assert READER.read([text], [["en"]])[0].danger == danger


def test_waiting_at_the_desk_is_no_threat() -> None:
    assert threat("I'm waiting for your colleague at the desk") < TOLD


def test_waiting_for_ones_own_wife_is_no_threat() -> None:
    assert threat("I'm waiting for my wife after her shift at your desk") < TOLD


def test_a_quoted_threat_is_none() -> None:
    quoted = 'A man shouted "I know when your girl gets off. I\'m waiting for her after her shift" at the desk'
    assert threat(quoted) < TOLD


def test_a_complaint_in_another_sentence_does_not_excuse_a_threat() -> None:
    threatening = "My case came back broken and you never call. I'm waiting for that girl after her shift."
    assert threat(threatening) >= TOLD


def test_a_veiled_threat_at_the_end_of_a_long_rant_is_told() -> None:
    rant = "I waited and waited and nobody ever answered my questions about the bill. " * 20
    assert threat(rant + "I know when that girl of yours gets off and I'm waiting for her") >= TOLD


def test_every_language_has_the_same_parts() -> None:
    parts = {language: set(lines) for language, lines in read_parts().items()}
    assert len(parts) == 6
    assert len({frozenset(names) for names in parts.values()}) == 1


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=600), st.sampled_from(["nl", "sv", "da", "no", "en", "de", "und"]))
def test_any_text_can_be_weighed(text: str, language: str) -> None:
    danger = RULES.weigh(text, language)
    assert danger is None or 0 < danger.threat < 1


RULES = VeiledRules.load()
