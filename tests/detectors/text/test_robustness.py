"""Texts as people really type them: shouted, stretched, misspelt, masked, mixed, or no words at all."""

from __future__ import annotations

import pytest

from detectors.model import Reading
from detectors.text.reader import TextReader

READER = TextReader.load()
TOLD = 0.7


def read(text: str, *hints: str, insults: tuple[str, ...] = ()) -> Reading:
    return READER.read([text], [hints], insults=insults)[0]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "sooooo slecht, weeeeer te laat"),
        ("nl", "AL DRIE UUR WACHTEN EN NIEMAND HELPT"),
        ("nl", "#vertraging #nietnormaal alweer"),
        ("nl", "da kan toch nie, ze nemen nie op"),
        ("da", "FORSINKET IGEN og ingen svarer"),
        ("no", "ALDRI MER dårlig service"),
        ("en", "sooooo bad, waited 3 hourssss"),
        ("en", "still no refund #scam #fail"),
        ("de", "SEIT WOCHEN KEINE ANTWORT"),
        ("sv", "worst service någonsin, still waiting on my paket"),
    ],
)
def test_a_complaint_is_one_however_it_is_typed(language: str, text: str) -> None:
    assert read(text, language).complaint > 0.5


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "wat een k*t bedrijf"),
        ("nl", "i d i o t e n zijn het"),
        ("en", "you fu\u0441king \u0456diots"),
        ("de", "ihr A r s c h l ö c h e r"),
        ("sv", "j*vla idioter"),
        ("no", "jævl@ idioter"),
    ],
)
def test_an_insult_is_offensive_however_it_hides(language: str, text: str) -> None:
    assert read(text, language).offensive > 0.5


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "IK MAAK JE DOOOOOD"),
        ("sv", "JAG SKA DODA DIG"),
        ("da", "jeg slar dig ihjel"),
        ("de", "ich bring dich ummmm"),
        ("no", "eg skal drepe deg"),
    ],
)
def test_a_threat_is_told_however_it_is_typed(language: str, text: str) -> None:
    assert read(text, language).threat >= TOLD


@pytest.mark.parametrize("text", ["🔥🔥🔥", "😡😡👏🔥", "💣", "🔪🔪", "💀💀💀", "🖕"])
def test_emoji_alone_threaten_nobody(text: str) -> None:
    assert read(text, "nl").threat < TOLD


def test_a_pun_on_the_brand_is_named_as_the_reason() -> None:
    reading = read("#Postmord har gjort det igen", "sv", insults=("Postmord",))
    assert reading.offensive > 0.9
    assert "Postmord" in reading.because


@pytest.mark.parametrize(
    "text", ["Ho aspettato tre ore e nessuno risponde", "Третий день без интернета", "zqx vrrp blorf"]
)
def test_a_text_in_no_known_language_is_left_open_rather_than_cleared(text: str) -> None:
    assert read(text).complaint > 0.1
